package org.techrace.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.access.RefusedException;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.toml.TomlMapper;

/// The settings of a project: the file `techrace.toml` in its folder, and replacements from the
/// command line. Errors are findings with their line; an invalid setting has its default.
///
/// Each user of settings reads its table. [#reportUnknown], called last, reports every key that has
/// not been read. Not thread-safe.
public final class Settings {
  /// The name of the file.
  public static final String FILE = "techrace.toml";

  /// The file that held the settings of the server before version 0.2.
  private static final String OLD_FILE = "serve.properties";

  private static final Place COMMAND_LINE = Place.file("command line");

  private final ObjectNode values;
  private final Map<String, Place> places;
  private final Report report;

  /// The keys that were read, by table.
  private final Map<String, Set<String>> known = new HashMap<>();

  private final boolean hasFile;

  private Settings(ObjectNode values, Map<String, Place> places, boolean hasFile, Report report) {
    this.hasFile = hasFile;
    this.values = values;
    this.places = places;
    this.report = report;
  }

  /// Reads the settings of a project. Without a file, all settings have their defaults.
  ///
  /// @param project the folder of the project
  /// @param instead settings that replace those of the file: the path of a key, such as
  ///   `limits.seconds`, and its value in TOML; a text needs no quotes
  /// @param report receives the errors of the file, and of the tables that are read later
  /// @throws IOException if the file exists and cannot be read
  public static Settings read(Path project, Map<String, String> instead, Report report)
      throws IOException {
    Access access = Access.none().allowReading(project);
    ReadableFile file = access.file(project.resolve(FILE));
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    Map<String, Place> places = new HashMap<>();
    try {
      String text = file.text();
      places.putAll(TomlLines.places(text, FILE));
      values = (ObjectNode) TomlMapper.shared().readTree(text);
    } catch (NoSuchFileException e) {
      // All settings have their defaults.
    } catch (RefusedException e) {
      report.error(Place.file(FILE), String.valueOf(e.getMessage()));
    } catch (CharacterCodingException e) {
      report.error(Place.file(FILE), "the file is not UTF-8; save it as UTF-8");
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      report.error(
          new Place.InFile(FILE, Math.max(1, at.getLineNr()), Math.max(0, at.getColumnNr())),
          "this is not TOML: " + e.getOriginalMessage());
    }
    if (access.file(project.resolve(OLD_FILE)).exists()) {
      report.error(
          Place.file(OLD_FILE),
          "this file is not read since version 0.2: move its lines to the tables [serve], [limits]"
              + " and [services] of "
              + FILE
              + ", as docs/settings.md describes them, and delete it");
    }
    for (Map.Entry<String, String> one : instead.entrySet()) {
      put(values, one.getKey(), one.getValue());
      places.put(one.getKey(), COMMAND_LINE);
    }
    return new Settings(values, places, file.exists(), report);
  }

  private static void put(ObjectNode values, String path, String value) {
    ObjectNode table = values;
    String[] names = path.split("\\.", -1);
    for (int i = 0; i < names.length - 1; i++) {
      table = table.get(names[i]) instanceof ObjectNode inner ? inner : table.putObject(names[i]);
    }
    table.set(names[names.length - 1], value(value));
  }

  private static JsonNode value(String toml) {
    try {
      return TomlMapper.shared().readTree("value = " + toml).required("value");
    } catch (JacksonException e) {
      return JsonNodeFactory.instance.stringNode(toml);
    }
  }

  /// Returns true if the project has a settings file.
  boolean hasFile() {
    return hasFile;
  }

  /// Returns a table, which is empty if the file does not have it.
  ///
  /// @param path the name of the table, such as `limits` or `limits.pages`
  public SettingsTable table(String path) {
    int dot = path.lastIndexOf('.');
    ObjectNode parent = dot < 0 ? values : table(path.substring(0, dot)).values();
    String name = path.substring(dot + 1);
    know(dot < 0 ? "" : path.substring(0, dot), name);
    JsonNode found = parent.path(name);
    if (!found.isObject() && !found.isMissingNode()) {
      wrong(path, "is %s; expected a table [%s]".formatted(found, path));
    }
    return new SettingsTable(
        this, path, found instanceof ObjectNode t ? t : JsonNodeFactory.instance.objectNode());
  }

  /// Records that a key of a table is known.
  void know(String table, String key) {
    known.computeIfAbsent(table, _ -> new TreeSet<>()).add(key);
  }

  /// Reports an error in a setting.
  ///
  /// @param path the table and key
  void wrong(String path, String fault) {
    report.error(place(path), "the setting '%s' %s".formatted(path, fault));
  }

  /// Returns the paths of all settings that have been read, sorted, without the names of tables.
  public List<String> known() {
    return known.entrySet().stream()
        .flatMap(table -> table.getValue().stream().map(key -> join(table.getKey(), key)))
        .filter(path -> !known.containsKey(path))
        .sorted()
        .toList();
  }

  private static String join(String table, String key) {
    return table.isEmpty() ? key : table + "." + key;
  }

  /// Reports the keys of the file that no table knows.
  public void reportUnknown() {
    reportUnknown("", values);
  }

  private void reportUnknown(String table, ObjectNode keys) {
    Set<String> names = known.getOrDefault(table, Set.of());
    for (Map.Entry<String, JsonNode> key : keys.properties()) {
      String path = join(table, key.getKey());
      if (!names.contains(key.getKey())) {
        report.error(
            place(path),
            "unknown setting '%s'; %s".formatted(path, Nearest.suggest(key.getKey(), names)));
      } else if (key.getValue() instanceof ObjectNode inner) {
        reportUnknown(path, inner);
      }
    }
  }

  private Place place(String path) {
    return places.getOrDefault(path, Place.file(FILE));
  }
}
