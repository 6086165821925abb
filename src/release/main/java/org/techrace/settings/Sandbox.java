package org.techrace.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import org.techrace.access.Access;
import org.techrace.access.Limits;

/// Reads the table `[sandbox]`: the access of runs beyond the mapping's folder and the project, and
/// the limits per source.
///
/// ```toml
/// [sandbox]
/// read = ["../tables"]                         # folders, relative to the project
/// write = ["out"]
/// web = ["data.example.org", "localhost:8080"]
/// jdbc = ["jdbc:postgresql://localhost/"]
/// download-mib = 1024
/// download-seconds = 600
/// expansion = 250                              # ratio of decompressed to compressed size
/// text-mib = 16
/// query-seconds = 600
/// check-seconds = 600
/// ```
public final class Sandbox {
  private Sandbox() {}

  /// Returns the access that the settings allow.
  ///
  /// @param project the folder that paths are relative to
  public static Access read(Settings settings, Path project) {
    SettingsTable table = settings.table("sandbox");
    Access access = Access.none().withLimits(limits(table));
    access = allow(table, "read", access, (a, path) -> a.allowReading(project.resolve(path)));
    access = allow(table, "write", access, (a, path) -> a.allowWriting(project.resolve(path)));
    access = allow(table, "web", access, Access::allowWeb);
    return allow(table, "jdbc", access, Access::allowJdbc);
  }

  private static Access allow(
      SettingsTable table, String key, Access access, BiFunction<Access, String, Access> allow) {
    Access allowed = access;
    try {
      for (String one : table.texts(key, List.of())) {
        allowed = allow.apply(allowed, one);
      }
    } catch (IllegalArgumentException e) {
      table.wrong(key, "is invalid: " + e.getMessage());
    }
    return allowed;
  }

  private static Limits limits(SettingsTable table) {
    Limits usual = Limits.DEFAULT;
    return new Limits(
        (long) table.count("download-mib", (int) (usual.downloadBytes() >> 20)) << 20,
        Duration.ofSeconds(table.count("download-seconds", (int) usual.downloadTime().toSeconds())),
        table.count("expansion", usual.expansion()),
        (long) table.count("text-mib", (int) (usual.textBytes() >> 20)) << 20,
        (long) table.count("row-mib", (int) (usual.rowBytes() >> 20)) << 20,
        Duration.ofSeconds(table.count("query-seconds", (int) usual.queryTime().toSeconds())),
        Duration.ofSeconds(table.count("check-seconds", (int) usual.checkTime().toSeconds())));
  }
}
