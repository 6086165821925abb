package org.techrace.table;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Decoding that refuses bytes which are not text, and tells where they are.
final class Texts {
  private Texts() {}

  static CharsetDecoder strict(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /// Reports the first bad bytes of a file if a failure came from them.
  ///
  /// @return whether it did
  static boolean reportBadBytes(Throwable failure, Input input, String name, Report report)
      throws IOException {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CharacterCodingException) {
        BadBytes bad = BadBytes.first(input);
        report.error(
            new Place.InFile(name, bad.line(), bad.column()),
            "the bytes %s are not %s; save the file in that encoding or say rml:encoding"
                .formatted(bad.hex(), input.charset()));
        return true;
      }
    }
    return false;
  }
}
