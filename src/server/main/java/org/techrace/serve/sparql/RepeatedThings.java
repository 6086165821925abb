package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;
import org.apache.jena.sparql.util.ExprUtils;
import org.techrace.entity.ResultRow;

/// Finds things that a number counts more than once: in one row, because the pattern matches them
/// in several ways, or in several rows, because they have several values of what it groups by.
final class RepeatedThings {
  private final Rereading reading;
  private final List<String> sentences = new ArrayList<>();

  private RepeatedThings(Rereading reading) {
    this.reading = reading;
  }

  /// Returns a sentence for each number that counts things more than once.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    RepeatedThings found = new RepeatedThings(reading);
    Select.eachIn(
        inSteps,
        select -> {
          for (ExprAggregator one : select.query().getAggregators()) {
            found.add(select, one);
          }
        });
    return found.sentences.stream().distinct().toList();
  }

  private void add(Select select, ExprAggregator counted) {
    boolean each = counted.getAggregator() instanceof AggCountVar;
    boolean distinct = counted.getAggregator() instanceof AggCountVarDistinct;
    if ((!each && !distinct) || !counted.getAggregator().getExprList().get(0).isVariable()) {
      return;
    }
    Var thing = counted.getAggregator().getExprList().get(0).asVar();
    Keys keys = Keys.of(select.query());
    String read =
        "SELECT (%s AS ?countedThing) %s { %s }"
            .formatted(thing, keys.columns, Rereading.pattern(select, thing));
    ResultRow row =
        reading
            .rows(
                ("SELECT (SUM(?times) AS ?all) (COUNT(DISTINCT ?countedThing) AS ?things) (COUNT(*)"
                     + " AS ?pairs) { SELECT ?countedThing %s (COUNT(*) AS ?times) { { %s } } GROUP"
                     + " BY ?countedThing %s }")
                    .formatted(keys.variables, read, keys.variables))
            .getFirst();
    int things = Rereading.number(row, "things");
    int pairs = Rereading.number(row, "pairs");
    List<String> parts = new ArrayList<>();
    if (pairs > things && things > 0) {
      int several =
          reading.number(
              ("SELECT (COUNT(*) AS ?readNumber) { SELECT ?countedThing { SELECT DISTINCT"
                   + " ?countedThing %s { { %s } } } GROUP BY ?countedThing HAVING (COUNT(*) > 1)"
                   + " }")
                  .formatted(keys.variables, read));
      parts.add(
          "%,d of the %,d things are in several rows (%s), so the rows add up to more than there are"
              .formatted(several, things, keys.names));
    }
    int all = Rereading.number(row, "all");
    if (each && all > pairs) {
      parts.add(
          "the query counts %,d, because it matches some things in several ways; `COUNT(DISTINCT %s)` counts %,d"
              .formatted(all, thing, pairs));
    }
    if (!parts.isEmpty()) {
      sentences.add("%s: %s".formatted(thing, String.join("; ", parts)));
    }
  }

  /// What a query groups by.
  ///
  /// @param columns the expressions of the keys, each with a variable
  /// @param variables these variables
  /// @param names the names of the keys in the query
  private record Keys(String columns, String variables, String names) {
    static Keys of(Query query) {
      VarExprList groups = query.getGroupBy();
      List<String> columns = new ArrayList<>();
      List<String> variables = new ArrayList<>();
      for (Var key : groups.getVars()) {
        Expr expression = groups.getExpr(key) == null ? new ExprVar(key) : groups.getExpr(key);
        variables.add("?countedKey" + variables.size());
        columns.add("(%s AS %s)".formatted(ExprUtils.fmtSPARQL(expression), variables.getLast()));
      }
      return new Keys(
          String.join(" ", columns),
          String.join(" ", variables),
          groups.getVars().stream()
              .filter(key -> key.isNamedVar())
              .map(Var::toString)
              .collect(Collectors.joining(", ")));
    }
  }
}
