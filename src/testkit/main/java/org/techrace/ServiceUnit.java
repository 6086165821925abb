package org.techrace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/// The systemd unit of `docs/deploy`.
public final class ServiceUnit {
  private ServiceUnit() {}

  /// Returns the value of each setting; a setting that is given twice has a line for each value.
  public static Map<String, String> settings() throws IOException {
    return Files.readAllLines(Path.of("docs/deploy/techrace.service")).stream()
        .filter(line -> line.matches("\\w+=.*"))
        .collect(
            Collectors.toMap(
                line -> line.substring(0, line.indexOf('=')),
                line -> line.substring(line.indexOf('=') + 1),
                (one, other) -> one + "\n" + other));
  }
}
