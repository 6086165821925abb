package org.techrace.serve.mcp;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.jena.graph.NodeFactory;
import org.techrace.entity.Ask;
import org.techrace.entity.PageQuery;
import org.techrace.search.OntologyTerms;
import org.techrace.search.WordIndex;
import org.techrace.serve.current.Lease;
import org.techrace.serve.find.SearchPage;
import org.techrace.serve.find.SearchPage.Hit;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.pages.Questions;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `find`: things, classes, properties and questions by plain words, and the patterns of queries
/// that fit the best results and have an answer.
///
/// @param search finds things
/// @param questions the questions of the project
/// @param vocabulary finds classes, properties and questions
record FindTool(SearchPage search, Questions questions, Vocabulary.Known vocabulary) {
  /// The folder of the patterns in `queries/pages`.
  static final String PATTERNS = "patterns";

  private static final String TEXT = "text";
  private static final String CLASS = "class";
  private static final String LIMIT = "limit";
  private static final int MAX_FOUND = 50;
  private static final int USUAL_FOUND = 6;
  private static final int MAX_PATTERNS = 4;

  /// The greatest length in characters of what is said about a result.
  private static final int ABOUT = 60;

  static Tool tool(SearchPage search, Questions questions, Evaluated evaluated) {
    FindTool tool = new FindTool(search, questions, new Vocabulary.Known(questions));
    return new Tool(
        "find",
        "Find things, terms and questions",
        "Finds things, classes, properties and tested questions by a name or plain words, in any"
            + " language of the graph, best first of each kind. 'patterns' has queries about the"
            + " best results that run as they are. Use it first, to get IRIs.",
        List.of(
            Tool.Parameter.needed(TEXT, "a name or a few words"),
            Tool.Parameter.text(CLASS, "only things of this class: its name or IRI"),
            Tool.Parameter.number(
                LIMIT, "the greatest number of results of each kind (6)", 1, MAX_FOUND)),
        Map.of(
            PATTERNS,
            ToolAnswer.described(
                Map.of(
                    "type",
                    "array",
                    "items",
                    Map.of("type", "object", "required", List.of("pattern", "of", "query"))),
                "queries about the best results")),
        evaluated.of(tool::answer));
  }

  private ObjectNode answer(ToolCall call) {
    Lease lease = call.lease();
    String text = call.required(TEXT);
    int limit = call.number(LIMIT, USUAL_FOUND);
    List<String> types =
        call.text(CLASS).map(name -> List.of(Things.type(name, lease).key())).orElse(List.of());
    List<Hit> all =
        // One more than the maximum, to find out whether the results are cut.
        search.find(text, types, MAX_FOUND + 1, lease).stream().filter(Hit::isThing).toList();
    List<Hit> things = all.stream().limit(limit).toList();
    ShortNames names = ShortNames.of(lease);
    ToolAnswer answer = new ToolAnswer(lease, List.of("id", "label", "kind", "about"));
    for (Hit hit : things) {
      answer.row(
          names.shortened(hit.iri()),
          hit.label(),
          hit.type(),
          hit.also().isEmpty() ? hit.beside() : hit.also());
    }
    Set<String> found = new LinkedHashSet<>(things.stream().map(Hit::iri).toList());
    if (types.isEmpty()) {
      Vocabulary terms = vocabulary.of(lease);
      found.addAll(add(answer, CLASS, terms.classes(), terms, text, limit, names));
      add(answer, "property", terms.properties(), terms, text, limit, names);
      for (String name : Vocabulary.found(terms.questions(), text, limit)) {
        questions.named(name).ifPresent(one -> answer.row(one.name(), one.title(), "question", ""));
      }
    }
    Evidence evidence = new Evidence(lease.entities());
    evidence.of(things.stream().map(Hit::iri).toList());
    answer.texts(ToolAnswer.SOURCES, evidence.sources());
    ArrayNode patterns = patterns(found, lease, names);
    if (!patterns.isEmpty()) {
      answer.set(PATTERNS, patterns);
    }
    return all.size() > limit
        ? answer.cut("Ask for more with 'limit', or for a class.")
        : answer.complete();
  }

  /// Adds the classes or properties that have words of a text, and returns their IRIs.
  private static List<String> add(
      ToolAnswer answer,
      String kind,
      WordIndex index,
      Vocabulary terms,
      String text,
      int limit,
      ShortNames names) {
    List<String> iris = Vocabulary.found(index, text, limit);
    for (String iri : iris) {
      OntologyTerms.Term term = terms.term(iri);
      answer.row(
          names.shortened(iri), term.label(), kind, ToolAnswer.brief(term.description(), ABOUT));
    }
    return iris;
  }

  /// Returns the patterns of queries that fit the best results: each once, about the first result
  /// that it fits.
  private static ArrayNode patterns(Set<String> iris, Lease lease, ShortNames names) {
    ArrayNode patterns = HttpJson.array();
    Map<String, PageQuery> open = new LinkedHashMap<>();
    lease.entities().queries().in(PATTERNS).forEach(one -> open.put(one.name(), one));
    for (String iri : iris) {
      Set<String> types = Set.copyOf(lease.entities().types(iri));
      for (PageQuery pattern : List.copyOf(open.values())) {
        if (patterns.size() < MAX_PATTERNS
            && pattern.isAbout(types)
            && hasRows(pattern, iri, lease)) {
          open.remove(pattern.name());
          patterns
              .addObject()
              .put("pattern", pattern.head("Title"))
              .put("of", names.shortened(iri))
              .put("query", filled(pattern, iri, names));
        }
      }
    }
    return patterns;
  }

  private static boolean hasRows(PageQuery pattern, String iri, Lease lease) {
    Ask first = Ask.of(pattern.name()).with("this", NodeFactory.createURI(iri)).slice(0, 1);
    return !lease.entities().rows(first).isEmpty();
  }

  /// Returns the text of a pattern about a thing, on one line. Prefixes of the graph need no
  /// declaration.
  static String filled(PageQuery pattern, String iri, ShortNames names) {
    StringBuilder text = new StringBuilder();
    pattern
        .text()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("PREFIX "))
        .forEach(line -> text.append(text.isEmpty() ? "" : " ").append(line));
    return text.toString().replaceAll("\\?this\\b", names.shortened(iri).replace("$", "\\$"));
  }
}
