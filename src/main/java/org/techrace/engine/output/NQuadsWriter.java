package org.techrace.engine.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.techrace.memory.Fingerprint;

/// Writes the N-Quads of one thread: it collects lines in a buffer and, when the buffer is full,
/// passes the lines that are new to the shared [NQuadsOutput].
public final class NQuadsWriter implements RowSink<byte[]> {
  private static final int FLUSH_BYTES = 1 << 17;

  private final NQuadsOutput output;
  private final Fingerprint fingerprint = new Fingerprint();
  private byte[] buffer = new byte[2 * FLUSH_BYTES];
  private int length;

  /// For each line, its end in the buffer and the two halves of its fingerprint.
  private int[] ends = new int[4096];

  private long[] fingerprints = new long[2 * ends.length];
  private int lines;

  /// Becomes true with the first quad in a named graph.
  private boolean namedGraphs;

  public NQuadsWriter(NQuadsOutput output) {
    this.output = output;
  }

  @Override
  public void row(RowQuads<byte[]> made) throws IOException {
    for (int i = 0; i < made.size(); i++) {
      quad(made.subject(i), made.predicate(i), made.object(i), made.graph(i));
    }
    if (length > FLUSH_BYTES) {
      flush();
    }
  }

  /// Writes the quads of a block of [QuadBlocks].
  public void block(byte[] block) throws IOException {
    ByteBuffer entries = ByteBuffer.wrap(block);
    while (entries.hasRemaining()) {
      int bytes = entries.getInt();
      ensure(bytes);
      fingerprint.reset();
      fingerprint.add(block, entries.position(), entries.position() + bytes);
      fingerprints[2 * lines] = fingerprint.high();
      fingerprints[2 * lines + 1] = fingerprint.low();
      entries.get(buffer, length, bytes);
      length += bytes;
      ends[lines++] = length;
      if (length > FLUSH_BYTES) {
        flush();
      }
    }
  }

  private void quad(byte[] subject, byte[] predicate, byte[] object, byte[] graph) {
    ensure(subject.length + predicate.length + object.length + graph.length + 8);
    append(subject);
    append(predicate);
    append(object);
    if (graph.length > 0) {
      append(graph);
      namedGraphs = true;
    }
    buffer[length++] = '.';
    buffer[length++] = '\n';
    fingerprint.begin(subject);
    fingerprint.add(predicate);
    fingerprint.add(object);
    fingerprint.add(graph);
    fingerprints[2 * lines] = fingerprint.high();
    fingerprints[2 * lines + 1] = fingerprint.low();
    ends[lines++] = length;
  }

  private void append(byte[] bytes) {
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
    buffer[length++] = ' ';
  }

  private void ensure(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * (buffer.length + more));
    }
    if (lines == ends.length) {
      ends = Arrays.copyOf(ends, 2 * lines);
      fingerprints = Arrays.copyOf(fingerprints, 4 * lines);
    }
  }

  @Override
  public void flush() throws IOException {
    output.prefetch(fingerprints, lines);
    int kept = 0;
    int quads = 0;
    int start = 0;
    for (int i = 0; i < lines; i++) {
      int end = ends[i];
      if (output.isNew(fingerprints[2 * i], fingerprints[2 * i + 1], buffer, start, end)) {
        if (kept < start) {
          System.arraycopy(buffer, start, buffer, kept, end - start);
        }
        kept += end - start;
        quads++;
      }
      start = end;
    }
    output.write(buffer, kept, quads, namedGraphs);
    length = 0;
    lines = 0;
  }
}
