package org.techrace.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.techrace.access.ReadableFile;
import org.techrace.mapping.MappingFiles.MappingFile;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// The configuration of Morph-KGC: a section for each source with its mappings and its database.
/// Its section `CONFIGURATION` is about how that program works, and has no effect: the options of
/// the command say where the output goes.
final class MorphSettings {
  private static final String CONFIGURATION = "CONFIGURATION";
  private static final Pattern SECTION = Pattern.compile("\\[([^\\]]+)]");
  private static final Pattern SETTING = Pattern.compile("([^=:#;]+?)\\s*[=:]\\s*(.*)");

  /// A URL of SQLAlchemy, such as `postgresql+psycopg2://user:password@host:5432/database`.
  private static final Pattern DATABASE =
      Pattern.compile(
          "(?<kind>[a-z]+)(?:\\+\\w+)?://(?:(?<user>[^:@/]+)(?::(?<password>[^@/]*))?@)?(?<rest>.*)");

  /// The names of databases in JDBC that differ from those of SQLAlchemy.
  private static final Map<String, String> DRIVERS =
      Map.of("postgres", "postgresql", "mssql", "sqlserver");

  private MorphSettings() {}

  /// Reads the mappings of a configuration. Paths are relative to its folder. Reports errors.
  ///
  /// @throws IOException if a file cannot be read
  static List<MappingFile> read(Path file, Report report) throws IOException {
    List<MappingFile> files = new ArrayList<>();
    Map<String, Map<String, String>> sections = sections(file, report);
    for (Map.Entry<String, Map<String, String>> section : sections.entrySet()) {
      if (section.getKey().equals(CONFIGURATION)) {
        report.info(
            Place.file(file.toString()),
            "the section %s has no effect: %s"
                .formatted(CONFIGURATION, String.join(", ", section.getValue().keySet())));
      } else {
        files.addAll(source(file, section.getKey(), section.getValue(), report));
      }
    }
    if (files.isEmpty() && !report.hasErrors()) {
      report.error(
          Place.file(file.toString()),
          "no section names mappings; expected such as [Source] with mappings: mapping.ttl");
    }
    return files;
  }

  private static List<MappingFile> source(
      Path file, String name, Map<String, String> settings, Report report) throws IOException {
    Place place = Place.file(file.toString());
    for (String key : settings.keySet()) {
      if (!List.of("mappings", "db_url").contains(key)) {
        report.error(
            place,
            "the section %s has '%s', which is not supported; expected mappings and db_url"
                .formatted(name, key));
      }
    }
    Optional<DatabaseLogin> database =
        Optional.ofNullable(settings.get("db_url")).flatMap(url -> database(url, place, report));
    List<MappingFile> files = new ArrayList<>();
    for (String one : settings.getOrDefault("mappings", "").split(",", -1)) {
      Path path = file.toAbsolutePath().resolveSibling(one.strip());
      if (one.isBlank()) {
        report.error(place, "the section %s names no mappings; add mappings: FILE".formatted(name));
      } else if (Files.isDirectory(path)) {
        MappingFiles.inFolder(path, report).forEach(f -> files.add(new MappingFile(f, database)));
      } else {
        files.add(new MappingFile(path, database));
      }
    }
    return files;
  }

  private static Optional<DatabaseLogin> database(String url, Place place, Report report) {
    Matcher parts = DATABASE.matcher(url);
    if (!parts.matches()) {
      report.error(
          place,
          "db_url is not a URL of a database; expected such as"
              + " postgresql://user:password@host/database");
      return Optional.empty();
    }
    String kind = DRIVERS.getOrDefault(parts.group("kind"), parts.group("kind"));
    String jdbc =
        kind.equals("sqlite")
            ? "jdbc:sqlite:" + parts.group("rest").replaceFirst("^/", "")
            : "jdbc:%s://%s".formatted(kind, parts.group("rest"));
    return Optional.of(
        new DatabaseLogin(jdbc, decoded(parts.group("user")), decoded(parts.group("password"))));
  }

  private static String decoded(@Nullable String text) {
    return text == null ? "" : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// Returns the settings of each section, in their order. Reports lines that are neither.
  private static Map<String, Map<String, String>> sections(Path file, Report report)
      throws IOException {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    Map<String, String> current = new TreeMap<>();
    String text;
    try (InputStream in = ReadableFile.named(file).stream()) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    long number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String content = line.strip();
      Matcher section = SECTION.matcher(content);
      Matcher setting = SETTING.matcher(content);
      if (section.matches()) {
        current = sections.computeIfAbsent(section.group(1).strip(), _ -> new TreeMap<>());
      } else if (setting.matches() && !sections.isEmpty()) {
        current.put(setting.group(1), setting.group(2).strip());
      } else if (!content.isEmpty() && !content.startsWith("#") && !content.startsWith(";")) {
        report.error(
            Place.line(file.toString(), number),
            "expected a section such as [Source], or a setting such as mappings: mapping.ttl");
      }
    }
    return sections;
  }
}
