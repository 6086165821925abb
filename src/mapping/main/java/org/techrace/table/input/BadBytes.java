package org.techrace.table.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.HexFormat;

/// The first bytes of a file that are invalid in its encoding.
///
/// @param line the line of these bytes, starting at 1
/// @param column the character position in the line, starting at 1
/// @param hex the bytes in hexadecimal
record BadBytes(long line, int column, String hex) {

  /// Finds the bytes that a decoder rejected, by reading the file again from its start.
  static BadBytes first(TableFile input) throws IOException {
    CharsetDecoder decoder =
        input
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    long line = 1;
    int column = 1;
    char before = ' ';
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16).limit(0);
    CharBuffer chars = CharBuffer.allocate(1 << 16);
    try (InputStream in = input.open()) {
      while (true) {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(0, read)).flip();
        CoderResult result = decoder.decode(bytes, chars, read < 0);
        chars.flip();
        while (chars.hasRemaining()) {
          char c = chars.get();
          boolean first = c == '\r' || (c == '\n' && before != '\r');
          line += first ? 1 : 0;
          column = c == '\r' || c == '\n' ? 1 : column + 1;
          before = c;
        }
        chars.clear();
        if (result.isError()) {
          return new BadBytes(line, column, hex(bytes, result.length()));
        }
        if (read < 0) {
          return new BadBytes(line, column, "");
        }
      }
    }
  }

  private static String hex(ByteBuffer bytes, int length) {
    ByteArrayOutputStream bad = new ByteArrayOutputStream();
    for (int i = 0; i < length && bytes.hasRemaining(); i++) {
      bad.write(bytes.get());
    }
    return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bad.toByteArray());
  }
}
