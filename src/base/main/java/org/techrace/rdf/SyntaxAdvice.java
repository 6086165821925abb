package org.techrace.rdf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Completes RIOT's messages about syntax errors in Turtle, which name the wrong text and often not
/// the expected one, with advice.
public final class SyntaxAdvice {
  private static final Pattern UNDEFINED_PREFIX = Pattern.compile("Undefined prefix: ([^\\s]*)");

  /// Advice by a part of the message. The first that a message contains counts.
  private static final Map<String, String> ADVICE = new LinkedHashMap<>();

  static {
    ADVICE.put("not terminated by DOT", "the part before this place lacks its ';', ',' or '.'");
    ADVICE.put(
        "not terminated properly in []-list",
        "expected ';', ',' or ']'; the part before this place lacks one of them");
    ADVICE.put(
        "expected an RDF Term",
        "expected an IRI, a prefixed name, a text, '[' or '('; add it, or remove what is here");
    ADVICE.put(
        "Expected IRI for predicate",
        "expected a property such as rml:reference; close the part before this place with ']' or"
            + " '.', or correct it");
    ADVICE.put(
        "Predicate/object required",
        "expected a property and its value; add them, or remove what is before this place");
    ADVICE.put("Out of place", "expected the next statement; remove what is here");
    ADVICE.put(
        "Unrecognized keyword", "expected an IRI or a prefixed name; write <%1$s> or ex:%1$s");
    ADVICE.put(
        "newline in string",
        "a text between single quotes has one line; close it, or write \"\"\" at its start and"
            + " end");
    ADVICE.put("Broken long string", "expected \"\"\" or ''' at the end of the text; add it");
    ADVICE.put("Broken IRI", "expected '>' at the end of the IRI; add it");
    ADVICE.put(
        "Bad character in IRI",
        "close the IRI with '>', or write the character as %XX, a space as %20");
    ADVICE.put("Broken token", "expected the closing quote of the text; add it");
    ADVICE.put("Illegal escape sequence", "write a backslash in a text as \\\\");
    ADVICE.put("requires a prefix", "expected a line such as @prefix ex: <http://example.org/> .");
    ADVICE.put("requires an IRI", "expected an IRI between < and >");
    ADVICE.put(
        "not terminated by a dot", "expected '.' at the end of the line before this place; add it");
    ADVICE.put("Bad language tag", "expected a tag such as en or de-AT; correct it");
    ADVICE.put("formulae, graph literals", "expected a statement; remove the braces");
    ADVICE.put("Subject is a literal", "expected an IRI or a blank node in front of a property");
    ADVICE.put(
        "Failed to find a prefix name",
        "expected an IRI between < and >, a prefixed name, or a text between quotes; correct it");
  }

  private SyntaxAdvice() {}

  /// Returns a message of RIOT with advice, or as it is if there is none.
  public static String of(String message) {
    var undefined = UNDEFINED_PREFIX.matcher(message);
    if (undefined.find()) {
      return "%s; add a line such as @prefix %s: <http://example.org/> . or correct the prefix"
          .formatted(message, undefined.group(1));
    }
    String last = message.substring(message.lastIndexOf(' ') + 1);
    return ADVICE.entrySet().stream()
        .filter(advice -> message.contains(advice.getKey()))
        .findFirst()
        .map(advice -> message + "; " + advice.getValue().replace("%1$s", last))
        .orElse(message);
  }
}
