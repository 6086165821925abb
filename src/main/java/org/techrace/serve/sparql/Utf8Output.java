package org.techrace.serve.sparql;

import java.io.IOException;
import java.io.OutputStream;

/// Text as UTF-8, through a buffer of its own.
final class Utf8Output {
  /// More than one character ever takes.
  private static final int MARGIN = 8;

  private static final String HEX = "0123456789abcdef";

  private final OutputStream out;
  private final byte[] buffer = new byte[1 << 14];
  private int filled;

  Utf8Output(OutputStream out) {
    this.out = out;
  }

  /// Writes ASCII as it is.
  void plain(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
      makeRoom();
    }
  }

  /// Writes text as it stands in a JSON string (RFC 8259, section 7). A surrogate without its other
  /// half, which is no character, is written as an escape.
  void escaped(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x80) {
        if (c == '"' || c == '\\') {
          put('\\');
        }
        put(c);
      } else if (c < 0x20) {
        escape(c);
      } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        putRest(c, 0);
      } else if (!Character.isSurrogate(c)) {
        put(0xE0 | (c >> 12));
        putRest(c, 6);
        putRest(c, 0);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        put(0xF0 | (point >> 18));
        putRest(point, 12);
        putRest(point, 6);
        putRest(point, 0);
      } else {
        escape(c);
      }
      makeRoom();
    }
  }

  private void escape(char c) {
    put('\\');
    put('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      put(HEX.charAt((c >> shift) & 15));
    }
  }

  private void putRest(int point, int shift) {
    put(0x80 | ((point >> shift) & 0x3F));
  }

  private void put(int b) {
    buffer[filled++] = (byte) b;
  }

  private void makeRoom() throws IOException {
    if (filled > buffer.length - MARGIN) {
      flush();
    }
  }

  void flush() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }
}
