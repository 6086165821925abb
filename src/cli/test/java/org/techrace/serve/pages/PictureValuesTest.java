package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;
import org.techrace.serve.pages.Questions.Question;
import org.techrace.serve.view.Shown;

/// Each picture of the explorer is drawn, credited, and has the numbers of its query: none is a sum
/// or a mean of several.
@UsesServedProject
final class PictureValuesTest {
  /// What is between or before the bounds of a value.
  private static final Pattern BOUND = Pattern.compile("[≥≤] |–");

  /// A scale that is written like a part of the unit.
  private static final Pattern SCALE = Pattern.compile("\\d (k|M|bn|tn)\\b");

  private final ServedProject project;

  PictureValuesTest(ServedProject project) {
    this.project = project;
  }

  @TestFactory
  Stream<DynamicTest> everyPresetShowsTheNumbersOfItsQuery() throws Exception {
    List<Question> presets =
        Questions.read(Path.of("queries/questions")).presets().stream()
            .filter(question -> question.view().isPresent())
            .toList();
    assertThat(presets).hasSizeGreaterThan(30);
    return presets.stream()
        .map(question -> DynamicTest.dynamicTest(question.name(), () -> preset(question)));
  }

  private void preset(Question question) throws Exception {
    String address = project.page(question.page()).expectFirst(".about + p a.button").attr("href");
    if (address.startsWith(ObservationsPage.PATH)) {
      assertThat(problems(address)).isEmpty();
    }
  }

  @Test
  @Tag("long")
  void everyMeasureShowsTheNumbersOfItsQuery() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (String measure :
        project.page("/observations").select("select[name=measure] option").eachAttr("value")) {
      String address =
          "/observations?measure=" + URLEncoder.encode(measure, StandardCharsets.UTF_8);
      problems(address).forEach(problem -> wrong.add(measure + ": " + problem));
    }
    assertThat(wrong).isEmpty();
  }

  /// Returns what is wrong with a choice of the explorer.
  private List<String> problems(String address) throws Exception {
    Document page = project.page(address);
    Set<String> numbers = new TreeSet<>();
    String query = page.expectFirst("input[name=query]").attr("value");
    for (NamedCsvRecord row :
        csv("/sparql?format=csv&query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))) {
      for (String number : List.of("value", "lower", "upper")) {
        row.findField(number)
            .filter(text -> !text.isEmpty())
            .ifPresent(text -> numbers.add(Shown.compact(Double.parseDouble(text))));
      }
    }
    List<String> shown = new ArrayList<>(page.select("table.bars .number").eachText());
    page.select("svg.plot a title")
        .forEach(title -> shown.add(title.wholeText().replaceFirst("^.*?: ", "")));
    List<String> problems = new ArrayList<>();
    boolean whole = page.select("input[name=share][checked]").isEmpty();
    for (String number : whole ? shown : List.<String>of()) {
      for (String one : BOUND.split(number, -1)) {
        // A figure with bounds only has its name.
        if (one.matches("-?[\\d.,]+( (k|M|bn|tn))?") && !numbers.contains(one)) {
          problems.add(number + " is not in the query");
        }
      }
    }
    if (page.select(".explorer table, .explorer svg.plot, figure.view").isEmpty()) {
      problems.add("nothing is shown");
    }
    if (page.select(".credit").isEmpty()) {
      problems.add("no credit");
    }
    String sentence = page.select(".finding").text();
    if (SCALE.matcher(sentence).find()) {
      problems.add("a scale like a unit: " + sentence);
    }
    if (!page.select(".save a[href*=svg]").isEmpty()) {
      String svg = project.browse(page.select(".save a[href*=svg]").attr("href")).body();
      if (!svg.contains("Source: ")) {
        problems.add("the file has no credit");
      }
    }
    return problems;
  }

  private List<NamedCsvRecord> csv(String path) throws Exception {
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(project.browse(path).body())) {
      return csv.stream().toList();
    }
  }
}
