package org.techrace.table.format;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.memory.Memory;
import org.techrace.table.Reference;
import org.techrace.table.input.TableFile;

/// A file that a [FileFormat] opens, with what the mapping says about it.
///
/// @param name the name in findings
/// @param fileName the path or URL that the mapping writes, with its extension
/// @param file the file with its encoding and compression
/// @param mayLack true if the rows may lack what the references name, because the file is read
///   instead of the one that the mapping names, or its language says so
/// @param iterator the expression that selects the rows; empty for the usual ones
/// @param at the place of the source in the mapping, for findings; empty outside of a mapping
/// @param namespaces the prefixes that the iterator and references use
/// @param nulls the texts that mean "no value", if the format has [FileFormat.Option#NULLS]
/// @param keepsNulls true if the reader does not leave these texts out
/// @param key the columns with a unique value in each row, if it has [FileFormat.Option#KEY]
/// @param dialect how the file is written, if it has [FileFormat.Option#DIALECT] and the mapping
///   says so
/// @param memory the budget of the run
public record FileSource(
    String name,
    String fileName,
    TableFile file,
    boolean mayLack,
    Optional<String> iterator,
    String at,
    Map<String, String> namespaces,
    Set<String> nulls,
    boolean keepsNulls,
    List<String> key,
    Optional<Dialect> dialect,
    Memory memory) {
  public FileSource {
    namespaces = Map.copyOf(namespaces);
    nulls = Set.copyOf(nulls);
    key = List.copyOf(key);
  }

  /// Returns a new file, about which no mapping says anything.
  public static FileSource unmapped(String name, TableFile file, Memory memory) {
    return new FileSource(
        name,
        name,
        file,
        false,
        Optional.empty(),
        "",
        Map.of(),
        Set.of(),
        false,
        List.of(),
        Optional.empty(),
        memory);
  }

  /// Returns the texts that the reader leaves out.
  public Set<String> leftOut() {
    return keepsNulls ? Set.of() : nulls;
  }

  /// Returns the iterator as a reference.
  ///
  /// @param otherwise the iterator of a source that states none
  public Reference iterator(String otherwise) {
    return new Reference(iterator.orElse(otherwise), at);
  }
}
