package org.techrace.remote;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.query.Query;
import org.apache.jena.query.SortCondition;
import org.apache.jena.shared.PrefixMapping;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.BindingComparator;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.expr.ExprVisitorBase;
import org.apache.jena.sparql.syntax.ElementGroup;
import org.apache.jena.sparql.syntax.ElementSubQuery;

/// A query as it is sent to an endpoint, and the order of its rows.
///
/// Engines compare mixed values and texts differently, and Virtuoso refuses functions of aggregates
/// in ORDER BY. So rows are sorted here if all of them are received; otherwise a query with groups
/// becomes a subquery, in which its aggregates are plain variables.
///
/// @param sent the query for the endpoint
/// @param order the order of its rows; empty if the endpoint sorts them
record PortableQuery(Query sent, List<SortCondition> order) {
  PortableQuery {
    order = List.copyOf(order);
  }

  /// @param query a SELECT query; it is not changed
  static PortableQuery of(Query query) {
    if (!query.hasOrderBy() || !usesResultsOnly(query)) {
      return new PortableQuery(query, List.of());
    }
    List<SortCondition> order = query.getOrderBy();
    if (!query.hasLimit() && !query.hasOffset()) {
      Query unsorted = query.cloneQuery();
      unsorted.getOrderBy().clear();
      return new PortableQuery(unsorted, order);
    }
    boolean groups = query.hasGroupBy() || query.hasAggregators();
    boolean functions = order.stream().anyMatch(by -> !by.getExpression().isVariable());
    return new PortableQuery(groups && functions ? nested(query) : query, List.of());
  }

  /// Returns true if the order depends only on variables of the result.
  private static boolean usesResultsOnly(Query query) {
    Set<Var> used = new HashSet<>();
    List<Expr> others = new ArrayList<>();
    for (SortCondition by : query.getOrderBy()) {
      used.addAll(by.getExpression().getVarsMentioned());
      Walker.walk(
          by.getExpression(),
          new ExprVisitorBase() {
            @Override
            public void visit(ExprAggregator aggregate) {
              others.add(aggregate);
            }

            @Override
            public void visit(ExprFunctionOp exists) {
              others.add(exists);
            }
          });
    }
    return others.isEmpty() && query.getProjectVars().containsAll(used);
  }

  private static Query nested(Query query) {
    Query inner = query.cloneQuery();
    Query outer = new Query(query.getPrologue());
    outer.setQuerySelectType();
    query.getProjectVars().forEach(outer::addResultVar);
    query.getGraphURIs().forEach(outer::addGraphURI);
    query.getNamedGraphURIs().forEach(outer::addNamedGraphURI);
    inner.setPrefixMapping(PrefixMapping.Factory.create());
    inner.getGraphURIs().clear();
    inner.getNamedGraphURIs().clear();
    inner.getOrderBy().clear();
    inner.setLimit(Query.NOLIMIT);
    inner.setOffset(Query.NOLIMIT);
    ElementGroup pattern = new ElementGroup();
    pattern.addElement(new ElementSubQuery(inner));
    outer.setQueryPattern(pattern);
    query.getOrderBy().forEach(outer::addOrderBy);
    outer.setLimit(query.getLimit());
    outer.setOffset(query.getOffset());
    return outer;
  }

  /// Returns the comparison of the rows, if they are sorted here.
  Optional<BindingComparator> comparator() {
    return order.isEmpty() ? Optional.empty() : Optional.of(new BindingComparator(order));
  }
}
