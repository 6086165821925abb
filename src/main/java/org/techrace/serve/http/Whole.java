package org.techrace.serve.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A body that is whole, and can be sent. Whoever sends the answer closes it.
interface Whole extends Answer.Body, Closeable {
  /// In bytes.
  long size();

  /// A file that lies there, and does not change while it is sent: it is open already, so it may be
  /// deleted meanwhile.
  static Whole of(Path file) throws IOException {
    long size = Files.size(file);
    InputStream in = Files.newInputStream(file);
    return new Whole() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        in.transferTo(out);
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }
}
