package org.techrace.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets one build at a time into a folder of releases. The system frees it if the process dies.
final class BuildLock implements AutoCloseable {
  private static final String FILE = ".lock";

  private final FileChannel channel;

  private BuildLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws IOException if another build is at work there; the message names its process
  static BuildLock take(Path releases) throws IOException {
    Optional<BuildLock> lock = tryTake(releases);
    return lock.orElseThrow(
        () ->
            new IOException(
                "another build is at work in %s (process %s); wait for it to end"
                    .formatted(releases, owner(releases))));
  }

  /// The lock, or nothing if another build is at work there.
  static Optional<BuildLock> tryTake(Path releases) throws IOException {
    FileChannel channel =
        FileChannel.open(
            releases.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    boolean taken = false;
    try {
      if (lock(channel) == null) {
        return Optional.empty();
      }
      channel.truncate(0);
      String process = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.UTF_8)));
      taken = true;
      return Optional.of(new BuildLock(channel));
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static String owner(Path releases) {
    try {
      return Files.readString(releases.resolve(FILE)).strip();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
