package org.techrace.table.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Guesses the encoding of a file from all its bytes: UTF-8 if they are valid UTF-8, UTF-16 by its
/// byte order mark or the zero bytes in its first characters, and otherwise one of the encodings
/// with a byte for each character.
public final class Encodings {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Charset MAC_ROMAN = Charset.forName("x-MacRoman");

  /// The bytes that windows-1252 does not define.
  private static final String UNDEFINED = "\u0081\u008D\u008F\u0090\u009D";

  /// The bytes of apostrophes and dashes in windows-1252, which occur between letters.
  private static final String PUNCTUATION = "\u0091\u0092\u0093\u0094\u0096\u0097";

  /// The encodings that are stated for files in Latin scripts with a byte for each character.
  private static final Set<String> SINGLE_BYTE =
      Set.of(
          "ISO-8859-1",
          "ISO-8859-2",
          "ISO-8859-9",
          "ISO-8859-15",
          "windows-1250",
          "windows-1252",
          "windows-1254",
          "IBM437",
          "IBM850",
          "x-MacRoman");

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int SAMPLE_BYTES = 1 << 12;

  private Encodings() {}

  /// Guesses the encoding of a file. The stated one is not used.
  public static Charset of(TableFile input) throws IOException {
    TableFile bytes = new TableFile(input.file(), StandardCharsets.ISO_8859_1, input.packing());
    try (InputStream in = bytes.open()) {
      byte[] start = in.readNBytes(SAMPLE_BYTES);
      int first = start.length < 2 ? 0 : ((start[0] & 0xFF) << 8) | (start[1] & 0xFF);
      if (first == 0xFEFF || first == 0xFFFE) {
        return StandardCharsets.UTF_16;
      }
      int zerosFirst = zeros(start, 0);
      int zerosSecond = zeros(start, 1);
      if (Math.max(zerosFirst, zerosSecond) > start.length / 8) {
        return zerosFirst > zerosSecond ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
      }
    }
    return isUtf8(bytes) ? StandardCharsets.UTF_8 : singleByte(bytes);
  }

  /// Returns true if a file that is stated to have one byte for each character is UTF-8: all its
  /// bytes are valid UTF-8, and it has a letter beyond ASCII that Latin scripts use, or several
  /// other characters. In the encodings of Latin scripts with a byte for each character, such a
  /// file would have texts such as `Ã¼`.
  static boolean isUtf8DespiteStatement(TableFile input) throws IOException {
    if (!SINGLE_BYTE.contains(input.charset().name())) {
      return false;
    }
    TableFile bytes = new TableFile(input.file(), StandardCharsets.ISO_8859_1, input.packing());
    return isUtf8(bytes) && hasLetters(bytes);
  }

  private static boolean hasLetters(TableFile file) throws IOException {
    int others = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = file.open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          int b = buffer[i] & 0xFF;
          if (b == 0xC2 || b == 0xC3 || b >= 0xE0) {
            return true;
          }
          others += b >= 0xC4 ? 1 : 0;
        }
      }
    }
    return others > 1;
  }

  private static int zeros(byte[] bytes, int from) {
    int zeros = 0;
    for (int i = from; i < bytes.length; i += 2) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  private static boolean isUtf8(TableFile file) throws IOException {
    CharsetDecoder decoder = Texts.strict(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
    try (InputStream in = file.open()) {
      while (true) {
        bytes.compact();
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(0, read)).flip();
        CoderResult result = decoder.decode(bytes, chars.clear(), read < 0);
        if (result.isError() || read < 0) {
          return !result.isError();
        }
      }
    }
  }

  private static Charset singleByte(TableFile file) throws IOException {
    long undefined = 0;
    long macLetters = 0;
    long latinLetters = 0;
    long upperControls = 0;
    int before = 0;
    int between = 0;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = file.open()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        for (int i = 0; i < read; i++) {
          int b = buffer[i] & 0xFF;
          undefined += UNDEFINED.indexOf(b) >= 0 ? 1 : 0;
          upperControls += b >= 0x80 && b < 0xA0 ? 1 : 0;
          if (isLetter(b) && isLetter(before)) {
            macLetters +=
                between >= 0x80 && between < 0xA0 && PUNCTUATION.indexOf(between) < 0 ? 1 : 0;
            latinLetters += between >= 0xC0 ? 1 : 0;
          }
          before = between;
          between = b;
        }
      }
    }
    if (macLetters > latinLetters) {
      return MAC_ROMAN;
    }
    return upperControls > 0 && undefined == 0 ? WINDOWS_1252 : StandardCharsets.ISO_8859_1;
  }

  private static boolean isLetter(int b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
  }
}
