package org.techrace.rdf;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;

/// Says what to write instead of what is wrong in a query. The rows of `syntax-hints.tsv` are
/// mistakes with their corrections; they are tried at the place of the error, and only those are
/// said that together make the query valid. So no hint leads to another error.
final class SyntaxHints {
  /// The length in characters of a query beyond which nothing is tried.
  private static final int LONGEST = 2_000;

  /// The most corrections of one query.
  private static final int MOST_STEPS = 3;

  /// The most queries with errors left that the next step corrects.
  private static final int MOST_OPEN = 8;

  /// The most queries that are parsed.
  private static final int MOST_PARSED = 200;

  /// The usual length of a part of the query in a sentence.
  private static final int SHOWN = 100;

  /// Matches comments, IRIs and texts, whose characters are not those of the grammar.
  static final String SKIPPED =
      "(?:#[^\\n]*|<[^<>\"{}|^`\\\\\\s]*>|\"{3}(?s:.*?)\"{3}|'{3}(?s:.*?)'{3}"
          + "|\"(?:[^\"\\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\\n]|\\\\.)*+')";

  private static final String VARIABLE = "[?$]\\w+";
  private static final String NAME = "(?:<[^<>\"{}|^`\\\\\\s]*>|(?:[A-Z][\\w-]*)?:[\\w-]+)";
  private static final String TEXT =
      "(?:\"(?:[^\"\\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\\n]|\\\\.)*+')(?:@[A-Z-]+|\\^\\^" + NAME + ")?";
  private static final String ARGUMENTS = "(?:[^(){}]|\\((?:[^(){}]|\\([^(){}]*+\\))*+\\))*+";
  private static final String CALL = "\\b[A-Z]\\w*\\s*\\(" + ARGUMENTS + "\\)";

  /// The abbreviations of the table. A name is replaced before those that it begins with.
  private static final List<Map.Entry<String, String>> ABBREVIATIONS =
      List.of(
          Map.entry("%VAR", VARIABLE),
          Map.entry("%NAME", NAME),
          Map.entry("%TEXT", TEXT),
          Map.entry("%ATOM", "(?:" + VARIABLE + "|" + NAME + "|" + TEXT + "|-?[\\d.]*\\d)"),
          Map.entry("%CALL", CALL),
          Map.entry("%AGG", "(?:COUNT|SUM|AVG|MIN|MAX|SAMPLE|GROUP_CONCAT)"),
          Map.entry("%ARGS", ARGUMENTS),
          Map.entry("%OPERAND", "(?:" + VARIABLE + "|" + CALL + ")"),
          Map.entry(
              "%END",
              "\\s*(?:\\}|\\.(?=\\s|\\}|$)|;|"
                  + "\\b(?:ORDER|LIMIT|OFFSET|GROUP|HAVING|VALUES|FILTER|OPTIONAL|BIND|MINUS|UNION)"
                  + "\\b|$)"));

  private static final List<Row> ROWS = rows();

  private static final Pattern PLACE =
      Pattern.compile("line (\\d{1,6}), column (\\d{1,6})", Pattern.CASE_INSENSITIVE);

  private static final Pattern PREFIX = Pattern.compile("Unresolved prefixed name: ([^:\\s]*):");

  private SyntaxHints() {}

  /// A mistake.
  ///
  /// @param pattern matches it as the group 'found'
  /// @param replacement what is right; empty if it is a query in another language
  /// @param sentence what to write
  private record Row(Pattern pattern, Optional<String> replacement, String sentence) {}

  /// A query, corrected or not.
  ///
  /// @param text its text
  /// @param error the place of its error in the text; after its end if all of it was read before;
  ///   none if it has no error
  /// @param said the hints to its corrections
  private record Attempt(String text, OptionalInt error, Set<String> said) {
    boolean isRead() {
      return error.isEmpty() || error.getAsInt() > text.length();
    }

    int left() {
      return text.length() - error.orElse(0);
    }
  }

  /// Returns the hints to a query that cannot be parsed; none if no correction is known to help.
  static List<String> of(String query) {
    if (query.length() > LONGEST) {
      return List.of();
    }
    String plain = plain(query);
    for (Row row : ROWS) {
      if (row.replacement.isEmpty() && row.pattern.matcher(plain).matches()) {
        return List.of(row.sentence);
      }
    }
    return List.copyOf(corrected(plain));
  }

  /// Reports whether another word at a place of a query lets the parser read on after it.
  ///
  /// @param line the line of the word
  /// @param column the column of the word
  static boolean isMeant(String query, int line, int column, String word, String meant) {
    String plain = plain(query);
    int start = offset(plain, line, column);
    if (query.length() > LONGEST || !plain.startsWith(word, start)) {
      return false;
    }
    String changed = plain.substring(0, start) + meant + plain.substring(start + word.length());
    Attempt attempt = attempt(changed, Set.of());
    return attempt.isRead() || attempt.error.getAsInt() > start + meant.length();
  }

  /// Returns a query with the line ends and columns that the parser counts.
  private static String plain(String query) {
    return query.replaceAll("\r\n?", "\n").replace('\t', ' ');
  }

  private static Set<String> corrected(String query) {
    List<Attempt> open = Stream.of(attempt(query, Set.of())).filter(one -> !one.isRead()).toList();
    Set<String> read = Set.of();
    int parsed = 1;
    for (int step = 0; step < MOST_STEPS && !open.isEmpty(); step++) {
      List<Attempt> next = new ArrayList<>();
      for (Attempt one : open) {
        for (Attempt changed : changes(one)) {
          if (++parsed > MOST_PARSED) {
            return read;
          }
          Attempt attempt = attempt(changed.text, changed.said);
          if (attempt.error.isEmpty()) {
            return attempt.said;
          }
          if (!attempt.isRead()) {
            next.add(attempt);
          } else if (read.isEmpty()) {
            read = attempt.said;
          }
        }
      }
      open = next.stream().sorted(Comparator.comparingInt(Attempt::left)).limit(MOST_OPEN).toList();
    }
    return read;
  }

  /// Returns a query with each of the mistakes at its error corrected.
  private static List<Attempt> changes(Attempt wrong) {
    List<Attempt> changes = new ArrayList<>();
    int error = wrong.error.orElseThrow();
    for (Row row : ROWS) {
      if (row.replacement.isEmpty()) {
        continue;
      }
      Matcher matcher = row.pattern.matcher(wrong.text);
      while (matcher.find() && matcher.start() <= error) {
        if (matcher.start("found") >= 0 && isAt(error, matcher, wrong.text)) {
          String text =
              wrong.text.substring(0, matcher.start())
                  + filled(row.replacement.get(), matcher)
                  + wrong.text.substring(matcher.end());
          Set<String> said = new LinkedHashSet<>(wrong.said);
          said.add(shortened(filled(row.sentence, matcher)));
          changes.add(new Attempt(text, OptionalInt.empty(), said));
        }
      }
    }
    return changes;
  }

  /// Reports whether an error is in a match, or directly after it.
  private static boolean isAt(int error, MatchResult match, String text) {
    return match.end() >= error || text.substring(match.end(), error).isBlank();
  }

  private static Attempt attempt(String text, Set<String> said) {
    String declared = "";
    while (true) {
      try {
        QueryFactory.parse(new Query(), declared + text, "urn:base:", Syntax.syntaxSPARQL_12);
        return new Attempt(text, OptionalInt.empty(), said);
      } catch (QueryException e) {
        String message = String.valueOf(e.getMessage());
        Matcher prefix = PREFIX.matcher(message);
        String declaration = prefix.find() ? "PREFIX %s: <urn:p:> ".formatted(prefix.group(1)) : "";
        if (declaration.isEmpty() || declared.contains(declaration)) {
          return new Attempt(text, place(message, declared, text), said);
        }
        declared += declaration;
      }
    }
  }

  /// Returns the place of an error. An error without a place is found after the whole text was
  /// read: its variables do not fit its groups, for example.
  private static OptionalInt place(String message, String declared, String text) {
    Matcher place = PLACE.matcher(message);
    if (!place.find()) {
      return OptionalInt.of(text.length() + 1);
    }
    int at =
        offset(declared + text, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
    return OptionalInt.of(Math.clamp(at - declared.length(), 0, text.length()));
  }

  /// Returns the place of a line and a column in a text, both from 1.
  static int offset(String text, int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = text.indexOf('\n', start) + 1;
    }
    return start + Math.max(1, column) - 1;
  }

  /// Replaces the groups of a template.
  private static String filled(String template, MatchResult match) {
    return Pattern.compile("\\$(\\d)")
        .matcher(template)
        .replaceAll(
            group ->
                Matcher.quoteReplacement(
                    Objects.requireNonNullElse(
                        // The first group is the whole match.
                        match.group(Integer.parseInt(group.group(1)) + 1), "")));
  }

  private static String shortened(String sentence) {
    String line = sentence.replaceAll("\\s+", " ").strip();
    return line.length() <= SHOWN + SHOWN ? line : line.substring(0, SHOWN) + " …";
  }

  private static List<Row> rows() {
    try (InputStream file =
            Objects.requireNonNull(SyntaxHints.class.getResourceAsStream("syntax-hints.tsv"));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> row(line.split("\t", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String[] cells) {
    String pattern = cells[0];
    for (Map.Entry<String, String> one : ABBREVIATIONS) {
      pattern = pattern.replace(one.getKey(), one.getValue());
    }
    boolean other = cells[1].isEmpty() && pattern.startsWith("^");
    // Back references count the group around the pattern too.
    String shifted = pattern.replaceAll("\\\\2", "\\\\3");
    return new Row(
        Pattern.compile(
            other ? pattern : "(?<found>" + shifted + ")|" + SKIPPED,
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL),
        other ? Optional.empty() : Optional.of(cells[1]),
        cells[2]);
  }
}
