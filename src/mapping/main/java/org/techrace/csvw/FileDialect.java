package org.techrace.csvw;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// How a file writes its cells (section 5.9 of the metadata vocabulary).
///
/// @param quote the character around quoted cells; 0 for none
/// @param comment the first character of comment lines; 0 for none
/// @param trimsStart true if white space at the start of cells is removed
/// @param trimsEnd true if white space at the end of cells is removed
record FileDialect(
    Charset charset,
    char delimiter,
    char quote,
    boolean doublesQuotes,
    char comment,
    boolean trimsStart,
    boolean trimsEnd,
    int headerRows,
    int skipRows,
    int skipColumns,
    boolean skipsBlankRows) {
  static final FileDialect USUAL =
      new FileDialect(StandardCharsets.UTF_8, ',', '"', true, '\0', false, false, 1, 0, 0, false);
}
