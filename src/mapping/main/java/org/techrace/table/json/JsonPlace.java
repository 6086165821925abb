package org.techrace.table.json;

import org.techrace.table.input.Bytes;

/// A place in a text.
///
/// @param line the line, from 1
/// @param column the position in the line in UTF-16 code units, from 1
record JsonPlace(long line, int column) {

  /// Returns the place after some text.
  ///
  /// @param text contains the text in UTF-8, from its start
  JsonPlace after(byte[] text, int length) {
    long breaks = Bytes.lineBreaks(text, length);
    int from = 0;
    if (breaks > 0) {
      from = length;
      while (text[from - 1] != '\n' && text[from - 1] != '\r') {
        from--;
      }
    }
    int units = 0;
    for (int i = from; i < length; i++) {
      int b = text[i] & 0xFF;
      boolean isContinuation = (b & 0xC0) == 0x80;
      units += isContinuation ? 0 : b >= 0xF0 ? 2 : 1;
    }
    return new JsonPlace(line + breaks, (breaks > 0 ? 1 : column) + units);
  }

  boolean isBefore(JsonPlace other) {
    return line < other.line || (line == other.line && column < other.column);
  }

  /// Returns this place if the text from one place on is moved to another.
  JsonPlace moved(JsonPlace from, JsonPlace to) {
    return new JsonPlace(
        line - from.line + to.line, line == from.line ? column - from.column + to.column : column);
  }
}
