package org.techrace.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Reduces different spellings of a name to the same tokens. Ignores compatibility forms, case,
/// marks and punctuation, and replaces the letters of `folding.tsv`. A token is a sequence of
/// letters and digits. A Chinese character is a token of its own, because Chinese has no spaces.
/// `&` and `+` become "and".
final class Folding {
  private static final Map<Integer, String> WRITTEN = new HashMap<>();

  /// The folded ASCII letters, for speed: most letters are ASCII.
  private static final String[] ASCII =
      IntStream.range(0, 128)
          .map(Character::toLowerCase)
          .mapToObj(Character::toString)
          .toArray(String[]::new);

  static {
    for (List<String> row : Lists.rows("folding.tsv")) {
      WRITTEN.put(row.getFirst().codePointAt(0), row.get(1));
    }
  }

  private final List<String> tokens = new ArrayList<>();
  private final StringBuilder token = new StringBuilder();

  /// The number of letters since the last stop or break: `U.S.A.` is one token, `J.Smith` and
  /// `St.Gallen` are two.
  private int sinceStop;

  private boolean stopped;

  private Folding() {}

  /// Returns the tokens of a text in order. The list is empty if the text has no letters or digits.
  static List<String> tokens(String text) {
    Folding folding = new Folding();
    String letters = Normalizer.normalize(text, Normalizer.Form.NFKD);
    int at = 0;
    while (at < letters.length()) {
      int c = letters.codePointAt(at);
      folding.read(c);
      at += Character.charCount(c);
    }
    folding.end();
    return folding.tokens;
  }

  private void read(int c) {
    if (c < ASCII.length && Character.isLetterOrDigit(c)) {
      readLetter(ASCII[c]);
      return;
    }
    if (isMark(c) || isApostrophe(c)) {
      return;
    }
    if (c == '.') {
      readStop();
    } else if (c == '&' || c == '+') {
      end();
      tokens.add("and");
    } else if (!Character.isLetterOrDigit(c)
        && Character.getType(c) != Character.NON_SPACING_MARK
        && Character.getType(c) != Character.COMBINING_SPACING_MARK) {
      end();
    } else {
      int lower = Character.toLowerCase(c);
      String written = WRITTEN.get(lower);
      if (Character.isIdeographic(c)) {
        end();
        tokens.add(written == null ? Character.toString(lower) : written);
      } else {
        readLetter(written == null ? Character.toString(lower) : written);
      }
    }
  }

  private void readLetter(String letter) {
    token.append(letter);
    sinceStop++;
    if (stopped && sinceStop == 2) {
      String word = token.substring(token.length() - 2);
      token.setLength(token.length() - 2);
      end();
      token.append(word);
      sinceStop = 2;
    }
  }

  private void readStop() {
    if (sinceStop == 1) {
      stopped = true;
      sinceStop = 0;
    } else {
      end();
    }
  }

  private void end() {
    if (!token.isEmpty()) {
      tokens.add(token.toString());
      token.setLength(0);
    }
    stopped = false;
    sinceStop = 0;
  }

  /// Matches marks on Latin, Greek and Cyrillic letters, and Arabic vowel points. The vowel signs
  /// of Indic scripts and Japanese voicing marks distinguish words, so they are kept.
  private static boolean isMark(int c) {
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x64B && c <= 0x652);
  }

  private static boolean isApostrophe(int c) {
    return c == '\'' || c == '’' || c == '‘' || c == '`' || c == '´' || c == 'ʼ';
  }
}
