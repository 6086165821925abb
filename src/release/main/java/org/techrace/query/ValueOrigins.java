package org.techrace.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.query.Syntax;
import org.apache.jena.shared.impl.PrefixMappingImpl;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.core.VarExprList;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.aggregate.AggMax;
import org.apache.jena.sparql.expr.aggregate.AggMin;
import org.apache.jena.sparql.expr.aggregate.AggregatorFactory;
import org.apache.jena.sparql.path.P_Alt;
import org.apache.jena.sparql.path.P_Inverse;
import org.apache.jena.sparql.path.P_Link;
import org.apache.jena.sparql.path.P_NegPropSet;
import org.apache.jena.sparql.path.P_OneOrMore1;
import org.apache.jena.sparql.path.P_OneOrMoreN;
import org.apache.jena.sparql.path.P_Path1;
import org.apache.jena.sparql.path.P_Seq;
import org.apache.jena.sparql.path.P_ZeroOrMore1;
import org.apache.jena.sparql.path.P_ZeroOrMoreN;
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
import org.apache.jena.sparql.syntax.syntaxtransform.QueryTransformOps;
import org.apache.jena.vocabulary.RDF;
import org.techrace.rdf.DataCube;

/// Finds the named graphs that the values of an answer come from: those of the statements that give
/// the values, not those of the statements that name, type or select things. A value is followed
/// from its column through expressions, aggregates and sub-queries to the triple patterns that bind
/// it.
///
/// A number is given by the patterns with it as object. Things that are counted are given by the
/// patterns about them. Columns without any number, such as the ends of an edge, are given by the
/// patterns that join them, or else by all patterns about them. Classes give a value only if
/// nothing else does.
///
/// Not thread-safe: one thread uses an instance.
public final class ValueOrigins {
  /// The variable with the number of values from the graphs of a solution.
  public static final String COUNT = "valueCount";

  private static final String GRAPH = "valueGraph";
  private static final Node DATA_SET = NodeFactory.createURI(DataCube.DATA_SET);
  private static final String BLANK = "valueBlank";
  private static final String STEP = "valueStep";
  private static final String INNER = "Value";

  /// Which patterns give a value. The first that any pattern fits is taken.
  private enum Given {
    /// Those that join two of the values, such as the ends of an edge.
    JOINED,
    /// Those that have a value as subject or object.
    ABOUT,
    /// Those as well that state the class of a value.
    TYPED
  }

  private final Set<Var> wanted;
  private final Given given;
  private final Predicate<Node> naming;
  private final AtomicInteger steps;
  private final List<Var> graphs = new ArrayList<>();

  private ValueOrigins(Set<Var> wanted, Given given, Predicate<Node> naming, AtomicInteger steps) {
    this.wanted = wanted;
    this.given = given;
    this.naming = naming;
    this.steps = steps;
  }

  /// Returns a query for the graphs: each solution binds any number of variables to one each, or to
  /// the data set of an observation in it, whose edition it is, and [#COUNT] to how many values
  /// they give.
  ///
  /// @param query the query of the answer
  /// @param values the columns with the values
  /// @param measured true if the columns are numbers or counts; false if they are names and days
  /// @param naming whether a property gives names, such as `rdfs:label`
  /// @return empty if the query is no `SELECT`, or no triple pattern gives the values
  public static Optional<Query> of(
      Query query, Collection<String> values, boolean measured, Predicate<Node> naming) {
    if (!query.isSelectType() || query.getQueryPattern() == null) {
      return Optional.empty();
    }
    // Parts of a pattern with the same blank node are apart in the query that is returned.
    Query named = withVariables(query, BLANK);
    Set<Var> columns = new LinkedHashSet<>(Var.varList(values));
    for (Given given : Given.values()) {
      if (measured && given == Given.JOINED) {
        continue;
      }
      ValueOrigins origins =
          new ValueOrigins(new LinkedHashSet<>(columns), given, naming, new AtomicInteger());
      Element traced = origins.query(named, true);
      if (!origins.graphs.isEmpty()) {
        Query asked = select(traced, origins.graphs);
        origins.graphs.forEach(asked::addGroupBy);
        asked.addResultVar(COUNT, asked.allocAggregate(AggregatorFactory.createCount(false)));
        asked.getPrefixMapping().setNsPrefixes(query.getPrefixMapping());
        return Optional.of(asked);
      }
    }
    return Optional.empty();
  }

  /// Returns a query with variables instead of blank nodes: these can be selected, and are the same
  /// in several parts of it.
  ///
  /// @param prefix the beginning of their names
  public static Query withVariables(Query query, String prefix) {
    return QueryTransformOps.transform(
        query,
        node ->
            Var.isBlankNodeVar(node)
                ? Var.alloc(prefix + node.getName().replaceAll("\\D", ""))
                : node);
  }

  private static Query select(Element pattern, Collection<Var> variables) {
    Query query = new Query();
    query.setSyntax(Syntax.syntaxARQ);
    query.setQuerySelectType();
    query.setQueryPattern(grouped(pattern));
    variables.forEach(query::addResultVar);
    return query;
  }

  private static Element grouped(Element element) {
    if (element instanceof ElementGroup) {
      return element;
    }
    ElementGroup group = new ElementGroup();
    group.addElement(element);
    return group;
  }

  /// Returns a query as an element that binds the graphs of the wanted variables.
  private Element query(Query query, boolean outermost) {
    VarExprList project = query.getProject();
    boolean grouped = query.hasGroupBy() || query.hasAggregators();
    Set<Var> inside = new LinkedHashSet<>();
    for (Var variable : wanted) {
      Expr computed = project.getExpr(variable);
      if (computed != null) {
        inside.addAll(variables(computed, query.getQueryPattern()));
      } else if (project.contains(variable) || query.isQueryResultStar()) {
        inside.add(variable);
      }
    }
    if (inside.isEmpty()) {
      return new ElementSubQuery(nested(query));
    }
    ValueOrigins inner = new ValueOrigins(inside, given, naming, steps);
    Element single = inner.inSteps(query.getQueryPattern());
    inner.follow(single);
    Element pattern = inner.element(single);
    if (inner.graphs.isEmpty()) {
      return new ElementSubQuery(nested(query));
    }
    graphs.addAll(inner.graphs);
    if (!grouped) {
      return projected(query, pattern, inner.graphs, outermost);
    }
    return outermost && hasAllGroups(query) ? pattern : joined(query, pattern);
  }

  /// Reports whether each solution of the pattern of a query gives a value of a row: no group is
  /// left out, and no solution of a group, as a largest value leaves out the others.
  private boolean hasAllGroups(Query query) {
    return !query.hasHaving()
        && !query.hasLimit()
        && !query.hasOffset()
        && !query.hasValues()
        && query.getAggregators().stream()
            .noneMatch(
                one ->
                    one.getAggregator() instanceof AggMax || one.getAggregator() instanceof AggMin);
  }

  /// Returns a copy of a query for use inside another one, which has the prefixes.
  private static Query nested(Query query) {
    Query copy = query.cloneQuery();
    copy.setPrefixMapping(new PrefixMappingImpl());
    return copy;
  }

  /// A query without groups: its own rows, with the graphs as further columns.
  private Element projected(Query query, Element pattern, List<Var> added, boolean outermost) {
    if (outermost && !query.hasLimit() && !query.hasOffset()) {
      ElementGroup whole = new ElementGroup();
      whole.addElement(pattern);
      if (query.hasValues()) {
        whole.addElement(values(query));
      }
      return whole;
    }
    Query more = nested(query);
    more.setQueryPattern(grouped(pattern));
    if (!query.isQueryResultStar()) {
      added.forEach(more.getProject()::add);
    }
    return new ElementSubQuery(more);
  }

  /// A query with groups: its rows, joined with the pattern that they summarise. Variables that are
  /// not keys of the groups are different ones there.
  private Element joined(Query query, Element pattern) {
    Set<Var> keys = new HashSet<>();
    VarExprList groups = query.getGroupBy();
    for (Var key : groups.getVars()) {
      if (groups.getExpr(key) == null && query.getProject().contains(key)) {
        keys.add(key);
      }
    }
    Element needed = connected(pattern, keys);
    Map<Var, Var> renamed = new HashMap<>();
    for (Var variable : PatternVars.vars(needed)) {
      if (!keys.contains(variable) && !variable.getVarName().startsWith(GRAPH)) {
        renamed.put(variable, Var.alloc(variable.getVarName() + INNER));
      }
    }
    ElementGroup both = new ElementGroup();
    both.addElement(new ElementSubQuery(nested(query)));
    // In the same group as the keys, because a filter may compare with them.
    List<Element> parts = new ArrayList<>();
    flatten(renamed(needed, renamed), parts);
    for (Element part : parts) {
      // A key that is computed is there already: it must be the same.
      both.addElement(
          part instanceof ElementBind bind && keys.contains(bind.getVar())
              ? new ElementFilter(new E_Equals(new ExprVar(bind.getVar()), bind.getExpr()))
              : part);
    }
    // Of a largest or smallest value, the statements with that value.
    query
        .getProject()
        .forEachExpr(
            (variable, computed) -> {
              if (wanted.contains(variable)
                  && computed instanceof ExprAggregator aggregator
                  && (aggregator.getAggregator() instanceof AggMax
                      || aggregator.getAggregator() instanceof AggMin)
                  && aggregator.getAggregator().getExprList().get(0) instanceof ExprVar of
                  && renamed.containsKey(of.asVar())) {
                both.addElement(
                    new ElementFilter(
                        new E_Equals(new ExprVar(renamed.get(of.asVar())), new ExprVar(variable))));
              }
            });
    return both;
  }

  /// Returns the parts of a pattern that are connected with the graphs by other variables than the
  /// keys. The rows of the groups already require the other parts.
  private static Element connected(Element pattern, Set<Var> keys) {
    List<Element> parts = new ArrayList<>();
    flatten(pattern, parts);
    List<Element> kept = new ArrayList<>();
    Set<Var> linked = new HashSet<>();
    for (Element part : parts) {
      if (PatternVars.vars(part).stream().anyMatch(v -> v.getVarName().startsWith(GRAPH))) {
        kept.add(part);
        linked.addAll(mentioned(part));
      }
    }
    linked.removeAll(keys);
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Element part : parts) {
        if (!(part instanceof ElementFilter)
            && !kept.contains(part)
            && mentioned(part).stream().anyMatch(linked::contains)) {
          grown = true;
          kept.add(part);
          linked.addAll(mentioned(part));
          linked.removeAll(keys);
        }
      }
    }
    ElementGroup group = new ElementGroup();
    parts.stream()
        .filter(
            part ->
                part instanceof ElementFilter filter
                    ? filter.getExpr().getVarsMentioned().stream()
                        .allMatch(v -> linked.contains(v) || keys.contains(v))
                    : kept.contains(part))
        .forEach(group::addElement);
    return group;
  }

  private static void flatten(Element element, List<Element> parts) {
    if (element instanceof ElementGroup group) {
      group.getElements().forEach(member -> flatten(member, parts));
    } else {
      parts.add(element);
    }
  }

  private static Set<Var> mentioned(Element part) {
    Set<Var> variables = new HashSet<>(PatternVars.vars(part));
    if (part instanceof ElementBind bind) {
      variables.addAll(bind.getExpr().getVarsMentioned());
    }
    return variables;
  }

  private static Element renamed(Element pattern, Map<Var, Var> names) {
    Query holder = select(pattern, List.of());
    holder.setQueryResultStar(true);
    return QueryTransformOps.transform(
            holder,
            node -> Var.isVar(node) ? names.getOrDefault(Var.alloc(node), Var.alloc(node)) : node)
        .getQueryPattern();
  }

  private static Element values(Query query) {
    ElementData data = new ElementData();
    query.getValuesVariables().forEach(data::add);
    query.getValuesData().forEach(data::add);
    return data;
  }

  /// The variables of an expression, also those inside its aggregates. `COUNT(*)` has all of the
  /// pattern.
  private static Set<Var> variables(Expr expression, Element pattern) {
    Set<Var> found = new LinkedHashSet<>();
    switch (expression) {
      case ExprAggregator aggregator -> {
        var of = aggregator.getAggregator().getExprList();
        if (of == null || of.isEmpty()) {
          found.addAll(PatternVars.vars(pattern));
        } else {
          of.forEach(one -> found.addAll(variables(one, pattern)));
        }
      }
      case ExprFunction function ->
          function.getArgs().forEach(one -> found.addAll(variables(one, pattern)));
      default -> found.addAll(expression.getVarsMentioned());
    }
    return found;
  }

  /// Adds the variables that wanted ones are computed from, and the things that they name.
  private void follow(Element pattern) {
    int before;
    do {
      before = wanted.size();
      followOnce(pattern);
    } while (wanted.size() > before);
  }

  private void followOnce(Element element) {
    switch (element) {
      case ElementGroup group -> group.getElements().forEach(this::followOnce);
      case ElementUnion union -> union.getElements().forEach(this::followOnce);
      case ElementOptional optional -> followOnce(optional.getOptionalElement());
      case ElementNamedGraph graph -> followOnce(graph.getElement());
      case ElementBind bind when wanted.contains(bind.getVar()) ->
          wanted.addAll(variables(bind.getExpr(), bind));
      case ElementPathBlock block -> block.getPattern().forEach(this::followName);
      default -> {
        // Other elements bind no variable from others.
      }
    }
  }

  private void followName(TriplePath triple) {
    if (isWanted(triple.getObject()) && isName(triple) && Var.isVar(triple.getSubject())) {
      wanted.add(Var.alloc(triple.getSubject()));
    }
  }

  /// Returns a pattern whose paths of several steps are one pattern for each step.
  private Element inSteps(Element element) {
    return switch (element) {
      case ElementPathBlock block -> {
        ElementPathBlock copy = new ElementPathBlock();
        block.getPattern().forEach(triple -> split(triple, copy));
        yield copy;
      }
      default -> parts(element, this::inSteps);
    };
  }

  private void split(TriplePath triple, ElementPathBlock to) {
    if (triple.getPath() instanceof P_Seq sequence) {
      Var middle = Var.alloc(STEP + steps.incrementAndGet());
      split(path(triple.getSubject(), sequence.getLeft(), middle), to);
      split(path(middle, sequence.getRight(), triple.getObject()), to);
    } else {
      to.addTriplePath(triple);
    }
  }

  private Element element(Element element) {
    return switch (element) {
      case ElementPathBlock block -> {
        ElementGroup copy = new ElementGroup();
        block.getPattern().forEach(triple -> copy.addElement(pattern(triple)));
        yield copy;
      }
      case ElementNamedGraph graph -> {
        if (PatternVars.vars(graph.getElement()).stream().noneMatch(wanted::contains)) {
          yield graph;
        }
        Node name = graph.getGraphNameNode();
        if (Var.isVar(name)) {
          graphs.add(Var.alloc(name));
          yield graph;
        }
        ElementGroup named = new ElementGroup();
        named.addElement(graph);
        named.addElement(new ElementBind(newGraph(), NodeValue.makeNode(name)));
        yield named;
      }
      case ElementSubQuery nested -> query(nested.getQuery(), false);
      default -> parts(element, this::element);
    };
  }

  /// Returns an element with its parts changed.
  private static Element parts(Element element, UnaryOperator<Element> change) {
    return switch (element) {
      case ElementGroup group -> {
        ElementGroup copy = new ElementGroup();
        group.getElements().forEach(member -> copy.addElement(change.apply(member)));
        yield copy;
      }
      case ElementUnion union -> {
        ElementUnion copy = new ElementUnion();
        union.getElements().forEach(member -> copy.addElement(change.apply(member)));
        yield copy;
      }
      case ElementOptional optional ->
          new ElementOptional(change.apply(optional.getOptionalElement()));
      default -> element;
    };
  }

  /// Returns a pattern; if it gives a value, inside the graph that it is in.
  private Element pattern(TriplePath triple) {
    ElementPathBlock block = new ElementPathBlock();
    block.addTriplePath(triple);
    if (!gives(triple)) {
      return block;
    }
    if (isStep(triple)) {
      ElementGroup dated = new ElementGroup();
      dated.addElement(block);
      ElementPathBlock set = new ElementPathBlock();
      set.addTriple(Triple.create(triple.getSubject(), DATA_SET, newGraph()));
      dated.addElement(new ElementOptional(set));
      return new ElementNamedGraph(newGraph(), dated);
    }
    // Of a path of any length, the step at the value.
    ElementPathBlock step = new ElementPathBlock();
    Var other = Var.alloc(STEP + steps.incrementAndGet());
    Path one = ((P_Path1) triple.getPath()).getSubPath();
    step.addTriplePath(
        isWanted(triple.getSubject())
            ? path(triple.getSubject(), one, other)
            : path(other, one, triple.getObject()));
    ElementGroup both = new ElementGroup();
    both.addElement(block);
    both.addElement(new ElementOptional(new ElementNamedGraph(newGraph(), step)));
    return both;
  }

  private Var newGraph() {
    Var graph = Var.alloc(GRAPH + steps.incrementAndGet());
    graphs.add(graph);
    return graph;
  }

  private static TriplePath path(Node subject, Path path, Node object) {
    return path instanceof P_Link link
        ? new TriplePath(Triple.create(subject, link.getNode(), object))
        : new TriplePath(subject, path, object);
  }

  private boolean isWanted(Node node) {
    return Var.isVar(node) && wanted.contains(Var.alloc(node));
  }

  /// Reports whether a pattern gives a value, and does not only name or type a thing.
  private boolean gives(TriplePath triple) {
    if (isName(triple) || !(isStep(triple) || repeatsStep(triple.getPath()))) {
      return false;
    }
    boolean subject = isWanted(triple.getSubject());
    boolean object = isWanted(triple.getObject());
    boolean type = RDF.Nodes.type.equals(triple.getPredicate());
    return switch (given) {
      case JOINED -> !type && subject && object;
      case ABOUT -> !type && (subject || object);
      case TYPED -> subject || object;
    };
  }

  private boolean isName(TriplePath triple) {
    return triple.isTriple() && naming.test(triple.getPredicate());
  }

  /// Reports whether a pattern matches one statement each.
  private static boolean isStep(TriplePath triple) {
    return triple.isTriple() || isStep(triple.getPath());
  }

  private static boolean repeatsStep(Path path) {
    return switch (path) {
      case P_OneOrMore1 many -> isStep(many.getSubPath());
      case P_OneOrMoreN many -> isStep(many.getSubPath());
      case P_ZeroOrMore1 many -> isStep(many.getSubPath());
      case P_ZeroOrMoreN many -> isStep(many.getSubPath());
      default -> false;
    };
  }

  private static boolean isStep(Path path) {
    return switch (path) {
      case P_Link _ -> true;
      case P_NegPropSet _ -> true;
      case P_Inverse inverse -> isStep(inverse.getSubPath());
      case P_Alt either -> isStep(either.getLeft()) && isStep(either.getRight());
      default -> false;
    };
  }
}
