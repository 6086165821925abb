package org.techrace.release;

import java.util.Comparator;
import java.util.List;

/// The inputs of a release: files, and the version of the software that reads them.
///
/// @param files the files, sorted by path
/// @param version the version of the software
public record Inputs(List<Input> files, String version) {
  public Inputs {
    files = files.stream().sorted(Comparator.comparing(Input::path)).toList();
  }

  /// Returns the digest of all inputs: SHA-256 in hexadecimal digits. The same inputs give the same
  /// release.
  public String digest() {
    StringBuilder all = new StringBuilder(version).append('\n');
    files.forEach(f -> all.append(f.sha256()).append("  ").append(f.path()).append('\n'));
    return Digests.sha256(all.toString());
  }

  /// Returns the first six digits of the digest, which are the end of the name of a release.
  public String shortDigest() {
    return digest().substring(0, 6);
  }
}
