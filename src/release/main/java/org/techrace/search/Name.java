package org.techrace.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A name in the form used for comparisons.
///
/// @param tokens the folded words of the name; empty only if the text has no words
/// @param rest the words that are often omitted: the legal form and the content of parentheses at
///   the end
record Name(List<String> tokens, List<String> rest) {
  private static final Set<List<String>> FINAL_FORMS = new HashSet<>();
  private static final Set<List<String>> INITIAL_FORMS = new HashSet<>();

  /// The last words of final forms and the first words of initial forms. Most names have none of
  /// these words there, so the check is fast.
  private static final Set<String> LAST_WORDS = new HashSet<>();

  private static final Set<String> FIRST_WORDS = new HashSet<>();

  private static final int LONGEST_FORM;

  private static final Set<String> STOP_WORDS =
      Lists.lines("stop-words.txt").stream()
          .flatMap(line -> Folding.tokens(line).stream())
          .collect(Collectors.toUnmodifiableSet());

  static {
    int longest = 0;
    for (String line : Lists.lines("legal-forms.txt")) {
      List<String> form = Folding.tokens(line);
      FINAL_FORMS.add(form);
      LAST_WORDS.add(form.getLast());
      if (line.startsWith("^")) {
        INITIAL_FORMS.add(form);
        FIRST_WORDS.add(form.getFirst());
      }
      longest = Math.max(longest, form.size());
    }
    LONGEST_FORM = longest;
  }

  /// Parses a name as people write it.
  static Name of(String text) {
    int open = Math.max(text.lastIndexOf('('), text.lastIndexOf('（'));
    String stripped = open > 0 ? text.stripTrailing() : "";
    if (stripped.endsWith(")") || stripped.endsWith("）")) {
      List<String> outside = Folding.tokens(text.substring(0, open));
      if (!outside.isEmpty()) {
        return withoutLegalForm(outside, Folding.tokens(text.substring(open)));
      }
    }
    return withoutLegalForm(Folding.tokens(text), List.of());
  }

  private static Name withoutLegalForm(List<String> tokens, List<String> rest) {
    int to = tokens.size();
    for (int n = finalForm(tokens, to); n > 0; n = finalForm(tokens, to)) {
      to -= n;
    }
    int from = initialForm(tokens, to);
    if (from == 0 && to == tokens.size()) {
      return new Name(tokens, rest);
    }
    List<String> around = new ArrayList<>(tokens.subList(0, from));
    around.addAll(tokens.subList(to, tokens.size()));
    around.addAll(rest);
    return new Name(tokens.subList(from, to), around);
  }

  /// Returns the number of tokens before `to` that are a legal form. At least one token of the name
  /// remains.
  private static int finalForm(List<String> tokens, int to) {
    if (to == 0 || !LAST_WORDS.contains(tokens.get(to - 1))) {
      return 0;
    }
    for (int n = Math.min(LONGEST_FORM, to - 1); n > 0; n--) {
      if (FINAL_FORMS.contains(tokens.subList(to - n, to))) {
        return n;
      }
    }
    return 0;
  }

  private static int initialForm(List<String> tokens, int to) {
    if (to == 0 || !FIRST_WORDS.contains(tokens.getFirst())) {
      return 0;
    }
    for (int n = Math.min(LONGEST_FORM, to - 1); n > 0; n--) {
      if (INITIAL_FORMS.contains(tokens.subList(0, n))) {
        return n;
      }
    }
    return 0;
  }

  /// Reports whether a word is weak evidence: a stop word, or a legal form of one word.
  static boolean isWeak(String word) {
    return STOP_WORDS.contains(word) || FINAL_FORMS.contains(List.of(word));
  }

  /// Returns the name without spaces. Names with the same key have the same spelling.
  String key() {
    return String.join("", tokens);
  }

  /// Returns the initials of the words that are not stop words, or the empty string if there are
  /// fewer than two.
  String acronym() {
    StringBuilder initials = new StringBuilder();
    for (String token : tokens) {
      if (!STOP_WORDS.contains(token)) {
        initials.appendCodePoint(token.codePointAt(0));
      }
    }
    return initials.length() < 2 ? "" : initials.toString();
  }

  /// Reports whether the whole name could be an acronym: one word of 2 to 8 characters.
  boolean mayBeAcronym() {
    return tokens.size() == 1 && tokens.getFirst().length() >= 2 && tokens.getFirst().length() <= 8;
  }

  /// Returns the stored form that [#parse] reads: the words, a tab, the rest.
  String stored() {
    return rest.isEmpty()
        ? String.join(" ", tokens)
        : String.join(" ", tokens) + "\t" + String.join(" ", rest);
  }

  static Name parse(String stored) {
    int tab = stored.indexOf('\t');
    return tab < 0
        ? new Name(List.of(stored.split(" ")), List.of())
        : new Name(
            List.of(stored.substring(0, tab).split(" ")),
            List.of(stored.substring(tab + 1).split(" ")));
  }
}
