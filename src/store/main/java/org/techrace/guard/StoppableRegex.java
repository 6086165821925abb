package org.techrace.guard;

import java.util.function.ObjIntConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.sparql.expr.RegexEngine;

/// A regular expression that can be stopped. A pattern that backtracks may read the same text for
/// hours, so it checks a signal while it reads. The work between two reads is bounded before the
/// search starts, see [RegexEffort].
public final class StoppableRegex {
  /// The maximum length of a pattern in characters.
  static final int MAX_PATTERN_LENGTH = 20_000;

  /// The maximum number of matcher nodes visited without reading a character: about 0.1 s of work.
  private static final double MOST_VISITS = 1 << 25;

  /// The number of visited nodes, or of characters compared with a class, between two checks.
  private static final double VISITS_BETWEEN_LOOKS = 1 << 16;

  private final Pattern pattern;
  private final Runnable goOn;
  private final double effort;
  private final int readsBetweenLooks;

  private StoppableRegex(Pattern pattern, Runnable goOn) {
    this.pattern = pattern;
    this.goOn = goOn;
    this.effort = RegexEffort.of(pattern);
    this.readsBetweenLooks =
        (int) Math.max(1, VISITS_BETWEEN_LOOKS / (effort + pattern.pattern().length()));
  }

  /// Compiles a pattern.
  ///
  /// @param function the SPARQL function that the pattern is for, for messages
  /// @param flags those of `fn:matches` (XPath Functions 3.1, section 5.6.1.1)
  /// @param goOn throws what ends the search, if it is to end
  /// @throws QueryRefusedException if the pattern is longer than [#MAX_PATTERN_LENGTH]
  /// @throws org.apache.jena.sparql.expr.ExprEvalException if it is not a pattern
  public static StoppableRegex compile(
      String function, String pattern, String flags, Runnable goOn) {
    if (pattern.length() > MAX_PATTERN_LENGTH) {
      throw new QueryRefusedException(
          "The regular expression has %,d characters; at most %,d are allowed."
              .formatted(pattern.length(), MAX_PATTERN_LENGTH));
    }
    return new StoppableRegex(RegexEngine.makePattern(function, pattern, flags), goOn);
  }

  /// Returns the number of groups in the pattern.
  public int groups() {
    return pattern.matcher("").groupCount();
  }

  /// Reports whether any part of a text matches.
  ///
  /// @throws QueryRefusedException if the search could not be stopped
  public boolean isIn(String text) {
    return matcher(text).find();
  }

  /// Replaces all matches in a text. As in ARQ, empty matches after the first match are skipped.
  ///
  /// @param text the text
  /// @param by the replacement; may refer to groups as in [Matcher#appendReplacement]
  /// @param before called before each replacement with the match and the length of the result so
  ///   far
  /// @throws QueryRefusedException if the search could not be stopped
  public String replaceAll(String text, String by, ObjIntConsumer<MatchResult> before) {
    Matcher matches = matcher(text);
    StringBuilder replaced = new StringBuilder();
    boolean first = true;
    while (matches.find()) {
      goOn.run();
      if (first || matches.start() < matches.end()) {
        before.accept(matches, replaced.length());
        matches.appendReplacement(replaced, by);
      }
      first = false;
    }
    return first ? text : matches.appendTail(replaced).toString();
  }

  private Matcher matcher(String text) {
    if (effort * (text.length() + 1.0) > MOST_VISITS) {
      throw new QueryRefusedException(
          "The regular expression can match nothing in too many ways for a text of %,d characters;"
                  .formatted(text.length())
              + " write it with smaller counts or fewer empty alternatives.");
    }
    return pattern.matcher(new Watched(text));
  }

  private final class Watched implements CharSequence {
    private final String text;
    private int reads;

    Watched(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++reads >= readsBetweenLooks) {
        reads = 0;
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
