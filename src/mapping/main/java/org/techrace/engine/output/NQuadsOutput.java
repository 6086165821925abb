package org.techrace.engine.output;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.techrace.memory.Memory;

/// An N-Quads file that several threads write to, each quad once.
///
/// Written quads are remembered by their fingerprints, within the memory budget ([SubjectQuads]).
/// When the budget is used up, further quads go to temporary files, and their duplicates are
/// removed at the end ([Overflow]). Safe for use by several threads.
public final class NQuadsOutput implements LineOutput, Closeable {
  private static final int STRIPES = 64;

  private final OutputStream out;
  private final SubjectQuads[] seen = new SubjectQuads[STRIPES];
  private final AtomicLong count = new AtomicLong();
  private final Overflow overflow = new Overflow(STRIPES);

  private boolean namedGraphs;

  @SuppressWarnings("unused")
  private long touched;

  /// @param memory the budget for the fingerprints
  public NQuadsOutput(OutputStream out, Memory memory) {
    this.out = out;
    for (int i = 0; i < STRIPES; i++) {
      seen[i] = new SubjectQuads(memory);
    }
  }

  /// Loads the slots of several subjects into the processor's cache. The loads overlap, whereas
  /// single lookups would wait for each other.
  @Override
  public void prefetch(long[] subjects, int pairs) {
    long sum = 0;
    for (int i = 0; i < pairs; i++) {
      sum += seen[stripe(subjects[2 * i])].touch(subjects[2 * i + 1]);
    }
    // Store the sum, so that the compiler does not remove the loads.
    touched = sum;
  }

  private static int stripe(long high) {
    return (int) (high >>> 58);
  }

  /// Adds quads of a subject, and marks those that are new and must be written now. Those that
  /// cannot be remembered within the budget are put aside.
  @Override
  public void add(QuadBlock block, byte[] lines, int[] ends, int first) throws IOException {
    int stripe = stripe(block.high());
    SubjectQuads quads = seen[stripe];
    synchronized (quads) {
      quads.add(block);
      if (block.hasAside()) {
        for (int i = 0; i < block.size(); i++) {
          if (block.isAside(i)) {
            int line = first + i;
            overflow.add(stripe, lines, line == 0 ? 0 : ends[line - 1], ends[line]);
          }
        }
      }
    }
  }

  @Override
  public void write(byte[] lines, int length, int quads, boolean named) throws IOException {
    synchronized (out) {
      out.write(lines, 0, length);
      namedGraphs |= named;
    }
    count.addAndGet(quads);
  }

  /// Writes the quads in temporary files and releases the memory. Returns the total number of quads
  /// written.
  public long finish() throws IOException {
    for (int i = 0; i < STRIPES; i++) {
      seen[i].free();
    }
    count.addAndGet(overflow.writeOnce(out));
    out.flush();
    return count.get();
  }

  /// Returns true if any quad written is in a named graph; valid after [#finish].
  public boolean hasNamedGraphs() {
    synchronized (out) {
      return namedGraphs;
    }
  }

  /// Deletes the temporary files. The output stream is not closed.
  @Override
  public void close() throws IOException {
    overflow.close();
  }
}
