package org.techrace.mapping;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.techrace.report.Place;
import org.techrace.table.input.Packing;

/// A logical target: a file that triples are written to (RML-IO, section 3). The name of the file
/// may depend on the row.
///
/// @param at the place in the mapping
/// @param file the path of the file, or the folder that the name is relative to
/// @param name the name that a row gives; empty if the path is the same for all rows
/// @param serialization the RDF format
/// @param compression the compression
/// @param charset the encoding of the text
public record Target(
    Place at,
    Path file,
    Optional<Name> name,
    Serialization serialization,
    Packing compression,
    Charset charset) {
  /// The name of a file that depends on the row.
  ///
  /// @param texts the texts before, between and after the references
  public record Name(List<String> texts, List<String> references) {
    public Name {
      texts = List.copyOf(texts);
      references = List.copyOf(references);
    }
  }

  /// Characters that some system does not allow in the name of a file, or that lead to another
  /// folder.
  private static final Pattern UNSAFE =
      Pattern.compile("[/\\\\:*?\"<>|\\p{Cntrl}]|^[.\\s]|[.\\s]$|^$");

  /// Returns the target with the path of the file that a row gives its name.
  public Target named(String path) {
    return new Target(
        at, file.resolve(path).normalize(), name, serialization, compression, charset);
  }

  /// Returns true if a value can be inserted into the name of a file: it is not empty, does not
  /// lead to another folder, and is a name on all systems.
  public static boolean isSafe(String value) {
    return !UNSAFE.matcher(value).find();
  }

  /// Returns true if a row may give a file its name.
  public boolean mayName(Path other) {
    return name.filter(
            template ->
                Pattern.matches(
                    template.texts().stream()
                        .map(text -> Pattern.quote(text))
                        .collect(Collectors.joining("[^/]+")),
                    file.toAbsolutePath()
                        .normalize()
                        .relativize(other.toAbsolutePath().normalize())
                        .toString()))
        .isPresent();
  }

  /// Returns true if both targets write the same bytes for the same triples.
  public boolean writesLike(Target other) {
    return serialization == other.serialization
        && compression == other.compression
        && charset.equals(other.charset);
  }
}
