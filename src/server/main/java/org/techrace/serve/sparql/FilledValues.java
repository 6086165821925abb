package org.techrace.serve.sparql;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.jena.query.Query;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Bound;
import org.apache.jena.sparql.expr.E_Coalesce;
import org.apache.jena.sparql.expr.E_If;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.aggregate.AggAvg;
import org.apache.jena.sparql.expr.aggregate.AggAvgDistinct;
import org.apache.jena.sparql.expr.aggregate.AggMin;
import org.apache.jena.sparql.syntax.ElementOptional;
import org.apache.jena.sparql.syntax.PatternVars;
import org.apache.jena.sparql.util.ExprUtils;

/// Finds numbers that a query shows for things without a value in the graph, such as the 0 of
/// `COALESCE(?value, 0)` after an `OPTIONAL`. They read like figures.
final class FilledValues {
  /// The most characters of an expression in a sentence.
  private static final int MAX_TEXT = 80;

  /// Matches the name of a function that is a keyword.
  private static final Pattern FUNCTION = Pattern.compile("(?<![:<>/\\w])[a-z]+(?=\\()");

  private final Select select;
  private final Rereading reading;
  private final Select needed;
  private final Map<Var, Expr> computed;
  private final WithoutValues nothing;
  private final Set<String> sentences = new LinkedHashSet<>();

  private FilledValues(Select select, Rereading reading) {
    this.select = select;
    this.reading = reading;
    this.needed = select.without(ElementOptional.class::isInstance);
    this.computed = select.computed();
    Set<Var> optional = new LinkedHashSet<>(select.variables());
    optional.removeAll(needed.variables());
    this.nothing = new WithoutValues(optional, computed);
  }

  /// Returns a sentence for each expression with such numbers.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  static List<String> of(Query inSteps, Rereading reading) {
    Set<String> sentences = new LinkedHashSet<>();
    Select.eachIn(
        inSteps,
        select -> {
          FilledValues found = new FilledValues(select, reading);
          found.find();
          sentences.addAll(found.sentences);
        });
    return List.copyOf(sentences);
  }

  private void find() {
    if (!nothing.without().isEmpty()) {
      select.shown().forEach(expression -> find(expression, expression, false));
    }
  }

  /// Looks for what a part of a column is without values.
  ///
  /// @param isMixed true if the part is one of the values of a mean or a smallest value
  private void find(Expr part, Expr column, boolean isMixed) {
    boolean isFilling = part instanceof E_Coalesce || part instanceof E_If;
    Optional<NodeValue> number =
        nothing
            .of(part)
            .filter(Expr::isConstant)
            .map(Expr::getConstant)
            .filter(NodeValue::isNumber);
    Set<Var> values = new LinkedHashSet<>();
    if (isFilling && number.isPresent() && nothing.of(column).isPresent()) {
      addValues(part, values);
    }
    if (!values.isEmpty()) {
      add(part, number.get(), values, column, isMixed);
      return;
    }
    switch (part) {
      case ExprAggregator one when one.getAggregator().getExprList() != null -> {
        boolean mixes =
            switch (one.getAggregator()) {
              case AggAvg _, AggAvgDistinct _, AggMin _ -> true;
              default -> false;
            };
        one.getAggregator().getExprList().forEach(each -> find(each, column, mixes));
      }
      case E_If choice when nothing.decided(choice.getArg1()).isPresent() ->
          find(
              nothing.decided(choice.getArg1()).get() ? choice.getArg2() : choice.getArg3(),
              column,
              isMixed);
      case ExprFunction function -> function.getArgs().forEach(one -> find(one, column, isMixed));
      case Expr variable when variable.isVariable() && computed.containsKey(variable.asVar()) ->
          find(computed.get(variable.asVar()), column, isMixed);
      default -> {
        // It has no parts.
      }
    }
  }

  /// Adds the variables without values whose values an expression reads: `BOUND` reads none.
  private void addValues(Expr expression, Collection<Var> values) {
    switch (expression) {
      case E_Bound _ -> {
        // It reads no value.
      }
      case ExprAggregator one when !one.getAggregator().getName().equals("COUNT") ->
          one.getAggregator().getExprList().forEach(each -> addValues(each, values));
      case ExprFunction function -> function.getArgs().forEach(one -> addValues(one, values));
      case Expr variable when variable.isVariable() -> {
        if (nothing.without().contains(variable.asVar())) {
          values.add(variable.asVar());
        } else if (computed.containsKey(variable.asVar())) {
          addValues(computed.get(variable.asVar()), values);
        }
      }
      default -> {
        // It reads no value.
      }
    }
  }

  private void add(Expr part, NodeValue number, Set<Var> values, Expr column, boolean isMixed) {
    WithoutValues left = new WithoutValues(values, computed);
    if (needed.conditions().stream().anyMatch(left::isLeftOut)
        || select.query().getHavingExprs().stream().anyMatch(left::isLeftOut)) {
      return;
    }
    Set<Var> keys = new LinkedHashSet<>();
    select.each(
        element -> {
          if (element instanceof ElementOptional optional) {
            Collection<Var> own = PatternVars.vars(optional);
            if (!Collections.disjoint(own, values)) {
              keys.addAll(own);
            }
          }
        });
    keys.retainAll(needed.variables());
    String text = text(part);
    String pattern = pattern(values, keys);
    String unbound =
        values.stream()
            .map("!BOUND(%s)"::formatted)
            .collect(Collectors.joining(" && ", "FILTER (", ")"));
    String names = values.stream().map(Select::named).collect(Collectors.joining(" and "));
    if (keys.isEmpty()) {
      if (reading.fits(pattern + unbound)) {
        sentences.add(
            "%s: nothing fits the OPTIONAL pattern, so the %s of %s is no figure"
                .formatted(names, number.asString(), text));
      }
      return;
    }
    int none = number(keys, pattern + unbound);
    int all = none == 0 ? 0 : number(keys, pattern);
    if (none == 0 || (!isMixed && isLargest(column) && all - none >= select.query().getLimit())) {
      return;
    }
    sentences.add(
        "%s: %,d of %,d have %s; the others have none in the graph, and %s is %s for %s; the pattern without OPTIONAL leaves them out"
            .formatted(
                keys.stream().map(Select::named).collect(Collectors.joining(" and ")),
                all - none,
                all,
                names,
                text,
                number.asString(),
                isOfGroup(part, keys) ? "groups with them" : "them"));
  }

  /// Returns the pattern without each `OPTIONAL` that decides nothing about some variables.
  private String pattern(Set<Var> values, Set<Var> keys) {
    Set<Var> used = new LinkedHashSet<>(values);
    select.conditions().forEach(one -> used.addAll(one.getVarsMentioned()));
    computed.values().forEach(one -> used.addAll(one.getVarsMentioned()));
    used.retainAll(nothing.without());
    Select read =
        select.without(
            element ->
                element instanceof ElementOptional optional
                    && Collections.disjoint(PatternVars.vars(optional), used));
    Set<Var> visible = new LinkedHashSet<>(keys);
    visible.addAll(values);
    return "{ %s %s }".formatted(read.reading(visible).getQueryPattern(), Rereading.bound(keys));
  }

  private int number(Set<Var> keys, String pattern) {
    return reading.number(
        "SELECT (COUNT(*) AS ?%s) { SELECT DISTINCT %s { %s } }"
            .formatted(
                Rereading.NUMBER,
                keys.stream().map(Var::toString).collect(Collectors.joining(" ")),
                pattern));
  }

  /// Reports whether the first rows, which are all that is shown, have the largest values of a
  /// column.
  private boolean isLargest(Expr column) {
    if (!select.query().hasLimit() || !select.query().hasOrderBy()) {
      return false;
    }
    SortCondition first = select.query().getOrderBy().getFirst();
    Expr by = first.getExpression();
    return first.getDirection() == Query.ORDER_DESCENDING
        && (by.equals(column)
            || (by.isVariable()
                && column.equals(
                    Select.computed(select.query())
                        .getOrDefault(by.asVar(), computed.get(by.asVar())))));
  }

  /// Reports whether an expression is computed from several of the things that have no value.
  private boolean isOfGroup(Expr part, Set<Var> keys) {
    return Select.has(part, ExprAggregator.class::isInstance)
        && !select.query().getGroupBy().getVars().containsAll(keys);
  }

  private static String text(Expr expression) {
    String text =
        FUNCTION
            .matcher(ExprUtils.fmtSPARQL(expression).replaceAll("\\s+", " "))
            .replaceAll(name -> name.group().toUpperCase(Locale.ROOT));
    return text.length() > MAX_TEXT ? "its column" : "`" + text + "`";
  }
}
