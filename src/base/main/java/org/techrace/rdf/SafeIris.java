package org.techrace.rdf;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Makes values safe to use in IRIs and checks whether a text is an IRI.
public final class SafeIris {
  private static final String FORBIDDEN = "<>\"{}|\\^`";

  private SafeIris() {}

  /// Returns the IRI-safe version of a value (R2RML, section 7.3): percent-encodes every character
  /// that is not unreserved in RFC 3987. Keeps letters outside ASCII.
  public static String safe(String value) {
    return encode(value, false);
  }

  /// Returns the URI-safe version of a value: percent-encodes every character that is not
  /// unreserved in RFC 3986, including letters outside ASCII.
  public static String asciiSafe(String value) {
    return encode(value, true);
  }

  private static String encode(String value, boolean asciiOnly) {
    for (int i = 0; i < value.length(); i++) {
      if (!isUnreserved(value.charAt(i), asciiOnly)) {
        return encodeFrom(i, value, asciiOnly);
      }
    }
    return value;
  }

  private static String encodeFrom(int start, String value, boolean asciiOnly) {
    StringBuilder safe = new StringBuilder(value.length() + 16).append(value, 0, start);
    for (int i = start; i < value.length(); ) {
      int c = value.codePointAt(i);
      if (isUnreserved(c, asciiOnly) || Characters.isSurrogate(c)) {
        // An unpaired surrogate has no UTF-8 form. Keep it: the check of the IRI reports it.
        safe.appendCodePoint(c);
      } else {
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          safe.append('%').append(hexDigit(b >> 4)).append(hexDigit(b));
        }
      }
      i += Character.charCount(c);
    }
    return safe.toString();
  }

  private static char hexDigit(int fourBits) {
    return Character.toUpperCase(Character.forDigit(fourBits & 0xF, 16));
  }

  private static boolean isUnreserved(int c, boolean asciiOnly) {
    return c < 0x80 ? isUnreserved((char) c) : !asciiOnly && isUcsChar(c);
  }

  /// Reports whether an ASCII character is unreserved (RFC 3986, section 2.3).
  public static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  /// Matches `ucschar` of RFC 3987. Callers combine surrogate pairs into code points first; an
  /// unpaired surrogate does not match.
  private static boolean isUcsChar(int c) {
    return (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xF900 && c <= 0xFDCF)
        || (c >= 0xFDF0 && c <= 0xFFEF)
        || (c >= 0x10000 && c <= 0xEFFFD && (c & 0xFFFF) <= 0xFFFD);
  }

  /// Describes why a text is not an absolute IRI. Checks the scheme and the characters, as
  /// N-Triples and Turtle require.
  ///
  /// @return the fault as part of a sentence, or null if the text is an absolute IRI
  public static @Nullable String fault(String iri) {
    int colon = iri.indexOf(':');
    if (colon <= 0 || !isScheme(iri, colon)) {
      return "it has no scheme";
    }
    return characterFault(iri);
  }

  /// Describes the first character that is not allowed in an IRI.
  ///
  /// @return the fault as part of a sentence, or null if all characters are allowed
  public static @Nullable String characterFault(String iri) {
    for (int i = 0; i < iri.length(); i++) {
      char c = iri.charAt(i);
      if (c <= ' ' || (c < 0x80 && FORBIDDEN.indexOf(c) >= 0) || (c >= 0x7F && c < 0xA0)) {
        return asciiFault(c);
      }
      if (c >= 0xA0) {
        int point = iri.codePointAt(i);
        String fault = Characters.iriFault(point);
        if (fault != null) {
          return fault;
        }
        i += Character.charCount(point) - 1;
      }
      if (c == '%' && !isPercentEncoded(iri, i)) {
        return "'%' is not followed by two hexadecimal digits";
      }
    }
    return null;
  }

  private static String asciiFault(char c) {
    if (c == ' ') {
      return "a space is not allowed in it";
    }
    return c > ' ' && c < 0x7F
        ? "'" + c + "' is not allowed in it"
        : "the control character U+%04X is not allowed in it".formatted((int) c);
  }

  /// Reports whether a text starts with a scheme, so that it is not a relative reference.
  public static boolean isAbsolute(String iri) {
    int colon = iri.indexOf(':');
    return colon > 0 && isScheme(iri, colon);
  }

  private static boolean isScheme(String iri, int end) {
    for (int i = 0; i < end; i++) {
      char c = iri.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!letter && (i == 0 || !other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPercentEncoded(String iri, int i) {
    return i + 2 < iri.length()
        && Character.digit(iri.charAt(i + 1), 16) >= 0
        && Character.digit(iri.charAt(i + 2), 16) >= 0;
  }
}
