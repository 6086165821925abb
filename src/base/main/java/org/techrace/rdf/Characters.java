package org.techrace.rdf;

import org.jspecify.annotations.Nullable;

/// Finds characters that some formats cannot write and characters that mislead readers.
public final class Characters {
  private static final char ARABIC_MARK = '\u061C';
  private static final char RIGHT_TO_LEFT_MARK = '\u200F';

  /// The least character that begins a text in UTF-8 that was decoded wrongly.
  private static final char FIRST_LEAD = '\u00C2';

  private Characters() {}

  /// Reports whether a text has none of the characters that this class looks for, and is not
  /// decoded wrongly. This is a fast check for the common case of characters below U+2000: the
  /// result may be false for a text without faults.
  public static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' || (c >= '\u0080' && (c < '\u00A0' || c >= FIRST_LEAD)))
          && (!isPlain(c)
              || (i + 1 < text.length() && WrongDecoding.mayBegin(c, text.charAt(i + 1))))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPlain(char c) {
    return c < ' '
        ? c == '\t' || c == '\n' || c == '\r'
        : c < '\u2000' && c != ARABIC_MARK && !WrongDecoding.isControl(c);
  }

  /// Reports whether all texts are plain.
  public static boolean arePlain(String[] texts) {
    for (String text : texts) {
      if (!isPlain(text)) {
        return false;
      }
    }
    return true;
  }

  /// Describes the first character that not every format can write: a character that XML forbids
  /// (XML 1.0, section 2.2) or an unpaired surrogate, which UTF-8 cannot encode.
  ///
  /// @return the fault as part of a sentence, or null if there is none
  public static @Nullable String fault(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isXml(c)) {
        return "the %s U+%04X cannot be written in %s"
            .formatted(
                isSurrogate(c) ? "unpaired surrogate" : "character",
                c,
                isSurrogate(c) ? "UTF-8" : "XML");
      }
      i += Character.charCount(c);
    }
    return null;
  }

  private static boolean isXml(int c) {
    if (c < ' ') {
      return c == '\t' || c == '\n' || c == '\r';
    }
    return !isSurrogate(c) && c != 0xFFFE && c != 0xFFFF;
  }

  static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }

  /// Describes why a character is not allowed in an IRI (RFC 3987, sections 2.2 and 4.1): it is an
  /// unpaired surrogate, a noncharacter, or it changes the direction of text.
  ///
  /// @param c a code point that is not ASCII
  /// @return the fault as part of a sentence, or null if the character is allowed
  static @Nullable String iriFault(int c) {
    if (isSurrogate(c)) {
      return "the unpaired surrogate U+%04X is not allowed in it".formatted(c);
    }
    if (isDirection(c)) {
      return "the bidirectional control U+%04X is not allowed in it".formatted(c);
    }
    boolean noncharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
    return noncharacter ? "the noncharacter U+%04X is not allowed in it".formatted(c) : null;
  }

  private static boolean isDirection(int c) {
    return c == ARABIC_MARK || c == 0x200E || c == 0x200F || isEmbedding(c) || isIsolate(c);
  }

  /// Matches LRE, RLE, PDF, LRO and RLO.
  private static boolean isEmbedding(int c) {
    return c >= 0x202A && c <= 0x202E;
  }

  /// Matches LRI, RLI, FSI and PDI.
  private static boolean isIsolate(int c) {
    return c >= 0x2066 && c <= 0x2069;
  }

  /// Describes the first invisible character that makes a text differ from another: one without
  /// width, a mark of direction in a text of one direction, or a space at an end that is not
  /// stripped. Joiners, which change how letters look, are none.
  ///
  /// @return a part of a sentence, or null if there is none
  public static @Nullable String invisible(String text) {
    boolean isRightToLeft = false;
    int found = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      byte direction = Character.getDirectionality(c);
      isRightToLeft |=
          direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
              || (direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT && c != RIGHT_TO_LEFT_MARK);
      if (found < 0 && isInvisible(c)) {
        found = c;
      }
    }
    if (found >= 0 && !(isRightToLeft && isDirection(found))) {
      return "the invisible character U+%04X".formatted(found);
    }
    return !text.isEmpty()
            && (isUnusualSpace(text.charAt(0)) || isUnusualSpace(text.charAt(text.length() - 1)))
        ? "a no-break space at an end"
        : null;
  }

  private static boolean isInvisible(char c) {
    return switch (c) {
      case '\u00AD',
          '\u180E',
          '\u200B',
          '\u2060',
          '\u2061',
          '\u2062',
          '\u2063',
          '\u2064',
          '\uFEFF' ->
          true;
      default -> isDirection(c);
    };
  }

  private static boolean isUnusualSpace(char c) {
    return c == '\u00A0' || c == '\u2007' || c == '\u202F';
  }

  /// Describes how bidirectional controls mislead readers: an override displays letters in another
  /// order, and an embedding or isolate that is not closed reorders the text that follows.
  ///
  /// @return the fault as part of a sentence, or null if there is none
  public static @Nullable String deception(String text) {
    int embeddings = 0;
    int isolates = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\u202D', '\u202E' -> {
          return "the bidirectional override U+%04X shows the text in another order"
              .formatted((int) c);
        }
        case '\u202A', '\u202B' -> embeddings++;
        case '\u202C' -> embeddings = Math.max(0, embeddings - 1);
        case '\u2066', '\u2067', '\u2068' -> isolates++;
        case '\u2069' -> isolates = Math.max(0, isolates - 1);
        default -> {}
      }
    }
    return embeddings + isolates == 0
        ? null
        : "a bidirectional control is not closed: it reorders the text that follows";
  }
}
