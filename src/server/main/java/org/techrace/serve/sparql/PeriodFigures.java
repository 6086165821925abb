package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.techrace.entity.ResultRow;

/// Finds figures of a period that is not one year, such as totals of 2000 to 2022 or of a quarter,
/// in a query that does not read both of its ends. Its rows look like figures of the last year.
///
/// The query `components` of `queries/pages` says which properties are the ends of a period.
final class PeriodFigures {
  /// The figures of one variable that are looked at.
  private static final int MAX_FIGURES = 200_000;

  /// The condition of a period that is not one year.
  private static final String OTHER_THAN_A_YEAR =
      "SUBSTR(STR(?periodFrom), 1, 4) != SUBSTR(STR(?periodTo), 1, 4)"
          + " || SUBSTR(STR(?periodFrom), 5) NOT IN ('', '-01', '-01-01')"
          + " || SUBSTR(STR(?periodTo), 5) NOT IN ('', '-12', '-12-31')";

  private final Rereading reading;
  private final Set<String> measures;

  /// The start of a period and its end.
  private final List<String> ends;

  private final List<String> sentences = new ArrayList<>();

  /// The sentences about a query.
  ///
  /// @param ends the properties that they name; empty without a sentence
  record Found(List<String> sentences, Set<String> ends) {
    Found() {
      this(new ArrayList<>(), new LinkedHashSet<>());
    }
  }

  private PeriodFigures(Rereading reading) {
    Components components = Components.of(reading.entities());
    this.reading = reading;
    this.measures = components.with(Components.MEASURE);
    this.ends = List.copyOf(components.with(Components.FROM, Components.TO));
  }

  /// Finds a sentence for each variable with such figures.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  /// @param to where the sentences are added
  static void of(Query inSteps, Rereading reading, Found to) {
    PeriodFigures found = new PeriodFigures(reading);
    if (found.ends.size() == 2) {
      Select.eachIn(inSteps, found::read);
    }
    if (!found.sentences.isEmpty()) {
      to.sentences.addAll(found.sentences);
      to.ends.addAll(found.ends);
    }
  }

  private void read(Select select) {
    List<TriplePath> patterns = select.allPatterns();
    Set<Node> figures = new LinkedHashSet<>();
    for (TriplePath one : patterns) {
      if (Var.isVar(one.getSubject())
          && Select.links(one).stream().anyMatch(measures::contains)
          && !ends.stream().allMatch(end -> Select.reads(patterns, one.getSubject(), end))) {
        figures.add(one.getSubject());
      }
    }
    figures.forEach(figure -> sentence(select, Var.alloc(figure)).ifPresent(sentences::add));
  }

  private Optional<String> sentence(Select select, Var figure) {
    String period =
        "<%s> ?periodFrom ; <%s> ?periodTo FILTER (%s)"
            .formatted(ends.getFirst(), ends.getLast(), OTHER_THAN_A_YEAR);
    if (!reading.canFit(select, figure, Rereading.ALONE + " " + period)) {
      return Optional.empty();
    }
    String read =
        "SELECT DISTINCT (%s AS ?periodFigure) { %s } LIMIT %d"
            .formatted(figure, Rereading.pattern(select, figure), MAX_FIGURES);
    List<ResultRow> periods =
        reading.rows(
            "SELECT ?periodFrom ?periodTo (COUNT(*) AS ?number) { { %s } ?periodFigure %s } GROUP BY ?periodFrom ?periodTo ORDER BY DESC(?number) DESC(?periodTo)"
                .formatted(read, period));
    if (periods.isEmpty()) {
      return Optional.empty();
    }
    int all = reading.number("SELECT (COUNT(*) AS ?readNumber) { { %s } }".formatted(read));
    int some = periods.stream().mapToInt(row -> Rereading.number(row, "number")).sum();
    String from = reading.shortName().apply(ends.getFirst());
    String to = reading.shortName().apply(ends.getLast());
    String name = Select.named(figure);
    Set<String> taken = new LinkedHashSet<>();
    String first = select.fresh("from", taken);
    String last = select.fresh("to", taken);
    boolean isOfAll =
        !reading.fits(
            "{ %s } FILTER NOT EXISTS { ?periodFigure <%s> ?periodFrom ; <%s> ?periodTo }"
                .formatted(read, ends.getFirst(), ends.getLast()));
    return Optional.of(
        "%s: of %s%,d figures that the query reads, %s of a period from %s to %s%s %s to %s, not of one whole year; `%s`, with %s and %s in %s%s, shows it"
            .formatted(
                name,
                all < MAX_FIGURES ? "" : "at least ",
                all,
                some == 1 ? "1 is" : some == all ? "all are" : "%,d are".formatted(some),
                from,
                to,
                periods.size() == 1 ? "," : ", such as",
                periods.getFirst().text("periodFrom"),
                periods.getFirst().text("periodTo"),
                Select.optional(
                    "%s %s %s ; %s %s".formatted(name, from, first, to, last), !isOfAll),
                first,
                last,
                select.clauses(),
                select.place(figure)));
  }
}
