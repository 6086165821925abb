package org.techrace.store.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingComparator;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprException;
import org.apache.jena.sparql.expr.ExprNotComparableException;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.ValueSpace;
import org.apache.jena.sparql.function.FunctionEnvBase;
import org.jspecify.annotations.Nullable;

/// Checks the parts of ORDER BY that are defined: values of different kinds are in ARQ's order,
/// values that `<` can compare are in its order, and solutions with the same keys are ordered by
/// all their terms, as in ARQ (which uses the variables of the first, so only solutions with the
/// same variables are checked). The order is open between values of one kind that `<` cannot
/// compare, such as a year and a time: ARQ's comparison of them is not transitive, and its result
/// depends on the order of the input.
final class RightOrder {
  private final List<SortCondition> conditions;

  RightOrder(List<SortCondition> conditions) {
    this.conditions = conditions;
  }

  /// Returns a message on two solutions in the wrong order, or empty if there are none. Each
  /// solution is compared with those 1, 2, 4, 8, … positions later.
  Optional<String> breach(List<Binding> solutions) {
    List<List<@Nullable NodeValue>> keys = solutions.stream().map(this::keys).toList();
    for (int distance = 1; distance < solutions.size(); distance *= 2) {
      for (int i = 0; i + distance < solutions.size(); i++) {
        int k = i + distance;
        OptionalInt order = compare(keys.get(i), keys.get(k));
        if (order.isPresent() && order.getAsInt() == 0) {
          order = byAllTerms(solutions.get(i), solutions.get(k));
        }
        if (order.orElse(0) > 0) {
          return Optional.of(i + ": " + solutions.get(i) + "\n" + k + ": " + solutions.get(k));
        }
      }
    }
    return Optional.empty();
  }

  private static OptionalInt byAllTerms(Binding x, Binding y) {
    return Iter.toList(x.vars()).equals(Iter.toList(y.vars()))
        ? OptionalInt.of(BindingComparator.compareBindingsSyntactic(x, y))
        : OptionalInt.empty();
  }

  private List<@Nullable NodeValue> keys(Binding solution) {
    List<@Nullable NodeValue> keys = new ArrayList<>();
    for (SortCondition condition : conditions) {
      keys.add(evaluate(condition.getExpression(), solution));
    }
    return keys;
  }

  private static @Nullable NodeValue evaluate(Expr expression, Binding solution) {
    try {
      return expression.eval(solution, new FunctionEnvBase());
    } catch (ExprException e) {
      return null;
    }
  }

  /// Compares two lists of keys. Returns empty if their order is open.
  private OptionalInt compare(List<@Nullable NodeValue> x, List<@Nullable NodeValue> y) {
    for (int i = 0; i < conditions.size(); i++) {
      OptionalInt order = compare(x.get(i), y.get(i));
      if (order.isEmpty()) {
        return order;
      }
      if (order.getAsInt() != 0) {
        boolean descending = conditions.get(i).getDirection() == Query.ORDER_DESCENDING;
        return OptionalInt.of(descending ? -order.getAsInt() : order.getAsInt());
      }
    }
    return OptionalInt.of(0);
  }

  /// Returns true if the order of two terms is open, and with it which of them is the MIN or MAX.
  static boolean isOpen(@Nullable Node x, @Nullable Node y) {
    return x != null
        && y != null
        && compare(NodeValue.makeNode(x), NodeValue.makeNode(y)).isEmpty();
  }

  private static OptionalInt compare(@Nullable NodeValue x, @Nullable NodeValue y) {
    if (x == null || y == null) {
      return OptionalInt.of(Boolean.compare(x != null, y != null));
    }
    if (x.asNode().equals(y.asNode())) {
      return OptionalInt.of(0);
    }
    if (ValueSpace.valueSpace(x) != ValueSpace.valueSpace(y) || !x.asNode().isLiteral()) {
      return OptionalInt.of(NodeValue.compareAlways(x, y));
    }
    try {
      int order = NodeValue.compare(x, y);
      return order == Expr.CMP_LESS || order == Expr.CMP_GREATER
          ? OptionalInt.of(order)
          : OptionalInt.empty();
    } catch (ExprNotComparableException e) {
      return OptionalInt.empty();
    }
  }
}
