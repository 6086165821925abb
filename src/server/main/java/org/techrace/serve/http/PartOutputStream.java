package org.techrace.serve.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Passes on the bytes of a range and drops those before and after it.
final class PartOutputStream extends FilterOutputStream {
  private long before;
  private long left;

  PartOutputStream(OutputStream out, long from, long length) {
    super(out);
    this.before = from;
    this.left = length;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int skipped = (int) Math.min(before, length);
    int passed = (int) Math.min(left, length - skipped);
    before -= skipped;
    left -= passed;
    out.write(bytes, from + skipped, passed);
  }
}
