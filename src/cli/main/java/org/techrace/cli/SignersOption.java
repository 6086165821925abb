package org.techrace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.release.signature.AllowedSigners;
import picocli.CommandLine.Option;

/// The option for the signers of releases that are trusted.
final class SignersOption {
  @Option(
      names = "--signers",
      paramLabel = "FILE",
      description =
          "Refuse releases that no key in FILE has signed (default: no signature is required). Its"
              + " format is that of ssh-keygen's allowed signers.")
  private @Nullable Path file;

  /// Reads the keys, if a signature is required.
  ///
  /// @throws IOException if the file cannot be read, or has no key
  Optional<AllowedSigners> read() throws IOException {
    return file == null ? Optional.empty() : Optional.of(AllowedSigners.read(file));
  }
}
