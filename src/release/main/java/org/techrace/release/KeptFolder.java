package org.techrace.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// A folder that a build keeps for the next one. Its file `SHA256SUMS` has the digests of the
/// others, so that a folder which is damaged or only partly written is detected.
public final class KeptFolder {
  private KeptFolder() {}

  /// Completes a folder and moves it to its place. What is there is deleted before.
  public static void move(Path folder, Path place) throws IOException {
    Checksums.write(folder);
    Durable.delete(place);
    Durable.move(folder, place);
  }

  /// Returns true if a folder exists and has the bytes that [#move] left.
  public static boolean isIntact(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try {
      Checksums.verify(folder);
      return true;
    } catch (DamagedReleaseException e) {
      return false;
    }
  }
}
