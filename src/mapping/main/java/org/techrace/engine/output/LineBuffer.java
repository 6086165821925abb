package org.techrace.engine.output;

import java.util.Arrays;
import org.techrace.rdf.SafeIris;
import org.techrace.table.input.Bytes;

/// A buffer for lines of N-Quads. Terms are appended to it directly. Not thread-safe.
public final class LineBuffer {
  private static final boolean[] UNRESERVED = new boolean[1 << Byte.SIZE];

  /// The bytes that a literal contains as they are: those of characters that need no escape, and
  /// that are neither forbidden in XML nor change the direction of text. Of some characters that
  /// are longer in UTF-8 the first byte does not decide that; they are not among these.
  private static final boolean[] PLAIN = new boolean[1 << Byte.SIZE];

  static {
    for (char c = 0; c < 0x80; c++) {
      UNRESERVED[c] = SafeIris.isUnreserved(c);
      PLAIN[c] = c >= ' ' && c != '"' && c != '\\' && c != 0x7F;
    }
    for (int b = 0x80; b < PLAIN.length; b++) {
      // D8 begins U+061C, E2 the other marks of direction, EF the noncharacters. Texts that were
      // decoded wrongly usually have C2 or E2.
      PLAIN[b] = b != 0xC2 && b != 0xD8 && b != 0xE2 && b != 0xEF;
    }
  }

  /// The result of appending a term.
  public enum Appended {
    /// The term is in the buffer.
    ONE,
    /// There is no term.
    NONE,
    /// There may be several terms or faults, and nothing is in the buffer.
    NOT_PLAIN
  }

  private byte[] bytes;
  private int length;

  /// Creates an empty buffer.
  ///
  /// @param capacity the number of bytes after which it grows
  public LineBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /// Removes all bytes after a length. They stay in the array until others are appended.
  public void truncate(int to) {
    length = to;
  }

  private void ensure(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (bytes.length + more));
    }
  }

  public void append(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  void append(byte[] array, int from, int count) {
    ensure(count);
    System.arraycopy(array, from, bytes, length, count);
    length += count;
  }

  /// Appends bytes that were appended before.
  void appendAgain(int from, int count) {
    ensure(count);
    System.arraycopy(bytes, from, bytes, length, count);
    length += count;
  }

  void append(char ascii) {
    ensure(1);
    bytes[length++] = (byte) ascii;
  }

  /// Appends a literal.
  ///
  /// @param array contains its text in valid UTF-8, from `from` to before `to`
  /// @param after what follows the text, from its closing quote
  /// @return false, with nothing appended, if the text may need an escape or a check
  public boolean appendLiteral(byte[] array, int from, int to, byte[] after) {
    ensure(to - from + after.length + 1);
    byte[] out = bytes;
    int at = length;
    out[at++] = '"';
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES, at += Long.BYTES) {
      long word = Bytes.word(array, i);
      if (!Bytes.isPlainAscii(word) && !arePlain(array, i, i + Long.BYTES)) {
        return false;
      }
      Bytes.setWord(out, at, word);
    }
    for (; i < to; i++) {
      byte b = array[i];
      if (!PLAIN[b & 0xFF]) {
        return false;
      }
      out[at++] = b;
    }
    System.arraycopy(after, 0, out, at, after.length);
    length = at + after.length;
    return true;
  }

  /// Appends a literal whose text is a string.
  ///
  /// @return false, with nothing appended, if the text is not ASCII or needs an escape
  public boolean appendLiteral(String text, byte[] after) {
    int count = text.length();
    ensure(count + after.length + 1);
    byte[] out = bytes;
    int at = length;
    out[at++] = '"';
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || !PLAIN[c]) {
        return false;
      }
      out[at++] = (byte) c;
    }
    System.arraycopy(after, 0, out, at, after.length);
    length = at + after.length;
    return true;
  }

  private static boolean arePlain(byte[] array, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!PLAIN[array[i] & 0xFF]) {
        return false;
      }
    }
    return true;
  }

  /// Appends ASCII text whose characters are unreserved in IRIs.
  ///
  /// @return false, with nothing appended, if a character is not
  boolean appendUnreserved(byte[] array, int from, int to) {
    ensure(to - from);
    byte[] out = bytes;
    int at = length;
    for (int i = from; i < to; i++) {
      byte b = array[i];
      if (!UNRESERVED[b & 0xFF]) {
        return false;
      }
      out[at++] = b;
    }
    length = at;
    return true;
  }

  /// Appends ASCII text whose characters are unreserved in IRIs.
  ///
  /// @return false, with nothing appended, if a character is not
  boolean appendUnreserved(String text) {
    int count = text.length();
    ensure(count);
    byte[] out = bytes;
    int at = length;
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || !UNRESERVED[c]) {
        return false;
      }
      out[at++] = (byte) c;
    }
    length = at;
    return true;
  }
}
