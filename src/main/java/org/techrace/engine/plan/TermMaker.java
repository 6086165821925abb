package org.techrace.engine.plan;

import java.util.List;
import org.techrace.engine.output.RowQuads;
import org.techrace.table.Row;

/// A compiled term map: the terms it makes for a row.
///
/// @param <T> the form of a term
public interface TermMaker<T> {
  /// Makes the terms of a row.
  ///
  /// @param made takes what is wrong with the row's values, and the collections that terms are
  ///   heads of; terms that cannot be made are left out
  List<T> of(Row row, RowQuads<T> made);
}
