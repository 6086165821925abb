package org.techrace.serve.find;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.RDF;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.search.WordIndex;
import org.techrace.serve.current.Lease;
import org.techrace.serve.find.SearchPage.Hit;
import org.techrace.serve.pages.Addresses;
import org.techrace.serve.pages.Kinds;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.text.Reader;

/// Finds pages by plain words: the things that `queries/pages/search/pages.rq` lists, by name,
/// context and text, and the questions. The index of a release is made at its first search, which
/// is one of the requests that warm a server up.
final class PageSearch {
  /// The pages of questions begin so.
  private static final String QUESTION = "/questions/";

  /// A result with a lower score comes after things found by name.
  private static final double GOOD = 0.5;

  /// A document with a lower score is not a result.
  private static final double LEAST = 0.3;

  private static final int FOUND = 40;

  /// How many releases have an index at the same time.
  private static final int RELEASES = 2;

  private final Questions questions;
  private final Cache<String, Built> built =
      Caffeine.newBuilder().maximumSize(RELEASES).executor(Runnable::run).build();

  /// The index of a release.
  ///
  /// @param types the classes of each thing that is a document
  /// @param questions the questions by IRI
  /// @param topics by thing, the thing whose page says more
  private record Built(
      WordIndex index,
      Map<String, List<String>> types,
      Map<String, Questions.Question> questions,
      Map<String, String> topics) {

    boolean has(String key) {
      return types.containsKey(key) || questions.containsKey(key);
    }
  }

  PageSearch(Questions questions) {
    this.questions = questions;
  }

  static boolean isQuestion(Hit hit) {
    return hit.page().startsWith(QUESTION);
  }

  /// The results for some words, best first.
  ///
  /// @param named the things found by name
  List<Hit> find(String words, List<Hit> named, Lease lease) {
    Built current = current(lease);
    List<WordIndex.Hit> found = current.index.find(words, FOUND);
    Function<String, Hit> shown = shown(current, lease);
    Map<String, Hit> results = new LinkedHashMap<>();
    for (WordIndex.Hit hit : found) {
      if (hit.whole() || hit.score() >= GOOD) {
        results.computeIfAbsent(hit.key(), shown);
      }
    }
    for (Hit hit : named) {
      String topic = current.topics.getOrDefault(hit.iri(), hit.iri());
      if (topic.equals(hit.iri())) {
        results.putIfAbsent(topic, hit);
      } else if (current.has(topic)) {
        results.computeIfAbsent(topic, shown);
      }
    }
    for (WordIndex.Hit hit : found) {
      if (hit.score() >= LEAST) {
        results.computeIfAbsent(hit.key(), shown);
      }
    }
    return List.copyOf(results.values());
  }

  /// Returns what is shown of a document, in the language of the reader.
  private static Function<String, Hit> shown(Built current, Lease lease) {
    Map<String, Term> alike = Kinds.alike(lease.entities());
    return key -> {
      Questions.Question question = current.questions.get(key);
      if (question != null) {
        String kind = Reader.text("search.question");
        return new Hit(key, question.title(), question.page(), kind, "", "");
      }
      Term.Link thing = SearchPage.link(key, lease);
      String page = Objects.requireNonNullElse(Addresses.href(thing), "");
      List<String> types = current.types.getOrDefault(key, List.of());
      return new Hit(key, thing.text(), page, SearchPage.type(types, key, lease, alike), "", "");
    };
  }

  private Built current(Lease lease) {
    Built known = built.getIfPresent(lease.release());
    if (known == null) {
      known = build(lease);
      built.put(lease.release(), known);
    }
    return known;
  }

  private Built build(Lease lease) {
    Entities entities = lease.entities();
    Map<String, List<ResultRow>> things =
        entities.rows("search/pages").stream()
            .filter(row -> row.iri("thing").isPresent())
            .collect(
                Collectors.groupingBy(
                    row -> row.iri("thing").orElseThrow(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<WordIndex.Document> documents = new ArrayList<>();
    Map<String, List<String>> types = new HashMap<>();
    inOrder(things)
        .forEach(
            (iri, rows) -> {
              List<String> names = texts(rows, "name");
              if (names.isEmpty()) {
                return;
              }
              documents.add(
                  new WordIndex.Document(iri, names, texts(rows, "context"), texts(rows, "text")));
              types.put(iri, types(iri, lease));
            });
    Map<String, Questions.Question> asked = new HashMap<>();
    for (Questions.Question question : questions.list()) {
      String iri = lease.iris().base() + "question/" + question.name();
      documents.add(
          new WordIndex.Document(
              iri, List.of(question.title()), question.keywords(), List.of(question.comment())));
      asked.put(iri, question);
    }
    Map<String, String> topics =
        entities.rows("search/topics").stream()
            .filter(row -> row.iri("thing").isPresent() && row.iri("topic").isPresent())
            .collect(
                Collectors.toMap(
                    row -> row.iri("thing").orElseThrow(),
                    row -> row.iri("topic").orElseThrow(),
                    (first, other) -> first));
    return new Built(new WordIndex(documents), types, asked, topics);
  }

  /// The things in the order of their `?rank`.
  private static Map<String, List<ResultRow>> inOrder(Map<String, List<ResultRow>> things) {
    Map<String, List<ResultRow>> ordered = new LinkedHashMap<>();
    things.entrySet().stream()
        .sorted(Comparator.comparingDouble(entry -> rank(entry.getValue())))
        .forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
    return ordered;
  }

  private static double rank(List<ResultRow> rows) {
    return rows.stream()
        .flatMap(row -> row.number("rank").stream())
        .min(Comparator.naturalOrder())
        .orElse(Double.MAX_VALUE);
  }

  private static List<String> texts(List<ResultRow> rows, String variable) {
    Set<String> texts = new HashSet<>();
    rows.stream().flatMap(row -> row.get(variable).stream()).map(Term::text).forEach(texts::add);
    return List.copyOf(texts);
  }

  private static List<String> types(String iri, Lease lease) {
    return Txn.calculateRead(
        lease.dataset(),
        () ->
            lease
                .dataset()
                .getDefaultGraph()
                .find(NodeFactory.createURI(iri), RDF.Nodes.type, Node.ANY)
                .mapWith(triple -> triple.getObject().toString())
                .toList());
  }
}
