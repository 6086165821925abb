package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.SharedMaterial;
import org.techrace.rdf.Characters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs public collections of difficult files: JSON that must be accepted or refused
/// (nst/JSONTestSuite), CSV with expected results (csv-spectrum), texts that break programs (Big
/// List of Naughty Strings), and XML that tries to read other files (XXE payloads).
final class CorpusTest {
  private static final Path CORPORA = SharedMaterial.path("corpora");

  /// The files that are valid as JSON Lines although they are not valid JSON: no value, or several
  /// values.
  private static final Set<String> JSON_LINES =
      Set.of(
          "n_single_space.json",
          "n_structure_UTF8_BOM_no_data.json",
          "n_structure_double_array.json",
          "n_structure_no_data.json",
          "n_structure_object_with_trailing_garbage.json");

  @TempDir private Path folder = Path.of("");
  private Workbench bench = new Workbench(folder);

  @BeforeEach
  void open() {
    assumeTrue(Files.isDirectory(CORPORA), "skipped: missing folder " + CORPORA);
    bench = new Workbench(folder);
  }

  private Workbench mapping(String file, String formulation, String iterator, String object)
      throws IOException {
    return bench.file(
        "mapping.ttl",
        Workbench.PREFIXES
            + """
            <#m> rml:logicalSource [ rml:source [ rml:path "%s" ] ; rml:referenceFormulation rml:%s ; rml:iterator "%s" ] ;
              rml:subject ex:s ; rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ %s ] ] .
            """
                .formatted(file, formulation, iterator, object));
  }

  private static List<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(CORPORA.resolve(folder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void acceptsValidJsonAndRefusesInvalidJson() throws IOException {
    mapping("t.json", "JSONPath", "$", "rml:constant 1");
    Set<String> accepted = new TreeSet<>();
    Set<String> refused = new TreeSet<>();
    for (Path file : files("JSONTestSuite/test_parsing")) {
      bench.file("t.json", Files.readAllBytes(file));
      boolean good = bench.run().findings().stream().noneMatch(f -> f.startsWith("ERROR"));
      (good ? accepted : refused).add(file.getFileName().toString());
    }
    assertThat(accepted).hasSizeGreaterThan(80);
    assertThat(refused).hasSizeGreaterThan(150);
    // A repeated name is valid JSON, but the row cannot be mapped.
    assertThat(refused)
        .filteredOn(name -> name.startsWith("y_"))
        .containsExactly("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");
    assertThat(accepted)
        .filteredOn(name -> name.startsWith("n_"))
        .containsExactlyInAnyOrderElementsOf(JSON_LINES);
  }

  @Test
  void readsCsvAsExpectedByCsvSpectrum() throws IOException {
    int compared = 0;
    for (Path file : files("csv-spectrum/csvs")) {
      String name = file.getFileName().toString();
      JsonNode rows =
          new JsonMapper()
              .readTree(
                  Files.readString(
                      CORPORA.resolve("csv-spectrum/json").resolve(name.replace(".csv", ".json"))));
      bench.file(name, Files.readAllBytes(file));
      if (!rows.isArray()) {
        // The telephone number in location_coordinates.json differs from the one in its table.
        continue;
      }
      for (String column : rows.get(0).propertyNames()) {
        mapping(name, "CSV", "", "rml:reference \"%s\"".formatted(column));
        Set<String> expected = new TreeSet<>();
        rows.forEach(row -> expected.add(row.get(column).asString()));
        Workbench.Result result = bench.run();
        assertThat(result.findings()).as(name).isEmpty();
        assertThat(texts(result)).as(name + " " + column).isEqualTo(expected);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(25);
  }

  @Test
  void keepsNaughtyStringsUnchanged() throws IOException {
    List<String> strings = new ArrayList<>();
    new JsonMapper()
        .readTree(Files.readString(CORPORA.resolve("blns/blns.json")))
        .forEach(node -> strings.add(node.asString()));
    StringWriter table = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().build(table)) {
      csv.writeRecord("id", "text");
      strings.forEach(text -> csv.writeRecord("1", text));
    }
    bench.file("t.csv", table.toString());
    Workbench.Result result = mapping("t.csv", "CSV", "", "rml:reference \"text\"").run();
    // Some texts contain characters that XML cannot represent; others change the direction of text.
    List<String> carried = strings.stream().filter(s -> Characters.fault(s) == null).toList();
    assertThat(result.findings().stream().filter(f -> f.startsWith("ERROR")))
        .hasSize(strings.size() - carried.size())
        .allMatch(f -> f.contains("cannot be written in XML"));
    assertThat(carried).hasSizeGreaterThan(500);
    assertThat(texts(result)).isEqualTo(new TreeSet<>(carried));
  }

  /// Checks that no content of another file occurs in a finding or a quad.
  @Test
  void doesNotReadOtherFilesThroughXml() throws IOException {
    String secret = "the secret of another file";
    bench.file("secret", secret);
    String all = Files.readString(files("xxe/Intruder").getFirst());
    List<String> payloads =
        Pattern.compile("(?s)<[?!].*?(?=\\n\\s*\\n|$)")
            .matcher(all)
            .results()
            .map(m -> m.group())
            .toList();
    assertThat(payloads).hasSizeGreaterThan(10);
    mapping("t.xml", "XPath", "/*", "rml:reference \".\"");
    for (String payload : payloads) {
      bench.file(
          "t.xml",
          payload
              .strip()
              .replaceAll("file:/*[^\"'\\s>]*", folder.resolve("secret").toUri().toString()));
      Workbench.Result result = bench.run();
      assertThat(result.quads().toString() + result.findings()).as(payload).doesNotContain(secret);
    }
  }

  private static Set<String> texts(Workbench.Result result) {
    DatasetGraph quads =
        RDFParser.fromString(String.join("\n", result.quads()), Lang.NQUADS).toDatasetGraph();
    Set<String> texts = new TreeSet<>();
    quads.find().forEachRemaining(q -> texts.add(q.getObject().getLiteralLexicalForm()));
    return texts;
  }
}
