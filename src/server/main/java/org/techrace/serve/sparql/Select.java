package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.query.Syntax;
import org.apache.jena.shared.impl.PrefixMappingImpl;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.core.Vars;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.expr.E_Bound;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.E_If;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.E_LogicalNot;
import org.apache.jena.sparql.expr.E_LogicalOr;
import org.apache.jena.sparql.expr.E_NotExists;
import org.apache.jena.sparql.expr.E_OneOf;
import org.apache.jena.sparql.expr.E_SameTerm;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.ExprTransformCopy;
import org.apache.jena.sparql.expr.ExprTransformer;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.apache.jena.sparql.graph.NodeTransform;
import org.apache.jena.sparql.path.P_Alt;
import org.apache.jena.sparql.path.P_Inverse;
import org.apache.jena.sparql.path.P_Link;
import org.apache.jena.sparql.path.P_Seq;
import org.apache.jena.sparql.path.Path;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementBind;
import org.apache.jena.sparql.syntax.ElementData;
import org.apache.jena.sparql.syntax.ElementFilter;
import org.apache.jena.sparql.syntax.ElementGroup;
import org.apache.jena.sparql.syntax.ElementMinus;
import org.apache.jena.sparql.syntax.ElementNamedGraph;
import org.apache.jena.sparql.syntax.ElementOptional;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.syntax.ElementService;
import org.apache.jena.sparql.syntax.ElementSubQuery;
import org.apache.jena.sparql.syntax.ElementUnion;
import org.apache.jena.sparql.syntax.PatternVars;
import org.apache.jena.sparql.syntax.syntaxtransform.ElementTransform;
import org.apache.jena.sparql.syntax.syntaxtransform.ElementTransformCopyBase;
import org.apache.jena.sparql.syntax.syntaxtransform.QueryTransformOps;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.query.ValueOrigins;
import org.techrace.rdf.Iris;

/// A `SELECT` of a query: the query itself, or one in it that has groups and is evaluated by
/// itself. The patterns of those without groups belong to the one around them.
///
/// @param query its text, [in steps][#inSteps]
/// @param isNested true if it is in another one
record Select(Query query, boolean isNested) {
  private static final String BLANK = "openBlank";
  private static final String STEP = "openStep";
  private static final String ITEM = "openItem_";
  private static final String ASKED = "openAsked";
  private static final String INNER = "openInner";
  private static final String ANY = "openAnyThing";

  /// Where a pattern about a thing of a sub-select has its place, for the end of an advice.
  static final String INSIDE = " (in the sub-select)";

  /// The most patterns of an advice.
  private static final int MAX_WRITTEN = 6;

  /// Makes one that is in no other.
  Select(Query query) {
    this(query, false);
  }

  /// Returns a query with variables for blank nodes, with a pattern for each step of a path, so
  /// that each thing that it reads has a variable, with `VALUES` for each `FILTER` that lists the
  /// terms of a variable, and with [the conditions on its groups][OuterConditions] in its patterns.
  static Query inSteps(Query query) {
    return QueryTransformOps.transform(
        OuterConditions.inside(ValueOrigins.withVariables(query, BLANK)), new InSteps());
  }

  /// Returns the `SELECT` whose rows make the answer to an `ASK` true.
  static Query ofAsk(Query query) {
    return of(query.getQueryPattern()).query;
  }

  /// Returns a `SELECT` with the pattern of an `ASK` that shows nothing of its rows.
  static Query ofAskOnly(Query query) {
    Query asked = of(query.getQueryPattern()).query;
    asked.setQueryResultStar(false);
    asked.addResultVar(Var.alloc(ASKED), NodeValue.TRUE);
    return asked;
  }

  /// Returns a `SELECT` with the variables of the graph that a `CONSTRUCT` or a `DESCRIBE` returns,
  /// each solution once, as a graph has each statement once. Other queries stay as they are.
  static Query ofGraph(Query query) {
    if (query.getQueryPattern() == null || !(query.isConstructType() || query.isDescribeType())) {
      return query;
    }
    Query select = query.cloneQuery();
    Set<Var> columns = new LinkedHashSet<>(query.getProjectVars());
    if (query.isConstructType()) {
      query.getConstructTemplate().getQuads().forEach(one -> Vars.addVarsFromQuad(columns, one));
    }
    select.setQuerySelectType();
    select.setDistinct(true);
    select.setQueryResultStar(columns.isEmpty() || query.isQueryResultStar());
    columns.stream()
        .filter(one -> !select.getProjectVars().contains(one))
        .forEach(select::addResultVar);
    return select;
  }

  /// Reports whether it is of an `ASK`, which has no columns.
  boolean isOfAsk() {
    return query.getProjectVars().contains(Var.alloc(ASKED));
  }

  /// Reports whether a variable is not one of the reader's query.
  static boolean isAdded(Var variable) {
    return Stream.of(BLANK, STEP, ITEM).anyMatch(variable.getVarName()::startsWith);
  }

  static boolean isPlain(Query query) {
    return !query.hasGroupBy() && !query.hasAggregators();
  }

  /// Reports whether its numbers depend on the values of a variable: it counts them, or computes
  /// another number than of how many things there are.
  boolean counts(Var variable) {
    List<Aggregator> aggregators =
        query.getAggregators().stream().map(ExprAggregator::getAggregator).toList();
    boolean countsOnly =
        !aggregators.isEmpty()
            && aggregators.stream()
                .allMatch(one -> one instanceof AggCountVar || one instanceof AggCountVarDistinct);
    return !isPlain(query)
        && (!countsOnly
            || aggregators.stream()
                .anyMatch(one -> one.getExprList().getVarsMentioned().contains(variable)));
  }

  /// Visits the elements of its pattern.
  void each(Consumer<Element> visitor) {
    each(query.getQueryPattern(), visitor);
  }

  /// Visits a query and the queries in it that have groups, each by itself.
  ///
  /// @param inSteps a query [in steps][#inSteps]
  static void eachIn(Query inSteps, Consumer<Select> visitor) {
    eachIn(new Select(inSteps), visitor);
  }

  private static void eachIn(Select select, Consumer<Select> visitor) {
    visitor.accept(select);
    select.each(
        element -> {
          if (element instanceof ElementSubQuery nested && !isPlain(nested.getQuery())) {
            eachIn(new Select(nested.getQuery(), true), visitor);
          }
        });
  }

  /// Returns where a pattern about a variable has its place, for the end of an advice: empty if it
  /// is the pattern of the query itself.
  String place(Var variable) {
    return isNested || !PatternVars.vars(query.getQueryPattern()).contains(variable) ? INSIDE : "";
  }

  /// Returns its patterns, written for another value of a variable and with other variables in
  /// place of all of its own. Empty if it also has what is not a pattern or `VALUES` of terms.
  ///
  /// @param variable the variable
  /// @param other the name of its other value
  Optional<String> written(Var variable, String other, Rereading reading) {
    List<TriplePath> patterns = patterns();
    boolean isPlainPattern =
        patterns.size() <= MAX_WRITTEN
            && patterns.size() == allPatterns().size()
            && patterns.stream().allMatch(one -> one.isTriple() && one.getPredicate().isURI());
    List<Element> others = new ArrayList<>();
    each(
        element -> {
          if (!(element instanceof ElementGroup || element instanceof ElementPathBlock)) {
            others.add(element);
          }
        });
    if (!isPlainPattern || !others.isEmpty() || query.hasValues()) {
      return Optional.empty();
    }
    Function<Node, String> renamed =
        term -> {
          if (!Var.isVar(term)) {
            return reading.written(term);
          }
          return term.equals(variable) ? other : named(Var.alloc(term)) + "OfOther";
        };
    return Optional.of(
        patterns.stream()
            .map(
                one ->
                    "%s %s %s"
                        .formatted(
                            renamed.apply(one.getSubject()),
                            RDF.Nodes.type.equals(one.getPredicate())
                                ? "a"
                                : reading.shortPath(links(one)),
                            renamed.apply(one.getObject())))
            .collect(Collectors.joining(" . ")));
  }

  /// Reports whether the rows have the values of a variable.
  boolean shows(Node value) {
    return query.isQueryResultStar()
        || query.getProjectVars().contains(value)
        || query.getGroupBy().getVars().contains(value);
  }

  /// Reports whether the answer depends on which value an object of its patterns is, not only on
  /// that there is one.
  boolean uses(Node object) {
    return !asked(object).isEmpty()
        || shows(object)
        || Stream.concat(allPatterns().stream(), conditionPatterns().stream())
            .anyMatch(one -> object.equals(one.getSubject()))
        || expressions().anyMatch(one -> one.getVarsMentioned().contains(object));
  }

  /// Reports whether the answer depends on which value of a property a thing has.
  boolean uses(Node thing, String property) {
    return conditionPatterns().stream().anyMatch(one -> isOf(one, thing, property))
        || allPatterns().stream()
            .anyMatch(one -> isOf(one, thing, property) && uses(one.getObject()));
  }

  /// Returns the expressions whose values its rows depend on: not those that only count how many
  /// values there are.
  private Stream<Expr> expressions() {
    List<Expr> all = new ArrayList<>(conditions());
    all.addAll(computed().values());
    all.addAll(query.getHavingExprs());
    Stream.concat(computed(query).values().stream(), groupExpressions()).forEach(all::add);
    query.getAggregators().stream()
        .map(ExprAggregator::getAggregator)
        .filter(one -> !(one instanceof AggCountVar) && one.getExprList() != null)
        .forEach(one -> all.addAll(one.getExprList().getList()));
    return all.stream();
  }

  private Stream<Expr> groupExpressions() {
    VarExprList groups = query.getGroupBy();
    return groups.getVars().stream().map(groups::getExpr).filter(Objects::nonNull);
  }

  /// Returns the patterns of its conditions: of `MINUS`, `EXISTS` and `NOT EXISTS`.
  private List<TriplePath> conditionPatterns() {
    List<TriplePath> patterns = new ArrayList<>();
    conditionPatterns(query.getQueryPattern(), patterns);
    query.getProject().forEachExpr((_, expression) -> conditionPatterns(expression, patterns));
    return patterns;
  }

  private static void conditionPatterns(Element element, List<TriplePath> patterns) {
    each(
        element,
        one -> {
          switch (one) {
            case ElementMinus minus -> allPatterns(minus.getMinusElement(), patterns);
            case ElementFilter filter -> conditionPatterns(filter.getExpr(), patterns);
            case ElementBind bind -> conditionPatterns(bind.getExpr(), patterns);
            default -> {
              // Other elements have no conditions.
            }
          }
        });
  }

  private static void conditionPatterns(Expr expression, List<TriplePath> patterns) {
    switch (expression) {
      case ExprFunctionOp exists -> allPatterns(exists.getElement(), patterns);
      case ExprFunction function ->
          function.getArgs().forEach(argument -> conditionPatterns(argument, patterns));
      default -> {
        // Other expressions have no patterns.
      }
    }
  }

  private static void allPatterns(Element element, List<TriplePath> patterns) {
    patterns.addAll(of(element).allPatterns());
    conditionPatterns(element, patterns);
  }

  /// Reports whether a variable has all things of the graph as values: its patterns name only
  /// labels and the property of classes, and no condition limits them.
  boolean isOfAnything(Node variable) {
    List<TriplePath> own = allPatterns().stream().filter(one -> has(one, variable)).toList();
    Set<Node> open = new LinkedHashSet<>();
    // Results of a part with groups or of another endpoint are not read here.
    Set<Element> closed = new LinkedHashSet<>();
    each(
        element -> {
          switch (element) {
            case ElementNamedGraph graph -> open.add(graph.getGraphNameNode());
            case ElementSubQuery nested when !isPlain(nested.getQuery()) -> closed.add(nested);
            case ElementService service -> closed.add(service);
            default -> {
              // Other elements are read as patterns and conditions.
            }
          }
        });
    for (TriplePath one : own) {
      open.addAll(List.of(one.getSubject(), one.getObject()));
      if (!Var.isVar(one.getPredicate())) {
        if (!variable.equals(one.getSubject()) || !RDF.Nodes.type.equals(one.getPredicate())) {
          return false;
        }
      } else {
        open.add(one.getPredicate());
      }
    }
    return !own.isEmpty()
        && closed.isEmpty()
        && open.stream().allMatch(one -> Var.isVar(one) && asked(one).isEmpty())
        && conditions().stream().allMatch(one -> Collections.disjoint(one.getVarsMentioned(), open))
        && Stream.concat(patterns().stream(), conditionPatterns().stream())
            .filter(one -> open.stream().anyMatch(node -> has(one, node)))
            .allMatch(one -> own.contains(one) || links(one).equals(List.of(RDFS.label.getURI())));
  }

  /// Reports whether an expression, or a part of it, meets a condition.
  static boolean has(Expr expression, Predicate<Expr> condition) {
    return condition.test(expression)
        || (expression instanceof ExprFunction function
            && function.getArgs().stream().anyMatch(one -> has(one, condition)));
  }

  private static boolean has(TriplePath pattern, Node term) {
    return term.equals(pattern.getSubject()) || term.equals(pattern.getObject());
  }

  /// Returns the advice to show the values of a property of a thing in each row.
  ///
  /// @param some true if other things of the rows have no value, which must stay
  /// @param place where the pattern has its place, see [#place]
  String showing(Var thing, String property, boolean some, String place, Rereading reading) {
    Optional<Var> variable = value(thing, property);
    String name = variable.map(Select::named).orElseGet(() -> fresh(property));
    String pattern = "%s %s %s".formatted(named(thing), reading.shortName().apply(property), name);
    if (isOfAsk()) {
      return "a SELECT of %s, with `%s`, shows each".formatted(name, pattern);
    }
    return variable.isPresent()
        ? "%s in %s%s shows each".formatted(name, clauses(), place)
        : "`%s`, with %s in %s%s, shows each"
            .formatted(optional(pattern, some), name, clauses(), place);
  }

  /// Returns a pattern for an advice that must keep all rows.
  ///
  /// @param some true if things of the rows do not fit it
  static String optional(String pattern, boolean some) {
    return some ? "OPTIONAL { %s }".formatted(pattern) : pattern;
  }

  /// Returns the variable of the query with the values of a property of a thing.
  Optional<Var> value(Var thing, String property) {
    return allPatterns().stream()
        .filter(one -> thing.equals(one.getSubject()))
        .filter(one -> links(one).equals(List.of(property)) && Var.isVar(one.getObject()))
        .map(one -> Var.alloc(one.getObject()))
        .filter(one -> !isAdded(one))
        .findFirst();
  }

  /// Returns a variable that the query does not have, with the name of a property.
  String fresh(String property) {
    return fresh(Iris.localName(property), new LinkedHashSet<>());
  }

  /// Returns a variable that the query does not have.
  ///
  /// @param name its name, with a number after it if the query has this one
  /// @param taken other variables that are taken, to add to
  String fresh(String name, Set<String> taken) {
    Set<String> known =
        Stream.concat(
                PatternVars.vars(query.getQueryPattern()).stream(),
                allPatterns().stream().map(TriplePath::getSubject).filter(Var::isVar))
            .map(Node::toString)
            .collect(Collectors.toSet());
    String plain = "?" + name.replaceAll("[^A-Za-z0-9_]", "");
    String found = plain;
    for (int i = 2; known.contains(found) || !taken.add(found); i++) {
      found = plain + i;
    }
    return found;
  }

  /// Returns the clauses that a variable must be in to be shown in each row.
  String clauses() {
    return isPlain(query) ? "SELECT" : "SELECT and GROUP BY";
  }

  /// Returns the patterns that each solution matches, or that one of several alternatives has: not
  /// those of an `OPTIONAL`.
  List<TriplePath> patterns() {
    List<TriplePath> patterns = new ArrayList<>();
    needed(query.getQueryPattern(), patterns);
    return patterns;
  }

  /// Returns the patterns that each solution matches.
  List<TriplePath> joined() {
    List<TriplePath> patterns = new ArrayList<>();
    eachJoined(
        query.getQueryPattern(),
        element -> {
          if (element instanceof ElementPathBlock block) {
            block.getPattern().forEach(patterns::add);
          }
        });
    return patterns;
  }

  /// Returns the conditions that each solution meets.
  List<Expr> joinedConditions() {
    List<Expr> conditions = new ArrayList<>();
    eachJoined(
        query.getQueryPattern(),
        element -> {
          if (element instanceof ElementFilter filter) {
            conditions.add(filter.getExpr());
          }
        });
    return conditions;
  }

  /// Visits the elements that each solution fits: not those of alternatives and of `OPTIONAL`.
  private static void eachJoined(Element element, Consumer<Element> visitor) {
    visitor.accept(element);
    switch (element) {
      case ElementGroup group -> group.getElements().forEach(one -> eachJoined(one, visitor));
      case ElementNamedGraph graph -> eachJoined(graph.getElement(), visitor);
      case ElementSubQuery nested when isPlain(nested.getQuery()) ->
          eachJoined(nested.getQuery().getQueryPattern(), visitor);
      default -> {
        // A solution need not fit the others.
      }
    }
  }

  /// Reports whether a variable can have a value without any of its patterns: by `VALUES`, `BIND`,
  /// a part with groups or another endpoint.
  boolean isBoundApart(Var variable) {
    List<Element> binding = new ArrayList<>();
    each(
        element -> {
          boolean binds =
              switch (element) {
                case ElementData data -> data.getVars().contains(variable);
                case ElementBind bind -> bind.getVar().equals(variable);
                case ElementSubQuery nested ->
                    !isPlain(nested.getQuery())
                        || nested.getQuery().getProject().getExpr(variable) != null;
                case ElementService _ -> true;
                default -> false;
              };
          if (binds) {
            binding.add(element);
          }
        });
    return !binding.isEmpty();
  }

  /// Returns all its patterns, also those of an `OPTIONAL`.
  List<TriplePath> allPatterns() {
    return blocks().stream().flatMap(List::stream).toList();
  }

  /// Returns all its patterns by the blocks that they are in: a solution fits all of one or none.
  List<List<TriplePath>> blocks() {
    List<List<TriplePath>> blocks = new ArrayList<>();
    each(
        element -> {
          if (element instanceof ElementPathBlock block) {
            blocks.add(block.getPattern().getList());
          }
        });
    return blocks;
  }

  /// Returns the conditions of its filters.
  List<Expr> conditions() {
    List<Expr> conditions = new ArrayList<>();
    each(
        element -> {
          if (element instanceof ElementFilter filter) {
            conditions.add(filter.getExpr());
          }
        });
    return conditions;
  }

  /// Returns the variables that it computes, each with its expression.
  Map<Var, Expr> computed() {
    Map<Var, Expr> computed = new LinkedHashMap<>();
    each(
        element -> {
          switch (element) {
            case ElementBind bind -> computed.put(bind.getVar(), bind.getExpr());
            case ElementSubQuery nested when isPlain(nested.getQuery()) ->
                computed.putAll(computed(nested.getQuery()));
            default -> {
              // The others compute nothing.
            }
          }
        });
    return computed;
  }

  /// Returns the columns of a query that are computed, each with its expression.
  static Map<Var, Expr> computed(Query query) {
    Map<Var, Expr> computed = new LinkedHashMap<>();
    query
        .getProject()
        .forEachVarExpr(
            (variable, expression) -> {
              if (expression != null) {
                computed.put(variable, expression);
              }
            });
    return computed;
  }

  /// Returns the expressions of its columns and groups.
  Collection<Expr> shown() {
    Map<Var, Expr> shown = new LinkedHashMap<>(computed());
    if (!query.isQueryResultStar()) {
      shown.keySet().retainAll(query.getProjectVars());
    }
    shown.putAll(computed(query));
    shown.putAll(query.getGroupBy().getExprs());
    return shown.values();
  }

  /// Returns the variables of its pattern.
  Collection<Var> variables() {
    return PatternVars.vars(query.getQueryPattern());
  }

  /// Returns the query with the pattern of each sub-select in it that has groups in place of the
  /// sub-select: its numbers are the values that they are made of. Empty if it has none.
  ///
  /// @param keys the variables that the sub-selects group by, to add to
  Optional<Query> flat(Set<Var> keys) {
    List<Query> nested = new ArrayList<>();
    UnaryOperator<Element> asValues =
        element -> {
          if (element instanceof ElementSubQuery sub && !isPlain(sub.getQuery())) {
            nested.add(sub.getQuery());
            return values(sub.getQuery(), INNER + nested.size() + "_", keys);
          }
          return element;
        };
    Query grouped = query.cloneQuery();
    ElementGroup whole = new ElementGroup();
    whole.addElement(query.getQueryPattern());
    grouped.setQueryPattern(whole);
    Query flat = QueryTransformOps.transform(grouped, ofMembers(asValues));
    return nested.isEmpty() ? Optional.empty() : Optional.of(flat);
  }

  /// Returns what replaces each member of a group or of alternatives, such as a sub-select.
  private static ElementTransform ofMembers(UnaryOperator<Element> replaced) {
    return new ElementTransformCopyBase() {
      @Override
      public Element transform(ElementGroup group, List<Element> members) {
        ElementGroup copy = new ElementGroup();
        members.stream().map(replaced).forEach(copy::addElement);
        return copy;
      }

      @Override
      public Element transform(ElementUnion union, List<Element> members) {
        ElementUnion copy = new ElementUnion();
        members.stream().map(replaced).forEach(copy::addElement);
        return copy;
      }
    };
  }

  /// Returns the pattern of a query with groups, with each of its columns computed from one value.
  ///
  /// @param prefix the beginning of the names of the variables that are not its columns
  /// @param keys the variables of its groups, to add to
  private static Element values(Query own, String prefix, Set<Var> keys) {
    NodeTransform inside =
        node ->
            Var.isVar(node)
                    && !own.getProjectVars().contains(Var.alloc(node))
                    && !isAdded(Var.alloc(node))
                ? Var.alloc(prefix + node.getName())
                : node;
    ElementGroup group = new ElementGroup();
    group.addElement(own.getQueryPattern());
    if (own.hasValues()) {
      group.addElement(new Select(own).lastValues());
    }
    VarExprList groups = own.getGroupBy();
    for (Var key : groups.getVars()) {
      keys.add(Var.alloc(inside.apply(key)));
      if (groups.getExpr(key) != null) {
        group.addElement(new ElementBind(key, groups.getExpr(key)));
      }
    }
    computed(own)
        .forEach(
            (column, expression) -> {
              if (!hasCount(expression)) {
                group.addElement(new ElementBind(column, ofOneValue(expression)));
              }
            });
    return QueryTransformOps.transform(of(group).query, inside).getQueryPattern();
  }

  private static boolean hasCount(Expr expression) {
    return switch (expression) {
      case ExprAggregator one -> one.getAggregator().getName().equals("COUNT");
      case ExprFunction function -> function.getArgs().stream().anyMatch(Select::hasCount);
      default -> false;
    };
  }

  /// Returns an expression with the values of aggregates in their place.
  private static Expr ofOneValue(Expr expression) {
    return ExprTransformer.transform(
        new ExprTransformCopy() {
          @Override
          public Expr transform(ExprAggregator one) {
            return one.getAggregator().getExprList().get(0);
          }
        },
        expression);
  }

  /// Returns the columns and conditions of a query with groups that are computed from aggregates,
  /// each with values in the place of these.
  static List<Expr> ofOneValues(Query query) {
    return Stream.concat(computed(query).values().stream(), query.getHavingExprs().stream())
        .filter(one -> !hasCount(one))
        .map(Select::ofOneValue)
        .toList();
  }

  /// Reports whether a variable is one of a sub-select that is not a column of it.
  static boolean isInner(Var variable) {
    return variable.getVarName().startsWith(INNER);
  }

  private static void needed(Element element, List<TriplePath> patterns) {
    switch (element) {
      case ElementPathBlock block -> block.getPattern().forEach(patterns::add);
      case ElementGroup group -> group.getElements().forEach(one -> needed(one, patterns));
      case ElementUnion union -> union.getElements().forEach(one -> needed(one, patterns));
      case ElementNamedGraph graph -> needed(graph.getElement(), patterns);
      case ElementSubQuery nested when isPlain(nested.getQuery()) ->
          needed(nested.getQuery().getQueryPattern(), patterns);
      default -> {
        // Other elements have no patterns that each solution matches.
      }
    }
  }

  /// Returns the terms that the object of a pattern can be: the object itself, or the `VALUES` of a
  /// variable. Empty if it can be any term.
  Set<Node> asked(Node object) {
    if (object.isConcrete()) {
      return Set.of(object);
    }
    if (!Var.isVar(object)) {
      return Set.of();
    }
    Var variable = Var.alloc(object);
    Set<Node> asked = new LinkedHashSet<>();
    for (ElementData data : values()) {
      for (Binding row : data.getRows()) {
        Node term = row.get(variable);
        if (term != null) {
          asked.add(term);
        } else if (data.getVars().contains(variable)) {
          return Set.of();
        }
      }
    }
    return asked;
  }

  /// Returns its `VALUES`, those after its pattern included.
  List<ElementData> values() {
    List<ElementData> values = new ArrayList<>();
    each(
        element -> {
          if (element instanceof ElementData data) {
            values.add(data);
          }
        });
    if (query.hasValues()) {
      values.add(lastValues());
    }
    return values;
  }

  /// Returns the `VALUES` after its pattern.
  ElementData lastValues() {
    ElementData data = new ElementData();
    query.getValuesVariables().forEach(data::add);
    query.getValuesData().forEach(data::add);
    return data;
  }

  /// Returns its [patterns][#patterns] and [values][#values] without filters and without what else
  /// it has.
  Select onlyPatterns() {
    ElementPathBlock block = new ElementPathBlock();
    patterns().stream().distinct().forEach(block::addTriplePath);
    ElementGroup both = new ElementGroup();
    both.addElement(block);
    values().forEach(both::addElement);
    return of(both);
  }

  /// Returns an [unfiltered][#unfiltered] one with only some of its patterns.
  Select only(Collection<TriplePath> kept) {
    return unfiltered().replacing(one -> kept.contains(one) ? List.of(one) : List.of());
  }

  /// Returns one with nothing but a pattern, of any subject.
  static Select ofAny(TriplePath pattern) {
    ElementPathBlock block = new ElementPathBlock();
    block.addTriplePath(withSubject(pattern, Var.alloc(STEP)));
    return of(block);
  }

  private static Select of(Element pattern) {
    Query only = new Query();
    only.setSyntax(Syntax.syntaxARQ);
    only.setQuerySelectType();
    only.setQueryResultStar(true);
    only.setQueryPattern(pattern);
    return new Select(only);
  }

  /// Returns a copy with other patterns in place of one.
  Select replacing(TriplePath pattern, List<TriplePath> others) {
    return replacing(one -> one.equals(pattern) ? others : List.of(one));
  }

  private Select replacing(Function<TriplePath, List<TriplePath>> others) {
    return new Select(
        QueryTransformOps.transform(
            query,
            new ElementTransformCopyBase() {
              @Override
              public Element transform(ElementPathBlock block) {
                ElementPathBlock copy = new ElementPathBlock();
                block.getPattern().forEach(one -> others.apply(one).forEach(copy::addTriplePath));
                // An empty block before another one has no text that can be parsed.
                return copy.isEmpty() ? new ElementGroup() : copy;
              }
            }));
  }

  /// Reports whether one of some patterns is of a thing, with a property.
  static boolean reads(List<TriplePath> patterns, Node thing, String property) {
    return patterns.stream().anyMatch(one -> isOf(one, thing, property));
  }

  /// Reports whether a pattern is of a thing, with a property.
  static boolean isOf(TriplePath pattern, Node thing, String property) {
    return thing.equals(pattern.getSubject()) && links(pattern).contains(property);
  }

  /// Returns one without the patterns of a thing, and without the conditions on values that only
  /// these have.
  Select withoutThing(Var thing) {
    return replacing(one -> thing.equals(one.getSubject()) ? List.of() : List.of(one))
        .withOwnConditions();
  }

  /// Returns one without the conditions on variables that none of its patterns has.
  private Select withOwnConditions() {
    Collection<Var> own = PatternVars.vars(query.getQueryPattern());
    return without(
        one ->
            one instanceof ElementFilter filter
                && !own.containsAll(filter.getExpr().getVarsMentioned()));
  }

  /// Returns one that reads a thing at any time: without its patterns with a property, and without
  /// the conditions on their values and on measured values. Also without the limits of sub-selects
  /// that choose it by these values.
  ///
  /// @param measures the properties of measured values
  Select atAnyTime(Var thing, String property, Set<String> measures) {
    Set<Var> values = new LinkedHashSet<>();
    List<TriplePath> left =
        allPatterns().stream().filter(one -> isOf(one, thing, property)).toList();
    Stream.concat(
            left.stream(),
            allPatterns().stream().filter(one -> !Collections.disjoint(links(one), measures)))
        .map(TriplePath::getObject)
        .filter(Var::isVar)
        .forEach(value -> values.add(Var.alloc(value)));
    computed()
        .forEach(
            (variable, expression) -> {
              if (!Collections.disjoint(expression.getVarsMentioned(), values)) {
                values.add(variable);
              }
            });
    return without(
            one ->
                one instanceof ElementFilter filter
                    && !Collections.disjoint(filter.getExpr().getVarsMentioned(), values))
        .replacing(one -> left.contains(one) ? List.of() : List.of(one))
        .withoutFirst(thing, values);
  }

  /// Returns one without the order and limits of the sub-selects that have no groups and that
  /// choose a thing by some values.
  private Select withoutFirst(Var thing, Set<Var> values) {
    return new Select(
        QueryTransformOps.transform(
            query,
            ofMembers(
                element ->
                    element instanceof ElementSubQuery nested
                            && isPlain(nested.getQuery())
                            && isOrderedBy(nested.getQuery(), values)
                            && new Select(nested.getQuery()).has(thing)
                        ? new ElementSubQuery(unordered(nested.getQuery()))
                        : element)));
  }

  /// Reports whether each sub-select without groups has patterns of both of two things, or of none.
  boolean areTogether(Var one, Var other) {
    List<Query> apart = new ArrayList<>();
    each(
        element -> {
          if (element instanceof ElementSubQuery nested && isPlain(nested.getQuery())) {
            Select own = new Select(nested.getQuery());
            if (own.has(one) != own.has(other)) {
              apart.add(own.query);
            }
          }
        });
    return apart.isEmpty();
  }

  private boolean has(Var thing) {
    return allPatterns().stream().anyMatch(one -> thing.equals(one.getSubject()));
  }

  private static Query unordered(Query query) {
    Query all = query.cloneQuery();
    all.setLimit(Query.NOLIMIT);
    all.setOffset(Query.NOLIMIT);
    all.getOrderBy().clear();
    return all;
  }

  private static boolean isOrderedBy(Query query, Set<Var> values) {
    return query.hasOrderBy()
        && query.getOrderBy().stream()
            .map(one -> one.getExpression().getVarsMentioned())
            .anyMatch(mentioned -> !Collections.disjoint(mentioned, values));
  }

  /// Returns its query without the filters that have a condition.
  Query without(Expr condition) {
    return without(one -> one instanceof ElementFilter filter && filter.getExpr().equals(condition))
        .query;
  }

  /// Returns one with all that binds its variables, and without what leaves out solutions.
  Select unfiltered() {
    return without(one -> one instanceof ElementFilter || one instanceof ElementMinus);
  }

  /// Returns one for each part that its solutions need not have, or must not have: of `OPTIONAL`,
  /// `MINUS`, `EXISTS` and `NOT EXISTS`. All solutions of the one that is returned have the part.
  ///
  /// @param rest returns what is kept of the rest
  List<Select> withParts(UnaryOperator<Select> rest) {
    List<Select> all = new ArrayList<>();
    each(
        element ->
            part(element)
                .ifPresent(part -> all.add(rest.apply(without(element::equals)).and(part))));
    return all;
  }

  /// A pattern that excludes solutions.
  ///
  /// @param part the pattern
  /// @param rest the query without it
  /// @param word its keyword
  record Absence(ElementGroup part, Select rest, String word) {
    /// The keyword of a pattern whose conditions do not see the variables of the rest.
    static final String MINUS = "MINUS";

    /// Returns the pattern by itself, without its conditions on variables of the rest.
    Select alone() {
      return of(part).withOwnConditions();
    }

    /// Returns the rest with the pattern, whose solutions have what the query excludes.
    Select both() {
      return rest.and(part);
    }

    /// Returns the variables of the pattern.
    Collection<Var> variables() {
      return PatternVars.vars(part);
    }

    /// Reports whether nothing in the pattern depends on a solution of the rest.
    boolean isApart() {
      Set<Var> read = new LinkedHashSet<>(variables());
      if (!word.equals(MINUS)) {
        of(part).conditions().forEach(one -> read.addAll(one.getVarsMentioned()));
      }
      Set<Var> outside = new LinkedHashSet<>(rest.variables());
      rest.each(
          element -> {
            if (element instanceof ElementSubQuery nested) {
              outside.addAll(PatternVars.vars(nested.getQuery().getQueryPattern()));
            }
          });
      return !outside.isEmpty()
          && (word.equals(MINUS) || !read.isEmpty())
          && Collections.disjoint(outside, read);
    }

    /// Returns one with another variable in place of one of the pattern.
    Absence renamed(Var variable, Var other) {
      NodeTransform renaming = node -> node.equals(variable) ? other : node;
      Query renamed = QueryTransformOps.transform(of(part).query, renaming);
      return new Absence((ElementGroup) renamed.getQueryPattern(), rest, word);
    }
  }

  /// Returns the patterns that its solutions must not have: of `NOT EXISTS`, of `MINUS`, and of an
  /// `OPTIONAL` with a variable that must not be bound, or whose number of values can be 0. Also
  /// those of which a column says whether a solution has them.
  List<Absence> absences() {
    List<Expr> questions = shown().stream().flatMap(Select::questions).toList();
    Set<Var> uncounted = uncounted(questions);
    List<Absence> all = new ArrayList<>();
    for (Expr question : questions) {
      if (question instanceof ExprFunctionOp exists) {
        String word = exists instanceof E_Exists ? "EXISTS" : "NOT EXISTS";
        simple(exists.getElement()).ifPresent(part -> all.add(new Absence(part, this, word)));
      }
    }
    Map<Element, Var> unbound = new LinkedHashMap<>();
    each(
        element -> {
          if (element instanceof ElementFilter filter
              && filter.getExpr() instanceof E_LogicalNot not
              && not.getArg() instanceof E_Bound bound
              && bound.getArg().isVariable()) {
            unbound.put(element, bound.getArg().asVar());
          }
        });
    each(
        element -> {
          Set<Element> left = new LinkedHashSet<>();
          if (element instanceof ElementOptional optional) {
            left.addAll(unbound.keySet());
            left.removeIf(
                test ->
                    !PatternVars.vars(optional.getOptionalElement()).contains(unbound.get(test)));
          }
          boolean isUncounted =
              element instanceof ElementOptional optional
                  && uncounted.stream()
                      .filter(PatternVars.vars(optional.getOptionalElement())::contains)
                      .anyMatch(
                          one ->
                              !PatternVars.vars(without(element::equals).query.getQueryPattern())
                                  .contains(one));
          excluded(element, isUncounted || !left.isEmpty())
              .ifPresent(
                  part -> {
                    left.add(element);
                    all.add(new Absence(part, without(left::contains), word(element)));
                  });
        });
    return all;
  }

  /// Returns the keyword of an element that solutions must not have.
  private static String word(Element element) {
    return switch (element) {
      case ElementMinus _ -> Absence.MINUS;
      case ElementOptional _ -> "OPTIONAL";
      default -> "NOT EXISTS";
    };
  }

  /// Returns the variables of which the rows say whether they have a value, those whose number of
  /// values must be 0 in each group, and those whose number is in the rows, if these include the
  /// smallest.
  ///
  /// @param questions the [questions][#questions] of its columns
  private Set<Var> uncounted(List<Expr> questions) {
    Set<Var> uncounted = new LinkedHashSet<>();
    questions.stream()
        .filter(E_Bound.class::isInstance)
        .forEach(one -> uncounted.addAll(one.getVarsMentioned()));
    boolean isFirst =
        !query.hasLimit()
            || (query.hasOrderBy()
                && query.getOrderBy().getFirst().getDirection() != Query.ORDER_DESCENDING);
    if (query.hasGroupBy() && isFirst && !query.hasHaving()) {
      questions.forEach(one -> uncounted.addAll(counted(one)));
    }
    for (Expr having : query.getHavingExprs()) {
      if (having instanceof E_Equals equal && equal.getArg2().equals(NodeValue.nvZERO)) {
        uncounted.addAll(counted(equal.getArg1()));
      }
    }
    return uncounted;
  }

  /// Returns the parts of an expression that say whether there is something: `EXISTS`, `BOUND` and
  /// numbers of values. Not those of an `IF` that shows a value or that there is none.
  private static Stream<Expr> questions(Expr expression) {
    return switch (expression) {
      case ExprFunctionOp exists -> Stream.of(exists);
      case E_Bound bound -> Stream.of(bound);
      case ExprAggregator one -> Stream.of(one);
      case E_If choice when !isFixed(choice) -> Stream.empty();
      case ExprFunction function -> function.getArgs().stream().flatMap(Select::questions);
      default -> Stream.empty();
    };
  }

  /// Reports whether an expression has one of several constants.
  private static boolean isFixed(Expr expression) {
    return expression.isConstant()
        || (expression instanceof E_If choice
            && isFixed(choice.getArg2())
            && isFixed(choice.getArg3()));
  }

  /// Returns the variable whose values an expression counts, by itself or by the name of a column.
  private Set<Var> counted(Expr number) {
    Expr own = number.isVariable() ? query.getProject().getExprs().get(number.asVar()) : number;
    return own instanceof ExprAggregator one
            && (one.getAggregator() instanceof AggCountVar
                || one.getAggregator() instanceof AggCountVarDistinct)
        ? one.getAggregator().getExprList().getVarsMentioned()
        : Set.of();
  }

  /// Returns the pattern of an element that solutions must not have.
  ///
  /// @param isUnbound true if a variable of the element must not be bound
  private static Optional<ElementGroup> excluded(Element element, boolean isUnbound) {
    return switch (element) {
      case ElementOptional _ when isUnbound -> part(element);
      case ElementMinus _ -> part(element);
      case ElementFilter filter when filter.getExpr() instanceof E_NotExists -> part(element);
      case ElementFilter filter
          when filter.getExpr() instanceof E_LogicalNot not
              && not.getArg() instanceof E_Exists exists ->
          simple(exists.getElement());
      default -> Optional.empty();
    };
  }

  /// Returns the pattern of an element that solutions need not have, or must not have.
  private static Optional<ElementGroup> part(Element element) {
    return switch (element) {
      case ElementOptional optional -> simple(optional.getOptionalElement());
      case ElementMinus minus -> simple(minus.getMinusElement());
      case ElementFilter filter when filter.getExpr() instanceof ExprFunctionOp exists ->
          simple(exists.getElement());
      default -> Optional.empty();
    };
  }

  /// Leaves out a part that computes variables: they can be those of the rest. The things of a
  /// sub-select are those of its pattern, unless it chooses among them.
  private static Optional<ElementGroup> simple(Element part) {
    return switch (part) {
      case ElementSubQuery nested when chooses(nested.getQuery()) -> Optional.empty();
      case ElementSubQuery nested ->
          simple(values(nested.getQuery(), INNER + "0_", new LinkedHashSet<>()));
      case ElementGroup group when group.size() == 1 && isGroup(group.get(0)) ->
          simple(group.get(0));
      case ElementGroup group
          when group.getElements().stream().noneMatch(ElementBind.class::isInstance) ->
          Optional.of(group);
      default -> Optional.empty();
    };
  }

  private static boolean isGroup(Element element) {
    return element instanceof ElementGroup || element instanceof ElementSubQuery;
  }

  /// Reports whether a query returns only some of what fits its pattern.
  private static boolean chooses(Query query) {
    return query.hasLimit() || query.hasOffset() || query.hasHaving();
  }

  private Select and(ElementGroup part) {
    ElementGroup both = new ElementGroup();
    if (query.getQueryPattern() instanceof ElementGroup group) {
      group.getElements().forEach(both::addElement);
    } else {
      both.addElement(query.getQueryPattern());
    }
    part.getElements().forEach(both::addElement);
    if (query.hasValues()) {
      both.addElement(lastValues());
    }
    return of(both);
  }

  /// Returns one for any terms in place of its own, only with the classes of its things.
  Select ofAnyTerms() {
    Select free = of(without(ElementData.class::isInstance).query.getQueryPattern());
    Map<Node, Node> subjects = new LinkedHashMap<>();
    return free.unfiltered()
        .replacing(
            one ->
                Var.isVar(one.getObject()) || RDF.Nodes.type.equals(one.getPredicate())
                    ? List.of(
                        withSubject(
                            one,
                            one.getSubject().isURI()
                                ? subjects.computeIfAbsent(
                                    one.getSubject(), _ -> Var.alloc(ANY + subjects.size()))
                                : one.getSubject()))
                    : List.of());
  }

  /// Returns one without some elements of its groups.
  Select without(Predicate<Element> left) {
    return new Select(
        QueryTransformOps.transform(
            query,
            new ElementTransformCopyBase() {
              @Override
              public Element transform(ElementGroup group, List<Element> members) {
                ElementGroup copy = new ElementGroup();
                members.stream().filter(left.negate()).forEach(copy::addElement);
                return copy;
              }
            }));
  }

  /// Returns a query in which each observation has the things that it is about, also where the
  /// reader's query does not name them; the same if it does, or if they have none.
  ///
  /// @param inSteps the query, [in steps][#inSteps]
  static Query withMembers(Query inSteps, Rereading reading) {
    Components known = Components.of(reading.entities());
    Set<String> measures = known.with(Components.MEASURE);
    List<Select> selects = new ArrayList<>();
    eachIn(inSteps, selects::add);
    Select with = new Select(inSteps);
    for (String member : known.with(Components.MEMBER)) {
      for (Select select : selects) {
        for (TriplePath value : select.without(member, measures)) {
          Node item = Var.alloc(ITEM + value.getSubject().getName());
          Triple of = Triple.create(value.getSubject(), NodeFactory.createURI(member), item);
          Var figure = Var.alloc(value.getSubject());
          String has = " %s <%s> %s";
          if (reading.canFit(select, figure, has.formatted(Rereading.ALONE, member, "?aloneItem"))
              && reading.fits(
                  Rereading.pattern(select, figure) + has.formatted(figure, member, item))) {
            with = with.replacing(value, List.of(value, new TriplePath(of)));
          }
        }
      }
    }
    return with.query;
  }

  /// Returns the patterns with measures of observations that have no pattern with a property.
  private List<TriplePath> without(String property, Set<String> measures) {
    List<TriplePath> patterns = allPatterns();
    Set<Node> have = new LinkedHashSet<>();
    patterns.stream()
        .filter(one -> links(one).contains(property))
        .forEach(one -> have.add(one.getSubject()));
    return patterns.stream()
        .filter(one -> links(one).stream().anyMatch(measures::contains))
        .filter(one -> Var.isVar(one.getSubject()) && !have.contains(one.getSubject()))
        .toList();
  }

  /// Returns the name of a variable for an advice: also one that is not in the reader's query.
  static String named(Var variable) {
    return variable
        .toString()
        .replaceFirst(INNER + "\\d+_", "")
        .replace(BLANK, "blank")
        .replace(STEP, "step")
        .replace(ITEM, "item_");
  }

  /// Returns a sentence that says which patterns have the variables in it that are not in the
  /// reader's query, in place of a path or a blank node.
  ///
  /// @param inSteps the query, [in steps][#inSteps]
  /// @param reading reads names
  static String explained(String sentence, Query inSteps, Rereading reading) {
    Set<String> patterns = new LinkedHashSet<>();
    eachIn(
        inSteps,
        select -> {
          for (TriplePath one : select.allPatterns()) {
            if (Stream.of(one.getSubject(), one.getObject())
                .filter(Var::isVar)
                .map(Var::alloc)
                .anyMatch(variable -> isAdded(variable) && mentions(sentence, variable))) {
              patterns.add(
                  "%s %s %s"
                      .formatted(
                          name(one.getSubject(), reading),
                          links(one).isEmpty()
                              ? name(one.getPredicate(), reading)
                              : reading.shortPath(links(one)),
                          name(one.getObject(), reading)));
            }
          }
        });
    return patterns.isEmpty()
        ? sentence
        : "%s; `%s` in the pattern names it".formatted(sentence, String.join(" . ", patterns));
  }

  private static boolean mentions(String sentence, Var variable) {
    return sentence.matches("(?s).*\\Q%s\\E(?![0-9A-Za-z_]).*".formatted(named(variable)));
  }

  private static String name(Node term, Rereading reading) {
    return Var.isVar(term) ? named(Var.alloc(term)) : reading.written(term);
  }

  private static void each(Element element, Consumer<Element> visitor) {
    visitor.accept(element);
    switch (element) {
      case ElementGroup group -> group.getElements().forEach(one -> each(one, visitor));
      case ElementUnion union -> union.getElements().forEach(one -> each(one, visitor));
      case ElementOptional optional -> each(optional.getOptionalElement(), visitor);
      case ElementNamedGraph graph -> each(graph.getElement(), visitor);
      case ElementSubQuery nested when isPlain(nested.getQuery()) ->
          each(nested.getQuery().getQueryPattern(), visitor);
      default -> {
        // Other elements have no patterns that bind variables.
      }
    }
  }

  /// Returns a query for its solutions, in which some variables are visible.
  Query reading(Collection<Var> variables) {
    ElementGroup whole = new ElementGroup();
    whole.addElement(query.getQueryPattern());
    if (query.hasValues()) {
      whole.addElement(lastValues());
    }
    return of(showing(whole, variables)).query;
  }

  /// Returns an element in which the queries without groups have some variables as columns.
  private static Element showing(Element element, Collection<Var> variables) {
    return switch (element) {
      case ElementGroup group -> {
        ElementGroup copy = new ElementGroup();
        group.getElements().forEach(one -> copy.addElement(showing(one, variables)));
        yield copy;
      }
      case ElementUnion union -> {
        ElementUnion copy = new ElementUnion();
        union.getElements().forEach(one -> copy.addElement(showing(one, variables)));
        yield copy;
      }
      case ElementOptional optional ->
          new ElementOptional(showing(optional.getOptionalElement(), variables));
      case ElementNamedGraph graph ->
          new ElementNamedGraph(graph.getGraphNameNode(), showing(graph.getElement(), variables));
      case ElementSubQuery nested -> {
        Query more = nested.getQuery().cloneQuery();
        more.setPrefixMapping(new PrefixMappingImpl());
        Collection<Var> shown = isPlain(more) ? variables : List.of();
        more.setQueryPattern(showing(more.getQueryPattern(), shown));
        if (!more.isQueryResultStar()) {
          Collection<Var> inside = PatternVars.vars(more.getQueryPattern());
          shown.stream()
              .filter(inside::contains)
              .filter(variable -> !more.getProjectVars().contains(variable))
              .forEach(more::addResultVar);
        }
        yield new ElementSubQuery(more);
      }
      default -> element;
    };
  }

  /// Returns a pattern of another thing.
  static TriplePath withSubject(TriplePath pattern, Node subject) {
    return pattern.isTriple()
        ? new TriplePath(Triple.create(subject, pattern.getPredicate(), pattern.getObject()))
        : new TriplePath(subject, pattern.getPath(), pattern.getObject());
  }

  /// Returns a pattern with another value.
  static TriplePath withObject(TriplePath pattern, Node object) {
    return pattern.isTriple()
        ? new TriplePath(Triple.create(pattern.getSubject(), pattern.getPredicate(), object))
        : new TriplePath(pattern.getSubject(), pattern.getPath(), object);
  }

  /// Returns the properties that a pattern of one step may match.
  static List<String> links(TriplePath triple) {
    return triple.isTriple()
        ? Stream.of(triple.getPredicate()).filter(Node::isURI).map(Node::getURI).toList()
        : links(triple.getPath()).toList();
  }

  private static Stream<String> links(Path path) {
    return switch (path) {
      case P_Link link -> Stream.of(link.getNode().getURI());
      case P_Alt either -> Stream.concat(links(either.getLeft()), links(either.getRight()));
      default -> Stream.empty();
    };
  }

  /// Replaces paths of several steps by one pattern for each step, and filters that list the terms
  /// of a variable by `VALUES`.
  private static final class InSteps extends ElementTransformCopyBase {
    private int steps;

    @Override
    public Element transform(ElementGroup group, List<Element> members) {
      Set<Var> bound = new LinkedHashSet<>();
      for (Element member : members) {
        if (member instanceof ElementPathBlock block) {
          bound.addAll(PatternVars.vars(block));
        }
      }
      ElementGroup copy = new ElementGroup();
      for (Element member : members) {
        if (member instanceof ElementFilter filter) {
          split(filter.getExpr(), bound, copy);
        } else {
          copy.addElement(member);
        }
      }
      return copy;
    }

    /// Adds the parts of a condition that must all be true.
    private static void split(Expr condition, Set<Var> bound, ElementGroup to) {
      if (condition instanceof E_LogicalAnd both) {
        split(both.getArg1(), bound, to);
        split(both.getArg2(), bound, to);
        return;
      }
      Map<Var, List<Node>> listed = new LinkedHashMap<>();
      if (lists(condition, listed) && listed.size() == 1 && bound.containsAll(listed.keySet())) {
        Map.Entry<Var, List<Node>> one = listed.entrySet().iterator().next();
        ElementData data = new ElementData();
        data.add(one.getKey());
        one.getValue().stream()
            .distinct()
            .forEach(term -> data.add(BindingFactory.binding(one.getKey(), term)));
        to.addElement(data);
      } else {
        to.addElement(new ElementFilter(condition));
      }
    }

    /// Reports whether a condition lists terms of variables, and adds them. Numbers are equal in
    /// any datatype.
    private static boolean lists(Expr condition, Map<Var, List<Node>> listed) {
      return switch (condition) {
        case E_LogicalOr either ->
            lists(either.getArg1(), listed) && lists(either.getArg2(), listed);
        case E_Equals equal ->
            lists(equal.getArg1(), List.of(equal.getArg2()), listed)
                || lists(equal.getArg2(), List.of(equal.getArg1()), listed);
        case E_SameTerm same ->
            lists(same.getArg1(), List.of(same.getArg2()), listed)
                || lists(same.getArg2(), List.of(same.getArg1()), listed);
        case E_OneOf in -> lists(in.getLHS(), in.getRHS().getList(), listed);
        default -> false;
      };
    }

    private static boolean lists(Expr variable, List<Expr> terms, Map<Var, List<Node>> listed) {
      if (!variable.isVariable()
          || !terms.stream().allMatch(one -> one.isConstant() && !one.getConstant().isNumber())) {
        return false;
      }
      terms.stream()
          .map(one -> one.getConstant().asNode())
          .forEach(listed.computeIfAbsent(variable.asVar(), _ -> new ArrayList<>())::add);
      return true;
    }

    @Override
    public Element transform(ElementPathBlock block) {
      ElementPathBlock copy = new ElementPathBlock();
      block.getPattern().forEach(triple -> split(triple, copy));
      return copy;
    }

    private void split(TriplePath triple, ElementPathBlock to) {
      if (triple.getPath() instanceof P_Seq sequence) {
        Var middle = Var.alloc(STEP + ++steps);
        split(new TriplePath(triple.getSubject(), sequence.getLeft(), middle), to);
        split(new TriplePath(middle, sequence.getRight(), triple.getObject()), to);
      } else if (triple.getPath() instanceof P_Inverse inverse) {
        split(new TriplePath(triple.getObject(), inverse.getSubPath(), triple.getSubject()), to);
      } else {
        to.addTriplePath(triple);
      }
    }
  }
}
