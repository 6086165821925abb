package org.techrace.table.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/// Rewrites quotes with a backslash in front of them (`csvw:doubleQuote false`) as doubled quotes.
/// Two backslashes become one.
final class BackslashReader extends FilterReader {
  private static final int NONE = -2;

  private final char quote;

  /// A character to return next, or [#NONE].
  private int next = NONE;

  BackslashReader(Reader text, char quote) {
    super(text);
    this.quote = quote;
  }

  @Override
  public int read() throws IOException {
    if (next != NONE) {
      int character = next;
      next = NONE;
      return character;
    }
    int character = in.read();
    if (character != '\\') {
      return character;
    }
    int after = in.read();
    if (after == quote) {
      next = quote;
      return quote;
    }
    if (after != '\\') {
      next = after;
    }
    return '\\';
  }

  @Override
  public int read(char[] to, int offset, int length) throws IOException {
    for (int i = 0; i < length; i++) {
      int character = read();
      if (character < 0) {
        return i == 0 ? -1 : i;
      }
      to[offset + i] = (char) character;
    }
    return length;
  }
}
