package org.techrace.serve.mcp;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.aggregate.AggMax;
import org.apache.jena.sparql.expr.aggregate.AggMin;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementGroup;
import org.apache.jena.sparql.syntax.ElementNamedGraph;
import org.apache.jena.sparql.syntax.ElementOptional;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.syntax.ElementSubQuery;
import org.apache.jena.sparql.syntax.ElementUnion;

/// Adds to a `SELECT` query the subjects of the statements that it reads, so that each row has
/// evidence even if it selects only names and numbers. The rows stay the same. A row of a group has
/// two of its subjects, the first and the last by their IRIs.
final class Subjects {
  /// An added column ends like this. It has the IRI of a subject.
  private static final String SUFFIX = "__subject";

  private static final String FIRST = "_first" + SUFFIX;
  private static final String LAST = "_last" + SUFFIX;

  private Subjects() {}

  static boolean isAdded(String column) {
    return column.endsWith(SUFFIX);
  }

  /// Reports whether a column has things that a variable of the query stands for.
  static boolean isOf(String variable, String column) {
    return Stream.of("", SUFFIX, FIRST, LAST).map(variable::concat).anyMatch(column::equals);
  }

  /// Reports whether a row of a query stands for several solutions.
  static boolean areGrouped(Query query) {
    return query.isSelectType()
        && (query.hasGroupBy() || query.hasAggregators() || query.isDistinct());
  }

  /// Returns the query with columns for each subject: a variable or an IRI.
  static Query addedTo(Query query) {
    if (!query.isSelectType()) {
      return query;
    }
    Query more = query.cloneQuery();
    more.ensureResultVars();
    Set<Node> subjects = new LinkedHashSet<>();
    collect(more.getQueryPattern(), subjects);
    boolean grouped = more.hasGroupBy() || more.hasAggregators();
    if (!grouped && more.isDistinct()) {
      if (!canGroup(more)) {
        return query;
      }
      // The distinct rows are the groups of equal rows.
      List.copyOf(more.getProjectVars()).forEach(column -> more.addGroupBy((Node) column));
      more.setDistinct(false);
      grouped = true;
    }
    more.setQueryResultStar(false);
    int constants = 0;
    for (Node subject : subjects) {
      if (Var.isVar(subject)) {
        String name = Var.alloc(subject).getVarName();
        Expr iri = new E_Str(new ExprVar(Var.alloc(subject)));
        if (grouped) {
          // Two things of a group: all of them could be the whole graph.
          add(name + FIRST, new AggMin(iri), more);
          add(name + LAST, new AggMax(iri), more);
        } else {
          more.getProject().add(Var.alloc(name + SUFFIX), iri);
        }
      } else {
        Var added = Var.alloc(constants++ + SUFFIX);
        more.getProject().add(added, NodeValue.makeString(subject.getURI()));
      }
    }
    return more;
  }

  /// Adds a column with an aggregate. `Query.allocAggregate` would take the variable of another
  /// aggregate: a copy of a query counts them from zero.
  private static void add(String column, Aggregator aggregate, Query query) {
    ExprAggregator aggregator = new ExprAggregator(Var.alloc("." + column), aggregate);
    query.getAggregators().add(aggregator);
    query.getProject().add(Var.alloc(column), aggregator);
  }

  /// Reports whether the rows of a `DISTINCT` query can be grouped: it computes no column, and
  /// sorts only by columns.
  private static boolean canGroup(Query query) {
    List<SortCondition> order = query.hasOrderBy() ? query.getOrderBy() : List.of();
    return query.getProject().getExprs().isEmpty()
        && order.stream()
            .flatMap(condition -> condition.getExpression().getVarsMentioned().stream())
            .allMatch(query.getProjectVars()::contains);
  }

  private static void collect(Element element, Set<Node> subjects) {
    switch (element) {
      case ElementGroup group -> group.getElements().forEach(one -> collect(one, subjects));
      case ElementUnion union -> union.getElements().forEach(one -> collect(one, subjects));
      case ElementOptional optional -> collect(optional.getOptionalElement(), subjects);
      case ElementNamedGraph graph -> collect(graph.getElement(), subjects);
      case ElementPathBlock block ->
          block.getPattern().getList().stream()
              .map(TriplePath::getSubject)
              .filter(Subjects::isNamed)
              .forEach(subjects::add);
      case ElementSubQuery nested ->
          // Only its columns are visible outside.
          nested.getQuery().getProjectVars().stream()
              .filter(column -> isSubject(column, nested.getQuery()))
              .forEach(subjects::add);
      default -> {
        // Other elements bind no subjects.
      }
    }
  }

  private static boolean isSubject(Var column, Query query) {
    Set<Node> inside = new LinkedHashSet<>();
    collect(query.getQueryPattern(), inside);
    return inside.contains(column);
  }

  private static boolean isNamed(Node subject) {
    return subject.isURI() || (Var.isVar(subject) && !Var.isBlankNodeVar(subject));
  }
}
