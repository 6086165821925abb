package org.techrace.rdf;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds texts that a program decoded in the wrong encoding: UTF-8 that was read in an encoding
/// with one byte for each character, such as `MÃ¼nchen`, letters that were replaced by U+FFFD, and
/// windows-1252 that was read as ISO-8859-1, which has control characters in place of its quotes.
///
/// A text is reported only if each group of its characters beyond ASCII is valid UTF-8 in such an
/// encoding, and the result has a letter or a mark that Latin scripts use, or several characters of
/// another script. So names such as `CAFÉ’S` are left alone, whose bytes are valid UTF-8 by chance.
public final class WrongDecoding {
  /// The encodings that UTF-8 is confused with.
  private static final List<Charset> CONFUSED =
      List.of(
          Charset.forName("windows-1252"),
          Charset.forName("x-MacRoman"),
          Charset.forName("IBM850"));

  private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7F]+");

  /// Letters and signs of Latin-1, quotes, dashes and currencies.
  private static final Pattern LATIN = Pattern.compile("[\\u00A0-\\u00FF\\u2010-\\u2030\\u20AC]");

  private static final Pattern LATIN_EXTENDED = Pattern.compile("[\\u0100-\\u017F]");

  /// A capital whose byte may begin a character in UTF-8, with a quote or dash after it.
  private static final Pattern PUNCTUATED =
      Pattern.compile(
          "[\\u00C4\\u00C5][\\u2018\\u2019\\u201C\\u201D\\u2013\\u2014\\u2026\\u2039\\u203A\\u00AB\\u00BB]");

  /// The most characters of a text in a message.
  private static final int MAX_SHOWN = 60;

  private static final char REPLACEMENT = '\uFFFD';

  private WrongDecoding() {}

  /// Returns true if a character and the one after it may be two bytes of UTF-8 that were read as
  /// windows-1252: a fast check for most texts.
  static boolean mayBegin(char c, char next) {
    return c >= '\u00C2' && c <= '\u00F4' && next >= '\u0080';
  }

  /// Describes how a text was decoded wrongly.
  ///
  /// @return the fault as part of a sentence, or null if the text has none
  public static @Nullable String fault(String text) {
    if (text.indexOf(REPLACEMENT) >= 0) {
      return "'%s' has the character U+FFFD, which a program writes in place of bytes that it cannot decode; use the file as it was before, and state its encoding"
          .formatted(shortened(text));
    }
    if (mayBeWrong(text)) {
      for (Charset charset : CONFUSED) {
        String repaired = repaired(text, charset);
        if (repaired != null) {
          return "'%s' looks like '%s' in UTF-8 that was read as %s; state UTF-8 as the encoding where that was done, or correct the text"
              .formatted(shortened(text), shortened(repaired), charset.name());
        }
      }
    }
    return text.chars()
        .filter(c -> isControl((char) c))
        .boxed()
        .findFirst()
        .map(
            c ->
                "'%s' has the control character U+%04X, which in windows-1252 is a letter or sign; state windows-1252 as the encoding, or correct the text"
                    .formatted(shortened(text), c))
        .orElse(null);
  }

  /// Returns true for a control character after ASCII that no text has but by a wrong decoding:
  /// U+0085 is the end of a line in some programs.
  static boolean isControl(char c) {
    return c >= '\u0080' && c < '\u00A0' && c != '\u0085';
  }

  private static String shortened(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  private static boolean mayBeWrong(String text) {
    for (int i = 0; i + 1 < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '\u0080' && (mayBegin(c, text.charAt(i + 1)) || "¬√‚├Ô".indexOf(c) >= 0)) {
        return true;
      }
    }
    return false;
  }

  /// Returns the text as it was before it was decoded in an encoding, or null if that is unlikely.
  private static @Nullable String repaired(String text, Charset charset) {
    StringBuilder repaired = new StringBuilder();
    boolean isLikely = false;
    Matcher groups = NOT_ASCII.matcher(text);
    int end = 0;
    while (groups.find()) {
      String group = decoded(groups.group(), charset);
      if (group == null) {
        return null;
      }
      repaired.append(text, end, groups.start()).append(group);
      end = groups.end();
      isLikely |= isLikely(groups.group(), group);
    }
    return isLikely ? repaired.append(text, end, text.length()).toString() : null;
  }

  private static boolean isLikely(String group, String repaired) {
    return LATIN.matcher(repaired).find()
        || (LATIN_EXTENDED.matcher(repaired).find() && !PUNCTUATED.matcher(group).matches())
        || (repaired.codePointCount(0, repaired.length()) > 1
            && repaired.codePoints().mapToObj(Character.UnicodeScript::of).distinct().count() == 1);
  }

  private static @Nullable String decoded(String group, Charset charset) {
    CharsetEncoder encoder = charset.newEncoder();
    byte[] bytes = new byte[group.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = group.charAt(i);
      // Bytes that windows-1252 does not define are often read as in ISO-8859-1.
      boolean isControl = c >= '\u0080' && c < '\u00A0';
      if (!isControl && !encoder.canEncode(c)) {
        return null;
      }
      bytes[i] = isControl ? (byte) c : String.valueOf(c).getBytes(charset)[0];
    }
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes));
      return text.toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }
}
