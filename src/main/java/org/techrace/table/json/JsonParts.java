package org.techrace.table.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.techrace.table.PartList;
import org.techrace.table.TablePart;
import org.techrace.table.input.TableFile;

/// Divides a file of JSON Lines at line breaks that are not inside a value. A file that is one
/// array has no such line break, so it is one part.
final class JsonParts {
  private static final int BUFFER_BYTES = 1 << 16;

  private JsonParts() {}

  /// Returns parts of at least `bytes` bytes, or the whole file if its encoding does not allow to
  /// find the ends of values in its bytes.
  static List<TablePart> of(TableFile input, long bytes) throws IOException {
    if (!input.isPlainAscii()) {
      return List.of(TablePart.WHOLE);
    }
    try (InputStream in = input.openRaw()) {
      return read(in, bytes);
    }
  }

  private static List<TablePart> read(InputStream in, long bytes) throws IOException {
    PartList parts = new PartList(bytes);
    byte[] buffer = new byte[BUFFER_BYTES];
    long position = TableFile.skipMark(in);
    long lines = 0;
    int depth = 0;
    boolean isText = false;
    int last = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      for (int i = 0; i < n; i++) {
        int b = buffer[i];
        position++;
        if (last == '\r' && b != '\n') {
          // Ends of lines of another kind.
          return List.of(TablePart.WHOLE);
        }
        if (isText) {
          isText = b != '"' || last == '\\';
          // A backslash that is escaped escapes nothing.
          last = b == '\\' && last == '\\' ? 0 : b;
          continue;
        }
        last = b;
        switch (b) {
          case '"' -> isText = true;
          case '{', '[' -> depth++;
          case '}', ']' -> depth--;
          case '\n' -> {
            lines++;
            if (depth == 0) {
              parts.rowEnds(position, lines);
            }
          }
          default -> {}
        }
      }
    }
    return parts.finish(position);
  }
}
