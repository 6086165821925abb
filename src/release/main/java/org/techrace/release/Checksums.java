package org.techrace.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// `SHA256SUMS`: the digest of every other file of a release, in the format of `sha256sum --check`.
final class Checksums {
  static final String FILE = "SHA256SUMS";

  /// Files up to this size in bytes are read when a release is opened. For larger files only their
  /// existence is checked; the store verifies each block when it is first read.
  private static final long SMALL = 1 << 20;

  private Checksums() {}

  static void write(Path release) throws IOException {
    StringBuilder sums = new StringBuilder();
    for (String file : files(release)) {
      sums.append(Digests.sha256(release.resolve(file))).append("  ").append(file).append('\n');
    }
    Files.writeString(release.resolve(FILE), sums);
  }

  /// Verifies the small files, which takes the same short time for a release of any size.
  ///
  /// @throws DamagedReleaseException if a file has changed since the release was sealed
  static void verifyQuickly(Path release) throws IOException {
    verify(release, SMALL);
  }

  /// Verifies every byte.
  ///
  /// @throws DamagedReleaseException naming every file that has changed since the release was
  ///   sealed
  static void verify(Path release) throws IOException {
    verify(release, Long.MAX_VALUE);
  }

  /// @param largest the maximum size of a file to read, in bytes
  private static void verify(Path release, long largest) throws IOException {
    List<String> faults = new ArrayList<>();
    Map<String, String> sums = read(release);
    for (Map.Entry<String, String> sum : sums.entrySet()) {
      Path file = release.resolve(sum.getKey());
      if (!Files.exists(file)) {
        faults.add(sum.getKey() + " is missing");
      } else if (Files.size(file) <= largest) {
        compare(release, sum, faults);
      }
    }
    files(release).stream()
        .filter(file -> !sums.containsKey(file))
        .forEach(file -> faults.add(file + " does not belong to it"));
    DamagedReleaseException.throwIf(release, faults);
  }

  private static void compare(Path release, Map.Entry<String, String> sum, List<String> faults)
      throws IOException {
    if (!Digests.sha256(release.resolve(sum.getKey())).equals(sum.getValue())) {
      faults.add(sum.getKey() + " is not as it was sealed");
    }
  }

  /// Returns the digests by file.
  static Map<String, String> read(Path release) throws IOException {
    Path file = release.resolve(FILE);
    if (!Files.exists(file)) {
      throw new DamagedReleaseException(release, List.of(FILE + " is missing"));
    }
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    if (!text.matches("([0-9a-f]{64}  .+\n)+")) {
      throw new DamagedReleaseException(release, List.of(FILE + " is not as it was sealed"));
    }
    Map<String, String> sums = new TreeMap<>();
    text.lines().forEach(line -> sums.put(line.substring(66), line.substring(0, 64)));
    return sums;
  }

  /// Returns the paths of all files but this one and those of the signature, sorted.
  static List<String> files(Path release) throws IOException {
    try (Stream<Path> all = Files.walk(release)) {
      return all.filter(Files::isRegularFile)
          .map(file -> release.relativize(file).toString().replace('\\', '/'))
          .filter(file -> !ReleaseSignature.SMALL_FILES.contains(file))
          .sorted()
          .toList();
    }
  }
}
