package org.techrace.memory;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A temporary file that is first written, then read. The file is deleted when it is closed, and
/// also if the process ends in any other way: on POSIX systems it loses its name as soon as it is
/// open. Not thread-safe.
public final class ScratchFile implements Closeable {
  private static final int BUFFER_BYTES = 1 << 14;

  private final FileChannel channel;
  private final OutputStream out;

  /// Creates an empty file in the folder for temporary files.
  ///
  /// @throws IOException if the file cannot be created
  public ScratchFile() throws IOException {
    this.channel = channel();
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
  }

  static FileChannel channel() throws IOException {
    Path file = Files.createTempFile("techrace", ".tmp");
    return FileChannel.open(
        file,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /// Returns the stream that writes to the file. Closing the stream deletes the file.
  public OutputStream out() {
    return out;
  }

  /// Returns the number of bytes written so far.
  ///
  /// @throws IOException if buffered bytes cannot be written
  public long size() throws IOException {
    out.flush();
    return channel.size();
  }

  /// Returns a stream that reads the file from its start. Closing the stream deletes the file.
  ///
  /// @throws IOException if buffered bytes cannot be written
  public InputStream in() throws IOException {
    out.flush();
    channel.position(0);
    return new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
