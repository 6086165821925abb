package org.techrace.serve.sparql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.aggregate.AggAvg;
import org.apache.jena.sparql.expr.aggregate.AggAvgDistinct;
import org.apache.jena.sparql.expr.aggregate.AggSum;
import org.apache.jena.sparql.expr.aggregate.AggSumDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;

/// Finds sums and means of no values: SPARQL says 0, which reads like a figure.
final class EmptySums {
  private EmptySums() {}

  /// Returns a sentence for each `SELECT` with such numbers.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    Set<String> sentences = new LinkedHashSet<>();
    Select.eachIn(
        inSteps,
        select -> {
          List<Aggregator> numbers =
              select.query().getAggregators().stream()
                  .map(ExprAggregator::getAggregator)
                  .filter(EmptySums::isNumber)
                  .toList();
          if (!numbers.isEmpty()
              && select.query().getGroupBy().isEmpty()
              && !reading.fits(Rereading.pattern(select))) {
            sentences.add(
                "nothing fits the query, so the 0 of %s is no figure"
                    .formatted(
                        numbers.stream()
                            .map(Aggregator::getName)
                            .distinct()
                            .collect(Collectors.joining(" and "))));
          }
        });
    return List.copyOf(sentences);
  }

  private static boolean isNumber(Aggregator aggregator) {
    return switch (aggregator) {
      case AggSum _, AggSumDistinct _, AggAvg _, AggAvgDistinct _ -> true;
      default -> false;
    };
  }
}
