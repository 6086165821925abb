package org.techrace.store;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A temporary file of ints, written sequentially and then read sequentially.
final class IntFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private IntFile() {}

  /// Replaces each index by the int at that index of a file. The file may be larger than the heap.
  static void lookUp(Path file, int[] indexes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      MemorySegment ints = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      for (int i = 0; i < indexes.length; i++) {
        indexes[i] = ints.getAtIndex(ValueLayout.JAVA_INT, indexes[i]);
      }
    }
  }

  static final class Writer implements Closeable {
    private final FileChannel channel;
    private final ByteBuffer buffer =
        ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());

    Writer(Path file) throws IOException {
      this.channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void put(int value) throws IOException {
      if (!buffer.hasRemaining()) {
        flush();
      }
      buffer.putInt(value);
    }

    private void flush() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      buffer.clear();
    }

    @Override
    public void close() throws IOException {
      try (channel) {
        flush();
      }
    }
  }

  static final class Reader implements Closeable {
    private final FileChannel channel;
    private final ByteBuffer buffer =
        ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());

    Reader(Path file) throws IOException {
      this.channel = FileChannel.open(file, StandardOpenOption.READ);
      buffer.flip();
    }

    /// Returns true if another int follows.
    boolean hasNext() throws IOException {
      if (buffer.hasRemaining()) {
        return true;
      }
      buffer.clear();
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // Fill the buffer, so that no int is split across two reads.
      }
      buffer.flip();
      return buffer.hasRemaining();
    }

    int next() throws IOException {
      if (!hasNext()) {
        throw new EOFException("a temporary file of the store ends too early");
      }
      return buffer.getInt();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
