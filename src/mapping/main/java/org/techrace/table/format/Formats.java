package org.techrace.table.format;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.table.input.Packing;

/// The formats that [ServiceLoader] finds on the class path, and not in the folder of `--plugins`.
/// Thread-safe.
public final class Formats {
  private static final List<SourceFormat> ALL =
      ServiceLoader.load(SourceFormat.class, SourceFormat.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private Formats() {}

  /// Returns all formats.
  public static List<SourceFormat> all() {
    return ALL;
  }

  private static Stream<FileFormat> files() {
    return ALL.stream().filter(FileFormat.class::isInstance).map(FileFormat.class::cast);
  }

  /// Returns the reference formulations of all formats, each once.
  public static List<Formulation> formulations() {
    return ALL.stream().flatMap(format -> format.formulations().stream()).distinct().toList();
  }

  /// Returns the format of a file.
  ///
  /// @param formulation the reference formulation of the source
  /// @param name the name of the file or its URL
  /// @param mediaType the media type that a server states; empty if it is unknown
  /// @return empty if no format with this formulation reads files
  public static Optional<FileFormat> ofFile(
      Formulation formulation, String name, String mediaType) {
    List<FileFormat> candidates =
        files().filter(format -> format.formulations().contains(formulation)).toList();
    String path = name.matches("(?i)https?://.*") ? name.replaceFirst("[?#].*", "") : name;
    return candidates.stream()
        .filter(format -> isNamed(format, path))
        .findFirst()
        .or(
            () ->
                candidates.stream()
                    .filter(format -> format.mediaTypes().contains(mediaType))
                    .findFirst())
        .or(() -> candidates.stream().filter(format -> !format.needsName()).findFirst());
  }

  /// Returns the database format with a reference formulation, or empty if there is none.
  public static Optional<DatabaseFormat> ofDatabase(Formulation formulation) {
    return ALL.stream()
        .filter(DatabaseFormat.class::isInstance)
        .map(DatabaseFormat.class::cast)
        .filter(format -> format.formulations().contains(formulation))
        .findFirst();
  }

  /// Returns the format with a reference formulation that parses texts in cells, or empty if there
  /// is none.
  public static Optional<SourceFormat> ofTexts(Formulation formulation) {
    return ALL.stream()
        .filter(format -> format.isForTexts() && format.formulations().contains(formulation))
        .findFirst();
  }

  /// Returns the names of the formats that parse texts in cells, as in `JSON or CSV`.
  public static String namesForTexts() {
    return ALL.stream()
        .filter(SourceFormat::isForTexts)
        .map(SourceFormat::name)
        .collect(Collectors.joining(" or "));
  }

  /// Returns true if the name of a file shows a format with a reference formulation.
  public static boolean isNamed(Formulation formulation, String name) {
    return files()
        .anyMatch(format -> format.formulations().contains(formulation) && isNamed(format, name));
  }

  /// Returns the format of a new file that `init` can map, by the name of the file.
  public static Optional<FileFormat> ofNewFile(String name) {
    return newFiles().filter(format -> isNamed(format, name)).findFirst();
  }

  /// Returns the formats that `init` can map.
  public static Stream<FileFormat> newFiles() {
    return files().filter(format -> format.outliner().isPresent());
  }

  /// Returns the names of the formats with an option, as in `CSV or XLSX`.
  public static String namesWith(FileFormat.Option option) {
    return files()
        .filter(format -> format.options().contains(option))
        .map(SourceFormat::name)
        .collect(Collectors.joining(" or "));
  }

  /// Returns the name of a file without the extensions of a format and of its compression.
  public static String stem(FileFormat format, String name) {
    return ending(format).matcher(name).replaceFirst("");
  }

  private static boolean isNamed(FileFormat format, String name) {
    return ending(format).matcher(name).find();
  }

  private static Pattern ending(FileFormat format) {
    String packings =
        Stream.of(Packing.values())
            .map(packing -> Pattern.quote(packing.ending()))
            .collect(Collectors.joining("|"));
    return Pattern.compile(
        "(?i)\\.(%s)(%s)$"
            .formatted(String.join("|", format.endings()), format.isPackable() ? packings : ""));
  }
}
