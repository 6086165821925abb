package org.techrace.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A 128-bit fingerprint of bytes. Two different quads have the same one with a probability below
/// 10^-22 among a hundred million, so equal fingerprints are taken for equal quads, and for equal
/// keys.
///
/// Two independent 64-bit lanes, each multiplied and folded per eight bytes (the construction of
/// wyhash). Not for adversaries.
public final class Fingerprint {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long A = 0x9E3779B97F4A7C15L;
  private static final long B = 0xC2B2AE3D27D4EB4FL;

  private long high = A;
  private long low = B;

  /// The first run of bytes of the last sequence, and the fingerprint of it alone.
  private byte[] first = {};

  private long firstHigh;
  private long firstLow;

  /// The first half of the fingerprint of what was added.
  public long high() {
    return high;
  }

  /// The other half.
  public long low() {
    return low;
  }

  /// Forgets what was added.
  public void reset() {
    high = A;
    low = B;
  }

  /// Begins a sequence with a run of bytes. The same array again, as when the quads of a row begin
  /// with their subject, costs nothing.
  @SuppressWarnings("ReferenceEquality")
  public void begin(byte[] bytes) {
    if (bytes != first) {
      reset();
      add(bytes);
      first = bytes;
      firstHigh = high;
      firstLow = low;
    }
    high = firstHigh;
    low = firstLow;
  }

  /// Adds a run of bytes and its length.
  public void add(byte[] bytes) {
    int i = 0;
    for (; i + 8 <= bytes.length; i += 8) {
      mix((long) LONGS.get(bytes, i));
    }
    long rest = bytes.length;
    for (; i < bytes.length; i++) {
      rest = (rest << 8) | (bytes[i] & 0xFF);
    }
    mix(rest);
  }

  private void mix(long word) {
    high = fold(high ^ word, A) + low;
    low = fold(low ^ word, B) ^ Long.rotateLeft(high, 29);
  }

  /// The fingerprint of some texts, one after the other.
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
