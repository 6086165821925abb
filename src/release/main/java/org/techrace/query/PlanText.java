package org.techrace.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.jena.shared.PrefixMapping;
import org.apache.jena.sparql.util.Context;
import org.techrace.store.query.row.QueryPlan;

/// The plan of a query as a table: each operator with its rows, the expected rows and its time. An
/// operator is below the one that reads its rows; parts of a join are in the order in which they
/// run. Then the plan before it ran, in which no part of a join has a place yet, and what rewrites
/// changed before that.
public final class PlanText {
  private static final double NANOS_PER_MILLI = 1e6;

  /// From this number on, expected rows are written without a fraction.
  private static final double WHOLE = 10;

  private final List<Map.Entry<String, String>> prefixes;
  private final List<String> lines = new ArrayList<>();
  private int operators;
  private int inArq;

  private PlanText(PrefixMapping prefixes) {
    this.prefixes =
        prefixes.getNsPrefixMap().entrySet().stream()
            .sorted(Comparator.comparingInt(e -> -e.getValue().length()))
            .toList();
  }

  /// Starts to record a query.
  ///
  /// @param context the context of the query, which has not started
  /// @param prefixes abbreviate IRIs
  /// @return returns the plan, once the answer has been read, without a line break at its end; only
  ///   the names of the columns if the query ran in an engine that states no plan
  public static Supplier<String> record(Context context, PrefixMapping prefixes) {
    QueryPlan plan = new QueryPlan();
    context.set(QueryPlan.symbol(), plan);
    return () -> of(plan, prefixes);
  }

  /// Returns false for the plan of a query that ran in an engine that states none.
  public static boolean hasOperators(String plan) {
    return plan.contains("\n");
  }

  private static String of(QueryPlan plan, PrefixMapping prefixes) {
    PlanText text = new PlanText(prefixes);
    text.lines.add("%12s %12s %10s  %s".formatted("rows", "expected", "ms", "operator"));
    plan.steps().forEach(step -> text.add(step, ""));
    if (!plan.compiled().isEmpty()) {
      text.lines.add("");
      text.lines.add("operators: %d, in ARQ: %d".formatted(text.operators, text.inArq));
      text.lines.add("");
      text.lines.add("plan before the query ran");
      text.add(plan.compiled());
    }
    for (QueryPlan.Change change : plan.changes()) {
      text.lines.add("");
      text.lines.add("plan before the rewrite " + change.rewrite());
      text.add(change.before());
      text.lines.add("plan after it");
      text.add(change.after());
    }
    return String.join("\n", text.lines);
  }

  private void add(List<String> compiled) {
    compiled.forEach(line -> lines.add("  " + abbreviated(line)));
  }

  private void add(QueryPlan.Step step, String indent) {
    operators++;
    inArq += step.isInArq() ? 1 : 0;
    lines.add(
        "%12d %12s %10s  %s"
            .formatted(
                step.rows(),
                expected(step.expected()),
                String.format(Locale.ROOT, "%.1f", step.nanos() / NANOS_PER_MILLI),
                indent + abbreviated(step.text())));
    step.parts().forEach(part -> add(part, indent + "  "));
  }

  private static String expected(double rows) {
    if (rows == QueryPlan.UNKNOWN) {
      return "-";
    }
    return String.format(Locale.ROOT, rows < WHOLE ? "%.1f" : "%.0f", rows);
  }

  private String abbreviated(String text) {
    String abbreviated = text;
    for (Map.Entry<String, String> prefix : prefixes) {
      abbreviated =
          abbreviated.replaceAll(
              "<\\Q" + prefix.getValue() + "\\E([\\p{L}\\p{N}_-]+)>", prefix.getKey() + ":$1");
    }
    return abbreviated;
  }
}
