package org.techrace.rdf;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Makes values safe inside IRIs and tells whether a text is an IRI.
public final class SafeIris {
  private static final String FORBIDDEN = "<>\"{}|\\^`";

  private SafeIris() {}

  /// The IRI-safe version of a value (R2RML, section 7.3): every character that is not unreserved
  /// in RFC 3987 is percent-encoded. Letters outside ASCII are kept.
  public static String safe(String value) {
    return encode(value, false);
  }

  /// The URI-safe version of a value: every character that is not unreserved in RFC 3986 is
  /// percent-encoded, letters outside ASCII too.
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
        // Half of a pair has no bytes in UTF-8: it stays, and is refused as a part of the IRI.
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

  /// Whether an ASCII character stands for itself everywhere in an IRI (RFC 3986, section 2.3).
  public static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  /// `ucschar` of RFC 3987. Surrogates are looked at as whole code points by the callers that meet
  /// them; a lone one is not a character.
  private static boolean isUcsChar(int c) {
    return (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xF900 && c <= 0xFDCF)
        || (c >= 0xFDF0 && c <= 0xFFEF)
        || (c >= 0x10000 && c <= 0xEFFFD && (c & 0xFFFF) <= 0xFFFD);
  }

  /// What keeps a text from being an absolute IRI, or null if it is one. Looks at the characters
  /// and the scheme, which is what N-Triples and Turtle need of an IRI.
  public static @Nullable String fault(String iri) {
    int colon = iri.indexOf(':');
    if (colon <= 0 || !isScheme(iri, colon)) {
      return "it has no scheme";
    }
    return characterFault(iri);
  }

  /// What keeps a text from being part of an IRI, or null if nothing does.
  public static @Nullable String characterFault(String iri) {
    for (int i = 0; i < iri.length(); i++) {
      char c = iri.charAt(i);
      if (c <= ' ' || (c < 0x80 && FORBIDDEN.indexOf(c) >= 0) || (c >= 0x7F && c < 0xA0)) {
        return c == ' '
            ? "a space is not allowed in it"
            : c > ' ' && c < 0x7F
                ? "'" + c + "' is not allowed in it"
                : "the control character U+%04X is not allowed in it".formatted((int) c);
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

  /// Whether a text begins with a scheme, so that it is not relative.
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
