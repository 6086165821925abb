package org.techrace.serve.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.techrace.release.Digests;

/// Digest of what answers depend on besides the release: the program, and the queries that pages
/// are made from. After a change and a restart, browsers do not reuse old pages.
public final class Edition {
  private Edition() {}

  /// The digest of the program, of the settings, and of all files in a folder.
  ///
  /// @param queries the folder of the queries; it need not be there
  /// @param settings what pages take from the settings
  public static String of(Path queries, String settings) {
    try {
      return Digests.sha256(program() + settings + files(queries));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String files(Path folder) throws IOException {
    StringBuilder digests = new StringBuilder();
    if (!Files.isDirectory(folder)) {
      return "";
    }
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        digests.append(folder.relativize(file)).append(Digests.sha256(Files.readAllBytes(file)));
      }
    }
    return digests.toString();
  }

  /// The digest of the jar; empty if the program does not run from one.
  private static String program() throws IOException {
    Path file = location(Edition.class.getProtectionDomain().getCodeSource());
    return file != null && Files.isRegularFile(file)
        ? Digests.sha256(Files.readAllBytes(file))
        : "";
  }

  private static @Nullable Path location(@Nullable CodeSource source) {
    try {
      return source == null ? null : Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
