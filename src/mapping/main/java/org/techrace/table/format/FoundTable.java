package org.techrace.table.format;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.techrace.table.Outline;
import org.techrace.table.SourceTable;

/// A table that `init` finds in a new file, with what a mapping has to say to read it.
///
/// @param part the name of the table among those of its file; empty if it is the only one
/// @param table the table
/// @param references the references that can be read from a row
/// @param labels the names of the references for people
/// @param several the paths of objects that can occur several times in a row
/// @param formulation the reference formulation
/// @param iterator the expression that selects the rows, if one is needed
/// @param namespaces the prefixes that the iterator and references use
/// @param charset the encoding of the file
/// @param dialect how the file is written, if it is not as usual for its name
/// @param notes what a person should know about the table
/// @param percents the references to numbers that are displayed in percent
public record FoundTable(
    String part,
    SourceTable table,
    List<String> references,
    List<String> labels,
    List<String> several,
    Formulation formulation,
    Optional<String> iterator,
    Map<String, String> namespaces,
    Charset charset,
    Optional<Dialect> dialect,
    List<String> notes,
    Map<String, Percents> percents) {
  public FoundTable {
    references = List.copyOf(references);
    labels = List.copyOf(labels);
    several = List.copyOf(several);
    namespaces = Map.copyOf(namespaces);
    notes = List.copyOf(notes);
    percents = Map.copyOf(percents);
  }

  /// Returns a table with a header, in a file in UTF-8.
  ///
  /// @param references the references to its columns
  /// @param labels the names of its columns
  public static FoundTable columns(
      String part,
      SourceTable table,
      List<String> references,
      List<String> labels,
      Optional<String> iterator,
      Optional<Dialect> dialect,
      List<String> notes) {
    return new FoundTable(
        part,
        table,
        references,
        labels,
        List.of(),
        Formulation.COLUMNS,
        iterator,
        Map.of(),
        StandardCharsets.UTF_8,
        dialect,
        notes,
        Map.of());
  }

  /// Returns the same table, with the references to numbers that are displayed in percent.
  public FoundTable withPercents(Map<String, Percents> shown) {
    return new FoundTable(
        part,
        table,
        references,
        labels,
        several,
        formulation,
        iterator,
        namespaces,
        charset,
        dialect,
        notes,
        shown);
  }

  /// Returns a note that lists the rows which are left out at the end of a table.
  ///
  /// @param footer the texts of these rows
  public static Optional<String> footerNote(List<String> footer) {
    List<String> rows =
        footer.stream().filter(text -> !text.isEmpty()).map("«%s»"::formatted).toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Left out as notes or totals, the last rows: %s. Change tool:footerRows if they are data."
                .formatted(String.join(", ", rows)));
  }

  /// Returns a table whose references are paths.
  public static FoundTable nested(SourceTable table, Formulation formulation, Outline outline) {
    return new FoundTable(
        "",
        table,
        outline.references(),
        outline.labels(),
        outline.several(),
        formulation,
        Optional.of(outline.iterator()),
        outline.namespaces(),
        StandardCharsets.UTF_8,
        Optional.empty(),
        List.of(),
        Map.of());
  }
}
