package org.techrace.serve.sparql;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Collects bytes and ignores [#flush], because Jena's writer of CSV calls it after each term.
/// [#finish] writes the remaining bytes.
final class SeldomFlushed extends BufferedOutputStream {
  private static final int BUFFER_BYTES = 1 << 14;

  SeldomFlushed(OutputStream out) {
    super(out, BUFFER_BYTES);
  }

  @Override
  public void flush() {}

  void finish() throws IOException {
    super.flush();
  }
}
