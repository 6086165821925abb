package org.techrace.store.query.plan;

import java.util.AbstractSet;
import java.util.BitSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import org.apache.jena.sparql.core.Var;
import org.techrace.store.query.row.Layout;

/// An immutable set of variables of a query. A query can have a thousand operators, each with sets
/// of a thousand variables, so each variable is a bit, and sets that do not change are shared.
public final class VariableSet extends AbstractSet<Var> {
  private final Layout numbers;
  private final BitSet bits;

  private VariableSet(Layout numbers, BitSet bits) {
    this.numbers = numbers;
    this.bits = bits;
  }

  /// Returns a set.
  ///
  /// @param numbers the numbers of the variables, the same for all sets that are combined
  static VariableSet of(Layout numbers, Collection<Var> variables) {
    return new VariableSet(numbers, numbers.columnSet(variables));
  }

  /// Returns the variables of this set or the other.
  VariableSet or(VariableSet other) {
    if (includes(other)) {
      return this;
    }
    if (other.includes(this)) {
      return other;
    }
    BitSet all = copy();
    all.or(other.bits);
    return new VariableSet(numbers, all);
  }

  /// Returns the variables of this set, and others.
  VariableSet or(Collection<Var> others) {
    return others.isEmpty() ? this : or(of(numbers, others));
  }

  /// Returns the variables of both sets.
  public VariableSet and(VariableSet other) {
    if (other.includes(this)) {
      return this;
    }
    BitSet both = copy();
    both.and(other.bits);
    return new VariableSet(numbers, both);
  }

  /// Returns the variables of this set that are not in the other.
  public VariableSet without(VariableSet other) {
    if (!bits.intersects(other.bits)) {
      return this;
    }
    BitSet rest = copy();
    rest.andNot(other.bits);
    return new VariableSet(numbers, rest);
  }

  private BitSet copy() {
    return (BitSet) bits.clone();
  }

  private boolean includes(VariableSet other) {
    BitSet missing = other.copy();
    missing.andNot(bits);
    return missing.isEmpty();
  }

  @Override
  public boolean contains(Object variable) {
    int number = variable instanceof Var name ? numbers.find(name) : -1;
    return number >= 0 && bits.get(number);
  }

  @Override
  public Iterator<Var> iterator() {
    return bits.stream()
        .mapToObj(number -> Objects.requireNonNull(numbers.variable(number)))
        .iterator();
  }

  @Override
  public int size() {
    return bits.cardinality();
  }

  @Override
  public boolean isEmpty() {
    return bits.isEmpty();
  }
}
