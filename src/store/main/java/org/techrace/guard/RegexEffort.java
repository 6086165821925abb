package org.techrace.guard;

import java.util.regex.Pattern;

/// Computes an upper bound of the work that Java's matcher does on a pattern without reading a
/// character of the text. A matcher can be stopped only while it reads ([StoppableRegex]). Work
/// between two reads comes from repeated empty groups, from empty alternatives, which are tried in
/// every combination, and from look-behind, which is tried at each distance.
///
/// The parser understands the syntax of [Pattern] and expects patterns that compile.
final class RegexEffort {
  private static final String SPACES = " \t\n\u000B\f\r";
  private static final String LINE_ENDS = "\n\r\u0085\u2028\u2029";

  private final String pattern;
  private boolean comments;
  private int at;

  /// The cost of one part of a pattern.
  ///
  /// @param paths the number of ways to match the empty text
  /// @param steps the number of matcher nodes visited on all these ways
  /// @param tails the number of ways to reach the end of the part after reading one of its
  ///   characters, without reading another
  /// @param tailSteps the number of matcher nodes visited on all these ways
  /// @param longest the maximum number of characters that the part matches
  private record Cost(double paths, double steps, double tails, double tailSteps, double longest) {
    private static final double MOST = 1e18;

    Cost {
      // Zero times infinity is NaN, which is not above any limit, so costs must stay finite.
      paths = Math.min(paths, MOST);
      steps = Math.min(steps, MOST);
      tails = Math.min(tails, MOST);
      tailSteps = Math.min(tailSteps, MOST);
      longest = Math.min(longest, MOST);
    }

    static final Cost EMPTY = new Cost(1, 0, 0, 0, 0);
    static final Cost CHARACTER = text(2);
    static final Cost POSITION = new Cost(1, 1, 0, 0, 0);
    static final Cost BACK_REFERENCE = new Cost(1, 1, 1, 0, MOST);

    static Cost text(double characters) {
      return new Cost(0, 0, 1, 0, characters);
    }

    Cost then(Cost next) {
      return new Cost(
          paths * next.paths,
          steps + paths * next.steps,
          Math.max(tails * next.paths, next.tails),
          Math.max(tailSteps + tails * next.steps, next.tailSteps),
          longest + next.longest);
    }

    Cost or(Cost other) {
      return new Cost(
          paths + other.paths,
          steps + other.steps + 1,
          Math.max(tails, other.tails),
          Math.max(tailSteps, other.tailSteps),
          Math.max(longest, other.longest));
    }

    /// Returns the cost of a repetition.
    ///
    /// @param least the minimum count
    /// @param most the maximum count; infinite if there is none
    Cost repeated(double least, double most) {
      // After the required repetitions, one more repetition that matches nothing ends the loop.
      double forced = Math.min(MOST, Math.pow(paths, least));
      double ways = forced * (most > least ? 1 + paths : 1);
      double visits = steps * (Math.min(MOST, sumOfPowers(least)) + (most > least ? forced : 0));
      return new Cost(
          ways,
          1 + visits,
          tails * Math.max(1, ways),
          tailSteps + tails * (1 + visits),
          longest == 0 ? 0 : longest * most);
    }

    private double sumOfPowers(double count) {
      return paths == 1 ? count : (Math.pow(paths, count) - 1) / (paths - 1);
    }

    Cost group() {
      return new Cost(paths, steps + 1, tails, tailSteps + tails, longest);
    }

    /// Returns the cost of an assertion, which is tried once.
    Cost assertion() {
      return new Cost(1, steps + 1, 1, tailSteps + 1, longest);
    }

    /// Returns the cost of a look-behind, which is tried at each distance.
    Cost behind() {
      return new Cost(1, (steps + tailSteps + 1) * (longest + 1), 1, 1, 0);
    }
  }

  private RegexEffort(Pattern pattern) {
    this.pattern = pattern.pattern();
    this.comments = (pattern.flags() & Pattern.COMMENTS) != 0;
  }

  /// Returns the bound for one character of the text.
  ///
  /// @return a number of visited nodes; infinite if unbounded
  static double of(Pattern pattern) {
    if ((pattern.flags() & Pattern.LITERAL) != 0) {
      return 1;
    }
    RegexEffort effort = new RegexEffort(pattern);
    Cost cost = effort.alternatives();
    return effort.at < effort.pattern.length()
        ? Double.POSITIVE_INFINITY
        : 1 + cost.steps + cost.tailSteps;
  }

  private Cost alternatives() {
    boolean outer = comments;
    Cost cost = sequence();
    while (accept("|")) {
      cost = cost.or(sequence());
    }
    comments = outer; // flags hold to the end of their group
    return cost;
  }

  private Cost sequence() {
    Cost cost = Cost.EMPTY;
    while (skipIgnored() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      cost = cost.then(quantified(atom()));
    }
    return cost;
  }

  private Cost quantified(Cost atom) {
    Cost cost = atom;
    while (skipIgnored()) {
      if (accept("*")) {
        cost = cost.repeated(0, Double.POSITIVE_INFINITY);
      } else if (accept("+")) {
        cost = cost.repeated(1, Double.POSITIVE_INFINITY);
      } else if (accept("?")) {
        cost = cost.repeated(0, 1);
      } else if (accept("{")) {
        double least = count(0);
        double most = accept(",") ? count(Double.POSITIVE_INFINITY) : least;
        accept("}");
        cost = cost.repeated(least, most);
      } else {
        return cost;
      }
    }
    return cost;
  }

  private double count(double otherwise) {
    int start = at;
    while (at < pattern.length() && Character.isDigit(pattern.charAt(at))) {
      at++;
    }
    return start == at ? otherwise : Double.parseDouble(pattern.substring(start, at));
  }

  private Cost atom() {
    if (pattern.charAt(at) == '{') {
      return Cost.POSITION; // a count of nothing
    }
    return switch (pattern.charAt(at++)) {
      case '(' -> group();
      case '[' -> characterClass();
      case '\\' -> escape();
      case '^', '$' -> Cost.POSITION;
      default -> Cost.CHARACTER;
    };
  }

  private Cost group() {
    boolean outer = comments;
    if (accept("?<=") || accept("?<!")) {
      return endOfGroup(alternatives().behind(), outer);
    }
    if (accept("?=") || accept("?!") || accept("?>")) {
      return endOfGroup(alternatives().assertion(), outer);
    }
    if (accept("?<")) {
      at = pattern.indexOf('>', at) + 1;
    } else if (accept("?")) {
      flags();
      if (accept(")")) {
        return Cost.POSITION; // holds to the end of the surrounding group
      }
      accept(":");
    }
    return endOfGroup(alternatives().group(), outer);
  }

  private Cost endOfGroup(Cost cost, boolean outer) {
    accept(")");
    comments = outer;
    return cost;
  }

  private void flags() {
    boolean on = true;
    while (at < pattern.length() && ":)".indexOf(pattern.charAt(at)) < 0) {
      char flag = pattern.charAt(at++);
      if (flag == 'x') {
        comments = on;
      }
      on &= flag != '-';
    }
  }

  private Cost characterClass() {
    int depth = 1;
    startOfClass();
    while (depth > 0 && at < pattern.length()) {
      switch (pattern.charAt(at++)) {
        case '[' -> {
          depth++;
          startOfClass();
        }
        case ']' -> depth--;
        case '\\' -> escape();
        default -> {}
      }
    }
    return Cost.CHARACTER;
  }

  /// Skips a closing bracket at the start of a class, where it is a literal.
  private void startOfClass() {
    accept("^");
    accept("]");
  }

  private Cost escape() {
    char escaped = at < pattern.length() ? pattern.charAt(at++) : '\\';
    switch (escaped) {
      case 'Q' -> {
        int end = pattern.indexOf("\\E", at);
        int length = (end < 0 ? pattern.length() : end) - at;
        at = end < 0 ? pattern.length() : end + 2;
        return length == 0 ? Cost.POSITION : Cost.text(length);
      }
      case 'b', 'B', 'A', 'G', 'Z', 'z', 'k' -> {
        skipBraces('{', '}');
        skipBraces('<', '>');
        return Cost.POSITION;
      }
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        count(0);
        return Cost.BACK_REFERENCE;
      }
      case 'p', 'P', 'x', 'N' -> skipBraces('{', '}');
      default -> {}
    }
    return Cost.CHARACTER;
  }

  private void skipBraces(char open, char close) {
    if (at < pattern.length() && pattern.charAt(at) == open) {
      at = pattern.indexOf(close, at) + 1;
    }
  }

  private boolean accept(String text) {
    boolean there = pattern.startsWith(text, at);
    at += there ? text.length() : 0;
    return there;
  }

  /// Skips white space and comments where the pattern allows them.
  ///
  /// @return true if the pattern has more characters
  private boolean skipIgnored() {
    boolean inComment = false;
    while (comments && at < pattern.length()) {
      char c = pattern.charAt(at);
      inComment = inComment ? LINE_ENDS.indexOf(c) < 0 : c == '#';
      if (!inComment && SPACES.indexOf(c) < 0 && LINE_ENDS.indexOf(c) < 0) {
        break;
      }
      at++;
    }
    return at < pattern.length();
  }
}
