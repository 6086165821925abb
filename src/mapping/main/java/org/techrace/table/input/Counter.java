package org.techrace.table.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts the bytes read from a file. One thread reads, any thread may ask for the count.
public final class Counter {
  private volatile long bytes;

  public long bytes() {
    return bytes;
  }

  /// Returns a stream that reads from `in` and counts. One thread reads it.
  public InputStream counted(InputStream in) {
    return new FilterInputStream(in) {
      private long read;

      @Override
      public int read() throws IOException {
        int b = super.read();
        note(b < 0 ? -1 : 1);
        return b;
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        int n = super.read(to, offset, length);
        note(n);
        return n;
      }

      private void note(int n) {
        if (n > 0) {
          read += n;
          bytes = read;
        }
      }
    };
  }
}
