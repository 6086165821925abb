package org.techrace.cli;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The version of the program.
final class Software {
  /// How the names of our modules' jars begin.
  private static final String MODULE = "techrace-";

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
        Path jar = Path.of(source.getLocation().toURI());
        return "%s+%08x"
            .formatted(version(), checksum(jar, System.getProperty("java.class.path", "")));
      }
    } catch (URISyntaxException | IOException e) {
      throw new IllegalStateException("cannot read the program itself", e);
    }
    return version();
  }

  /// Returns the checksum of a jar and those of our modules: in the class path of its manifest, or
  /// in the one that Java was started with.
  static long checksum(Path jar, String classPath) throws IOException {
    Set<Path> jars = new TreeSet<>();
    jars.add(jar);
    try (JarFile file = new JarFile(jar.toFile())) {
      String libraries =
          file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      if (libraries != null) {
        for (String library : libraries.split(" ", -1)) {
          jars.add(jar.resolveSibling(library));
        }
      }
    }
    for (String library : classPath.split(File.pathSeparator, -1)) {
      jars.add(Path.of(library));
    }
    CRC32C sum = new CRC32C();
    for (Path each : jars) {
      if (each.equals(jar)
          || (String.valueOf(each.getFileName()).startsWith(MODULE) && Files.exists(each))) {
        sum.update(Files.readAllBytes(each));
      }
    }
    return sum.getValue();
  }
}
