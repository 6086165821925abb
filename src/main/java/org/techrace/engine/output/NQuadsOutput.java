package org.techrace.engine.output;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.techrace.engine.output.FingerprintSet.Added;
import org.techrace.memory.Memory;

/// An N-Quads file that several threads write to, each quad once.
///
/// Written quads are remembered by their fingerprints, within the memory budget. When the budget is
/// used up, further quads go to temporary files, and their duplicates are removed at the end
/// ([Overflow]). Safe for use by several threads.
public final class NQuadsOutput implements Closeable {
  private static final int STRIPES = 64;

  private final OutputStream out;
  private final FingerprintSet[] seen = new FingerprintSet[STRIPES];
  private final Memory memory;
  private final AtomicLong count = new AtomicLong();
  private final Overflow overflow = new Overflow(STRIPES);

  private boolean namedGraphs;

  @SuppressWarnings("unused")
  private long touched;

  /// @param memory the budget for the fingerprints
  public NQuadsOutput(OutputStream out, Memory memory) {
    this.out = out;
    this.memory = memory;
    for (int i = 0; i < STRIPES; i++) {
      seen[i] = new FingerprintSet();
    }
  }

  /// Loads the slots of several fingerprints into the processor's cache. The loads overlap, whereas
  /// single lookups would wait for each other; this halves the time of a run.
  ///
  /// @param fingerprints pairs of the high and low half
  void prefetch(long[] fingerprints, int pairs) {
    long sum = 0;
    for (int i = 0; i < pairs; i++) {
      sum += seen[stripe(fingerprints[2 * i])].touch(fingerprints[2 * i + 1]);
    }
    // Store the sum, so that the compiler does not remove the loads.
    touched = sum;
  }

  private static int stripe(long high) {
    return (int) (high >>> 58);
  }

  /// Adds a quad. Returns true if it is new and must be written now.
  ///
  /// @param line contains the line of the quad, from `from` to `to`, which is put aside if the
  ///   budget is used up
  boolean isNew(long high, long low, byte[] line, int from, int to) throws IOException {
    int stripe = stripe(high);
    FingerprintSet set = seen[stripe];
    synchronized (set) {
      boolean mayGrow = !set.isFull() || memory.take(set.growth());
      Added added = set.add(high, low, mayGrow);
      if (added == Added.FULL) {
        overflow.add(stripe, line, from, to);
      }
      return added == Added.NEW;
    }
  }

  /// Writes complete lines.
  ///
  /// @param named true if any quad so far is in a named graph
  void write(byte[] lines, int length, int quads, boolean named) throws IOException {
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
      memory.giveBack(seen[i].grown());
      seen[i] = new FingerprintSet();
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
