package org.techrace.mapping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// The mappings of one run: files, all mappings of a folder, or those that a configuration of
/// Morph-KGC names (`.ini`).
///
/// @param files the files, each with the database of its logical tables that name none
public record MappingFiles(List<MappingFile> files) {
  private static final Set<String> ENDINGS =
      Set.of("ttl", "rml", "r2rml", "yml", "yaml", "yarrrml", "jsonld");

  /// A mapping.
  ///
  /// @param database the database of logical tables that name none, as in R2RML
  public record MappingFile(Path file, Optional<DatabaseLogin> database) {}

  public MappingFiles {
    files = List.copyOf(files);
  }

  /// Finds the mappings. Reports a folder without mappings and an unreadable configuration.
  ///
  /// @param paths files and folders
  /// @param database the database of logical tables that name none
  /// @throws IOException if a folder or a configuration cannot be read
  public static MappingFiles of(List<Path> paths, Optional<DatabaseLogin> database, Report report)
      throws IOException {
    List<MappingFile> files = new ArrayList<>();
    for (Path path : paths) {
      if (ending(path).equals("ini")) {
        files.addAll(MorphSettings.read(path, report));
      } else if (Files.isDirectory(path)) {
        inFolder(path, report).forEach(file -> files.add(new MappingFile(file, database)));
      } else {
        files.add(new MappingFile(path, database));
      }
    }
    return new MappingFiles(files.stream().distinct().toList());
  }

  /// Returns the mappings directly in a folder, sorted by name.
  static List<Path> inFolder(Path folder, Report report) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> found =
          all.filter(file -> Files.isRegularFile(file) && ENDINGS.contains(ending(file)))
              .sorted()
              .toList();
      if (found.isEmpty()) {
        report.error(
            Place.file(folder.toString()),
            "the folder has no mapping; expected files with the suffix .ttl, .yml, .yaml or"
                + " .jsonld");
      }
      warnOfOthers(folder, report);
      return found;
    }
  }

  /// Warns of what may be a mapping too and is not read with a folder.
  private static void warnOfOthers(Path folder, Report report) throws IOException {
    try (Stream<Path> all = Files.walk(folder, 2)) {
      List<String> others =
          all.filter(Files::isRegularFile)
              .filter(
                  file ->
                      file.toString().endsWith("-metadata.json")
                          || (!folder.equals(file.getParent()) && ENDINGS.contains(ending(file))))
              .map(file -> folder.relativize(file).toString())
              .sorted()
              .toList();
      if (!others.isEmpty()) {
        report.warn(
            Place.file(folder.toString()),
            "only the mappings directly in the folder are run, not %s; name them to run them too"
                .formatted(String.join(", ", others)));
      }
    }
  }

  private static String ending(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).replaceFirst(".*\\.", "");
  }

  /// Reads the mappings as one, for one run. Reports errors, and then returns empty.
  ///
  /// @param rdf the version of RDF of the output
  public Optional<Mapping> read(RdfVersion rdf, Report report) {
    long errors = report.count(Severity.ERROR);
    List<Mapping> mappings = new ArrayList<>();
    for (MappingFile file : files) {
      MappingReader.read(file.file(), file.database(), rdf, report).ifPresent(mappings::add);
    }
    return report.count(Severity.ERROR) > errors || mappings.isEmpty()
        ? Optional.empty()
        : Mapping.union(mappings, report);
  }
}
