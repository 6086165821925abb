package org.techrace.table.input;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Decoding that refuses bytes which are not text, and tells where they are.
public final class Texts {
  private Texts() {}

  public static CharsetDecoder strict(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /// Reports the first bad bytes of a file if a failure came from them, or how its packing is
  /// broken if that is why.
  ///
  /// @return whether it is one of these
  public static boolean reportBadBytes(
      Throwable failure, TableFile input, String name, Report report) throws IOException {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CharacterCodingException) {
        BadBytes bad = BadBytes.first(input);
        boolean utf16 = bad.hex().matches("FE|FF") && bad.line() == 1 && bad.column() == 1;
        report.error(
            new Place.InFile(name, bad.line(), bad.column()),
            "the bytes %s are not %s; %s"
                .formatted(
                    bad.hex(),
                    input.charset(),
                    utf16
                        ? "with them begins a file in UTF-16: say rml:encoding rml:UTF-16, or save"
                            + " it in UTF-8"
                        : "save the file in that encoding or say rml:encoding"));
        return true;
      }
      if (t instanceof BrokenPackingException broken) {
        report.error(Place.file(name), String.valueOf(broken.getMessage()));
        return true;
      }
    }
    return false;
  }
}
