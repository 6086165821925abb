package org.techrace.serve.http;

import java.io.IOException;
import java.io.OutputStream;

/// The body of an answer. It is finished, except for an [EventStream], which is sent while it is
/// made.
public interface Body {
  /// A body of no bytes.
  Body EMPTY = of(new byte[0]);

  /// The size in bytes; negative if the body is sent while it is made.
  long size();

  /// Writes all bytes. What [Bodies#file] opened can be written once.
  void writeTo(OutputStream out) throws IOException;

  /// Writes a part. What [Bodies#file] opened can be written once.
  ///
  /// @param from the first byte, from 0
  /// @param length the number of bytes
  default void writeTo(OutputStream out, long from, long length) throws IOException {
    writeTo(new PartOutputStream(out, from, length));
  }

  /// A body in memory.
  ///
  /// @param bytes not copied; must not change
  static Body of(byte[] bytes) {
    return new InMemory(bytes);
  }

  /// Bytes in memory.
  final class InMemory implements Body {
    private final byte[] bytes;

    private InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(bytes);
    }

    @Override
    public void writeTo(OutputStream out, long from, long length) throws IOException {
      out.write(bytes, (int) from, (int) length);
    }
  }
}
