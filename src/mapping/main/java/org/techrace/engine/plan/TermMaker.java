package org.techrace.engine.plan;

import java.util.List;
import org.techrace.engine.output.LineBuffer;
import org.techrace.engine.output.RowQuads;
import org.techrace.table.Row;

/// A compiled term map.
///
/// @param <T> the form of a term
public interface TermMaker<T> {
  /// Creates the terms of a row. Terms that cannot be created are left out.
  ///
  /// @param made receives the errors in the values, and the collections whose heads are among the
  ///   terms
  List<T> of(Row row, RowQuads<T> made);

  /// Appends the only term of a row to a line of N-Quads, if that is possible without creating the
  /// term. If the result is [LineBuffer.Appended#NOT_PLAIN], use [#of].
  default LineBuffer.Appended append(Row row, LineBuffer to) {
    return LineBuffer.Appended.NOT_PLAIN;
  }

  /// Returns the number of terms of a row, if it is known without creating them and each can be
  /// appended by itself, or else 1.
  default int count(Row row) {
    return 1;
  }

  /// Appends one of several terms, as [#append(Row, LineBuffer)] appends the only one.
  ///
  /// @param index the index of the term, less than [#count]
  default LineBuffer.Appended append(Row row, int index, LineBuffer to) {
    return append(row, to);
  }
}
