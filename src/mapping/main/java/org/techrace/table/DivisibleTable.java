package org.techrace.table;

import java.io.IOException;
import java.util.List;
import org.techrace.report.Report;

/// A table in one file or in a database, which can be read in parts.
public interface DivisibleTable extends SourceTable {

  /// Opens a part of the table, as [#open(List, Report)] opens all of it.
  ///
  /// @param part one of the [#parts], or the whole
  /// @throws IOException if reading from disk or network fails
  SourceRows open(List<Reference> references, TablePart part, Report report) throws IOException;

  @Override
  default SourceRows open(List<Reference> references, Report report) throws IOException {
    return open(references, TablePart.WHOLE, report);
  }

  @Override
  default SourceTable part(TablePart part) {
    if (part.isWhole()) {
      return this;
    }
    DivisibleTable whole = this;
    return new SourceTable() {
      @Override
      public String name() {
        return whole.name();
      }

      @Override
      public SourceRows open(List<Reference> references, Report report) throws IOException {
        return whole.open(references, part, report);
      }
    };
  }
}
