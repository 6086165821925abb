package org.techrace.entity;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementData;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.syntax.syntaxtransform.ElementTransformCopyBase;
import org.apache.jena.sparql.syntax.syntaxtransform.QueryTransformOps;

/// A call of a page's query: its variable bindings and the part of the solutions that is wanted.
///
/// @param query the query's name, see [PageQueries#get]
/// @param bound values for variables of the query
/// @param values the terms that fill the query's empty `VALUES ?x { }`
/// @param descending true to reverse the query's order
/// @param offset the number of solutions to skip
/// @param limit the maximum number of solutions
public record Ask(
    String query,
    Map<String, Node> bound,
    List<Node> values,
    boolean descending,
    long offset,
    long limit) {
  public Ask {
    bound = Map.copyOf(bound);
    values = List.copyOf(values);
  }

  /// Asks for all solutions of a query.
  public static Ask of(String query) {
    return new Ask(query, Map.of(), List.of(), false, 0, Long.MAX_VALUE);
  }

  /// Reports whether the answer depends only on the release, not on a value from outside.
  boolean dependsOnReleaseOnly() {
    return bound.isEmpty() && values.isEmpty();
  }

  /// Returns a copy with a value for a variable.
  public Ask with(String variable, Node value) {
    Map<String, Node> more = new TreeMap<>(bound);
    more.put(variable, value);
    return new Ask(query, more, values, descending, offset, limit);
  }

  /// Returns a copy without a value for a variable.
  Ask without(String variable) {
    Map<String, Node> fewer = new TreeMap<>(bound);
    fewer.remove(variable);
    return new Ask(query, fewer, values, descending, offset, limit);
  }

  /// Returns a copy with terms for the query's `VALUES` block.
  public Ask about(List<Node> newValues) {
    return new Ask(query, bound, newValues, descending, offset, limit);
  }

  /// Returns a copy in the query's own order (false) or in reverse order (true).
  public Ask turned(boolean newDescending) {
    return new Ask(query, bound, values, newDescending, offset, limit);
  }

  /// Returns a copy that asks for a part of the solutions.
  public Ask slice(long newOffset, long newLimit) {
    return new Ask(query, bound, values, descending, newOffset, newLimit);
  }

  /// Returns the query to evaluate: the written query with bindings, order, offset and limit
  /// applied.
  Query applyTo(Query written) {
    Query asked = QueryTransformOps.transform(written, new FillIn(values));
    if (!bound.isEmpty()) {
      Map<Var, Node> values = new HashMap<>();
      bound.forEach((name, value) -> values.put(Var.alloc(name), value));
      asked =
          QueryTransformOps.transform(
              QueryTransformOps.replaceVars(asked, values), new EachPatternOnce());
    }
    if (descending && asked.hasOrderBy()) {
      List<SortCondition> order = List.copyOf(asked.getOrderBy());
      asked.getOrderBy().clear();
      for (SortCondition sort : order) {
        asked.addOrderBy(sort.getExpression(), turned(sort));
      }
    }
    if (limit < Long.MAX_VALUE) {
      asked.setOffset(offset);
      asked.setLimit(limit);
    }
    return asked;
  }

  private static int turned(SortCondition sort) {
    return sort.getDirection() == Query.ORDER_DESCENDING
        ? Query.ORDER_ASCENDING
        : Query.ORDER_DESCENDING;
  }

  /// Fills `VALUES ?x { }` with the given terms.
  private static final class FillIn extends ElementTransformCopyBase {
    private final List<Node> values;

    FillIn(List<Node> values) {
      this.values = values;
    }

    @Override
    public Element transform(ElementData data) {
      if (data.getVars().size() != 1 || !data.getRows().isEmpty()) {
        return data;
      }
      Var variable = data.getVars().getFirst();
      ElementData filled = new ElementData();
      filled.add(variable);
      for (Node value : values) {
        Binding row = BindingFactory.binding(variable, value);
        filled.add(row);
      }
      return filled;
    }
  }

  /// Removes duplicate triple patterns, which occur when two variables are bound to the same term.
  private static final class EachPatternOnce extends ElementTransformCopyBase {
    @Override
    public Element transform(ElementPathBlock block) {
      ElementPathBlock once = new ElementPathBlock();
      new LinkedHashSet<>(block.getPattern().getList()).forEach(once::addTriplePath);
      return once;
    }
  }
}
