package org.techrace.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Up to 255 strings of one to eight bytes, each written as one byte, as in FSST (Boncz, Neumann
/// and Leis, 2020). The byte 255 precedes a byte without a symbol. [SymbolsFinder] finds them.
final class Symbols {
  /// The code that precedes a byte without a symbol.
  static final int ESCAPE = 255;

  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// The bytes of each symbol, the first one lowest.
  private final long[] values = new long[ESCAPE + 1];

  private final byte[] lengths = new byte[ESCAPE + 1];

  /// Reads symbols.
  ///
  /// @param bytes for each symbol, the number of its bytes and these
  Symbols(byte[] bytes) {
    int code = 0;
    for (int at = 0; at < bytes.length; at += 1 + lengths[code++]) {
      lengths[code] = bytes[at];
      for (int i = bytes[at]; i > 0; i--) {
        values[code] = (values[code] << Byte.SIZE) | (bytes[at + i] & 0xFF);
      }
    }
  }

  /// Appends the symbols of codes to a text until it is long enough. The array of the text may have
  /// other bytes after them.
  ///
  /// @param codes an array with the codes
  /// @param from the index of the first code
  /// @param to the index after the last one
  /// @param enough the length of the text at which the rest of the codes is not needed
  void read(byte[] codes, int from, int to, KeyBuffer text, int enough) {
    int most =
        (int)
            Math.min(text.length + (long) Long.BYTES * (to - from + 1), (long) enough + Long.BYTES);
    if (most > text.bytes.length) {
      text.bytes = Arrays.copyOf(text.bytes, 2 * most);
    }
    byte[] target = text.bytes;
    int n = text.length;
    for (int at = from; at < to && n < enough; at++) {
      int code = codes[at] & 0xFF;
      if (code == ESCAPE) {
        target[n++] = codes[++at];
      } else {
        LONGS.set(target, n, values[code]);
        n += lengths[code];
      }
    }
    text.length = n;
  }
}
