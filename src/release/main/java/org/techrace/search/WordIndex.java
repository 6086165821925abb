package org.techrace.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds documents by the words of a question, in memory: by their names, by words of their context
/// (kind, place, year), and by their texts. It does not change, so threads can share it.
public final class WordIndex {
  /// Words of questions that say nothing about what is asked.
  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          "a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "been", "by", "did",
          "do", "does", "doe", "for", "from", "had", "ha", "has", "have", "how", "i", "in", "into",
          "is", "it", "its", "many", "me", "most", "much", "of", "on", "or", "s", "show", "so",
          "some", "tell", "than", "that", "the", "their", "there", "these", "they", "thi", "this",
          "to", "today", "wa", "was", "we", "were", "what", "when", "where", "which", "who", "whom",
          "whose", "why", "will", "with");

  private static final double NAME = 1;
  private static final double CONTEXT = 0.7;
  private static final double TEXT = 0.4;

  /// The part of a score that depends on how much of a name the words cover.
  private static final double WHOLE_NAME = 0.35;

  private static final int SHORTEST_PREFIX = 4;

  /// The part of the score of a name in another language than the reader's.
  private static final double FOREIGN = 0.9;

  /// A name of a document.
  ///
  /// @param language its language tag; empty for a name in all languages
  public record Naming(String text, String language) {
    /// A name in all languages.
    public static Naming of(String text) {
      return new Naming(text, "");
    }

    boolean isFor(String reader) {
      return language.isEmpty() || language.equals(reader) || language.startsWith(reader + "-");
    }
  }

  /// A document to index.
  ///
  /// @param key identifies the document
  /// @param names each name as a whole
  /// @param contexts words that a query may contain in addition to a name
  /// @param texts longer texts
  public record Document(
      String key, List<Naming> names, List<String> contexts, List<String> texts) {}

  /// A document found.
  ///
  /// @param score from 0 to 1: how much of the words it covers
  /// @param whole whether the words are one of its names
  /// @param place its place among the documents, which decides between equals
  public record Hit(String key, double score, boolean whole, int place) {}

  private final List<Document> documents;
  private final List<List<Set<String>>> names = new ArrayList<>();

  /// The names with their function words, to tell "ON Semiconductor" from "semiconductors".
  private final List<Set<Set<String>>> wholeNames = new ArrayList<>();

  private final Map<String, Map<Integer, Double>> postings = new HashMap<>();

  /// Indexes documents.
  public WordIndex(List<Document> documents) {
    this.documents = List.copyOf(documents);
    for (int i = 0; i < this.documents.size(); i++) {
      Document document = this.documents.get(i);
      List<Set<String>> stems = new ArrayList<>();
      Set<Set<String>> whole = new HashSet<>();
      for (Naming name : document.names()) {
        Set<String> one = stems(name.text());
        stems.add(one);
        whole.add(allStems(name.text()));
        post(one, i, NAME);
      }
      names.add(stems);
      wholeNames.add(whole);
      for (String context : document.contexts()) {
        post(stems(context), i, CONTEXT);
      }
      for (String text : document.texts()) {
        post(stems(text), i, TEXT);
      }
    }
  }

  private void post(Set<String> stems, int document, double weight) {
    for (String stem : stems) {
      postings.computeIfAbsent(stem, s -> new HashMap<>()).merge(document, weight, Math::max);
    }
  }

  /// The documents that cover the words best, best first.
  ///
  /// @param reader the language whose names count most
  public List<Hit> find(String words, String reader, int limit) {
    Set<String> asked = stems(words);
    if (asked.isEmpty()) {
      return List.of();
    }
    double all = 0;
    Map<Integer, Double> scores = new HashMap<>();
    for (String stem : asked) {
      Map<Integer, Double> found = found(stem);
      double weight = weight(found.size());
      all += weight;
      found.forEach((document, field) -> scores.merge(document, weight * field, Double::sum));
    }
    double total = all;
    Set<String> typed = allStems(words);
    return scores.entrySet().stream()
        .map(entry -> hit(entry.getKey(), entry.getValue() / total, asked, typed, reader))
        .sorted(
            Comparator.comparing((Hit hit) -> !hit.whole())
                .thenComparing(Comparator.comparingDouble(Hit::score).reversed())
                .thenComparingInt(Hit::place))
        .limit(limit)
        .toList();
  }

  /// Reports whether a text has only words that say nothing about what is asked.
  public static boolean isEmpty(String words) {
    return stems(words).isEmpty();
  }

  /// Returns the documents that have every one of some words, in any of their parts.
  public Set<String> having(String words) {
    return having(words, TEXT);
  }

  /// Returns the documents that have every one of some words in their names.
  public Set<String> named(String words) {
    return having(words, NAME);
  }

  /// @param least the least weight of the part of a document that has a word
  private Set<String> having(String words, double least) {
    return stems(words).stream()
        .map(stem -> postings.getOrDefault(stem, Map.of()))
        .map(
            found ->
                found.entrySet().stream()
                    .filter(entry -> entry.getValue() >= least)
                    .map(entry -> documents.get(entry.getKey()).key())
                    .collect(Collectors.toSet()))
        .reduce(
            (some, others) -> {
              some.retainAll(others);
              return some;
            })
        .orElseGet(Set::of);
  }

  private Hit hit(
      int document, double covered, Set<String> asked, Set<String> typed, String reader) {
    double best = 0;
    List<Naming> called = documents.get(document).names();
    for (int i = 0; i < called.size(); i++) {
      Set<String> name = names.get(document).get(i);
      long shared = name.stream().filter(asked::contains).count();
      double part = name.isEmpty() ? 0 : (double) shared / name.size();
      best = Math.max(best, called.get(i).isFor(reader) ? part : FOREIGN * part);
    }
    double score = covered * (1 - WHOLE_NAME + WHOLE_NAME * best);
    boolean whole = wholeNames.get(document).contains(typed);
    return new Hit(documents.get(document).key(), score, whole, document);
  }

  /// The documents with a word; if there are none, those with a word that begins so.
  private Map<Integer, Double> found(String stem) {
    Map<Integer, Double> exact = postings.get(stem);
    if (exact != null) {
      return exact;
    }
    Map<Integer, Double> begun = new HashMap<>();
    if (stem.length() >= SHORTEST_PREFIX) {
      postings.forEach(
          (word, documents) -> {
            if (word.startsWith(stem)
                || (word.length() >= SHORTEST_PREFIX && stem.startsWith(word))) {
              documents.forEach((document, field) -> begun.merge(document, field, Math::max));
            }
          });
    }
    return begun;
  }

  /// The rarer a word, the more it weighs.
  private double weight(int having) {
    return Math.log(1 + documents.size() / (having + 0.5));
  }

  private static Set<String> stems(String text) {
    return stems(Folding.tokens(text).stream().filter(word -> !FUNCTION_WORDS.contains(word)));
  }

  /// Returns the stems of all words in order.
  static List<String> orderedStems(String text) {
    return Folding.tokens(text).stream().map(WordIndex::stem).toList();
  }

  private static Set<String> allStems(String text) {
    return stems(Folding.tokens(text).stream());
  }

  private static Set<String> stems(Stream<String> words) {
    return words.map(WordIndex::stem).collect(Collectors.toSet());
  }

  /// Returns the singular of an English word with a regular plural, and any other word unchanged.
  private static String stem(String word) {
    if (word.length() > 4 && word.endsWith("ies")) {
      return word.substring(0, word.length() - 3) + "y";
    }
    return word.length() > 3 && word.endsWith("s") && !word.endsWith("ss")
        ? word.substring(0, word.length() - 1)
        : word;
  }
}
