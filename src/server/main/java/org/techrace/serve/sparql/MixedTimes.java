package org.techrace.serve.sparql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.query.Query;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.aggregate.AggMax;
import org.apache.jena.sparql.expr.aggregate.AggMin;
import org.apache.jena.sparql.syntax.ElementFilter;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.techrace.entity.ResultRow;

/// Finds times of different precision, such as days and years, that a query sorts, compares or
/// takes the first or last of. SPARQL compares only times of the same datatype.
final class MixedTimes {
  private static final Set<String> TIMES =
      Stream.of(
              XSDDatatype.XSDdate,
              XSDDatatype.XSDdateTime,
              XSDDatatype.XSDgYearMonth,
              XSDDatatype.XSDgYear)
          .map(XSDDatatype::getURI)
          .collect(Collectors.toUnmodifiableSet());

  private static final String IS_TIME =
      TIMES.stream()
          .sorted()
          .map("<%s>"::formatted)
          .collect(
              Collectors.joining(
                  ", ", "FILTER (DATATYPE(%s) IN (".formatted(Rereading.ALONE), "))"));

  /// The values that are looked at for their datatypes.
  private static final int MAX_VALUES = 20_000;

  private final Rereading reading;
  private final Set<String> sentences = new LinkedHashSet<>();

  private MixedTimes(Rereading reading) {
    this.reading = reading;
  }

  /// Returns a sentence for each property with such times.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    MixedTimes found = new MixedTimes(reading);
    Select.eachIn(inSteps, found::read);
    return List.copyOf(found.sentences);
  }

  private void read(Select select) {
    Set<Var> compared = new LinkedHashSet<>();
    Set<TriplePath> patterns = new LinkedHashSet<>();
    Optional.ofNullable(select.query().getOrderBy()).stream()
        .flatMap(List::stream)
        .map(SortCondition::getExpression)
        .forEach(expression -> add(expression, compared));
    for (ExprAggregator one : select.query().getAggregators()) {
      if (one.getAggregator() instanceof AggMin || one.getAggregator() instanceof AggMax) {
        one.getAggregator().getExprList().forEach(expression -> add(expression, compared));
      }
    }
    select.each(
        element -> {
          if (element instanceof ElementFilter filter) {
            addCompared(filter.getExpr(), compared);
          } else if (element instanceof ElementPathBlock block) {
            block.getPattern().forEach(patterns::add);
          }
        });
    for (TriplePath pattern : patterns) {
      if (Var.isVar(pattern.getObject())
          && compared.contains(Var.alloc(pattern.getObject()))
          && !Select.links(pattern).isEmpty()) {
        sentence(select, pattern).ifPresent(sentences::add);
      }
    }
  }

  private static void add(Expr expression, Set<Var> compared) {
    if (expression.isVariable()) {
      compared.add(expression.asVar());
    }
  }

  private static void addCompared(Expr expression, Set<Var> compared) {
    if (expression instanceof ExprFunction function) {
      boolean compares =
          switch (function) {
            case E_LessThan _, E_LessThanOrEqual _, E_GreaterThan _, E_GreaterThanOrEqual _ -> true;
            default -> false;
          };
      for (Expr argument : function.getArgs()) {
        if (compares) {
          add(argument, compared);
        }
        addCompared(argument, compared);
      }
    }
  }

  private Optional<String> sentence(Select select, TriplePath pattern) {
    Var time = Var.alloc(pattern.getObject());
    if (!reading.canFit(select, time, IS_TIME)) {
      return Optional.empty();
    }
    List<ResultRow> types =
        reading
            .rows(
                "SELECT ?mixedType (COUNT(*) AS ?number) { { SELECT (DATATYPE(%s) AS ?mixedType) { %s } LIMIT %d } } GROUP BY ?mixedType ORDER BY DESC(?number) ?mixedType"
                    .formatted(time, Rereading.pattern(select.unfiltered(), time), MAX_VALUES))
            .stream()
            .filter(row -> row.iri("mixedType").filter(TIMES::contains).isPresent())
            .toList();
    return types.size() < 2
        ? Optional.empty()
        : Optional.of(
            "%s: times of different precision, which do not compare: %s; `STR(%s)` in place of `%s` sorts and compares them"
                .formatted(
                    reading.shortPath(Select.links(pattern)),
                    types.stream()
                        .map(
                            row ->
                                "%,d %s"
                                    .formatted(
                                        Rereading.number(row, "number"),
                                        reading.shortName().apply(row.iri("mixedType").orElse(""))))
                        .collect(Collectors.joining(", ")),
                    time,
                    time));
  }
}
