package org.techrace.engine.output;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.techrace.engine.output.FingerprintSet.Added;
import org.techrace.memory.Memory;

/// An N-Quads file that several threads write to, each quad once.
///
/// The quads written are remembered by their fingerprints, in as much memory as there may be; then
/// those not remembered are put aside on disk and sorted out at the end ([Overflow]).
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

  /// @param memory what the fingerprints are kept in
  public NQuadsOutput(OutputStream out, Memory memory) {
    this.out = out;
    this.memory = memory;
    for (int i = 0; i < STRIPES; i++) {
      seen[i] = new FingerprintSet();
    }
  }

  /// Brings the places where fingerprints will be looked for into the processor's cache. The loads
  /// do not wait for each other, as they would one quad at a time; this halves the cost of a run.
  ///
  /// @param fingerprints pairs of high and low half
  void prefetch(long[] fingerprints, int pairs) {
    long sum = 0;
    for (int i = 0; i < pairs; i++) {
      sum += seen[stripe(fingerprints[2 * i])].touch(fingerprints[2 * i + 1]);
    }
    // Kept, lest the compiler see that the loads are for nothing.
    touched = sum;
  }

  private static int stripe(long high) {
    return (int) (high >>> 58);
  }

  /// Notes a quad; whether it is to be written now.
  ///
  /// @param line where the bytes of its line are, should it have to wait
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

  /// Writes whole lines.
  ///
  /// @param named true if any quad so far is in a named graph
  void write(byte[] lines, int length, int quads, boolean named) throws IOException {
    synchronized (out) {
      out.write(lines, 0, length);
      namedGraphs |= named;
    }
    count.addAndGet(quads);
  }

  /// Writes what was put aside, forgets what was written, and returns how many quads were written
  /// in all.
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

  /// Ends the use of the disk; the output is left open.
  @Override
  public void close() throws IOException {
    overflow.close();
  }
}
