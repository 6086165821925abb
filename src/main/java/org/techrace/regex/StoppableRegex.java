package org.techrace.regex;

import java.util.function.ObjIntConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A regular expression that asks now and then whether to go on: one that backtracks may read one
/// text for hours.
///
/// @param goOn throws what ends the search, if it is to end
public record StoppableRegex(Pattern pattern, Runnable goOn) {

  /// Whether a part of a text matches.
  public boolean isIn(String text) {
    return matcher(text).find();
  }

  /// A text with what matches replaced. As in ARQ, matches of nothing after the first match are
  /// passed over.
  ///
  /// @param by may name groups, as [Matcher#appendReplacement] has them
  /// @param before is shown each match that is to be replaced, and how long the new text is so far
  public String replaceAll(String text, String by, ObjIntConsumer<MatchResult> before) {
    Matcher matches = matcher(text);
    StringBuilder replaced = new StringBuilder();
    boolean first = true;
    while (matches.find()) {
      if (first || matches.start() < matches.end()) {
        before.accept(matches, replaced.length());
        matches.appendReplacement(replaced, by);
      }
      first = false;
    }
    return first ? text : matches.appendTail(replaced).toString();
  }

  private Matcher matcher(String text) {
    return pattern.matcher(new Watched(text, goOn));
  }

  private static final class Watched implements CharSequence {
    private static final int BETWEEN_LOOKS = 1 << 12;

    private final String text;
    private final Runnable goOn;
    private int read;

    Watched(String text, Runnable goOn) {
      this.text = text;
      this.goOn = goOn;
    }

    @Override
    public char charAt(int index) {
      if (++read % BETWEEN_LOOKS == 0) {
        goOn.run();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
