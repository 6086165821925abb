package org.techrace.table.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Searches arrays of UTF-8, eight bytes (a word) at a time.
public final class Bytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Bytes() {}

  /// Returns the word from an index on.
  public static long word(byte[] bytes, int index) {
    return (long) LONGS.get(bytes, index);
  }

  /// Writes a word from an index on.
  public static void setWord(byte[] bytes, int index, long word) {
    LONGS.set(bytes, index, word);
  }

  /// Returns true if all bytes of a word are ASCII from space to tilde, without quotes and
  /// backslashes. May return false for other words, too.
  public static boolean isPlainAscii(long word) {
    long control = word - ONES * ' ';
    long quote = (word ^ ONES * '"') - ONES;
    long backslash = (word ^ ONES * '\\') - ONES;
    long delete = (word ^ ONES * 0x7F) - ONES;
    return ((word | control | quote | backslash | delete) & HIGH_BITS) == 0;
  }

  /// Returns the index of a byte from an index on, or `length` if it does not occur before.
  public static int indexOf(byte b, byte[] bytes, int from, int length) {
    int i = from;
    long pattern = (b & 0xFF) * ONES;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      long different = word(bytes, i) ^ pattern;
      long zero = (different - ONES) & ~different & HIGH_BITS;
      if (zero != 0) {
        return i + (Long.numberOfTrailingZeros(zero) >>> 3);
      }
    }
    for (; i < length; i++) {
      if (bytes[i] == b) {
        return i;
      }
    }
    return length;
  }

  /// Returns the index of the first quote, backslash or control character (below U+0020) from an
  /// index on, or `length` if none occurs before.
  public static int endOfPlainText(byte[] bytes, int from, int length) {
    int i = from;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      long word = word(bytes, i);
      long quote = word ^ ONES * '"';
      long backslash = word ^ ONES * '\\';
      long found =
          (((quote - ONES) & ~quote)
                  | ((backslash - ONES) & ~backslash)
                  | ((word - ONES * ' ') & ~word))
              & HIGH_BITS;
      if (found != 0) {
        // A borrow only changes bytes after the first one found.
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    for (; i < length; i++) {
      byte b = bytes[i];
      if (b == '"' || b == '\\' || (b >= 0 && b < ' ')) {
        return i;
      }
    }
    return length;
  }

  /// Returns the number of line breaks, each LF, CR, or both together.
  public static long lineBreaks(byte[] bytes, int length) {
    if (indexOf((byte) '\r', bytes, 0, length) == length) {
      return count((byte) '\n', bytes, length);
    }
    long breaks = 0;
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      if (b == '\n' || (b == '\r' && (i + 1 == length || bytes[i + 1] != '\n'))) {
        breaks++;
      }
    }
    return breaks;
  }

  private static long count(byte b, byte[] bytes, int length) {
    long count = 0;
    int i = 0;
    long pattern = (b & 0xFF) * ONES;
    for (; i + Long.BYTES <= length; i += Long.BYTES) {
      long different = word(bytes, i) ^ pattern;
      // The high bit of each byte that is zero, and no other.
      long equal = ~(((different & ~HIGH_BITS) + ~HIGH_BITS) | different | ~HIGH_BITS);
      count += Long.bitCount(equal);
    }
    for (; i < length; i++) {
      count += bytes[i] == b ? 1 : 0;
    }
    return count;
  }

  /// Returns true if all bytes of a part of an array are ASCII.
  public static boolean isAscii(byte[] bytes, int from, int to) {
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      if ((word(bytes, i) & HIGH_BITS) != 0) {
        return false;
      }
    }
    for (; i < to; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /// Checks the bytes of a part of an array as strictly as the reader of a whole file does.
  ///
  /// @throws CharacterCodingException if they are not valid UTF-8
  public static void checkUtf8(byte[] bytes, int from, int to) throws CharacterCodingException {
    if (isAscii(bytes, from, to)) {
      return;
    }
    CharsetDecoder decoder = Texts.strict(StandardCharsets.UTF_8);
    ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
    CharBuffer out = CharBuffer.allocate(1 << 12);
    CoderResult result;
    do {
      out.clear();
      result = decoder.decode(in, out, true);
      if (result.isError()) {
        result.throwException();
      }
    } while (result.isOverflow());
  }
}
