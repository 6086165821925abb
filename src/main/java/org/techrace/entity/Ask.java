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

/// One asking of a page's query: what is bound, and which part of the solutions is wanted.
///
/// @param query its name
/// @param bound variables that stand for something
/// @param values what the query's empty `VALUES ?x { }` is filled with
/// @param descending whether its order is turned round
/// @param offset how many solutions are passed over
/// @param limit how many are wanted at most
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

  /// All solutions of a query.
  public static Ask of(String query) {
    return new Ask(query, Map.of(), List.of(), false, 0, Long.MAX_VALUE);
  }

  /// Whether the answer depends on the release alone.
  boolean isOfTheWhole() {
    return bound.isEmpty() && values.isEmpty();
  }

  /// The same with a variable that stands for something.
  public Ask with(String variable, Node value) {
    Map<String, Node> more = new TreeMap<>(bound);
    more.put(variable, value);
    return new Ask(query, more, values, descending, offset, limit);
  }

  /// The same about these terms.
  public Ask about(List<Node> newValues) {
    return new Ask(query, bound, newValues, descending, offset, limit);
  }

  /// The same in its own order, or turned round.
  public Ask turned(boolean newDescending) {
    return new Ask(query, bound, values, newDescending, offset, limit);
  }

  /// The same, but a part of its solutions only.
  public Ask slice(long newOffset, long newLimit) {
    return new Ask(query, bound, values, descending, newOffset, newLimit);
  }

  /// The query that asks so.
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

  /// Fills `VALUES ?x { }`.
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

  /// Leaves out what a pattern says twice, as it does when two variables stand for the same.
  private static final class EachPatternOnce extends ElementTransformCopyBase {
    @Override
    public Element transform(ElementPathBlock block) {
      ElementPathBlock once = new ElementPathBlock();
      new LinkedHashSet<>(block.getPattern().getList()).forEach(once::addTriplePath);
      return once;
    }
  }
}
