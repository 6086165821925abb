package org.techrace.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.techrace.settings.Settings;
import org.techrace.settings.SettingsTable;

/// The table `[storage]`: the store of releases.
///
/// @param endpoint the address of an S3-compatible store; empty for that of AWS
/// @param region the region of the bucket; empty for that of the environment
/// @param pathStyle true if the bucket is in the path of addresses, not in their host
/// @param interval the time between two looks at the current release
/// @param keep how many releases a replica keeps on disk
/// @param grace how long objects that no release needs are kept
public record StorageSettings(
    Optional<URI> endpoint,
    String region,
    boolean pathStyle,
    Duration interval,
    int keep,
    Duration grace) {

  /// The settings of a project without this table.
  public static final StorageSettings DEFAULT =
      new StorageSettings(
          Optional.empty(), "", true, Duration.ofSeconds(5), 3, Duration.ofHours(24));

  /// Reads the table.
  public static StorageSettings read(Settings settings) {
    SettingsTable table = settings.table("storage");
    int hours = (int) table.whole("grace-hours", DEFAULT.grace.toHours(), 0, 24 * 365);
    return new StorageSettings(
        endpoint(table),
        table.text("region", DEFAULT.region),
        table.flag("path-style", DEFAULT.pathStyle),
        table.seconds("interval-seconds", DEFAULT.interval),
        table.count("keep-releases", DEFAULT.keep),
        Duration.ofHours(hours));
  }

  private static Optional<URI> endpoint(SettingsTable table) {
    String text = table.text("endpoint", "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!text.matches("https?://[\\w.-]+(:\\d+)?/?|https?://\\[[0-9a-fA-F:]+](:\\d+)?/?")) {
      table.wrong(
          "endpoint",
          "is \"%s\"; expected a scheme and a host, such as \"https://s3.example.org\""
              .formatted(text));
      return Optional.empty();
    }
    return Optional.of(URI.create(text));
  }
}
