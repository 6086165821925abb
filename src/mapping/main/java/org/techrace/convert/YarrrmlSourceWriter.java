package org.techrace.convert;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.techrace.mapping.AbstractLogicalSource;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.LogicalView;
import org.techrace.mapping.Unpivot;
import org.techrace.report.Report;
import org.techrace.table.format.Dialect;
import org.techrace.table.format.Formulation;
import org.techrace.table.input.Packing;

/// Writes the source of a mapping in YARRRML. Keys of this project express what YARRRML does not
/// have: `unpivot`, `dialect`, `nulls`, `primaryKey` and `namespaces`. Views and paths that are not
/// relative to the mapping are errors.
final class YarrrmlSourceWriter {
  /// The reference formulations of YARRRML.
  private static final Set<String> FORMULATIONS = Set.of("csv", "jsonpath", "xpath");

  private final Path folder;
  private final Report report;

  /// @param folder the folder of the mapping
  YarrrmlSourceWriter(Path folder, Report report) {
    this.folder = folder;
    this.report = report;
  }

  /// Returns the lines of the key `sources`, relative to its column. Reports what cannot be
  /// written, and then returns no lines.
  List<String> lines(AbstractLogicalSource source) {
    return switch (source) {
      case LogicalSource logical -> lines(logical, Map.of());
      case LogicalView view -> {
        report.error(
            view.at(), "YARRRML has no logical views; write the fields of the view into a table");
        yield List.of();
      }
      case Unpivot unpivot -> {
        if (unpivot.on() instanceof LogicalSource logical) {
          Map<String, String> keys = new LinkedHashMap<>();
          keys.put("columns", YamlText.scalar(unpivot.columns()));
          keys.put("name", YamlText.scalar(unpivot.nameField()));
          keys.put("value", YamlText.scalar(unpivot.valueField()));
          yield lines(logical, Map.of("unpivot", YamlText.map(keys)));
        }
        report.error(
            unpivot.at(),
            "the key unpivot of YARRRML belongs to a file or a database, and this tool:unpivots is"
                + " about a view or another tool:unpivots; convert to RML or JSON-LD");
        yield List.of();
      }
    };
  }

  private List<String> lines(LogicalSource source, Map<String, String> unpivot) {
    return switch (source.source()) {
      case LogicalSource.Database database -> database(source, database, unpivot);
      case LogicalSource.File file -> file(source, file, file.name(), unpivot);
      case LogicalSource.Files files ->
          file(source, files.pattern(), files.pattern().name(), unpivot);
      case LogicalSource.Web web -> file(source, web.file(), web.url(), unpivot);
    };
  }

  private static List<String> database(
      LogicalSource source, LogicalSource.Database database, Map<String, String> unpivot) {
    Map<String, String> keys = new LinkedHashMap<>();
    String rows = source.iterator().orElse("").strip();
    boolean isTable = source.formulation().equals(Formulation.SQL_TABLE);
    if (database.url().equals(Converter.ANY_DATABASE)) {
      keys.put(isTable ? "table" : "query", YamlText.scalar(rows));
    } else {
      keys.put("access", YamlText.scalar(database.url()));
      if (!database.user().isEmpty()) {
        Map<String, String> login = new LinkedHashMap<>();
        login.put("username", YamlText.scalar(database.user()));
        login.put("password", YamlText.scalar(database.password()));
        keys.put("credentials", YamlText.map(login));
      }
      keys.put("queryFormulation", "sql2008");
      keys.put(isTable ? "table" : "query", YamlText.scalar(rows));
      keys.put("referenceFormulation", "csv");
    }
    keys.putAll(unpivot);
    return lines(keys);
  }

  private List<String> file(
      LogicalSource source, LogicalSource.File file, String access, Map<String, String> unpivot) {
    Optional<String> formulation =
        Optional.of(source.formulation().name().toLowerCase(Locale.ROOT))
            .filter(FORMULATIONS::contains);
    if (formulation.isEmpty()) {
      report.error(
          source.at(),
          "YARRRML has no reference formulation %s".formatted(source.formulation().name()));
      return List.of();
    }
    if (!(source.source() instanceof LogicalSource.Web)
        && !file.isReplaced()
        && !folder.resolve(file.name()).normalize().equals(file.path().normalize())) {
      report.error(
          file.at(),
          "YARRRML has no rml:root; write '%s' relative to the mapping".formatted(file.name()));
    }
    if (!file.foreignKeys().isEmpty()) {
      report.error(file.at(), "YARRRML has no foreign keys; convert to RML or JSON-LD");
    }
    Map<String, String> options = options(source, file);
    options.putAll(unpivot);
    if (options.isEmpty()) {
      List<String> parts =
          new ArrayList<>(List.of(YamlText.scalar(access + "~" + formulation.get())));
      source.iterator().ifPresent(iterator -> parts.add(YamlText.scalar(iterator)));
      return List.of("sources: [" + YamlText.list(parts) + "]");
    }
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("access", YamlText.scalar(access));
    keys.put("referenceFormulation", formulation.get());
    source.iterator().ifPresent(iterator -> keys.put("iterator", YamlText.scalar(iterator)));
    keys.putAll(options);
    return lines(keys);
  }

  private static List<String> lines(Map<String, String> keys) {
    List<String> lines = new ArrayList<>(List.of("sources:"));
    keys.forEach(
        (key, value) -> lines.add((lines.size() == 1 ? "  - " : "    ") + key + ": " + value));
    return lines;
  }

  /// Returns the keys for everything that is not the usual.
  private static Map<String, String> options(LogicalSource source, LogicalSource.File file) {
    Map<String, String> keys = new LinkedHashMap<>();
    if (!file.charset().equals(StandardCharsets.UTF_8)) {
      keys.put("encoding", YamlText.scalar(file.charset().name().toLowerCase(Locale.ROOT)));
    }
    if (file.compression() != Packing.ofEnding(file.path().toString())) {
      keys.put("compression", YamlText.scalar(file.compression().localName()));
    }
    boolean isCsv = source.formulation().equals(Formulation.COLUMNS);
    if (!file.nulls().equals(isCsv ? Set.of("") : Set.of())) {
      keys.put("nulls", texts(file.nulls().stream().sorted().toList()));
    }
    if (!file.key().isEmpty()) {
      keys.put("primaryKey", texts(file.key()));
    }
    if (!source.namespaces().isEmpty()) {
      Map<String, String> namespaces = new TreeMap<>();
      source.namespaces().forEach((prefix, url) -> namespaces.put(prefix, YamlText.scalar(url)));
      keys.put("namespaces", YamlText.map(namespaces));
    }
    file.dialect().ifPresent(dialect -> keys.putAll(dialect(dialect)));
    return keys;
  }

  private static String texts(List<String> texts) {
    return YamlText.list(texts.stream().map(YamlText::scalar).toList());
  }

  private static Map<String, String> dialect(Dialect dialect) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("delimiter", YamlText.scalar(String.valueOf(dialect.delimiter())));
    if (dialect.quote() != '"') {
      keys.put(
          "quoteChar",
          YamlText.scalar(dialect.quote() == 0 ? "" : String.valueOf(dialect.quote())));
    }
    if (!dialect.doubleQuote()) {
      keys.put("doubleQuote", "false");
    }
    dialect
        .comment()
        .ifPresent(mark -> keys.put("commentPrefix", YamlText.scalar(String.valueOf(mark))));
    if (dialect.trim() != Dialect.Trim.NONE) {
      keys.put(
          "trim",
          dialect.trim() == Dialect.Trim.BOTH
              ? "true"
              : dialect.trim().name().toLowerCase(Locale.ROOT));
    }
    if (dialect.skipRows() != 0) {
      keys.put("skipRows", Integer.toString(dialect.skipRows()));
    }
    if (dialect.headerRows() != 1) {
      keys.put("headerRowCount", Integer.toString(dialect.headerRows()));
    }
    if (dialect.footerRows() != 0) {
      keys.put("footerRows", Integer.toString(dialect.footerRows()));
    }
    if (dialect.isLenient()) {
      keys.put("lenient", "true");
    }
    return keys.size() == 1 ? keys : Map.of("dialect", YamlText.map(keys));
  }
}
