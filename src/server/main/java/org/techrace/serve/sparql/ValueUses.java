package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.E_Add;
import org.apache.jena.sparql.expr.E_Divide;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_GreaterThan;
import org.apache.jena.sparql.expr.E_GreaterThanOrEqual;
import org.apache.jena.sparql.expr.E_If;
import org.apache.jena.sparql.expr.E_LessThan;
import org.apache.jena.sparql.expr.E_LessThanOrEqual;
import org.apache.jena.sparql.expr.E_Multiply;
import org.apache.jena.sparql.expr.E_NotEquals;
import org.apache.jena.sparql.expr.E_Subtract;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementBind;
import org.apache.jena.sparql.syntax.ElementFilter;
import org.apache.jena.sparql.syntax.ElementGroup;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.syntax.ElementSubQuery;
import org.apache.jena.sparql.syntax.PatternVars;

/// Finds where a query aggregates, ranks, compares or lists the values of observations. Each
/// `SELECT` in it is looked at by itself, as it is evaluated by itself.
final class ValueUses {
  /// The verb of a sum.
  static final String ADDS_UP = "adds up";

  /// The verb of a ranking.
  static final String RANKS = "ranks";

  /// The verb of a condition that compares values with a constant.
  static final String TESTS = "compares with a constant";

  /// The verb of a mean.
  static final String AVERAGES = "averages";

  /// The verb of a sum, a difference or a condition of two values.
  private static final String COMPARES = "compares";

  /// The verb of a quotient or a product of two values, which has a unit of its own.
  static final String DIVIDES = "divides";

  /// The verb of values that the rows show together.
  private static final String SETS_BESIDE = "sets beside each other";

  /// The verb of a number computed from those of groups.
  private static final String COMBINES = "makes one number of";

  /// The verb of a list in another order.
  private static final String LISTS = "lists";

  private static final Map<String, String> AGGREGATES =
      Map.of(
          "SUM", ADDS_UP,
          "AVG", AVERAGES,
          "MIN", "takes the smallest of",
          "MAX", "takes the largest of",
          "SAMPLE", "takes any of",
          "GROUP_CONCAT", "lists together");

  /// A use of values.
  ///
  /// @param verb what is done with them
  /// @param figures the variables of the observations: one, or two that are compared
  /// @param pattern a query whose solutions bind the observations and the keys
  /// @param whole the pattern of all observations, of which these can be a part
  /// @param keys the keys of the groups; empty if all are one group
  /// @param seen the properties of the observations whose values the rows show, each with the
  ///   variable of the values
  /// @param origins the properties of the observations that each key is computed from
  /// @param select the `SELECT`
  /// @param isNested true if the `SELECT` is in another one
  /// @param only the properties that can differ between the observations, if these are those of the
  ///   groups of a sub-select; else empty
  record Use(
      String verb,
      List<Var> figures,
      Query pattern,
      Query whole,
      List<Expr> keys,
      Map<String, Node> seen,
      List<Set<String>> origins,
      Select select,
      boolean isNested,
      Set<String> only) {
    /// Returns the use of those observations that have a value of a property.
    Use of(Node property, Node value) {
      ElementPathBlock fixed = new ElementPathBlock();
      fixed.addTriple(Triple.create(figures.getFirst(), property, value));
      ElementGroup both = new ElementGroup();
      both.addElement(pattern.getQueryPattern());
      both.addElement(fixed);
      Query fewer = pattern.cloneQuery();
      fewer.setQueryPattern(both);
      return new Use(verb, figures, fewer, whole, keys, seen, origins, select, isNested, only);
    }

    /// Returns the use of the observations of all rows together: only the keys with some properties
    /// still separate rows, if these show them.
    Use betweenRows(Set<String> properties) {
      List<Integer> kept =
          IntStream.range(0, keys.size())
              .filter(at -> !Collections.disjoint(origins.get(at), properties))
              .filter(at -> !Collections.disjoint(origins.get(at), seen.keySet()))
              .boxed()
              .toList();
      return new Use(
          verb,
          figures,
          pattern,
          whole,
          kept.stream().map(keys::get).toList(),
          seen,
          kept.stream().map(origins::get).toList(),
          select,
          isNested,
          only);
    }

    /// Reports whether the values stay as they are.
    boolean isList() {
      return verb.equals(LISTS) || verb.equals(TESTS);
    }

    /// Reports whether a condition of the query chooses some values of a property.
    boolean isChosen(String property) {
      Set<Node> values = values(figures.getFirst(), property);
      values.removeIf(one -> !Var.isVar(one));
      return values.stream().anyMatch(one -> !select.asked(one).isEmpty())
          || select.conditions().stream()
              .anyMatch(one -> !Collections.disjoint(one.getVarsMentioned(), values));
    }

    /// Reports whether the query only shows the values of two observations, or computes a number
    /// from those of groups of each: then only their times are compared.
    boolean isLoose() {
      return verb.equals(SETS_BESIDE) || verb.equals(COMBINES);
    }

    /// Returns the values of a property of an observation in the patterns of the query.
    Set<Node> values(Var figure, String property) {
      return select.allPatterns().stream()
          .filter(one -> Select.isOf(one, figure, property))
          .map(TriplePath::getObject)
          .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// Returns the name of the observation in a query.
    String figure() {
      return Select.named(figures.getFirst());
    }

    /// Returns where a pattern about the observation has its place, see [Select#place].
    String place() {
      return isNested ? Select.INSIDE : "";
    }

    /// Reports whether the query has one number for several observations.
    boolean isAggregate() {
      return !Select.isPlain(select.query());
    }
  }

  private final Set<String> measures;
  private final List<Use> uses = new ArrayList<>();

  private ValueUses(Set<String> measures) {
    this.measures = measures;
  }

  /// Returns the uses in a query.
  ///
  /// @param measures the properties of observations with values
  static List<Use> of(Query query, Set<String> measures) {
    if (!(query.isSelectType() || query.isAskType()) || query.getQueryPattern() == null) {
      return List.of();
    }
    ValueUses found = new ValueUses(measures);
    found.read(Select.inSteps(query.isAskType() ? Select.ofAskOnly(query) : query), false);
    return List.copyOf(found.uses);
  }

  private void read(Query query, boolean isNested) {
    read(query, isNested, Set.of());
    // The numbers of a sub-select are used once more.
    Set<Var> inner = new LinkedHashSet<>();
    new Select(query).flat(inner).ifPresent(flat -> read(flat, isNested, inner));
  }

  /// @param inner what the sub-selects group by whose patterns are in the query; else empty
  private void read(Query query, boolean isNested, Set<Var> inner) {
    One one = new One(query, isNested, inner);
    new Select(query).each(one::add);
    one.addShown();
    one.addUses();
  }

  /// One `SELECT`.
  private final class One {
    private final Query query;
    private final boolean isNested;
    private final Set<Var> inner;
    private final List<TriplePath> triples = new ArrayList<>();
    private final List<Expr> expressions = new ArrayList<>();

    /// The observations that the value of a variable comes from.
    private final Map<Var, Set<Var>> sources = new LinkedHashMap<>();

    private final Map<Var, Expr> computed = new LinkedHashMap<>();
    private final Set<Var> shown = new HashSet<>();

    One(Query query, boolean isNested, Set<Var> inner) {
      this.query = query;
      this.inner = inner;
      this.isNested = isNested;
      query
          .getProject()
          .forEachVarExpr(
              (variable, expression) -> {
                if (expression != null && Select.isPlain(query)) {
                  expressions.add(expression);
                  computed.put(variable, expression);
                }
              });
    }

    private void add(Element element) {
      switch (element) {
        case ElementPathBlock block ->
            block
                .getPattern()
                .forEach(
                    triple -> {
                      triples.add(triple);
                      if (isMeasure(triple)) {
                        sources
                            .computeIfAbsent(
                                Var.alloc(triple.getObject()), _ -> new LinkedHashSet<>())
                            .add(Var.alloc(triple.getSubject()));
                      }
                    });
        case ElementBind bind -> {
          expressions.add(bind.getExpr());
          computed.put(bind.getVar(), bind.getExpr());
        }
        case ElementFilter filter -> expressions.add(filter.getExpr());
        case ElementSubQuery nested when Select.isPlain(nested.getQuery()) ->
            computed.putAll(Select.computed(nested.getQuery()));
        case ElementSubQuery nested -> ValueUses.this.read(nested.getQuery(), true);
        default -> {
          // The others have neither statements nor expressions of their own.
        }
      }
    }

    private boolean isMeasure(TriplePath triple) {
      return Var.isVar(triple.getSubject())
          && Var.isVar(triple.getObject())
          && Select.links(triple).stream().anyMatch(measures::contains);
    }

    /// Adds the things that the rows show, by themselves or by one of their values.
    private void addShown() {
      shown.addAll(
          query.isQueryResultStar()
              ? PatternVars.vars(query.getQueryPattern())
              : query.getProjectVars());
      int before;
      do {
        before = shown.size();
        computed.forEach(
            (variable, expression) -> {
              if (shown.contains(variable)) {
                shown.addAll(expression.getVarsMentioned());
              }
            });
        for (TriplePath triple : triples) {
          if (Var.isVar(triple.getSubject())
              && Var.isVar(triple.getObject())
              && shown.contains(Var.alloc(triple.getObject()))
              && !isFigure(Var.alloc(triple.getSubject()))) {
            shown.add(Var.alloc(triple.getSubject()));
          }
        }
      } while (shown.size() > before);
    }

    private boolean isFigure(Var variable) {
      return sources.values().stream().anyMatch(of -> of.contains(variable));
    }

    private void addUses() {
      if (sources.isEmpty()) {
        return;
      }
      if (Select.isPlain(query)) {
        for (Expr expression : expressions) {
          each(expression, this::compare);
        }
        addTests(List.of(), shown);
        for (Expr expression : sorted()) {
          figures(expression).forEach(figure -> add(RANKS, List.of(figure)));
        }
        addLists();
        addBeside();
        return;
      }
      for (ExprAggregator aggregator : query.getAggregators()) {
        String verb = AGGREGATES.get(aggregator.getAggregator().getName());
        if (verb != null && aggregator.getAggregator().getExprList() != null) {
          for (Expr expression : aggregator.getAggregator().getExprList()) {
            each(expression, this::compare);
            figures(expression).forEach(figure -> add(verb, List.of(figure)));
          }
        }
      }
      for (Expr expression : Select.ofOneValues(query)) {
        each(expression, function -> compare(function, _ -> COMBINES));
      }
      for (ExprAggregator aggregator : query.getAggregators()) {
        if (aggregator.getAggregator() instanceof AggCountVarDistinct distinct) {
          addTests(groups(), distinct.getExprList().getVarsMentioned());
        }
      }
    }

    /// Adds the pairs of observations whose values the rows have, without a number made of both.
    private void addBeside() {
      List<Var> figures =
          sources.entrySet().stream()
              .filter(one -> shown.contains(one.getKey()) && one.getValue().size() == 1)
              .flatMap(one -> one.getValue().stream())
              .distinct()
              .toList();
      for (int i = 0; i < figures.size(); i++) {
        for (Var other : figures.subList(i + 1, figures.size())) {
          Set<Var> both = Set.of(figures.get(i), other);
          if (uses.stream()
              .noneMatch(use -> use.figures.size() > 1 && both.containsAll(use.figures))) {
            add(SETS_BESIDE, List.of(figures.get(i), other));
          }
        }
      }
    }

    /// Adds the observations that a condition chooses by their values alone, such as those above a
    /// limit: a thing is chosen by any of its observations.
    ///
    /// @param groups what the query groups by
    /// @param chosen the variables that the answer has or counts
    private void addTests(List<Expr> groups, Set<Var> chosen) {
      for (Expr expression : expressions) {
        each(
            expression,
            function -> {
              if (isOrder(function)
                  && (function.getArg(1).isConstant() || function.getArg(2).isConstant())) {
                Set<Var> values = from(function);
                figures(function).stream()
                    .filter(figure -> !chosen.contains(figure))
                    .filter(_ -> Collections.disjoint(values, shown))
                    .filter(figure -> uses.stream().noneMatch(use -> use.figures.contains(figure)))
                    .toList()
                    .forEach(figure -> addTest(figure, function, groups, chosen));
              }
            });
      }
    }

    private void addTest(Var figure, Expr condition, List<Expr> groups, Set<Var> chosen) {
      List<Expr> keys = new ArrayList<>(groups);
      keys(figure, chosen).stream().filter(key -> !keys.contains(key)).forEach(keys::add);
      // Also what does not fit says which observations the condition is about.
      addUse(
          use(
              TESTS,
              List.of(figure),
              new Select(new Select(query).without(condition)).reading(List.of(figure)),
              keys));
    }

    private static boolean isOrder(ExprFunction function) {
      return switch (function) {
        case E_LessThan _, E_LessThanOrEqual _, E_GreaterThan _, E_GreaterThanOrEqual _ -> true;
        default -> false;
      };
    }

    /// Adds the observations whose values the rows show, but that they do not name.
    private void addLists() {
      Set<Var> visible = new LinkedHashSet<>(shown);
      sorted().forEach(expression -> visible.addAll(from(expression)));
      sources.forEach(
          (value, figures) ->
              figures.stream()
                  .filter(figure -> shown.contains(value) && !shown.contains(figure))
                  .filter(figure -> uses.stream().noneMatch(use -> use.figures.contains(figure)))
                  .filter(this::isPartlyFixed)
                  .toList()
                  .forEach(figure -> add(LISTS, List.of(figure), keys(figure, visible))));
    }

    /// Reports whether the query reads anything of an observation but its value.
    private boolean isPartlyFixed(Var figure) {
      return triples.stream()
          .anyMatch(triple -> figure.equals(triple.getSubject()) && !isMeasure(triple));
    }

    /// Returns the values of an observation that the rows show or are sorted by.
    private List<Expr> keys(Var figure, Set<Var> visible) {
      return triples.stream()
          .filter(triple -> figure.equals(triple.getSubject()) && !isMeasure(triple))
          .map(TriplePath::getObject)
          .filter(Var::isVar)
          .map(Var::alloc)
          .filter(visible::contains)
          .distinct()
          .map(variable -> (Expr) new ExprVar(variable))
          .toList();
    }

    private List<Expr> sorted() {
      return query.hasOrderBy()
          ? query.getOrderBy().stream().map(condition -> condition.getExpression()).toList()
          : List.of();
    }

    private void each(Expr expression, Consumer<ExprFunction> visitor) {
      if (expression instanceof ExprFunction function) {
        visitor.accept(function);
        function.getArgs().forEach(argument -> each(argument, visitor));
      }
    }

    /// Two sides with values of an observation each are compared.
    private void compare(ExprFunction function) {
      compare(function, verb -> verb);
    }

    /// @param named returns the verb of a comparison in place of its own
    private void compare(ExprFunction function, UnaryOperator<String> named) {
      String verb =
          switch (function) {
            case E_Divide _, E_Multiply _ -> DIVIDES;
            case E_Subtract _, E_Add _, E_Equals _, E_NotEquals _ -> COMPARES;
            default -> isOrder(function) ? COMPARES : "";
          };
      if (!verb.isEmpty()) {
        Set<Var> left = figures(function.getArg(1));
        Set<Var> right = figures(function.getArg(2));
        for (Var one : left) {
          for (Var other : right) {
            List<Var> both = List.of(one, other);
            boolean isKnown =
                uses.stream().anyMatch(use -> !use.isLoose() && use.figures.equals(both));
            if (!left.contains(other) && !right.contains(one) && !isKnown) {
              add(named.apply(verb), both);
            }
          }
        }
      }
    }

    /// Returns the observations whose values an expression is computed from.
    private Set<Var> figures(Expr expression) {
      Set<Var> found = new LinkedHashSet<>();
      from(expression).forEach(one -> found.addAll(sources.getOrDefault(one, Set.of())));
      return found;
    }

    /// Returns the variables that an expression is computed from.
    private Set<Var> from(Expr expression) {
      Set<Var> known = new LinkedHashSet<>();
      List<Var> next = new ArrayList<>(values(expression).toList());
      while (!next.isEmpty()) {
        Var variable = next.removeLast();
        if (known.add(variable)) {
          Optional.ofNullable(computed.get(variable))
              .ifPresent(origin -> next.addAll(values(origin).toList()));
        }
      }
      return known;
    }

    /// Returns the properties of an observation that an expression is computed from.
    private Set<String> origins(Expr expression, Var figure) {
      Set<Var> from = from(expression);
      return triples.stream()
          .filter(triple -> figure.equals(triple.getSubject()) && from.contains(triple.getObject()))
          .flatMap(triple -> Select.links(triple).stream())
          .collect(Collectors.toSet());
    }

    private void add(String verb, List<Var> figures) {
      add(verb, figures, groups());
    }

    private List<Expr> groups() {
      List<Expr> keys = new ArrayList<>();
      VarExprList groups = query.getGroupBy();
      for (Var key : groups.getVars()) {
        keys.add(groups.getExpr(key) == null ? new ExprVar(key) : groups.getExpr(key));
      }
      return keys;
    }

    private void add(String verb, List<Var> figures, List<Expr> keys) {
      if (uses.stream().noneMatch(use -> use.verb.equals(verb) && use.figures.equals(figures))) {
        addUse(use(verb, figures, new Select(query).reading(figures), keys));
      }
    }

    private void addUse(Use use) {
      if (inner.isEmpty()
          || (!use.only.isEmpty() && use.figures.stream().anyMatch(Select::isInner))) {
        uses.add(use);
      }
    }

    private Use use(String verb, List<Var> figures, Query pattern, List<Expr> keys) {
      Map<String, Set<Node>> objects = new LinkedHashMap<>();
      for (TriplePath triple : triples) {
        if (figures.contains(triple.getSubject())) {
          Select.links(triple)
              .forEach(
                  property ->
                      objects
                          .computeIfAbsent(property, _ -> new LinkedHashSet<>())
                          .add(triple.getObject()));
        }
      }
      Map<String, Node> seen = new HashMap<>();
      objects.forEach(
          (property, values) -> {
            // Alternatives with a constant each do not fix it.
            boolean isFixed =
                values.size() == 1
                    || figures.size() > 1
                    || values.stream().noneMatch(Node::isConcrete);
            values.stream()
                .filter(
                    value -> isFixed && (value.isConcrete() || shown.contains(Var.alloc(value))))
                .forEach(value -> seen.put(property, value));
          });
      return new Use(
          verb,
          figures,
          pattern,
          pattern,
          keys,
          seen,
          keys.stream().map(key -> origins(key, figures.getFirst())).toList(),
          new Select(query),
          isNested
              || figures.stream().anyMatch(Select::isInner)
              || !PatternVars.vars(query.getQueryPattern()).containsAll(figures),
          inner.stream()
              .flatMap(
                  key ->
                      figures.stream()
                          .flatMap(figure -> origins(new ExprVar(key), figure).stream()))
              .collect(Collectors.toSet()));
    }
  }

  /// Returns the variables that the value of an expression can come from. The condition of an `IF`
  /// only chooses.
  private static Stream<Var> values(Expr expression) {
    return switch (expression) {
      case E_If choice -> Stream.of(choice.getArg2(), choice.getArg3()).flatMap(ValueUses::values);
      case ExprFunctionOp _ -> Stream.empty();
      case ExprFunction function -> function.getArgs().stream().flatMap(ValueUses::values);
      default -> expression.getVarsMentioned().stream();
    };
  }
}
