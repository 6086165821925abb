package org.techrace.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.techrace.access.Access;
import org.techrace.access.Limits;

/// The table `[sandbox]`: what runs may open beyond the mapping's folder and the project, and how
/// much they take from one source.
///
/// ```toml
/// [sandbox]
/// read = ["../tables"]                         # folders, relative to the project
/// write = ["out"]
/// web = ["data.example.org", "localhost:8080"]
/// jdbc = ["jdbc:postgresql://localhost/"]
/// download-mib = 1024
/// download-seconds = 600
/// expansion = 250                              # times the packed size
/// text-mib = 16
/// query-seconds = 600
/// ```
public final class Sandbox {
  /// Opens nothing; the usual limits.
  static final Sandbox CLOSED = new Sandbox(Access.none());

  private static final Set<String> SETTINGS =
      Set.of(
          "read",
          "write",
          "web",
          "jdbc",
          "download-mib",
          "download-seconds",
          "expansion",
          "text-mib",
          "query-seconds");

  private final Access access;

  private Sandbox(Access access) {
    this.access = access;
  }

  /// Reads the table.
  ///
  /// @param project the folder that paths are relative to
  static Sandbox of(SettingsTable table, Path project) throws IOException {
    table.allowOnly(SETTINGS);
    Access access = Access.none().withLimits(limits(table));
    String key = "read";
    try {
      for (String folder : table.texts(key)) {
        access = access.allowReading(project.resolve(folder));
      }
      key = "write";
      for (String folder : table.texts(key)) {
        access = access.allowWriting(project.resolve(folder));
      }
      key = "web";
      for (String host : table.texts(key)) {
        access = access.allowWeb(host);
      }
      key = "jdbc";
      for (String prefix : table.texts(key)) {
        access = access.allowJdbc(prefix);
      }
    } catch (IllegalArgumentException e) {
      throw table.wrong(key, "is wrong: " + e.getMessage());
    }
    return new Sandbox(access);
  }

  private static Limits limits(SettingsTable table) throws IOException {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        (long) table.positive("download-mib", (int) (usual.downloadBytes() >> 20)) << 20,
        Duration.ofSeconds(
            table.positive("download-seconds", (int) usual.downloadTime().toSeconds())),
        table.positive("expansion", usual.expansion()),
        (long) table.positive("text-mib", (int) (usual.textBytes() >> 20)) << 20,
        Duration.ofSeconds(table.positive("query-seconds", (int) usual.queryTime().toSeconds())));
  }

  /// What the settings allow.
  public Access access() {
    return access;
  }
}
