package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.query.Syntax;
import org.apache.jena.shared.impl.PrefixMappingImpl;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.E_If;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.ExprVar;
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
import org.apache.jena.sparql.syntax.ElementNamedGraph;
import org.apache.jena.sparql.syntax.ElementOptional;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.syntax.ElementSubQuery;
import org.apache.jena.sparql.syntax.ElementUnion;
import org.apache.jena.sparql.syntax.PatternVars;
import org.apache.jena.sparql.syntax.syntaxtransform.ElementTransformCopyBase;
import org.apache.jena.sparql.syntax.syntaxtransform.QueryTransformOps;
import org.techrace.query.ValueOrigins;

/// Finds where a query aggregates, ranks or compares the values of observations. Each `SELECT` in
/// it is looked at by itself, as it is evaluated by itself.
final class ValueUses {
  private static final String BLANK = "openBlank";
  private static final String STEP = "openStep";

  /// The verb of a sum.
  static final String ADDS_UP = "adds up";

  /// The verb of a ranking.
  private static final String RANKS = "ranks";

  private static final Map<String, String> AGGREGATES =
      Map.of(
          "SUM", ADDS_UP,
          "AVG", "averages",
          "MIN", "takes the smallest of",
          "MAX", "takes the largest of",
          "SAMPLE", "takes any of");

  /// A use of values.
  ///
  /// @param verb what is done with them
  /// @param figures the variables of the observations: one, or two that are compared
  /// @param pattern a query whose solutions bind the observations and the keys
  /// @param keys the keys of the groups; empty if all are one group
  /// @param seen the properties of the observations whose values the rows show, each with the
  ///   variable of the values
  record Use(
      String verb, List<Var> figures, Query pattern, List<Expr> keys, Map<String, Node> seen) {
    /// Returns the name of the observation in a query.
    String figure() {
      String name = figures.getFirst().getVarName();
      return name.startsWith(BLANK) || name.startsWith(STEP) ? "?figure" : "?" + name;
    }
  }

  private final Set<String> measures;
  private final List<Use> uses = new ArrayList<>();
  private int steps;

  private ValueUses(Set<String> measures) {
    this.measures = measures;
  }

  /// Returns the uses in a query.
  ///
  /// @param measures the properties of observations with values
  static List<Use> of(Query query, Set<String> measures) {
    if (!query.isSelectType() || query.getQueryPattern() == null) {
      return List.of();
    }
    ValueUses found = new ValueUses(measures);
    Query named = ValueOrigins.withVariables(query, BLANK);
    found.read(QueryTransformOps.transform(named, found.new InSteps()));
    return List.copyOf(found.uses);
  }

  private void read(Query query) {
    One one = new One(query);
    each(query.getQueryPattern(), one::add);
    one.addShown();
    one.addUses();
  }

  /// Visits the elements of a pattern, also those of queries in it that have no groups.
  private void each(Element element, Consumer<Element> visitor) {
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

  private static boolean isPlain(Query query) {
    return !query.hasGroupBy() && !query.hasAggregators();
  }

  /// One `SELECT`.
  private final class One {
    private final Query query;
    private final List<TriplePath> triples = new ArrayList<>();
    private final List<Expr> expressions = new ArrayList<>();

    /// The observations that the value of a variable comes from.
    private final Map<Var, Set<Var>> sources = new LinkedHashMap<>();

    private final Map<Var, Expr> computed = new LinkedHashMap<>();
    private final Set<Var> shown = new HashSet<>();

    One(Query query) {
      this.query = query;
      query
          .getProject()
          .forEachVarExpr(
              (variable, expression) -> {
                if (expression != null && isPlain(query)) {
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
        case ElementSubQuery nested when isPlain(nested.getQuery()) ->
            nested
                .getQuery()
                .getProject()
                .forEachVarExpr(
                    (variable, expression) -> {
                      if (expression != null) {
                        computed.put(variable, expression);
                      }
                    });
        case ElementSubQuery nested -> ValueUses.this.read(nested.getQuery());
        default -> {
          // The others have neither statements nor expressions of their own.
        }
      }
    }

    private boolean isMeasure(TriplePath triple) {
      return Var.isVar(triple.getSubject())
          && Var.isVar(triple.getObject())
          && links(triple).anyMatch(measures::contains);
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
      if (isPlain(query)) {
        for (Expr expression : expressions) {
          each(expression, this::compare);
        }
        for (Expr expression : sorted()) {
          figures(expression).forEach(figure -> add(RANKS, List.of(figure)));
        }
        return;
      }
      for (ExprAggregator aggregator : query.getAggregators()) {
        String verb = AGGREGATES.get(aggregator.getAggregator().getName());
        if (verb != null && aggregator.getAggregator().getExprList() != null) {
          for (Expr expression : aggregator.getAggregator().getExprList()) {
            figures(expression).forEach(figure -> add(verb, List.of(figure)));
          }
        }
      }
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
      if (function.numArgs() == 2) {
        Set<Var> left = figures(function.getArg(1));
        Set<Var> right = figures(function.getArg(2));
        for (Var one : left) {
          for (Var other : right) {
            if (!left.contains(other) && !right.contains(one)) {
              add("compares", List.of(one, other));
            }
          }
        }
      }
    }

    /// Returns the observations whose values an expression is computed from.
    private Set<Var> figures(Expr expression) {
      Set<Var> found = new LinkedHashSet<>();
      Set<Var> known = new HashSet<>();
      List<Var> next = new ArrayList<>(values(expression).toList());
      while (!next.isEmpty()) {
        Var variable = next.removeLast();
        if (known.add(variable)) {
          found.addAll(sources.getOrDefault(variable, Set.of()));
          Optional.ofNullable(computed.get(variable))
              .ifPresent(from -> next.addAll(values(from).toList()));
        }
      }
      return found;
    }

    private void add(String verb, List<Var> figures) {
      if (uses.stream().anyMatch(use -> use.verb.equals(verb) && use.figures.equals(figures))) {
        return;
      }
      Map<String, Node> seen = new HashMap<>();
      for (TriplePath triple : triples) {
        if (figures.contains(triple.getSubject())
            && (triple.getObject().isConcrete() || shown.contains(Var.alloc(triple.getObject())))) {
          links(triple).forEach(property -> seen.put(property, triple.getObject()));
        }
      }
      List<Expr> keys = new ArrayList<>();
      VarExprList groups = query.getGroupBy();
      for (Var key : groups.getVars()) {
        keys.add(groups.getExpr(key) == null ? new ExprVar(key) : groups.getExpr(key));
      }
      uses.add(new Use(verb, figures, pattern(figures), keys, seen));
    }

    /// Returns a query for the solutions, with the observations visible.
    private Query pattern(List<Var> figures) {
      ElementGroup whole = new ElementGroup();
      whole.addElement(query.getQueryPattern());
      if (query.hasValues()) {
        ElementData data = new ElementData();
        query.getValuesVariables().forEach(data::add);
        query.getValuesData().forEach(data::add);
        whole.addElement(data);
      }
      Query pattern = new Query();
      pattern.setSyntax(Syntax.syntaxARQ);
      pattern.setQuerySelectType();
      pattern.setQueryResultStar(true);
      pattern.setQueryPattern(whole);
      return QueryTransformOps.transform(
          pattern,
          new ElementTransformCopyBase() {
            @Override
            public Element transform(ElementSubQuery nested, Query inner) {
              Query more = inner.cloneQuery();
              more.setPrefixMapping(new PrefixMappingImpl());
              if (isPlain(more) && !more.isQueryResultStar()) {
                figures.stream()
                    .filter(PatternVars.vars(more.getQueryPattern())::contains)
                    .filter(figure -> !more.getProjectVars().contains(figure))
                    .forEach(more::addResultVar);
              }
              return new ElementSubQuery(more);
            }
          });
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

  private static Stream<String> links(TriplePath triple) {
    return triple.isTriple()
        ? Stream.of(triple.getPredicate()).filter(Node::isURI).map(Node::getURI)
        : links(triple.getPath());
  }

  private static Stream<String> links(Path path) {
    return switch (path) {
      case P_Link link -> Stream.of(link.getNode().getURI());
      case P_Alt either -> Stream.concat(links(either.getLeft()), links(either.getRight()));
      default -> Stream.empty();
    };
  }

  /// Replaces paths of several steps by one pattern for each step.
  private final class InSteps extends ElementTransformCopyBase {
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
