package org.techrace.serve.mcp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.Txn;
import org.techrace.entity.Ask;
import org.techrace.entity.PageQuery;
import org.techrace.search.OntologyTerms;
import org.techrace.search.WordIndex;
import org.techrace.serve.current.Lease;
import org.techrace.serve.find.SearchPage;
import org.techrace.serve.find.SearchPage.Hit;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.pages.Questions.Question;
import org.techrace.serve.pages.ShortNames;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `find`: things, classes, properties and questions by plain words or by a whole question, and the
/// queries that fit: the patterns for the best results that have an answer, and for a question the
/// query of the tested question that is most like it.
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
  private static final String PATTERN = "pattern";
  private static final int MAX_FOUND = 50;
  private static final int USUAL_FOUND = 6;
  private static final int MAX_PATTERNS = 4;

  /// The query of the best question is the last pattern if its score is at least this.
  private static final double GOOD_QUESTION = 0.2;

  /// The least number of words of a question.
  private static final int ASKED_WORDS = 5;

  /// Matches a comment to the end of a line. In queries of this program a `#` after a space is one.
  private static final Pattern COMMENT = Pattern.compile("(^|\\s)#.*$");

  private static final Pattern PREFIX = Pattern.compile("PREFIX\\s+([\\w-]*):\\s*<([^>]*)>");

  /// Matches an acronym.
  private static final Pattern ACRONYM = Pattern.compile("\\b\\p{Lu}{3,}\\b");

  /// The least part of a name that a text has which is said to name it.
  private static final double MOST_OF_NAME = 0.5;

  /// How well a text names a thing with a name that has what all its words mean: better than one
  /// with an acronym of the text, and less than one whose name is in the text.
  private static final double MEANT = 0.75;

  /// The number of classes and of things whose properties are results.
  private static final int CONNECTED = 3;

  /// The usual length in characters of a label, which may be a sentence.
  private static final int LABEL = 44;

  /// The usual length in characters of the text about a result. A row has about 60.
  private static final int ABOUT = 24;

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
                LIMIT, "the greatest number of results of each kind (6)", 1, MAX_FOUND),
            Tool.Parameter.flag(ToolAnswer.WHOLE, "does not shorten long names")),
        Map.of(
            PATTERNS,
            ToolAnswer.described(
                Map.of(
                    "type",
                    "array",
                    "items",
                    Map.of("type", "object", "required", List.of(PATTERN, "of", "query"))),
                "queries about the best results")),
        evaluated.of(tool::answer));
  }

  private ObjectNode answer(ToolCall call) {
    Lease lease = call.lease();
    String text = call.required(TEXT);
    int limit = call.number(LIMIT, USUAL_FOUND);
    List<String> types =
        call.text(CLASS).map(name -> List.of(Things.type(name, lease).key())).orElse(List.of());
    List<Hit> all = things(text, types, lease);
    List<Hit> things = all.stream().limit(limit).toList();
    ShortNames names = ShortNames.of(lease);
    ToolAnswer answer = new ToolAnswer(lease, List.of("id", "label", "kind", "about"));
    int most = ToolAnswer.length(call, LABEL);
    for (Hit hit : things) {
      answer.row(
          names.shortened(hit.iri()),
          ToolAnswer.brief(hit.label(), most),
          hit.type(),
          ToolAnswer.brief(
              hit.also().isEmpty() ? hit.beside() : hit.also(), ToolAnswer.length(call, ABOUT)));
    }
    Optional<Question> tested = Optional.empty();
    Set<String> found = new LinkedHashSet<>(things.stream().map(Hit::iri).toList());
    if (types.isEmpty()) {
      Vocabulary terms = vocabulary.of(lease);
      List<String> classes = Vocabulary.found(terms.classes(), text, limit);
      found.addAll(classes);
      add(answer, CLASS, classes, terms, names, most);
      List<String> properties = properties(text, classes, things, limit, terms, lease);
      add(answer, "property", properties, terms, names, most);
      List<WordIndex.Hit> asked = Vocabulary.hits(terms.questions(), text, limit);
      tested = addQuestions(asked, answer, most);
      List<Set<String>> missing = new ArrayList<>();
      all.forEach(hit -> missing.add(search.missing(text, List.of(hit), lease)));
      classes.forEach(one -> missing.add(Vocabulary.missing(terms.classes(), text, one)));
      properties.forEach(one -> missing.add(Vocabulary.missing(terms.properties(), text, one)));
      asked.forEach(one -> missing.add(Vocabulary.missing(terms.questions(), text, one.key())));
      answer.texts(ToolAnswer.NOTES, absent(text, missing, terms, lease));
    }
    Evidence evidence = new Evidence(lease.entities());
    evidence.of(things.stream().map(Hit::iri).toList());
    answer.texts(ToolAnswer.SOURCES, evidence.sources());
    ArrayNode patterns = patterns(found, lease, names);
    tested
        .filter(question -> isAsked(text))
        .ifPresent(
            question ->
                patterns
                    .addObject()
                    .put(PATTERN, question.listed())
                    .put("of", question.name())
                    .put("query", onOneLine(question.usualQuery(), names)));
    if (!patterns.isEmpty()) {
      answer.set(PATTERNS, patterns);
    }
    return all.size() > limit
        ? answer.cut("Ask for more with 'limit', or for a class.")
        : answer.complete();
  }

  /// Returns the things with a name, and those that a text mentions, by turns. One more than the
  /// maximum are returned to find out whether the results are cut.
  private List<Hit> things(String text, List<String> types, Lease lease) {
    List<Hit> named =
        search.find(text, types, MAX_FOUND + 1, lease).stream().filter(Hit::isThing).toList();
    List<Hit> mentioned =
        types.isEmpty() ? search.mentioned(text, MAX_FOUND + 1, lease) : List.<Hit>of();
    Map<String, Hit> all = new LinkedHashMap<>();
    for (int i = 0; i < Math.max(named.size(), mentioned.size()); i++) {
      for (List<Hit> some : List.of(named, mentioned)) {
        if (i < some.size()) {
          all.putIfAbsent(some.get(i).iri(), some.get(i));
        }
      }
    }
    List<String> words = List.copyOf(WordIndex.foldedWords(text));
    List<String> acronyms = acronyms(text);
    Map<Hit, Double> fit = new HashMap<>();
    all.values().forEach(hit -> fit.put(hit, named(hit, words, acronyms)));
    if (words.size() > 1) {
      search.named(text, List.copyOf(all.values()), lease).stream()
          .filter(hit -> !hasOtherWord(hit, acronyms))
          .forEach(hit -> fit.merge(hit, MEANT, Math::max));
    }
    if (fit.values().stream().anyMatch(share -> share >= 1 && share < words.size())) {
      // A name with all words of the text comes before one that is a part of it.
      all.values().stream()
          .filter(hit -> hasAll(hit, words))
          .forEach(hit -> fit.merge(hit, (double) words.size(), Math::max));
    }
    return all.values().stream()
        .sorted(Comparator.comparingDouble((Hit hit) -> -fit.getOrDefault(hit, 0.0)))
        .limit(MAX_FOUND + 1)
        .toList();
  }

  /// Returns how well a text names a thing: the number of words of its longest name that the text
  /// has as a whole; below 1 the part of a name with the acronyms of the text that the text has, if
  /// it has most of it.
  ///
  /// @param words the words of the text
  /// @param acronyms its acronyms
  private static double named(Hit hit, List<String> words, List<String> acronyms) {
    double best = 0;
    for (String name : List.of(hit.label(), hit.also())) {
      List<String> own = List.copyOf(WordIndex.foldedWords(name));
      if (own.isEmpty()) {
        continue;
      }
      List<String> written = acronyms(name);
      boolean same =
          acronyms.stream()
              .filter(acronym -> own.containsAll(WordIndex.foldedWords(acronym)))
              .allMatch(written::contains);
      if (same && Collections.indexOfSubList(words, own) >= 0) {
        best = Math.max(best, own.size());
      } else if (!acronyms.isEmpty() && written.containsAll(acronyms)) {
        double share = (double) own.stream().filter(words::contains).count() / own.size();
        best = Math.max(best, share >= MOST_OF_NAME ? share / 2 : 0);
      } else if (acronyms.stream().anyMatch(one -> isAcronym(one, name))) {
        best = Math.max(best, MOST_OF_NAME);
      }
    }
    return best;
  }

  /// Reports whether a name of a thing has a word that is an acronym of a text but for its letters:
  /// chips are not CHIPS.
  private static boolean hasOtherWord(Hit hit, List<String> acronyms) {
    return Stream.of(hit.label(), hit.also())
        .anyMatch(
            name -> {
              Set<String> own =
                  WordIndex.foldedWords(name).stream()
                      .map(WordIndex::compared)
                      .collect(Collectors.toSet());
              List<String> written = acronyms(name);
              return acronyms.stream()
                  .filter(acronym -> !written.contains(acronym))
                  .map(acronym -> WordIndex.compared(acronym.toLowerCase(Locale.ROOT)))
                  .anyMatch(own::contains);
            });
  }

  /// Reports whether a name of a thing has the words of a text one after the other, or many in any
  /// order.
  private static boolean hasAll(Hit hit, List<String> words) {
    return Stream.of(hit.label(), hit.also())
        .map(name -> List.copyOf(WordIndex.foldedWords(name)))
        .anyMatch(
            own ->
                Collections.indexOfSubList(own, words) >= 0
                    || (words.size() >= ASKED_WORDS && own.containsAll(words)));
  }

  private static boolean isAcronym(String acronym, String name) {
    return WordIndex.acronyms(name).contains(acronym.toLowerCase(Locale.ROOT));
  }

  private static List<String> acronyms(String text) {
    return ACRONYM.matcher(text).results().map(MatchResult::group).toList();
  }

  /// Returns notes about the words of a text that no result has: those that nothing in the graph
  /// has, and of a name also the others, which only texts or other results have.
  ///
  /// @param missing for each result, the words that it does not have
  private static List<String> absent(
      String text, List<Set<String>> missing, Vocabulary terms, Lease lease) {
    Predicate<String> isMissing =
        word -> missing.stream().allMatch(some -> some.contains(WordIndex.compared(word)));
    Map<Boolean, List<String>> byKnown =
        Txn.calculateRead(
            lease.dataset(),
            () ->
                WordIndex.foldedWords(text).stream()
                    .filter(word -> !WordIndex.isEmpty(word) && isMissing.test(word))
                    .collect(
                        Collectors.partitioningBy(
                            word -> terms.knows(word) || lease.search().knows(word))));
    List<String> notes = new ArrayList<>();
    List<String> unknown = byKnown.getOrDefault(false, List.of());
    List<String> known = byKnown.getOrDefault(true, List.of());
    if (!unknown.isEmpty()) {
      notes.add("Nothing in the graph is named %s.".formatted(quoted(unknown)));
    }
    if (!isAsked(text) && !known.isEmpty()) {
      notes.add(
          "No result has %s in its name; what you look for may not be in the graph."
              .formatted(quoted(known)));
    } else if (!isAsked(text)
        && unknown.isEmpty()
        && !missing.isEmpty()
        && missing.stream().noneMatch(Set::isEmpty)) {
      notes.add(
          "No result has all words of '%s' in its name; what you look for may be several results"
                  .formatted(text)
              + " together, or not in the graph.");
    }
    return notes;
  }

  private static String quoted(List<String> words) {
    return words.stream().map("'%s'"::formatted).collect(Collectors.joining(", "));
  }

  /// Returns the properties that fit a text, the classes and the first things.
  private static List<String> properties(
      String text,
      List<String> classes,
      List<Hit> things,
      int limit,
      Vocabulary terms,
      Lease lease) {
    Set<String> types = new LinkedHashSet<>(classes.stream().limit(CONNECTED).toList());
    things.stream()
        .limit(CONNECTED)
        .forEach(thing -> types.addAll(lease.entities().types(thing.iri())));
    return Txn.calculateRead(lease.dataset(), () -> terms.properties(text, types, limit, lease));
  }

  /// Adds the tested questions that were found, and returns the best one if it is a good one.
  ///
  /// @param most the greatest length of a title
  private Optional<Question> addQuestions(List<WordIndex.Hit> hits, ToolAnswer answer, int most) {
    for (WordIndex.Hit hit : hits) {
      questions
          .named(hit.key())
          .ifPresent(
              one -> answer.row(one.name(), ToolAnswer.brief(one.listed(), most), "question", ""));
    }
    return hits.stream()
        .limit(1)
        .filter(hit -> hit.score() >= GOOD_QUESTION)
        .flatMap(hit -> questions.named(hit.key()).stream())
        .findFirst();
  }

  /// Adds classes or properties.
  ///
  /// @param most the greatest length of a name
  private static void add(
      ToolAnswer answer,
      String kind,
      List<String> iris,
      Vocabulary terms,
      ShortNames names,
      int most) {
    for (String iri : iris) {
      OntologyTerms.Term term = terms.term(iri);
      answer.row(names.shortened(iri), ToolAnswer.brief(term.label(), most), kind, "");
    }
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
              .put(PATTERN, pattern.head("Title"))
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
    return onOneLine(pattern.text(), names)
        .replaceAll("\\?this\\b", names.shortened(iri).replace("$", "\\$"));
  }

  /// Returns a query without comments and line breaks, and without declarations of the prefixes of
  /// the graph.
  private static String onOneLine(String query, ShortNames names) {
    return query
        .lines()
        .map(line -> COMMENT.matcher(line).replaceFirst("").strip())
        .filter(line -> !line.isEmpty() && !declaresKnown(line, names))
        .collect(Collectors.joining(" "));
  }

  private static boolean declaresKnown(String line, ShortNames names) {
    Matcher declared = PREFIX.matcher(line);
    return declared.matches()
        && declared.group(2).equals(names.namespaces().get(declared.group(1)));
  }

  /// Reports whether a text may be a question and not only a name.
  private static boolean isAsked(String text) {
    return WordIndex.foldedWords(text).size() >= ASKED_WORDS;
  }
}
