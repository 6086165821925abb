package org.techrace.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.techrace.release.signature.AllowedSigners;
import org.techrace.release.signature.SigningKey;

/// The signature of a release, in files next to `SHA256SUMS`: the signature of `SHA256SUMS`, the
/// checksums of the files of the project that a server needs, and their signature. Both signatures
/// are in the format of `ssh-keygen -Y sign`.
///
/// The checksums of the project's files name the release: their first line is that of `SHA256SUMS`.
/// So those of one release are not accepted with another.
public final class ReleaseSignature {
  private static final String SIGNATURE = Checksums.FILE + ".sig";
  private static final String SITE = "SITE_SHA256SUMS";
  private static final String SITE_SIGNATURE = SITE + ".sig";

  /// The names of the files, which `SHA256SUMS` does not list.
  public static final List<String> FILES = List.of(SIGNATURE, SITE, SITE_SIGNATURE);

  /// The names of the files that [#verify] reads.
  public static final List<String> SMALL_FILES =
      Stream.concat(Stream.of(Checksums.FILE), FILES.stream()).toList();

  private ReleaseSignature() {}

  /// Signs a release and the files of the project. Replaces an earlier signature.
  ///
  /// @param release the folder of the release
  /// @param site the files of the project that a server needs, by their path in the project
  static void sign(Path release, Map<String, Path> site, SigningKey key) throws IOException {
    StringBuilder sums = new StringBuilder();
    line(release.resolve(Checksums.FILE), Checksums.FILE, sums);
    for (Map.Entry<String, Path> file : new TreeMap<>(site).entrySet()) {
      line(file.getValue(), file.getKey(), sums);
    }
    Durable.write(release.resolve(SITE), sums.toString().stripTrailing());
    sign(release, Checksums.FILE, SIGNATURE, key);
    sign(release, SITE, SITE_SIGNATURE, key);
  }

  private static void line(Path file, String name, StringBuilder to) throws IOException {
    to.append(Digests.sha256(file)).append("  ").append(name).append('\n');
  }

  private static void sign(Path release, String file, String signature, SigningKey key)
      throws IOException {
    String signed = key.sign(Files.readAllBytes(release.resolve(file)));
    Durable.write(release.resolve(signature), signed.stripTrailing());
  }

  /// Verifies the signatures. Reads only [#SMALL_FILES]; the checksums of the other files are
  /// compared elsewhere.
  ///
  /// @param release the folder of the release
  /// @param id its name, for messages
  /// @return the names of the signer
  /// @throws UntrustedException if it is not signed by one of these signers
  public static String verify(Path release, String id, AllowedSigners signers) throws IOException {
    for (String file : SMALL_FILES) {
      if (!Files.isRegularFile(release.resolve(file))) {
        throw new UntrustedException(
            "release %s is not signed (%s is missing); sign it where it was built, with: techrace releases sign --key FILE"
                .formatted(id, file));
      }
    }
    String signer = verify(release, id, Checksums.FILE, SIGNATURE, signers);
    String _ = verify(release, id, SITE, SITE_SIGNATURE, signers);
    if (!Digests.sha256(release.resolve(Checksums.FILE))
        .equals(site(release).get(Checksums.FILE))) {
      throw new UntrustedException("release %s: %s is that of another release".formatted(id, SITE));
    }
    return signer;
  }

  private static String verify(
      Path release, String id, String file, String signature, AllowedSigners signers)
      throws IOException {
    try {
      return signers.verify(
          "%s of release %s".formatted(file, id),
          Files.readAllBytes(release.resolve(file)),
          Files.readString(release.resolve(signature)));
    } catch (IOException e) {
      throw new UntrustedException(String.valueOf(e.getMessage()));
    }
  }

  /// Returns the checksums of the project's files, and that of `SHA256SUMS`.
  private static Map<String, String> site(Path release) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    for (String line : Files.readAllLines(release.resolve(SITE))) {
      if (!line.matches("[0-9a-f]{64}  .+")) {
        throw new UntrustedException("%s has the line '%s'".formatted(SITE, line));
      }
      sums.put(line.substring(66), line.substring(0, 64));
    }
    return sums;
  }

  /// Compares the files of the project with the signed checksums.
  ///
  /// @param release the folder of the release, which [#verify] accepted
  /// @param folder the folder of the project's files
  /// @throws UntrustedException if a file is missing, changed or not listed
  public static void verifySite(Path release, String id, Path folder) throws IOException {
    Map<String, String> expected = site(release);
    expected.remove(Checksums.FILE);
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.put(folder.relativize(file).toString().replace('\\', '/'), Digests.sha256(file));
      }
    }
    if (!found.equals(expected)) {
      Map<String, String> differing = new TreeMap<>(found);
      differing.putAll(expected);
      differing.keySet().removeIf(name -> expected.getOrDefault(name, "").equals(found.get(name)));
      throw new UntrustedException(
          "release %s: %s of the project is not as it was signed; sign the release again, and push it"
              .formatted(id, String.join(", ", differing.keySet())));
    }
  }
}
