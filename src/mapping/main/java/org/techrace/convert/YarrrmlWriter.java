package org.techrace.convert;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.techrace.mapping.Expression;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.RefObjectMap;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TermType;
import org.techrace.mapping.TriplesMap;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Writes a mapping in YARRRML (specification of 26 January 2023). Parts that YARRRML does not have
/// are errors, such as views, collections, and targets of single terms.
final class YarrrmlWriter {
  private static final String RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

  private final Mapping mapping;
  private final YarrrmlPrefixes prefixes;
  private final Report report;
  private final YarrrmlSourceWriter sources;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, String> names = new HashMap<>();

  YarrrmlWriter(Mapping mapping, Map<String, String> prefixes, Report report) {
    this.mapping = mapping;
    this.prefixes = new YarrrmlPrefixes(prefixes);
    this.report = report;
    Path file = mapping.file().toAbsolutePath();
    this.sources = new YarrrmlSourceWriter(file.resolveSibling(""), report);
  }

  /// Returns the document. Reports what YARRRML cannot express.
  String write() {
    Set<String> used = new LinkedHashSet<>();
    for (TriplesMap map : mapping.triplesMaps()) {
      String plain = map.name().replaceFirst(".*[/#:]", "").replaceAll("[^A-Za-z0-9_-]", "-");
      String name = plain.matches("[A-Za-z].*") ? plain : "map";
      String candidate = name;
      for (int i = 2; !used.add(candidate); i++) {
        candidate = name + "-" + i;
      }
      names.put(map.name(), candidate);
    }
    text.append("mappings:\n");
    mapping.triplesMaps().forEach(this::triplesMap);
    return prefixes.head() + text;
  }

  private void error(Place at, String message) {
    report.error(at, message);
  }

  private void line(int depth, String line) {
    text.append("  ".repeat(depth)).append(line).append('\n');
  }

  private void triplesMap(TriplesMap map) {
    line(1, names.get(map.name()) + ":");
    if (map.base().isPresent()) {
      error(
          map.at(),
          "YARRRML has no base IRI of a single triples map; write its templates with whole IRIs");
    }
    sources.lines(map.source()).forEach(line -> line(2, line));
    List<TermMap> graphs = map.subject().graphs();
    if (!graphs.isEmpty()) {
      line(2, "graphs: " + YamlText.list(graphs.stream().map(this::iri).toList()));
    }
    subject(map.subject().term());
    if (map.subject().classes().isEmpty() && map.predicateObjects().isEmpty()) {
      return;
    }
    line(2, "po:");
    for (String type : map.subject().classes()) {
      line(3, "- [a, %s]".formatted(YamlText.scalar(prefixes.shorten(type))));
    }
    map.predicateObjects().forEach(this::predicateObject);
  }

  private void subject(TermMap term) {
    Map<String, String> keys = term(term, true);
    if (keys.isEmpty()) {
      line(2, "s:");
    } else if (keys.keySet().equals(Set.of("value"))) {
      line(2, "s: " + keys.get("value"));
    } else {
      line(2, "s:");
      keys.forEach((key, value) -> line(3, key + ": " + value));
    }
  }

  private void predicateObject(TriplesMap.PredicateObjectMap part) {
    List<String> predicates = part.predicates().stream().map(this::predicate).toList();
    boolean isClass = predicates.equals(List.of("a"));
    line(3, "- p: " + (predicates.size() == 1 ? predicates.getFirst() : YamlText.list(predicates)));
    line(4, "o:");
    for (ObjectMap object : part.objects()) {
      switch (object) {
        case RefObjectMap link -> link(link);
        case TermMap term -> object(term, isClass);
      }
    }
    if (!part.graphs().isEmpty()) {
      line(4, "graphs: " + YamlText.list(part.graphs().stream().map(this::iri).toList()));
    }
  }

  private String predicate(TermMap term) {
    return term.expression() instanceof Expression.Constant(Node node)
            && node.isURI()
            && node.getURI().equals(RDF_TYPE)
        ? "a"
        : iri(term);
  }

  private void object(TermMap term, boolean isClass) {
    Map<String, String> keys = term(term, false);
    if (isClass && !keys.containsKey("function")) {
      keys.remove("type");
    }
    String indent = "- ";
    for (Map.Entry<String, String> key : keys.entrySet()) {
      line(
          indent.isBlank() ? 6 : 5,
          indent.strip() + (indent.isBlank() ? "" : " ") + key.getKey() + ": " + key.getValue());
      indent = "";
    }
    if (keys.isEmpty()) {
      line(5, "- type: blank");
    }
  }

  private void link(RefObjectMap link) {
    if (!link.targets().isEmpty()) {
      error(link.at(), "YARRRML has no target of a link");
    }
    line(5, "- mapping: " + names.getOrDefault(link.parent(), link.parent()));
    if (!link.joins().isEmpty()) {
      line(6, "condition:");
    }
    for (RefObjectMap.Join join : link.joins()) {
      line(7, "- function: equal");
      line(8, "parameters:");
      line(9, "- [str1, %s, s]".formatted(argument(join.child(), join.at())));
      line(9, "- [str2, %s, o]".formatted(argument(join.parent(), join.at())));
    }
  }

  /// Returns the text of a term map in a position where only an IRI is possible.
  private String iri(TermMap term) {
    if (!term.targets().isEmpty()) {
      error(term.at(), "YARRRML has no target of a predicate or graph");
    }
    return argument(term.expression(), term.at());
  }

  /// Returns the keys of a subject or an object.
  private Map<String, String> term(TermMap term, boolean isSubject) {
    if (term.gather().isPresent()) {
      error(term.at(), "YARRRML has no collections and containers");
    }
    if (!term.targets().isEmpty()) {
      error(term.at(), "the target of a term is not converted; add the key targets to the result");
    }
    Map<String, String> keys = new LinkedHashMap<>();
    Expression expression = term.expression();
    if (expression instanceof Expression.Conditional(var condition, var value)) {
      expression = value;
      keys.put("condition", call(condition, term.at()));
    }
    if (expression instanceof Expression.Fresh) {
      return keys;
    }
    if (expression instanceof Expression.Call call) {
      keys.putAll(callKeys(call));
    } else {
      keys.put("value", argument(expression, term.at()));
    }
    if (term.type() == TermType.UNSAFE_IRI
        || term.type() == TermType.UNSAFE_URI
        || term.type() == TermType.URI) {
      error(
          term.at(), "YARRRML has no term type rml:%s; only IRI".formatted(term.type().localName));
    }
    TermType usual = isSubject ? TermType.IRI : TermType.LITERAL;
    if (term.type() == TermType.BLANK_NODE) {
      keys.put("type", "blank");
    } else if (term.type() != usual) {
      keys.put("type", term.type() == TermType.LITERAL ? "literal" : "iri");
    }
    term.datatype().ifPresent(type -> keys.put("datatype", argument(type, term.at())));
    term.language().ifPresent(tag -> keys.put("language", argument(tag, term.at())));
    if (expression instanceof Expression.Constant(Node node) && node.isLiteral()) {
      if (!node.getLiteralLanguage().isEmpty()) {
        keys.put("language", YamlText.scalar(node.getLiteralLanguage()));
      } else if (!node.getLiteralDatatypeURI().endsWith("#string")) {
        keys.put("datatype", YamlText.scalar(prefixes.shorten(node.getLiteralDatatypeURI())));
      }
    }
    return keys;
  }

  private String call(Expression expression, Place at) {
    if (!(expression instanceof Expression.Call call)) {
      error(at, "YARRRML has only functions as conditions");
      return "{}";
    }
    List<String> parts = new ArrayList<>();
    callKeys(call).forEach((key, value) -> parts.add(key + ": " + value));
    return "{" + String.join(", ", parts) + "}";
  }

  private Map<String, String> callKeys(Expression.Call call) {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("function", YamlText.scalar(prefixes.shorten(call.function())));
    if (!call.inputs().isEmpty()) {
      keys.put(
          "parameters",
          YamlText.list(
              call.inputs().stream()
                  .map(
                      input ->
                          YamlText.list(
                              List.of(
                                  YamlText.scalar(prefixes.shorten(input.parameter())),
                                  argument(input.value(), call.at()))))
                  .toList()));
    }
    return keys;
  }

  /// Returns an expression as a value in YARRRML.
  private String argument(Expression expression, Place at) {
    return switch (expression) {
      case Expression.Constant(Node node) ->
          YamlText.scalar(
              node.isURI()
                  ? prefixes.shorten(node.getURI())
                  : escaped(node.isLiteral() ? node.getLiteralLexicalForm() : node.toString()));
      case Expression.Reference(String reference) -> YamlText.scalar(reference(reference));
      case Expression.Template template -> YamlText.scalar(template(template));
      case Expression.Call call -> call(call, at);
      case Expression.Conditional _ -> {
        error(at, "YARRRML has no condition in this place");
        yield "\"\"";
      }
      case Expression.Quoted _ -> {
        error(at, "quoted triples are not converted to YARRRML; keep this mapping in Turtle");
        yield "\"\"";
      }
      case Expression.Fresh _ -> {
        error(at, "YARRRML has no new blank node in this place");
        yield "\"\"";
      }
    };
  }

  private String template(Expression.Template template) {
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < template.texts().size(); i++) {
      String constant = template.texts().get(i);
      String shortened = i == 0 ? prefixes.shortenStart(constant) : constant;
      made.append(shortened.equals(constant) ? escaped(constant) : shortened);
      if (i < template.references().size()) {
        made.append(reference(template.references().get(i)));
      }
    }
    return made.toString();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("$(", "\\$(")
        .replaceFirst("^([A-Za-z_][\\w.-]*):(?!//)", "$1\\\\:");
  }

  private static String reference(String name) {
    return "$(" + name.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")";
  }
}
