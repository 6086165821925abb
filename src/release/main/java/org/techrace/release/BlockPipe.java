package org.techrace.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A stream of bytes from one thread to another, in blocks. The writer waits while the reader is
/// some blocks behind; after the reader has closed the stream, what is written is dropped.
final class BlockPipe extends InputStream {
  private static final int BLOCKS = 8;
  private static final byte[] END = {};

  private final BlockingQueue<byte[]> blocks = new ArrayBlockingQueue<>(BLOCKS);
  private volatile boolean closed;
  private byte[] block = {};
  private int at;
  private boolean ended;

  /// Writes a block, which must not change afterwards. An empty block ends the stream.
  ///
  /// @throws UncheckedIOException if the thread is interrupted
  void write(byte[] next) {
    try {
      boolean written = false;
      while (!written && !closed) {
        written = blocks.offer(next, 100, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(
          new InterruptedIOException("interrupted while writing statements"));
    }
  }

  /// Ends the stream.
  void end() {
    write(END);
  }

  @Override
  public int read() throws IOException {
    return fill() ? block[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int copied = Math.min(length, block.length - at);
    System.arraycopy(block, at, buffer, offset, copied);
    at += copied;
    return copied;
  }

  /// Takes the next block if this one was read. Returns false at the end of the stream.
  private boolean fill() throws IOException {
    try {
      while (at == block.length && !ended) {
        block = blocks.take();
        at = 0;
        ended = block.length == 0;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading statements", e);
    }
    return !ended;
  }

  @Override
  public void close() {
    closed = true;
  }
}
