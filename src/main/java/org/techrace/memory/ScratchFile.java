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

/// A temporary file that is written, then read. It has no name any more once it is open, or, where
/// an open file must have one, the operating system removes it: whatever ends the process, nothing
/// stays on the disk.
public final class ScratchFile implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private final OutputStream out;

  /// @throws IOException if there is no room for it
  public ScratchFile() throws IOException {
    this.channel = channel();
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  static FileChannel channel() throws IOException {
    Path file = Files.createTempFile("techrace", ".tmp");
    return FileChannel.open(
        file,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE,
        StandardOpenOption.DELETE_ON_CLOSE);
  }

  /// Takes what is to be in the file. Closing it ends the file.
  public OutputStream out() {
    return out;
  }

  /// How many bytes were written.
  public long size() throws IOException {
    out.flush();
    return channel.size();
  }

  /// What was written, from the beginning. Closing it ends the file.
  public InputStream in() throws IOException {
    out.flush();
    channel.position(0);
    return new BufferedInputStream(Channels.newInputStream(channel), BUFFER);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
