package org.techrace.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/// Writes quads as N-Quads, each once.
final class NQuadsWriter implements RowSink<byte[]> {
  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final FingerprintSet seen = new FingerprintSet();
  private final Fingerprint fingerprint = new Fingerprint();
  private byte[] buffer = new byte[2 * BUFFER];
  private int length;
  private long count;

  NQuadsWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void row(RowQuads<byte[]> quads) throws IOException {
    for (int i = 0; i < quads.size(); i++) {
      quad(quads.subject(i), quads.predicate(i), quads.object(i), quads.graph(i));
    }
  }

  private void quad(byte[] subject, byte[] predicate, byte[] object, byte[] graph)
      throws IOException {
    fingerprint.reset();
    fingerprint.add(subject);
    fingerprint.add(predicate);
    fingerprint.add(object);
    fingerprint.add(graph);
    if (!seen.add(fingerprint.high(), fingerprint.low())) {
      return;
    }
    count++;
    append(subject, ' ');
    append(predicate, ' ');
    append(object, ' ');
    if (graph.length > 0) {
      append(graph, ' ');
    }
    buffer[length++] = '.';
    buffer[length++] = '\n';
    if (length > BUFFER) {
      flush();
    }
  }

  private void append(byte[] bytes, char after) {
    if (length + bytes.length + 4 > buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * (buffer.length + bytes.length));
    }
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    buffer[length++] = (byte) after;
  }

  private void flush() throws IOException {
    out.write(buffer, 0, length);
    length = 0;
  }

  /// Writes what is left and returns how many quads were written.
  long finish() throws IOException {
    flush();
    out.flush();
    return count;
  }
}
