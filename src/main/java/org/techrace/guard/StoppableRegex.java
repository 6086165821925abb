package org.techrace.guard;

import java.util.function.ObjIntConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.sparql.expr.RegexEngine;

/// A regular expression that asks now and then whether to go on: one that backtracks may read one
/// text for hours. It asks while it reads, so what it can do between two characters is bounded
/// before it begins ([RegexEffort]).
public final class StoppableRegex {
  /// How long a pattern may be, in characters.
  static final int LONGEST_PATTERN = 20_000;

  /// How many nodes of a matcher may be visited without reading: about 0.1 s.
  private static final double MOST_VISITS = 1 << 25;

  /// After how many visited nodes, or characters compared with a class, to ask.
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
  /// @throws QueryRefusedException if the pattern is longer than [#LONGEST_PATTERN]
  /// @throws org.apache.jena.sparql.expr.ExprEvalException if it is not a pattern
  public static StoppableRegex compile(
      String function, String pattern, String flags, Runnable goOn) {
    if (pattern.length() > LONGEST_PATTERN) {
      throw new QueryRefusedException(
          "The regular expression has %,d characters; at most %,d are allowed."
              .formatted(pattern.length(), LONGEST_PATTERN));
    }
    return new StoppableRegex(RegexEngine.makePattern(function, pattern, flags), goOn);
  }

  /// How many groups the pattern has.
  public int groups() {
    return pattern.matcher("").groupCount();
  }

  /// Returns whether a part of a text matches.
  ///
  /// @throws QueryRefusedException if the search could not be stopped
  public boolean isIn(String text) {
    return matcher(text).find();
  }

  /// A text with what matches replaced. As in ARQ, matches of nothing after the first match are
  /// passed over.
  ///
  /// @param by may name groups, as [Matcher#appendReplacement] has them
  /// @param before is shown each match that is to be replaced, and how long the new text is so far
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
