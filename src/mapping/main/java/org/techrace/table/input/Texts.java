package org.techrace.table.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Decodes text strictly, and reports the place of invalid bytes.
public final class Texts {
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private Texts() {}

  /// Returns a decoder that throws on bytes that are invalid in the encoding.
  public static CharsetDecoder strict(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  /// Reports the cause of a failure if it is invalid bytes or broken compression.
  ///
  /// @return true if it was one of these
  public static boolean reportBadBytes(
      Throwable failure, TableFile input, String name, Report report) throws IOException {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CharacterCodingException) {
        if (isArchive(input)) {
          report.error(
              Place.file(name),
              "the file is a ZIP archive, as spreadsheets are (.ods); save it as .xlsx or .csv");
          return true;
        }
        BadBytes bad = BadBytes.first(input);
        boolean utf16 = bad.hex().matches("FE|FF") && bad.line() == 1 && bad.column() == 1;
        report.error(
            new Place.InFile(name, bad.line(), bad.column()),
            "the bytes %s are not %s; %s"
                .formatted(
                    bad.hex(),
                    input.charset(),
                    utf16
                        ? "they begin the byte order mark of UTF-16: set rml:encoding to"
                            + " rml:UTF-16, or save the file as UTF-8"
                        : "save the file in that encoding or set rml:encoding" + guess(input)));
        return true;
      }
      if (t instanceof BrokenPackingException broken) {
        report.error(Place.file(name), String.valueOf(broken.getMessage()));
        return true;
      }
    }
    return false;
  }

  private static String guess(TableFile input) throws IOException {
    Charset guess = Encodings.of(input);
    return guess.equals(input.charset()) ? "" : "; it seems to be " + guess.name();
  }

  /// Reports a file in UTF-8 that is stated to have one byte for each character.
  ///
  /// @return true if it is such a file
  public static boolean reportOtherEncoding(TableFile input, String name, Report report)
      throws IOException {
    if (!Encodings.isUtf8DespiteStatement(input)) {
      return false;
    }
    BadBytes first =
        BadBytes.first(new TableFile(input.file(), StandardCharsets.US_ASCII, input.packing()));
    report.error(
        new Place.InFile(name, first.line(), first.column()),
        "the file is stated to be %s and is UTF-8, so that letters such as the first one, here, would be wrong; state UTF-8 as its encoding"
            .formatted(input.charset().name()));
    return true;
  }

  /// Returns true if a file that was read without unpacking begins as a ZIP archive does.
  private static boolean isArchive(TableFile input) throws IOException {
    try (InputStream in = input.file().stream()) {
      return input.packing() == Packing.NONE && Arrays.equals(in.readNBytes(ZIP.length), ZIP);
    }
  }
}
