package org.techrace.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Lets one build at a time into a folder of releases. The system frees it if the process dies.
final class BuildLock implements AutoCloseable {
  private final FileChannel channel;

  private BuildLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws IOException if another build is at work there; the message names its process
  static BuildLock take(Path releases) throws IOException {
    Path file = releases.resolve(".lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (lock(channel) == null) {
      channel.close();
      throw new IOException(
          "another build is at work in %s (process %s); wait for it to end"
              .formatted(releases, Files.readString(file).strip()));
    }
    channel.truncate(0);
    String process = ProcessHandle.current().pid() + "\n";
    channel.write(ByteBuffer.wrap(process.getBytes(StandardCharsets.UTF_8)));
    return new BuildLock(channel);
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
