package org.techrace.rdf;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.jena.query.QueryException;
import org.apache.jena.sparql.lang.sparql_12.javacc.SPARQLParser12Constants;
import org.techrace.report.Nearest;

/// Shortens the parser's error messages for SPARQL queries to one line.
public final class QueryErrors {

  /// The parser's wording for an unexpected token: `Encountered " <VAR1> "?z "" at line 5, column
  /// 20.`
  private static final Pattern WORD =
      Pattern.compile("Encountered \" (?:\"[^\"]*\"|<\\w+>) \"(.*?) \"\" at ");

  /// The name of an exception that is part of a message.
  private static final Pattern EXCEPTION =
      Pattern.compile(
          "(?:\\w+ pattern exception: )?(?:[a-z]\\w*\\.)+[A-Z]\\w*(?:Exception|Error): ");

  /// The parser's wording for characters that are not a token: `Lexical error at line 1, column 6.
  /// Encountered: '32' (32), after prefix "SELEC"`. The place is that of the character after them.
  private static final Pattern LEXICAL =
      Pattern.compile(
          "Lexical error at line (\\d+), column (\\d+)\\.\\s+Encountered: (.*?),? after(?:"
              + " prefix)?:? \"(.*)\"",
          Pattern.DOTALL);

  /// A sentence of this class about a token that may be only the beginning of a word.
  private static final Pattern CUT =
      Pattern.compile("'(\\w+)' is not expected at line (\\d{1,6}), column (\\d{1,6})");

  private static final Pattern LETTERS = Pattern.compile("\\w+");

  /// A line of the list of tokens that were expected.
  private static final Pattern EXPECTED = Pattern.compile("(?m)^ {4}(\\S+) \\.\\.\\.");

  /// The most kinds of tokens that are named.
  private static final int MOST_EXPECTED = 8;

  private static final List<String> KEYWORDS =
      Arrays.stream(SPARQLParser12Constants.tokenImage)
          .filter(image -> image.matches("\"[A-Za-z_]\\w*\""))
          .map(QueryErrors::unquoted)
          .toList();

  /// Matches what has no brackets of the grammar, one bracket, or a quote without a partner.
  private static final Pattern BRACKET =
      Pattern.compile(SyntaxHints.SKIPPED + "|\\\\.|(?<bracket>[(){}\\[\\]])|(?<quote>[\"'])");

  private static final String OPENING = "({[";
  private static final String CLOSING = ")}]";

  private QueryErrors() {}

  /// Returns the parser's message in one line, as the other method, with what to write instead, if
  /// that is known, or else the first quote or bracket without a partner. The parser finds out
  /// later, often at the end of the query.
  ///
  /// @param query the text of the query
  public static String sentence(QueryException error, String query) {
    List<String> hints = SyntaxHints.of(query);
    if (!hints.isEmpty()) {
      return joined(whole(sentence(error, _ -> "."), query), String.join(" ", hints));
    }
    String sentence = sentence(error, word -> nearest(word, meant -> word.isMeant(query, meant)));
    String quote = openQuote(query);
    return joined(
        whole(sentence, query),
        quote.isEmpty() && !LEXICAL.matcher(String.valueOf(error.getMessage())).find()
            ? unpaired(query)
            : quote);
  }

  /// Returns a sentence about a token with the whole word that the token begins: to the parser
  /// `TOP` is `TO` and more.
  private static String whole(String sentence, String query) {
    Matcher cut = CUT.matcher(sentence);
    if (!cut.lookingAt()) {
      return sentence;
    }
    int start =
        SyntaxHints.offset(query, Integer.parseInt(cut.group(2)), Integer.parseInt(cut.group(3)));
    Matcher word = LETTERS.matcher(query);
    return start < query.length()
            && word.region(start, query.length()).lookingAt()
            && word.group().startsWith(cut.group(1))
        ? "'%s'%s".formatted(word.group(), sentence.substring(cut.end(1) + 1))
        : sentence;
  }

  private static String joined(String sentence, String next) {
    String end = sentence.matches("(?s).*[.?!]") ? " " : ". ";
    return next.isEmpty() ? sentence : sentence + end + next;
  }

  /// Returns a sentence about the first quote without a partner in its line; empty if each has one.
  private static String openQuote(String query) {
    Matcher token = BRACKET.matcher(query);
    while (token.find()) {
      String quote = token.group("quote");
      if (quote != null) {
        return "Line %d has a %s without a partner."
            .formatted(TextPosition.after(query.substring(0, token.start())).line(), quote);
      }
    }
    return "";
  }

  private static String unpaired(String query) {
    Deque<MatchResult> open = new ArrayDeque<>();
    Matcher bracket = BRACKET.matcher(query);
    while (bracket.find()) {
      String found = bracket.group("bracket");
      if (found == null) {
        continue;
      }
      if (OPENING.contains(found)) {
        open.push(bracket.toMatchResult());
      } else if (open.isEmpty()) {
        return "The %s has no %s before it."
            .formatted(placed(bracket, query), partner(found, CLOSING, OPENING));
      } else if (partner(found, CLOSING, OPENING).equals(open.peek().group())) {
        open.pop();
      } else {
        break;
      }
    }
    return open.isEmpty()
        ? ""
        : "The %s has no %s."
            .formatted(placed(open.peek(), query), partner(open.peek().group(), OPENING, CLOSING));
  }

  private static String partner(String bracket, String some, String others) {
    int at = some.indexOf(bracket);
    return others.substring(at, at + 1);
  }

  private static String placed(MatchResult bracket, String query) {
    TextPosition place = TextPosition.after(query.substring(0, bracket.start()));
    return "%s at line %d, column %d".formatted(bracket.group(), place.line(), place.column());
  }

  /// Returns the parser's message in one line: the error and its place.
  ///
  /// @return the message with the kinds of tokens that were expected, if they are few, instead of
  ///   the list of all, which can be 100 lines long. A word that is not a keyword is named with the
  ///   nearest one
  public static String sentence(QueryException error) {
    return sentence(error, word -> nearest(word, _ -> true));
  }

  /// A word in place of a keyword.
  private record Word(String text, int line, int column) {
    boolean isMeant(String query, String keyword) {
      return SyntaxHints.isMeant(query, line, column, text, keyword);
    }
  }

  /// @param end returns the end of a sentence about a word in place of a keyword
  private static String sentence(QueryException error, Function<Word, String> end) {
    String text = String.valueOf(error.getMessage());
    Matcher lexical = LEXICAL.matcher(text);
    if (lexical.find()) {
      return lexical(
          Integer.parseInt(lexical.group(1)),
          Integer.parseInt(lexical.group(2)),
          lexical.group(3),
          lexical.group(4).replaceAll("\\\\(['\"])", "$1"),
          end);
    }
    String message =
        WORD.matcher(text)
            .replaceFirst("'$1' is not expected at ")
            .replace("Encountered \"<EOF>\" at ", "the query breaks off at ");
    return EXCEPTION
        .matcher(message)
        .replaceAll("")
        .lines()
        .map(String::strip)
        .takeWhile(line -> !line.startsWith("Was expecting"))
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" "))
        // The parser names a class of Jena here.
        .replaceFirst("^Function '\\w+' takes", "A function takes")
        .replaceFirst(
            "^(Non-group key variable in SELECT: (\\?\\w+))$",
            "$1; add $2 to GROUP BY, or use an aggregate such as SAMPLE($2)")
        .replaceFirst(
            "^(Non-group key variable in SELECT: (\\?\\w+)) in expression .*$",
            "$1 in an expression; to select an expression by which the query groups, name it:"
                + " GROUP BY (… AS ?name) and SELECT ?name; or use an aggregate such as SAMPLE($2)")
        .concat(expected(text));
  }

  /// Describes characters that are not a token.
  ///
  /// @param column the column after them
  /// @param next the character after them, as the parser names it
  /// @param end returns the end of a sentence about a word
  private static String lexical(
      int line, int column, String next, String characters, Function<Word, String> end) {
    String place = "at line %d, column ".formatted(line);
    if (characters.matches("\\w+")) {
      Word word = new Word(characters, line, Math.max(1, column - characters.length()));
      return "'%s' is not a keyword %s%d%s"
          .formatted(characters, place, word.column, end.apply(word));
    }
    return next.startsWith("<EOF>")
        ? "the query breaks off %s%d, after %s".formatted(place, column, characters)
        : "what is not expected ends %s%d: '%s'".formatted(place, column, characters);
  }

  /// Returns the nearest keyword as the end of a sentence.
  ///
  /// @param isMeant whether a keyword fits in place of the word
  private static String nearest(Word word, Predicate<String> isMeant) {
    return Nearest.of(word.text, KEYWORDS)
        .filter(isMeant)
        .map("; did you mean %s?"::formatted)
        .orElse("; a variable starts with ?, a name has a prefix, a text is in quotes.");
  }

  /// Returns what was expected, as the end of a sentence; empty if that is too much to help.
  private static String expected(String message) {
    List<String> tokens = EXPECTED.matcher(message).results().map(line -> line.group(1)).toList();
    List<String> usual = tokens.stream().filter(token -> !isRare(token)).toList();
    List<String> kinds =
        (usual.isEmpty() ? tokens : usual).stream().map(QueryErrors::kind).distinct().toList();
    if (kinds.isEmpty() || kinds.size() > MOST_EXPECTED) {
      return "";
    }
    String all = String.join(", ", kinds);
    return " Expected: " + all.replaceFirst(", ([^,]+)$", " or $1") + ".";
  }

  /// Returns the kind of a token in plain words.
  private static String kind(String image) {
    return switch (image.replaceFirst("^<([A-Z]+).*", "$1")) {
      case "VAR" -> "a variable";
      case "IRI", "PNAME" -> "an IRI or a prefixed name";
      case "STRING", "INTEGER", "DECIMAL", "DOUBLE", "\"true\"", "\"false\"" -> "a literal";
      default -> unquoted(image);
    };
  }

  /// Reports whether a token is one of the short forms for blank nodes, lists and triples in
  /// triples, or a sign of a path.
  private static boolean isRare(String image) {
    return image.matches("<(?:BLANK|NIL|ANON).*|\"(?:[(\\[~+*/|?^!]|<<.*|\\{\\|)\"");
  }

  /// Returns a keyword in capitals, or a sign.
  private static String unquoted(String image) {
    return image.substring(1, image.length() - 1).toUpperCase(Locale.ROOT);
  }
}
