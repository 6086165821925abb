package org.techrace.table.input;

import java.lang.Character.UnicodeScript;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Measures how much of a text looks like words. Bytes that are decoded in another encoding than
/// that of the file become signs in the middle of words, capitals after small letters, letters of
/// several scripts, or rare characters.
///
/// @param share the share of the characters beyond ASCII that are plausible
/// @param letters the number of letters beyond ASCII
/// @param isWide true if a letter has two bytes
record PlausibleText(double share, int letters, boolean isWide) {
  /// The first bytes of the characters that nearly all words consist of, in the encodings with two
  /// bytes for each: those of GB 2312, Big5, JIS X 0208 and KS X 1001 are in order of frequency.
  ///
  /// @param charset the encoding that has the order
  /// @param first the first of these bytes
  /// @param last the last of these bytes
  private record Common(Charset charset, int first, int last) {
    private static Common of(String charset, int first, int last) {
      return new Common(Charset.forName(charset), first, last);
    }

    int size() {
      return last - first + 1;
    }

    boolean has(char c) {
      UnicodeScript script = UnicodeScript.of(c);
      if (script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA) {
        return charset.name().equals("EUC-JP") && c < HALF_WIDTH;
      }
      try {
        ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(new char[] {c}));
        int lead = bytes.get(0) & 0xFF;
        return bytes.remaining() == 2 && lead >= first && lead <= last;
      } catch (CharacterCodingException _) {
        return false;
      }
    }
  }

  private static final Common JAPANESE = Common.of("EUC-JP", 0xB0, 0xCF);

  private static final Map<String, Common> COMMON =
      Map.of(
          "GB18030",
          Common.of("GB2312", 0xB0, 0xD7),
          "Big5",
          Common.of("Big5", 0xA4, 0xC6),
          "EUC-KR",
          Common.of("EUC-KR", 0xB0, 0xC8),
          "EUC-JP",
          JAPANESE,
          "Shift_JIS",
          JAPANESE,
          "windows-31j",
          JAPANESE);

  /// The letters that make up most of a text, by script.
  private static final Map<UnicodeScript, String> FREQUENT =
      Map.of(
          UnicodeScript.CYRILLIC, "оеаинтсрвлкмдпуі",
          UnicodeScript.GREEK, "αοιετσνηυρπκμλάίόήέύώς",
          UnicodeScript.HEBREW, "יוהלאתרבמשנ",
          UnicodeScript.ARABIC, "اليندمرتبوةعسهقأحك");

  private static final Pattern REGULAR_CASE =
      Pattern.compile("\\p{L}?[^\\p{Lu}]*|[^\\p{Ll}]*|\\p{Lu}\\p{Ll}{1,2}\\p{Lu}\\p{Ll}+");

  /// Letters at a place where no language has them: three beyond ASCII in a row in Latin script,
  /// and the forms of Greek and Hebrew letters for the end of a word elsewhere, and the rarest
  /// letter of Greek.
  private static final Pattern WRONG_PLACE =
      Pattern.compile("[\\p{IsLatin}&&[^\\x00-\\x7F]]{3}|[ςךםןףץ]\\p{L}|ΰ");

  /// The same for the languages of central Europe, which have three such letters as in Žďár.
  private static final Pattern WRONG_PLACE_CENTRAL =
      Pattern.compile("[\\p{IsLatin}&&[^\\x00-\\x7F]]{4}");

  private static final Set<String> CENTRAL = Set.of("windows-1250", "ISO-8859-2");

  /// Fractions, which no word ends in.
  private static final String NOT_AFTER_LETTERS = "\u00BC\u00BD\u00BE";

  /// The types of characters that no text has.
  private static final Set<Integer> NEVER =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.UNASSIGNED,
          (int) Character.PRIVATE_USE,
          (int) Character.FORMAT);

  /// The types of characters that are next to others: quotes and spaces.
  private static final Set<Integer> QUOTES =
      Set.of(
          (int) Character.INITIAL_QUOTE_PUNCTUATION,
          (int) Character.FINAL_QUOTE_PUNCTUATION,
          (int) Character.START_PUNCTUATION,
          (int) Character.SPACE_SEPARATOR);

  private static final Pattern KANA = Pattern.compile("[\\p{IsHiragana}\\p{IsKatakana}]");

  /// Signs that can be between two letters.
  private static final String JOINING = "\u00B7\u2010\u2011\u2013\u2014\u2018\u2019";

  /// The least number of bytes of letters beyond ASCII that show an encoding.
  private static final int ENOUGH_BYTES = 16;

  /// The greatest chance of a coincidence.
  private static final double CHANCE = 0.01;

  /// The first of the letters of half the width of a line, which no table has.
  private static final char HALF_WIDTH = '\uFF00';

  /// Measures a text.
  ///
  /// @param charset the encoding in which it was decoded
  static PlausibleText of(String text, Charset charset) {
    @Nullable Common common = COMMON.get(charset.name());
    Pattern wrongPlace = CENTRAL.contains(charset.name()) ? WRONG_PLACE_CENTRAL : WRONG_PLACE;
    long all = 0;
    long plausible = 0;
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      int start = i;
      while (i < text.length() && isLetter(text.charAt(i))) {
        i++;
      }
      String word = text.substring(start, i);
      int others = (int) word.chars().filter(c -> c >= 0x80).count();
      letters += others;
      all += others;
      if (common != null) {
        boolean isWithin =
            word.length() > 2 && isAscii(word.charAt(0)) && isAscii(word.charAt(word.length() - 1));
        plausible +=
            isWithin ? 0 : word.chars().filter(c -> c >= 0x80 && common.has((char) c)).count();
      } else if (others > 0 && isWord(word, others, wrongPlace)) {
        plausible += others;
      }
      if (i < text.length() && text.charAt(i) >= 0x80) {
        all++;
        plausible += isSign(text, i, common != null) ? 1 : 0;
      }
    }
    if (charset.name().equals("EUC-JP") && !KANA.matcher(text).find()) {
      plausible /= 2; // its characters are those of the other encodings of this form, then
    }
    return new PlausibleText(all == 0 ? 1 : (double) plausible / all, letters, common != null);
  }

  /// Returns true if there are enough letters to show an encoding.
  boolean isLong() {
    return letters * (isWide ? 2 : 1) >= ENOUGH_BYTES;
  }

  /// Returns true if a text has so many characters that it is not by chance that all are common
  /// ones of a narrower encoding.
  static boolean isByEvidence(Charset narrow, Charset wide, int letters) {
    @Nullable Common few = COMMON.get(narrow.name());
    @Nullable Common many = COMMON.get(wide.name());
    return few != null
        && many != null
        && Math.pow((double) few.size() / many.size(), letters) < CHANCE;
  }

  private static boolean isAscii(char c) {
    return c < 0x80;
  }

  /// Returns true for a letter. The ordinal indicators are signs.
  private static boolean isLetter(char c) {
    return (Character.isLetter(c) && c != '\u00AA' && c != '\u00BA')
        || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  private static boolean isWord(String word, int others, Pattern wrongPlace) {
    Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    word.chars().mapToObj(UnicodeScript::of).forEach(scripts::add);
    scripts.remove(UnicodeScript.INHERITED);
    scripts.remove(UnicodeScript.COMMON);
    if (scripts.size() != 1
        || !REGULAR_CASE.matcher(word).matches()
        || wrongPlace.matcher(word).find()) {
      return false;
    }
    UnicodeScript script = scripts.iterator().next();
    if (script == UnicodeScript.LATIN) {
      return word.length() < 3 || others < word.length();
    }
    @Nullable String frequent = FREQUENT.get(script);
    return frequent != null
        && word.toLowerCase(Locale.ROOT).chars().filter(c -> frequent.indexOf(c) >= 0).count() * 2
            >= word.length();
  }

  /// Returns true for a sign where texts have it: not within a word, and not next to another.
  private static boolean isSign(String text, int index, boolean isWide) {
    char c = text.charAt(index);
    int type = Character.getType(c);
    if (NEVER.contains(type)) {
      return false;
    }
    if (isWide || JOINING.indexOf(c) >= 0) {
      return true;
    }
    char before = index == 0 ? ' ' : text.charAt(index - 1);
    char after = index + 1 == text.length() ? ' ' : text.charAt(index + 1);
    if (isLetter(before) && (isLetter(after) || NOT_AFTER_LETTERS.indexOf(c) >= 0)) {
      return false;
    }
    boolean isBeforeWord = isLetter(after) && type == Character.CURRENCY_SYMBOL;
    boolean isAmongOthers = before >= 0x80 && after >= 0x80;
    boolean isNextToOther = isOther(before) || isOther(after);
    return QUOTES.contains(type) || !(isBeforeWord || isAmongOthers || isNextToOther);
  }

  private static boolean isOther(char c) {
    return c >= 0x80 && !isLetter(c) && !QUOTES.contains(Character.getType(c));
  }
}
