package org.techrace.table.format;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.report.Report;
import org.techrace.table.SourceTable;

/// A format of files.
public interface FileFormat extends SourceFormat {
  /// The properties of a source that only some formats support.
  enum Option {
    /// `csvw:primaryKey`: the reader checks that the key is unique.
    KEY,
    /// `csvw:dialect`: the delimiter, the quotes, and the rows around the data.
    DIALECT,
    /// `rml:null`: the reader itself leaves these texts out. For other formats, the engine does.
    NULLS
  }

  /// Reads the structure of a new file.
  interface Outliner {
    /// Returns the tables in a file. Reports a file without anything to map, and then returns an
    /// empty list.
    ///
    /// @param stated what the user states about the file
    /// @throws IOException if the file cannot be read
    List<FoundTable> tables(FileSource file, Stated stated, Report report) throws IOException;
  }

  /// Returns the extensions of file names, in lower case and without the point.
  List<String> endings();

  /// Returns the media types, in lower case. They decide about a file on the web if the path of its
  /// URL has no known extension.
  Set<String> mediaTypes();

  /// Returns the supported options.
  Set<Option> options();

  /// Returns true if files can be compressed, as the mapping or a further extension says.
  default boolean isPackable() {
    return true;
  }

  /// Returns true if a file is in this format only if its name or media type says so. Of all
  /// formats with one reference formulation, at most one returns false: it reads all other files.
  default boolean needsName() {
    return false;
  }

  /// Opens a file as a table. Reports nothing: errors in the file are reported when the table is
  /// opened.
  SourceTable open(FileSource source);

  /// Returns what reads the structure of new files for `init`, or empty if it cannot map them.
  default Optional<Outliner> outliner() {
    return Optional.empty();
  }

  /// Returns extensions of files that other programs can save in this format, each with advice on
  /// how.
  default Map<String, String> convertible() {
    return Map.of();
  }
}
