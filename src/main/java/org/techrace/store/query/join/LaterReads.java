package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRun;

/// The columns that are read after a join: those of the result, and those that the remaining parts,
/// filters and operators of the [Group] read.
final class LaterReads {
  private final Demand demand;

  /// The columns of the result, and those that OPTIONAL and MINUS read.
  private final BitSet always;

  /// The columns that OPTIONAL may bind.
  private final BitSet addedLast = new BitSet();

  private final List<Filter> filters = new ArrayList<>();

  /// The columns of a filter: those that it waits for, and those that it reads.
  private record Filter(BitSet waitsFor, BitSet reads) {}

  LaterReads(QueryRun run, Group group, Demand demand) {
    this.demand = demand;
    this.always = (BitSet) demand.columns().clone();
    for (var op : group.last()) {
      always.or(columns(run, MentionedVariables.ofRight(op)));
      addedLast.or(columns(run, Group.addedBy(op)));
    }
    for (Expr filter : group.filters()) {
      filters.add(
          new Filter(
              columns(run, filter.getVarsMentioned()),
              columns(run, MentionedVariables.of(filter))));
    }
  }

  private static BitSet columns(QueryRun run, Set<Var> variables) {
    BitSet columns = new BitSet();
    variables.forEach(v -> columns.set(run.layout().column(v)));
    return columns;
  }

  /// Returns true if one of the columns numbers the rows of the input.
  boolean numbered() {
    return demand.numbered();
  }

  /// Returns the demand for these columns.
  Demand demand(BitSet columns) {
    return new Demand(columns, demand.weights(), demand.numbered());
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
