package org.techrace.serve.sparql;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Writes through, and keeps a copy of what is short enough to be remembered.
final class Copy extends FilterOutputStream {
  private static final int LONGEST = 1 << 20;

  private final ByteArrayOutputStream copy = new ByteArrayOutputStream(4096);
  private boolean tooLong;

  Copy(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
    tooLong |= copy.size() + length > LONGEST;
    if (tooLong) {
      copy.reset();
    } else {
      copy.write(bytes, from, length);
    }
  }

  /// All that was written, if it was short.
  Optional<byte[]> bytes() {
    return tooLong ? Optional.empty() : Optional.of(copy.toByteArray());
  }
}
