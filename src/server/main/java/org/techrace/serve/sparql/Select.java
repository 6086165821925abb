package org.techrace.serve.sparql;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.query.Syntax;
import org.apache.jena.shared.impl.PrefixMappingImpl;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
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

  /// Visits the elements of its pattern.
  void each(Consumer<Element> visitor) {
    each(query.getQueryPattern(), visitor);
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
