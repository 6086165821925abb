package org.techrace.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Holds the first bytes of a body back, so that a failure in them can still be answered with a
/// status of its own. Small answers never stream at all.
final class HeldStream extends OutputStream {

  /// Opens the client's stream: from here on the status stands.
  @FunctionalInterface
  interface Opener {
    /// Sends status and headers.
    ///
    /// @param length the whole length if known, else -1
    OutputStream open(long length) throws IOException;
  }

  private final int limit;
  private final Opener opener;
  private final ByteArrayOutputStream held = new ByteArrayOutputStream(8192);
  private OutputStream client = OutputStream.nullOutputStream();
  private boolean open;
  private long written;

  HeldStream(int limit, Opener opener) {
    this.limit = limit;
    this.opener = opener;
  }

  /// Whether bytes have left for the client.
  boolean hasLeft() {
    return open;
  }

  /// The bytes written so far.
  long written() {
    return written;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    written += length;
    if (!open && held.size() + length > limit) {
      open(-1);
    }
    (open ? client : held).write(bytes, from, length);
  }

  private void open(long length) throws IOException {
    client = opener.open(length);
    open = true;
    held.writeTo(client);
    held.reset();
  }

  /// Writers flush often; what is held stays held.
  @Override
  public void flush() throws IOException {
    if (open) {
      client.flush();
    }
  }

  /// The body is complete.
  @Override
  public void close() throws IOException {
    if (!open) {
      open(held.size());
    }
    client.close();
  }
}
