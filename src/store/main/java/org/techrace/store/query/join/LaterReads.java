package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRun;

/// The columns that are read after a join: those of the result, and those that the remaining parts,
/// filters and operators of the [Group] read.
final class LaterReads {
  private final Demand demand;

  /// The columns of the result, and those that OPTIONAL and MINUS read.
  private final BitSet always;

  /// The columns that each OPTIONAL and MINUS reads, and those that each may bind.
  private final List<BitSet> readLast = new ArrayList<>();

  private final List<BitSet> boundLast = new ArrayList<>();

  /// The columns that OPTIONAL may bind.
  private final BitSet addedLast = new BitSet();

  private final List<Filter> filters = new ArrayList<>();

  /// The columns of a filter: those that it waits for, and those that it reads.
  private record Filter(BitSet waitsFor, BitSet reads) {}

  LaterReads(QueryRun run, Group group, Demand demand) {
    this.demand = demand;
    this.always = (BitSet) demand.columns().clone();
    for (LastPart part : group.last()) {
      readLast.add(part.reads());
      boundLast.add(part.adds());
      always.or(part.reads());
      addedLast.or(part.adds());
    }
    for (Condition filter : group.filters()) {
      filters.add(
          new Filter(
              run.layout().columnSet(filter.expr().getVarsMentioned()),
              run.layout().columnSet(filter.mentioned())));
    }
  }

  /// Returns true if one of the columns numbers the rows of the input.
  boolean numbered() {
    return demand.numbered();
  }

  /// Returns the demand for these columns.
  Demand demand(BitSet columns) {
    return new Demand(columns, demand.weights(), demand.numbered());
  }

  /// Returns the columns that are read after the joins and the first operators OPTIONAL and MINUS.
  ///
  /// @param applied the number of these operators
  BitSet afterLast(int applied) {
    BitSet read = (BitSet) demand.columns().clone();
    readLast.subList(applied, readLast.size()).forEach(read::or);
    for (Filter filter : filters) {
      if (filter.waitsFor().intersects(addedLast)) {
        read.or(filter.reads());
      }
    }
    return read;
  }

  /// Returns the columns that an operator OPTIONAL may bind.
  ///
  /// @param number its place among those that are applied after the joins
  BitSet boundByLast(int number) {
    return boundLast.get(number);
  }

  /// Returns the columns that are read by all but the remaining parts.
  ///
  /// @param open the columns of the remaining parts; a filter on one of them has not been applied
  BitSet withoutParts(BitSet open) {
    BitSet read = (BitSet) always.clone();
    for (Filter filter : filters) {
      if (filter.waitsFor().intersects(open) || filter.waitsFor().intersects(addedLast)) {
        read.or(filter.reads());
      }
    }
    return read;
  }
}
