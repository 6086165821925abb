package org.techrace.mapping;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.techrace.rdf.Tool;
import org.techrace.report.Nearest;
import org.techrace.table.format.Dialect;
import org.techrace.table.format.Dialect.Trim;

/// Reads the dialect of a CSV file (CSV on the Web, section 5.9), with two terms of this project
/// for files that CSV on the Web does not cover. Properties that are not supported are errors,
/// because they would change the cells.
final class DialectReader {
  private static final Set<String> KNOWN =
      Set.of(
          "delimiter",
          "quoteChar",
          "doubleQuote",
          "commentPrefix",
          "trim",
          "encoding",
          "header",
          "headerRowCount",
          "skipRows");

  /// The namespace of the vocabulary of the tool.
  private static final String TOOL = Tool.NAMESPACE;

  private static final String FOOTER = "footerRows";
  private static final String LENIENT = "lenient";

  private DialectReader() {}

  static Dialect read(RmlResource dialect) {
    dialect.allowOnlyCsvw("a dialect", KNOWN);
    allowOnlyOurs(dialect);
    Optional<Character> comment = character(dialect, "commentPrefix");
    char delimiter = character(dialect, "delimiter").orElse(',');
    boolean isUnquoted = dialect.value(Rml.CSVW + "quoteChar").filter(String::isEmpty).isPresent();
    char quote = isUnquoted ? 0 : character(dialect, "quoteChar").orElse('"');
    if (delimiter == quote || comment.filter(c -> c == delimiter || c == quote).isPresent()) {
      dialect.error("delimiter, quoteChar and commentPrefix must differ; change one");
    }
    boolean hasHeader = truth(dialect, Rml.CSVW + "header", "csvw:header").orElse(true);
    return new Dialect(
        delimiter,
        quote,
        truth(dialect, Rml.CSVW + "doubleQuote", "csvw:doubleQuote").orElse(true),
        comment,
        trim(dialect),
        number(dialect, Rml.CSVW + "skipRows", "csvw:skipRows").orElse(0),
        number(dialect, Rml.CSVW + "headerRowCount", "csvw:headerRowCount")
            .orElse(hasHeader ? 1 : 0),
        number(dialect, TOOL + FOOTER, "tool:" + FOOTER).orElse(0),
        truth(dialect, TOOL + LENIENT, "tool:" + LENIENT).orElse(false));
  }

  private static void allowOnlyOurs(RmlResource dialect) {
    Set<String> known = new TreeSet<>(Set.of(FOOTER, LENIENT));
    for (Triple triple :
        dialect.document().graph().find(dialect.node(), Node.ANY, Node.ANY).toList()) {
      String iri = triple.getPredicate().getURI();
      String name = iri.startsWith(TOOL) ? iri.substring(TOOL.length()) : FOOTER;
      if (!known.contains(name)) {
        dialect.error(
            "tool:%s is not allowed in a dialect; %s"
                .formatted(name, Nearest.suggest(name, known)));
      }
    }
  }

  private static Trim trim(RmlResource dialect) {
    String trim = dialect.value(Rml.CSVW + "trim").orElse("false");
    return switch (trim) {
      case "true", "1" -> Trim.BOTH;
      case "false", "0" -> Trim.NONE;
      case "start" -> Trim.START;
      case "end" -> Trim.END;
      default -> {
        dialect.error("csvw:trim is \"%s\"; expected true, false, start or end".formatted(trim));
        yield Trim.NONE;
      }
    };
  }

  private static Optional<Boolean> truth(RmlResource dialect, String property, String name) {
    Optional<String> text = dialect.value(property);
    text.filter(t -> !t.matches("true|false|1|0"))
        .ifPresent(t -> dialect.error("%s is \"%s\"; expected true or false".formatted(name, t)));
    return text.map(t -> t.matches("true|1"));
  }

  private static Optional<Integer> number(RmlResource dialect, String property, String name) {
    Optional<String> text =
        dialect.one(NodeFactory.createURI(property), name).map(RmlResource::show);
    Optional<String> number = dialect.value(property).filter(t -> t.matches("\\d{1,6}"));
    if (text.isPresent() && number.isEmpty()) {
      dialect.error("%s is %s; expected a number such as 2".formatted(name, text.get()));
    }
    return number.map(Integer::valueOf);
  }

  private static Optional<Character> character(RmlResource dialect, String property) {
    Optional<String> text =
        dialect
            .value(Rml.CSVW + property)
            // yarrrml-parser escapes the backslash.
            .map(t -> t.equals("\\t") ? "\t" : t);
    text.filter(t -> t.length() != 1 || t.equals("\n") || t.equals("\r"))
        .filter(t -> !(t.isEmpty() && property.equals("quoteChar")))
        .ifPresent(
            t ->
                dialect.error(
                    "csvw:%s is \"%s\"; expected a single character".formatted(property, t)));
    return text.filter(t -> t.length() == 1).map(t -> t.charAt(0));
  }
}
