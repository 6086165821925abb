package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.query.Syntax;
import org.apache.jena.shared.impl.PrefixMappingImpl;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggCountVarDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.apache.jena.sparql.path.P_Alt;
import org.apache.jena.sparql.path.P_Inverse;
import org.apache.jena.sparql.path.P_Link;
import org.apache.jena.sparql.path.P_Seq;
import org.apache.jena.sparql.path.Path;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementData;
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

/// A `SELECT` of a query: the query itself, or one in it that has groups and is evaluated by
/// itself. The patterns of those without groups belong to the one around them.
///
/// @param query its text, [in steps][#inSteps]
record Select(Query query) {
  private static final String BLANK = "openBlank";
  private static final String STEP = "openStep";

  /// Returns a query with variables for blank nodes, and with a pattern for each step of a path, so
  /// that each thing that it reads has a variable.
  static Query inSteps(Query query) {
    return QueryTransformOps.transform(ValueOrigins.withVariables(query, BLANK), new InSteps());
  }

  /// Reports whether a variable is not one of the reader's query.
  static boolean isAdded(Var variable) {
    return Stream.of(BLANK, STEP).anyMatch(variable.getVarName()::startsWith);
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
    Select select = new Select(inSteps);
    visitor.accept(select);
    select.each(
        element -> {
          if (element instanceof ElementSubQuery nested && !isPlain(nested.getQuery())) {
            eachIn(nested.getQuery(), visitor);
          }
        });
  }

  /// Returns the patterns that each solution matches, or that one of several alternatives has: not
  /// those of an `OPTIONAL`.
  List<TriplePath> patterns() {
    List<TriplePath> patterns = new ArrayList<>();
    needed(query.getQueryPattern(), patterns);
    return patterns;
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

  /// Returns its [patterns][#patterns] without filters and without what else it has.
  ///
  /// @param more patterns to add
  Select onlyPatterns(TriplePath... more) {
    ElementPathBlock block = new ElementPathBlock();
    Stream.concat(patterns().stream(), Stream.of(more)).distinct().forEach(block::addTriplePath);
    Query only = new Query();
    only.setSyntax(Syntax.syntaxARQ);
    only.setQuerySelectType();
    only.setQueryResultStar(true);
    only.setQueryPattern(block);
    return new Select(only);
  }

  /// Returns a copy with other patterns in place of one.
  Select replacing(TriplePath pattern, List<TriplePath> others) {
    return new Select(
        QueryTransformOps.transform(
            query,
            new ElementTransformCopyBase() {
              @Override
              public Element transform(ElementPathBlock block) {
                ElementPathBlock copy = new ElementPathBlock();
                for (TriplePath one : block.getPattern()) {
                  (one.equals(pattern) ? others : List.of(one)).forEach(copy::addTriplePath);
                }
                return copy;
              }
            }));
  }

  /// Returns the name of a variable for an advice.
  static String named(Var variable) {
    return isAdded(variable) ? "?it" : variable.toString();
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
              variables.stream()
                  .filter(PatternVars.vars(more.getQueryPattern())::contains)
                  .filter(variable -> !more.getProjectVars().contains(variable))
                  .forEach(more::addResultVar);
            }
            return new ElementSubQuery(more);
          }
        });
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

  /// Replaces paths of several steps by one pattern for each step.
  private static final class InSteps extends ElementTransformCopyBase {
    private int steps;

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
