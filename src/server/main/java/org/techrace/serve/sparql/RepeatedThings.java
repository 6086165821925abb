package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.aggregate.AggAvg;
import org.apache.jena.sparql.expr.aggregate.AggAvgDistinct;
import org.apache.jena.sparql.expr.aggregate.AggCount;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;
import org.apache.jena.sparql.expr.aggregate.AggSum;
import org.apache.jena.sparql.expr.aggregate.AggSumDistinct;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.util.ExprUtils;
import org.techrace.entity.ResultRow;

/// Finds things that a number counts, or whose values it adds up, more than once: in one row,
/// because the pattern matches them in several ways, or in several rows, because they have several
/// values of what it groups by. A literal counts for the thing that has it.
final class RepeatedThings {
  private final Rereading reading;
  private final List<String> sentences = new ArrayList<>();

  private RepeatedThings(Rereading reading) {
    this.reading = reading;
  }

  /// What a query makes of the things of several rows.
  private enum Use {
    COUNT,
    COUNT_DISTINCT,
    SUM,
    SUM_DISTINCT,
    MEAN,
    MEAN_DISTINCT;

    boolean ofNumbers() {
      return this != COUNT && this != COUNT_DISTINCT;
    }

    boolean dropsEqual() {
      return this == SUM_DISTINCT || this == MEAN_DISTINCT;
    }

    String verb() {
      return this == SUM || this == SUM_DISTINCT ? "adds up" : "takes the mean of";
    }
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
    found.addRows(new Select(inSteps));
    return found.sentences.stream().distinct().toList();
  }

  private void add(Select select, ExprAggregator counted) {
    Optional<Use> use =
        switch (counted.getAggregator()) {
          case AggCountVar _ -> Optional.of(Use.COUNT);
          case AggCountVarDistinct _ -> Optional.of(Use.COUNT_DISTINCT);
          case AggSum _ -> Optional.of(Use.SUM);
          case AggSumDistinct _ -> Optional.of(Use.SUM_DISTINCT);
          case AggAvg _ -> Optional.of(Use.MEAN);
          case AggAvgDistinct _ -> Optional.of(Use.MEAN_DISTINCT);
          default -> Optional.empty();
        };
    if (counted.getAggregator() instanceof AggCount) {
      root(select)
          .filter(thing -> !readsStatements(select, thing))
          .flatMap(thing -> sentence(select, counted, thing, List.of(thing), Use.COUNT))
          .ifPresent(sentences::add);
    }
    if (use.isEmpty()) {
      return;
    }
    Expr expression = counted.getAggregator().getExprList().get(0);
    Set<Var> from = from(select, expression);
    if (use.get().ofNumbers() && !(expression.isVariable() && from.contains(expression.asVar()))) {
      addComputed(select, counted, from, use.get());
      return;
    }
    if (!expression.isVariable()) {
      return;
    }
    Var value = expression.asVar();
    boolean isText = isLiteral(select, value);
    if (isText ? use.get() == Use.COUNT_DISTINCT : use.get().ofNumbers()) {
      return;
    }
    (isText ? subject(select, value) : Optional.of(value))
        .flatMap(thing -> sentence(select, counted, thing, List.of(value), use.get()))
        .ifPresent(sentences::add);
  }

  /// Returns what each solution is about: the only variable that is the subject of a pattern and
  /// the value of none. Of pairs there are two. What `OPTIONAL` adds is not what it is about.
  private static Optional<Var> root(Select select) {
    List<TriplePath> patterns = select.patterns();
    Set<Node> roots =
        patterns.stream()
            .map(TriplePath::getSubject)
            .filter(Var::isVar)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    patterns.stream().map(TriplePath::getObject).forEach(roots::remove);
    return roots.size() == 1
        ? roots.stream().map(Var::alloc).filter(one -> !Select.isAdded(one)).findFirst()
        : Optional.empty();
  }

  /// Reports whether a pattern of a thing has any property, so that each row is a statement.
  private static boolean readsStatements(Select select, Var thing) {
    return select.patterns().stream()
        .anyMatch(one -> thing.equals(one.getSubject()) && Var.isVar(one.getPredicate()));
  }

  /// Adds a sentence if a list has the same row several times. Equal rows of different things have
  /// none.
  private void addRows(Select select) {
    Query query = select.query();
    if (!Select.isPlain(query)
        || query.isDistinct()
        || query.isReduced()
        || query.isQueryResultStar()
        || !query.getProject().getExprs().isEmpty()
        || root(select).filter(query.getProjectVars()::contains).isEmpty()) {
      return;
    }
    String columns =
        query.getProjectVars().stream().map(Var::toString).collect(Collectors.joining(" "));
    String pattern = Rereading.pattern(select);
    int all = reading.number("SELECT (COUNT(*) AS ?readNumber) { %s }".formatted(pattern));
    int different =
        reading.number(
            "SELECT (COUNT(*) AS ?readNumber) { SELECT DISTINCT %s { %s } }"
                .formatted(columns, pattern));
    if (different < all) {
      sentences.add(
          "rows: %,d fit, of which %,d are different, because the query matches some things in several ways; `SELECT DISTINCT` lists each once"
              .formatted(all, different));
    }
  }

  /// Adds a sentence about a number that is computed from values of one thing. The same values of
  /// it count once.
  private void addComputed(Select select, ExprAggregator counted, Set<Var> from, Use use) {
    List<Var> values = from.stream().filter(one -> isLiteral(select, one)).toList();
    Set<Var> things = new LinkedHashSet<>();
    for (Var value : values) {
      Optional<Var> thing = subject(select, value);
      if (thing.isEmpty()) {
        return;
      }
      things.add(thing.get());
    }
    if (things.size() == 1) {
      sentence(select, counted, things.iterator().next(), List.copyOf(from), use)
          .ifPresent(sentences::add);
    }
  }

  /// Returns the variables of the pattern that an expression is computed from.
  private static Set<Var> from(Select select, Expr expression) {
    Map<Var, Expr> computed = select.computed();
    Set<Var> known = new LinkedHashSet<>();
    List<Var> next = new ArrayList<>(expression.getVarsMentioned());
    while (!next.isEmpty()) {
      Var variable = next.removeFirst();
      if (known.add(variable) && computed.containsKey(variable)) {
        next.addAll(computed.get(variable).getVarsMentioned());
      }
    }
    known.removeAll(computed.keySet());
    return known;
  }

  /// Reports whether a variable has literals as values, which are not things.
  private boolean isLiteral(Select select, Var value) {
    return reading.fits(
        "%s FILTER (isLiteral(%s))".formatted(Rereading.pattern(select, value), value));
  }

  /// Returns the thing that a literal is a value of, if the query names one.
  private static Optional<Var> subject(Select select, Var value) {
    Set<Node> subjects = new LinkedHashSet<>();
    select.each(
        element -> {
          if (element instanceof ElementPathBlock block) {
            block.getPattern().getList().stream()
                .filter(pattern -> value.equals(pattern.getObject()))
                .map(TriplePath::getSubject)
                .forEach(subjects::add);
          }
        });
    return subjects.size() == 1
        ? subjects.stream()
            .filter(Var::isVar)
            .map(Var::alloc)
            .filter(thing -> !Select.isAdded(thing))
            .findFirst()
        : Optional.empty();
  }

  /// Reports whether a number is in several rows. One that only decides the order is in none.
  private static boolean isInRows(Query query, ExprAggregator number) {
    return query.getLimit() != 1
        && query.getProject().getExprs().values().stream()
            .anyMatch(one -> Select.has(one, number::equals));
  }

  /// @param counted the number
  /// @param thing the things that are counted
  /// @param values the things, or their literals
  /// @param use what the query makes of them
  private Optional<String> sentence(
      Select select, ExprAggregator counted, Var thing, List<Var> values, Use use) {
    Keys keys = Keys.of(select.query());
    Set<Var> visible = new LinkedHashSet<>(List.of(thing));
    visible.addAll(values);
    String value =
        values.size() == 1
            ? values.getFirst().toString()
            : values.stream()
                .map("STR(%s)"::formatted)
                .collect(Collectors.joining(", ' ', ", "CONCAT(", ")"));
    String read =
        "SELECT (%s AS ?countedThing) (%s AS ?countedValue) %s { %s }"
            .formatted(
                thing, value, keys.columns, Rereading.pattern(select, visible.toArray(Var[]::new)));
    ResultRow row =
        reading
            .rows(
                ("SELECT (SUM(?times) AS ?all) (SUM(?values) AS ?ways) (COUNT(DISTINCT"
                     + " ?countedThing) AS ?things) (COUNT(*) AS ?pairs) { SELECT ?countedThing %s"
                     + " (COUNT(*) AS ?times) (COUNT(DISTINCT ?countedValue) AS ?values) { { %s } }"
                     + " GROUP BY ?countedThing %s }")
                    .formatted(keys.variables, read, keys.variables))
            .getFirst();
    int things = Rereading.number(row, "things");
    int pairs = Rereading.number(row, "pairs");
    List<String> parts = new ArrayList<>();
    if (pairs > things && things > 0 && isInRows(select.query(), counted)) {
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
    int ways = Rereading.number(row, "ways");
    if (use == Use.COUNT && all > ways) {
      parts.add(
          "the query counts %,d, because it matches some things in several ways; `COUNT(DISTINCT %s)` counts %,d"
              .formatted(all, thing, pairs));
    }
    if (use.dropsEqual() && all > 0) {
      int different =
          reading.number(
              "SELECT (COUNT(*) AS ?readNumber) { SELECT DISTINCT ?countedValue %s { { %s } } }"
                  .formatted(keys.variables, read));
      if (different < ways) {
        parts.add(
            "the query %s %,d different values of the %,d values that it reads, because DISTINCT leaves out equal values of different things; %s"
                .formatted(use.verb(), different, ways, eachOnce(visible, keys)));
      }
    } else if (use.ofNumbers() && all > ways) {
      parts.add(
          "the query %s %,d values of %,d, because it matches some things in several ways; %s"
              .formatted(use.verb(), all, ways, eachOnce(visible, keys)));
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of("%s: %s".formatted(thing, String.join("; ", parts)));
  }

  private static String eachOnce(Set<Var> visible, Keys keys) {
    return "a sub-select `SELECT DISTINCT %s` around its pattern reads each once"
        .formatted(
            Stream.concat(visible.stream(), keys.vars.stream())
                .map(Var::toString)
                .distinct()
                .collect(Collectors.joining(" ")));
  }

  /// What a query groups by.
  ///
  /// @param columns the expressions of the keys, each with a variable
  /// @param variables these variables
  /// @param names the names of the keys in the query
  /// @param vars the variables of the pattern that the keys are made of
  private record Keys(String columns, String variables, String names, List<Var> vars) {
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
              .collect(Collectors.joining(", ")),
          groups.getVars().stream()
              .flatMap(
                  key ->
                      groups.getExpr(key) == null
                          ? Stream.of(key)
                          : groups.getExpr(key).getVarsMentioned().stream())
              .toList());
    }
  }
}
