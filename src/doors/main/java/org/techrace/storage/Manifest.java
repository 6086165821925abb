package org.techrace.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.techrace.release.Digests;
import org.techrace.release.ReleaseSignature;
import org.techrace.release.Releases;
import org.techrace.release.UntrustedException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The files of a release in a store, in JSON.
///
/// @param release the name of the release
/// @param issued when it was built
/// @param files the files of the release
/// @param site the files of the project that a server needs: settings, queries, shapes, stylesheet
record Manifest(String release, String issued, List<StoredFile> files, List<StoredFile> site) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// The files that a release consists of.
  private static final Pattern RELEASE_FILE =
      Pattern.compile(
          "data\\.nq\\.gz|release\\.ttl|report\\.ttl|(SITE_)?SHA256SUMS(\\.sig)?|(store|text|tables)/[^/]+(/[^/]+)*");

  /// The files of a project that a server reads.
  private static final Pattern SITE_FILE =
      Pattern.compile(
          "techrace\\.toml|queries/.+\\.(rq|ttl|csv|tsv|properties|md|txt)|ontology/.+\\.ttl"
              + "|.+\\.(css|svg|png|jpe?g|gif|webp|ico)");

  /// The most bytes of checksums and signatures, which are read whole.
  private static final long MOST_SIGNED_BYTES = 64L << 20;

  /// The most bytes of the files of a project, which are received before their signature is
  /// verified.
  private static final long MOST_SITE_BYTES = 1L << 30;

  /// The most bytes of a part. The sum of all parts of a manifest fits a `long`.
  private static final long MOST_PART_BYTES = 1L << 32;

  Manifest {
    Objects.requireNonNull(release);
    Objects.requireNonNull(issued);
    files = List.copyOf(files);
    site = List.copyOf(site);
  }

  /// A file.
  ///
  /// @param path its path in the release or in the project, with slashes
  record StoredFile(String path, List<Part> parts) {
    StoredFile {
      Objects.requireNonNull(path);
      parts = List.copyOf(parts);
    }

    long bytes() {
      return parts.stream().mapToLong(Part::bytes).sum();
    }
  }

  /// A part of a file: an object of its own.
  record Part(String sha256, long bytes) {
    private static final int FOLDER_DIGITS = 2;

    Part {
      Objects.requireNonNull(sha256);
    }

    String key() {
      return StoredReleases.OBJECTS + sha256.substring(0, FOLDER_DIGITS) + "/" + sha256;
    }

    boolean isValid() {
      return sha256.matches("[0-9a-f]{64}") && bytes >= 0 && bytes <= MOST_PART_BYTES;
    }
  }

  static String key(String release) {
    return StoredReleases.MANIFESTS + release + ".json";
  }

  byte[] bytes() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
  }

  /// Reads a manifest.
  ///
  /// @param where its address, for messages
  /// @throws IOException if it is not one, or has paths out of a folder
  static Manifest read(byte[] json, String where) throws IOException {
    try {
      Manifest manifest = JSON.readValue(json, Manifest.class);
      if (!manifest.isValid()) {
        throw new UntrustedException(
            "%s: names, paths or digests are wrong; push the release again".formatted(where));
      }
      manifest.checkKinds(where);
      return manifest;
    } catch (JacksonException e) {
      throw new UntrustedException(
          "%s: this is not the manifest of a release (%s); push the release again"
              .formatted(where, e.getMessage()));
    }
  }

  private boolean isValid() {
    return Releases.isName(release)
        && Stream.concat(files.stream(), site.stream())
            .allMatch(file -> isBelow(file.path) && file.parts.stream().allMatch(Part::isValid));
  }

  /// Checks that every file is one that a release or a site consists of.
  private void checkKinds(String where) throws UntrustedException {
    for (StoredFile file : files) {
      if (!RELEASE_FILE.matcher(file.path).matches()) {
        throw new UntrustedException(
            "%s: '%s' is not a file of a release; push the release again"
                .formatted(where, file.path));
      }
      if (ReleaseSignature.SMALL_FILES.contains(file.path) && file.bytes() > MOST_SIGNED_BYTES) {
        throw new UntrustedException(
            "%s: '%s' has %,d bytes; at most %,d are allowed"
                .formatted(where, file.path, file.bytes(), MOST_SIGNED_BYTES));
      }
    }
    long siteBytes = site.stream().mapToLong(StoredFile::bytes).sum();
    if (siteBytes > MOST_SITE_BYTES) {
      throw new UntrustedException(
          "%s: the files of the project have %,d bytes; at most %,d are allowed"
              .formatted(where, siteBytes, MOST_SITE_BYTES));
    }
    for (StoredFile file : site) {
      if (!isSiteFile(file.path)) {
        throw new UntrustedException(
            "%s: '%s' is not a file that a server reads; expected techrace.toml, queries, the ontology, a logo or a stylesheet: push the release again"
                .formatted(where, file.path));
      }
    }
  }

  /// Returns true if a server reads such a file of a project.
  ///
  /// @param path the path in the project, with slashes
  static boolean isSiteFile(String path) {
    return SITE_FILE.matcher(path).matches();
  }

  private static boolean isBelow(String path) {
    if (path.indexOf('\0') >= 0) {
      return false;
    }
    Path read = Path.of(path);
    return !path.isEmpty()
        && !path.contains("\\")
        && !read.isAbsolute()
        && read.normalize().equals(read)
        && !read.startsWith("..");
  }

  /// Returns true if another manifest describes the same files, signed otherwise or not at all.
  boolean differsInSignatureOnly(Manifest other) {
    return release.equals(other.release)
        && issued.equals(other.issued)
        && site.equals(other.site)
        && withoutSignature().equals(other.withoutSignature());
  }

  private List<StoredFile> withoutSignature() {
    return files.stream().filter(file -> !ReleaseSignature.FILES.contains(file.path)).toList();
  }

  /// Returns a name for the files of the project: the same files have the same name.
  String siteDigest() {
    return Digests.sha256(JSON.writeValueAsBytes(site));
  }

  Stream<Part> parts() {
    return Stream.concat(files.stream(), site.stream()).flatMap(file -> file.parts.stream());
  }

  long size() {
    return parts().mapToLong(Part::bytes).sum();
  }
}
