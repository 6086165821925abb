package org.techrace.serve.sparql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.syntax.ElementData;

/// Finds the terms that a query lists for a variable, with `VALUES` or `FILTER (?x IN (…))`, and
/// that no solution has. The rows of the others look like a complete answer.
final class MissingValues {
  /// The terms of one variable that are looked at.
  private static final int MAX_LISTED = 50;

  private static final int MAX_NAMED = 4;

  private MissingValues() {}

  /// Returns a sentence for each variable with such terms.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    Set<String> sentences = new LinkedHashSet<>();
    Select.eachIn(
        inSteps,
        select ->
            select.values().stream()
                .map(ElementData::getVars)
                .flatMap(List::stream)
                .distinct()
                .flatMap(variable -> missing(select, variable, reading))
                .forEach(sentences::add));
    return List.copyOf(sentences);
  }

  private static Stream<String> missing(Select select, Var variable, Rereading reading) {
    Set<Node> asked = select.asked(variable);
    if (asked.size() < 2 || asked.size() > MAX_LISTED) {
      return Stream.empty();
    }
    Set<Node> missing = new LinkedHashSet<>(asked);
    reading
        .rows("SELECT DISTINCT %s { %s }".formatted(variable, Rereading.pattern(select, variable)))
        .stream()
        .flatMap(row -> row.get(variable.getVarName()).stream())
        .flatMap(term -> term.node().stream())
        .forEach(missing::remove);
    return missing.isEmpty() || missing.size() == asked.size()
        ? Stream.empty()
        : Stream.of(sentence(variable, asked, missing, reading));
  }

  private static String sentence(
      Var variable, Set<Node> asked, Set<Node> missing, Rereading reading) {
    return "%s: nothing fits %s%s, %,d of the %,d that the query lists"
        .formatted(
            variable,
            missing.stream()
                .limit(MAX_NAMED)
                .map(reading::written)
                .collect(Collectors.joining(", ")),
            missing.size() > MAX_NAMED ? " and others" : "",
            missing.size(),
            asked.size());
  }
}
