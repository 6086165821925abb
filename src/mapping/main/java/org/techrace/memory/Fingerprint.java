package org.techrace.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Computes a 128-bit fingerprint of byte arrays. Among 100 million different quads, the
/// probability that any two have the same fingerprint is below 10^-22, so callers treat equal
/// fingerprints as equal quads or keys.
///
/// The algorithm has two independent 64-bit lanes; each multiplies and folds 8 bytes at a time, as
/// wyhash does. It does not resist deliberate collisions. Not thread-safe.
public final class Fingerprint {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long A = 0x9E3779B97F4A7C15L;
  private static final long B = 0xC2B2AE3D27D4EB4FL;

  private long high = A;
  private long low = B;

  /// Returns the high 64 bits of the fingerprint.
  public long high() {
    return high;
  }

  /// Returns the low 64 bits of the fingerprint.
  public long low() {
    return low;
  }

  /// Resets the state: a fingerprint of nothing.
  public void reset() {
    high = A;
    low = B;
  }

  /// Sets the state to that of another fingerprint, to continue from there.
  public void reset(long toHigh, long toLow) {
    high = toHigh;
    low = toLow;
  }

  /// Adds an array and its length to the fingerprint.
  public void add(byte[] bytes) {
    add(bytes, 0, bytes.length);
  }

  /// Adds a part of an array and its length to the fingerprint.
  ///
  /// @param to the index after the last byte
  public void add(byte[] bytes, int from, int to) {
    int i = from;
    for (; i + 8 <= to; i += 8) {
      mix((long) LONGS.get(bytes, i));
    }
    long rest = (long) to - from;
    for (; i < to; i++) {
      rest = (rest << 8) | (bytes[i] & 0xFF);
    }
    mix(rest);
  }

  /// Adds a number to the fingerprint.
  public void addLong(long number) {
    mix(number);
  }

  private void mix(long word) {
    high = fold(high ^ word, A) + low;
    low = fold(low ^ word, B) ^ Long.rotateLeft(high, 29);
  }

  /// Returns the fingerprint of a sequence of texts, each in UTF-8.
  public static Fingerprint of(List<String> texts) {
    Fingerprint fingerprint = new Fingerprint();
    for (String text : texts) {
      fingerprint.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return fingerprint;
  }

  private static long fold(long a, long b) {
    return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
  }
}
