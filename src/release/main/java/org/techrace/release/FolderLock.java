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

/// Allows one process at a time to work in a folder: a build in a folder of releases, or a fetch in
/// a cache. The operating system releases the lock when the process ends.
public final class FolderLock implements AutoCloseable {
  private static final String FILE = ".lock";

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Locks a folder.
  ///
  /// @param work the kind of work, for messages
  /// @throws IOException if another process works in the folder; the message names the process
  public static FolderLock take(Path folder, String work) throws IOException {
    Optional<FolderLock> lock = tryTake(folder);
    return lock.orElseThrow(
        () ->
            new IOException(
                "another %s is at work in %s (process %s); wait for it to end"
                    .formatted(work, folder, owner(folder))));
  }

  /// Locks a folder. Returns empty if another process works in it.
  static Optional<FolderLock> tryTake(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(FILE),
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
      return Optional.of(new FolderLock(channel));
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static String owner(Path folder) {
    try {
      String process = Files.readString(folder.resolve(FILE)).strip();
      return process.isEmpty() ? "unknown" : process;
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
