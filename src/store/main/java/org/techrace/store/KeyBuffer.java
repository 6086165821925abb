package org.techrace.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing byte array in which keys are composed. Text is encoded so that comparing the bytes
/// gives the same order as `String.compareTo`: each UTF-16 unit, surrogates included, is encoded as
/// UTF-8 encodes a code point. The byte 0 never occurs in a text, so it can mark the end of one.
final class KeyBuffer {
  byte[] bytes;
  int length;

  KeyBuffer() {
    this(256);
  }

  KeyBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  KeyBuffer clear() {
    length = 0;
    return this;
  }

  KeyBuffer put(int b) {
    room(1);
    bytes[length++] = (byte) b;
    return this;
  }

  KeyBuffer putInt(int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      put(value >>> shift);
    }
    return this;
  }

  /// Appends a part of an array.
  ///
  /// @param from the index of its first byte
  /// @param to the index after its last byte
  KeyBuffer putBytes(byte[] b, int from, int to) {
    room(to - from);
    System.arraycopy(b, from, bytes, length, to - from);
    length += to - from;
    return this;
  }

  KeyBuffer putLong(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      put((int) (value >>> shift));
    }
    return this;
  }

  /// Appends a number that is not negative with 7 bits per byte, the lowest first. All bytes except
  /// the last have the highest bit set. [BlockReader#number] reads it.
  KeyBuffer putNumber(int n) {
    int rest = n;
    while (rest >= 0x80) {
      put(rest | 0x80);
      rest >>>= 7;
    }
    return put(rest);
  }

  KeyBuffer putCharacter(int codePoint) {
    return putText(Character.toString(codePoint));
  }

  KeyBuffer putText(String text) {
    room(3 * text.length());
    byte[] b = bytes;
    int n = length;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 1 && c < 0x80) {
        b[n++] = (byte) c;
      } else if (c <= 1) {
        b[n++] = 1;
        b[n++] = (byte) (c + 1);
      } else if (c < 0x800) {
        b[n++] = (byte) (0xC0 | (c >> 6));
        b[n++] = (byte) (0x80 | (c & 0x3F));
      } else {
        b[n++] = (byte) (0xE0 | (c >> 12));
        b[n++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        b[n++] = (byte) (0x80 | (c & 0x3F));
      }
    }
    length = n;
    return this;
  }

  /// Decodes a text written by [#putText].
  ///
  /// @param from the index of its first byte
  /// @param to the index after its last byte
  static String text(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] <= 1) {
        return wideText(b, from, to);
      }
    }
    return new String(b, from, to - from, StandardCharsets.US_ASCII);
  }

  private static String wideText(byte[] b, int from, int to) {
    StringBuilder s = new StringBuilder(to - from);
    int i = from;
    while (i < to) {
      int c = b[i++];
      if (c > 1) {
        s.append((char) c);
      } else if (c == 1) {
        s.append((char) (b[i++] - 1));
      } else if ((c & 0x20) == 0) {
        s.append((char) (((c & 0x1F) << 6) | (b[i++] & 0x3F)));
      } else {
        s.append((char) (((c & 0x0F) << 12) | ((b[i++] & 0x3F) << 6) | (b[i++] & 0x3F)));
      }
    }
    return s.toString();
  }

  void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
