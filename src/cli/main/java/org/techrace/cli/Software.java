package org.techrace.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The version of the program.
final class Software {
  private Software() {}

  /// Returns the version, such as `0.1.0`.
  static String version() {
    @Nullable String version = Software.class.getPackage().getImplementationVersion();
    return version == null ? "unpackaged" : version;
  }

  /// Returns true if the version of [#build] has a checksum. Unpackaged classes have none.
  static boolean isIdentified() {
    return build().contains("+");
  }

  /// Returns the version and a checksum of the program, such as `0.1.0+9a3c02b1`. Programs with the
  /// same value build the same release from the same inputs.
  static String build() {
    @Nullable CodeSource source = Software.class.getProtectionDomain().getCodeSource();
    try {
      if (source != null && Files.isRegularFile(Path.of(source.getLocation().toURI()))) {
        CRC32C sum = new CRC32C();
        sum.update(Files.readAllBytes(Path.of(source.getLocation().toURI())));
        return "%s+%08x".formatted(version(), sum.getValue());
      }
    } catch (URISyntaxException | java.io.IOException e) {
      throw new IllegalStateException("cannot read the program itself", e);
    }
    return version();
  }
}
