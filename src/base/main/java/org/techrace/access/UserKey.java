package org.techrace.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A secret of the user, in a file that no project can write. It is made when it is first needed.
final class UserKey {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  private UserKey() {}

  /// Begins a message authentication code (RFC 2104) of a name; the caller adds a content.
  ///
  /// @throws IOException if the key cannot be read or made
  static Mac mac(String name) throws IOException {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(UserFolder.cache().resolve("targets.key")), ALGORITHM));
      mac.update(name.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] key(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      return made(file);
    }
  }

  /// Makes the key. If another process does the same, the file of the first one remains.
  private static byte[] made(Path file) throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    Path folder = Files.createDirectories(file.resolveSibling(""));
    Path part = Files.createTempFile(folder, "targets", ".part", forUser());
    try {
      Files.write(part, key);
      Files.move(part, file);
      return key;
    } catch (FileAlreadyExistsException _) {
      return Files.readAllBytes(file);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static FileAttribute<?>[] forUser() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
