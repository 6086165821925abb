package org.techrace.table.parquet;

import java.util.List;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;

/// A table in a format whose library is optional and not on the class path.
///
/// @param name the name of the table in findings
/// @param format the format
/// @param library the coordinates of the library in a Maven repository
record MissingLibrary(String name, String format, String library) implements SourceTable {

  /// Reports whether a class of the library can be loaded.
  static boolean isMissing(String type) {
    try {
      Class.forName(type, false, MissingLibrary.class.getClassLoader());
      return false;
    } catch (ClassNotFoundException _) {
      return true;
    }
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) {
    report.error(
        Place.file(name),
        "%s is read with the library %s, which is not on the class path; add it"
            .formatted(format, library));
    return SourceRows.NONE;
  }
}
