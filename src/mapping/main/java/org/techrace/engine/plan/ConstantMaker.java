package org.techrace.engine.plan;

import java.util.List;
import org.techrace.engine.output.RowQuads;
import org.techrace.table.Row;

/// A compiled constant term map.
///
/// @param <T> the form of a term
final class ConstantMaker<T> implements TermMaker<T> {
  private final List<T> terms;

  ConstantMaker(T term) {
    this.terms = List.of(term);
  }

  T term() {
    return terms.getFirst();
  }

  @Override
  public List<T> of(Row row, RowQuads<T> made) {
    return terms;
  }
}
