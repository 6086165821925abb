package org.techrace.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A name in the form in which names are compared.
///
/// @param tokens the folded words of the name itself; never empty unless the text has none
/// @param rest what stands around it and often is left out: the legal form, and what a last pair of
///   parentheses holds
record Name(List<String> tokens, List<String> rest) {
  private static final Set<List<String>> FINAL_FORMS = new HashSet<>();
  private static final Set<List<String>> INITIAL_FORMS = new HashSet<>();

  /// With which a final form ends, and an initial one begins: most names have none of them there.
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

  /// Reads a name as people write it.
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

  /// How many of the last tokens before `to` are a legal form; at least one token is left.
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

  /// Whether a word tells little, wherever it stands: a stop word, or a legal form of one word.
  static boolean isWeak(String word) {
    return STOP_WORDS.contains(word) || FINAL_FORMS.contains(List.of(word));
  }

  /// The name without spaces: names with the same key are spelt the same.
  String key() {
    return String.join("", tokens);
  }

  /// The first letters of the words that are no stop words, or the empty string if they are fewer
  /// than two.
  String acronym() {
    StringBuilder initials = new StringBuilder();
    for (String token : tokens) {
      if (!STOP_WORDS.contains(token)) {
        initials.appendCodePoint(token.codePointAt(0));
      }
    }
    return initials.length() < 2 ? "" : initials.toString();
  }

  /// Whether the whole could be an acronym: one short word of letters.
  boolean mayBeAcronym() {
    return tokens.size() == 1 && tokens.getFirst().length() >= 2 && tokens.getFirst().length() <= 8;
  }

  /// The stored form that [#parse] reads: words, a tab, the rest.
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
