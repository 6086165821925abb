package org.techrace.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// Finds the entities that a text mentions, such as a question: first those with a whole name in
/// it, the longest first, or its initials in capital letters, as in "EU"; then those with rare
/// words of a name, as in "Ms. Brant". The latter are ranked by the weight of the words that the
/// text has, and by their share of the name.
final class Mentions {
  /// The maximum number of words of a text that are looked up.
  private static final int MAX_WORDS = 60;

  /// The maximum number of words in a name that is looked up as a whole.
  private static final int LONGEST_NAME = 8;

  private static final int MAX_PROPOSALS = 300;
  private static final float WHOLE_BOOST = 100;

  /// The shortest word that may be misspelt, and how much the word counts that it may be.
  private static final int SHORTEST_MISSPELT = 6;

  private static final float MISSPELT = 0.5f;

  private final LabelIndex index;

  Mentions(LabelIndex index) {
    this.index = index;
  }

  /// Matches initials.
  private static final Pattern INITIALS = Pattern.compile("\\b\\p{Lu}{2,6}\\b");

  private record Scored(LabelIndex.Hit hit, float score) {}

  /// Returns the entities that a text mentions, best first.
  ///
  /// @param limit the maximum number of entities
  List<Found> in(String text, int limit) throws IOException {
    List<String> tokens = Folding.tokens(text).stream().limit(MAX_WORDS).toList();
    Map<String, Float> words = words(tokens);
    if (words.isEmpty()) {
      return List.of();
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    words
        .keySet()
        .forEach(word -> any.add(new TermQuery(new Term(LabelIndex.LABEL, word)), Occur.SHOULD));
    Set<List<String>> names = names(tokens);
    names.forEach(name -> any.add(first(LabelIndex.KEY, String.join("", name)), Occur.SHOULD));
    Set<String> initials =
        INITIALS
            .matcher(text)
            .results()
            .map(initial -> initial.group().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    initials.forEach(initial -> any.add(first(LabelIndex.ACRONYM, initial), Occur.SHOULD));
    Map<Long, Scored> best = new HashMap<>();
    for (LabelIndex.Hit hit : index.search(any.build(), MAX_PROPOSALS)) {
      Name name = hit.name();
      boolean whole = names.contains(name.tokens());
      Scored scored =
          new Scored(
              hit,
              whole || initials.contains(name.acronym())
                  ? WHOLE_BOOST * (whole ? name.tokens().size() : 1)
                  : score(name, words));
      best.merge(hit.entity(), scored, (one, other) -> one.score >= other.score ? one : other);
    }
    List<Scored> ranked =
        best.values().stream()
            .filter(one -> one.score > 0)
            .sorted(
                Comparator.comparingDouble((Scored one) -> -one.score)
                    .thenComparingLong(one -> -one.hit.degree())
                    .thenComparingLong(one -> one.hit.entity()))
            .limit(limit)
            .toList();
    List<Found> found = new ArrayList<>();
    for (Scored one : ranked) {
      found.add(index.found(one.hit));
    }
    return found;
  }

  private static Query first(String field, String text) {
    return new BoostQuery(
        new ConstantScoreQuery(new TermQuery(new Term(field, text))), WHOLE_BOOST);
  }

  /// Returns the words to look up, each with the part that it counts.
  private Map<String, Float> words(List<String> tokens) throws IOException {
    Map<String, Float> words = new HashMap<>();
    for (String token : SearchWords.withoutFunctionWords(tokens)) {
      String stem = SearchWords.stem(token);
      words.put(token, 1f);
      words.put(stem, 1f);
      if (token.length() >= SHORTEST_MISSPELT && !index.knows(token) && !index.knows(stem)) {
        index.near(stem, 2, 2).forEach(near -> words.putIfAbsent(near.word(), MISSPELT));
      }
    }
    return words;
  }

  /// Returns the words of all names that may be in a text, also with the last one in the singular.
  private static Set<List<String>> names(List<String> tokens) {
    Set<List<String>> names = new LinkedHashSet<>();
    for (int from = 0; from < tokens.size(); from++) {
      for (int to = from + 1; to <= Math.min(tokens.size(), from + LONGEST_NAME); to++) {
        List<String> name = tokens.subList(from, to);
        List<String> singular = new ArrayList<>(name);
        singular.set(singular.size() - 1, SearchWords.stem(name.getLast()));
        names.add(name);
        names.add(singular);
      }
    }
    return names;
  }

  private float score(Name name, Map<String, Float> words) {
    float all = 0;
    float found = 0;
    for (String token : Stream.concat(name.tokens().stream(), name.rest().stream()).toList()) {
      float weight = index.weight(token);
      all += weight;
      found += weight * words.getOrDefault(token, words.getOrDefault(SearchWords.stem(token), 0f));
    }
    return all == 0 ? 0 : found * found / all;
  }
}
