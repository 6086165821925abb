package org.techrace.engine.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.output.CellUse;
import org.techrace.engine.output.RowQuads;
import org.techrace.table.Row;

/// A term map that records which cells it uses.
///
/// @param <T> the form of a term
final class CountingMaker<T> implements TermMaker<T> {
  private final TermMaker<T> maker;
  private final int[] slots;

  /// @param slots the slots of its references
  CountingMaker(TermMaker<T> maker, int[] slots) {
    this.maker = maker;
    this.slots = slots.clone();
  }

  @Override
  public List<T> of(Row row, RowQuads<T> made) {
    int faults = made.faults().size();
    List<T> terms = maker.of(row, made);
    @Nullable CellUse use = made.use();
    if (use != null && made.faults().size() > faults) {
      use.reportFault(slots);
    } else if (use != null && !terms.isEmpty()) {
      use.makeTerm(slots);
    }
    return terms;
  }
}
