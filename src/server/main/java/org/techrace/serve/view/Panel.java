package org.techrace.serve.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.entity.PageQuery;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.entity.ViewKind;
import org.techrace.serve.text.Reader;

/// A part of a page: the solutions of a query in the view that its front matter names.
///
/// @param query the query
/// @param finding a sentence above the view, or empty
/// @param view the solutions
/// @param size the number of entries if the view has only the first of them; else 0
/// @param more the address of the page with all entries
/// @param alone the address of the panel alone
public record Panel(
    PageQuery query, String finding, View view, int size, String more, Address alone) {
  /// The most entries on the page of a thing.
  private static final int ENTRIES = 10;

  /// The path below which panels are alone.
  public static final String ALONE = "/embed/";

  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  /// A part of a finding in brackets that has no other in it.
  private static final Pattern PART = Pattern.compile("\\[([^\\[\\]]*)]");

  /// Creates the panel of a query from its solutions.
  ///
  /// @param colours the fixed colours of series
  public static Panel of(PageQuery query, List<ResultRow> rows, Colours colours) {
    Address alone = Address.of(ALONE + query.name());
    View view = view(query, lines(query, rows), colours);
    return new Panel(query, finding(query, rows), view, 0, "", alone);
  }

  /// Returns the view of lines that the front matter of a query names.
  ///
  /// @param colours the fixed colours of series
  public static View view(PageQuery query, List<Line> lines, Colours colours) {
    return switch (ViewKind.of(query)) {
      case TABLE -> Table.of(Table.columns(query), lines);
      case MATRIX -> Matrix.of(lines, query.head("Link"));
      case BARS -> Bars.of(lines, query.adding(), query.head("Link"), colours);
      case TIMELINE -> Timeline.of(lines);
      case TREE -> Tree.of(lines);
      case PAIRS -> Pairs.of(query.variables(), lines);
      case CHART -> Chart.of(lines, colours, Reader.current().has(Chart.ONE_SCALE));
      case LINKS -> Links.of(lines);
      case FLOWS -> FlowLayout.of(lines, query.adding(), colours);
      case LEADERS -> Leaders.of(Table.columns(query), lines, colours);
      case POINTS -> PointMap.ofLines(lines);
      case SENTENCE -> Sentence.of(query, lines);
    };
  }

  /// Returns the finding of a query: the sentence of its front matter, in which `{x}` is the value
  /// of the variable `x` in the first solution. A part in square brackets is left out if one of its
  /// variables has no value or counts nothing; it may have such parts. Empty without a solution or
  /// a sentence, or if a variable outside brackets has no value.
  public static String finding(PageQuery query, List<ResultRow> rows) {
    if (rows.isEmpty()) {
      return "";
    }
    ResultRow first = rows.getFirst();
    String text = QueryText.of(query, "Finding");
    for (Matcher part = PART.matcher(text); part.find(); part = PART.matcher(text)) {
      boolean counts =
          VARIABLE
              .matcher(part.group(1))
              .results()
              .allMatch(variable -> first.get(variable.group(1)).filter(Panel::counts).isPresent());
      text = part.replaceFirst(counts ? Matcher.quoteReplacement(part.group(1)) : "");
    }
    StringBuilder sentence = new StringBuilder();
    Matcher variables = VARIABLE.matcher(text);
    while (variables.find()) {
      Optional<String> value = first.get(variables.group(1)).map(Shown::text);
      if (value.isEmpty()) {
        return "";
      }
      variables.appendReplacement(sentence, Matcher.quoteReplacement(value.get()));
    }
    return variables.appendTail(sentence).toString().strip();
  }

  private static boolean counts(Term term) {
    return term.number().filter(number -> number == 0).isEmpty();
  }

  /// Returns the panel for the page of a thing: a long one has only its first entries.
  ///
  /// @param iri the IRI of the thing
  /// @param document the form of its IRI in an address
  public Panel about(String iri, String document) {
    Address whole = alone.with("of", document);
    View first = view.head(ENTRIES);
    String address = query.head("More");
    return new Panel(
        query,
        finding,
        first,
        first.size() < view.size() ? view.size() : 0,
        address.isEmpty() ? whole.toString() : address.replace("{this}", Address.encoded(iri)),
        whole);
  }

  /// Merges the solutions of a query into lines.
  public static List<Line> lines(PageQuery query, List<ResultRow> rows) {
    return Line.of(rows, ViewKind.of(query).keys(query));
  }

  /// Returns the parameters that name a panel in a citation: `panel` and those of its address.
  ///
  /// @param alone the address of the panel alone
  public static Map<String, List<String>> cited(Address alone) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    parameters.put("panel", List.of(alone.path().substring(ALONE.length())));
    parameters.putAll(alone.values());
    return parameters;
  }

  /// Returns the fragment of its address on the page.
  public String id() {
    return query.slug();
  }

  /// Returns the title.
  public String title() {
    return QueryText.of(query, "Title");
  }

  /// Returns the heading that it shares with other panels, or the empty string.
  public String topic() {
    return QueryText.topic(query.head("Topic"));
  }

  /// Returns what its numbers measure, or the empty string.
  public String measured() {
    return measured(query, view);
  }

  /// Returns what the numbers of a view measure, with the unit of flows, or the empty string.
  public static String measured(PageQuery query, View view) {
    String measured = QueryText.measured(query);
    return view instanceof Flows flows ? QueryText.withUnit(measured, flows.unit()) : measured;
  }

  /// Returns the text below the title, or the empty string.
  public String text() {
    return QueryText.of(query, "Text");
  }
}
