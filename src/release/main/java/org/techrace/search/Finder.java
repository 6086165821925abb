package org.techrace.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// Finds entities while the user types. Ranks whole names first, then names that start with the
/// text, then acronyms, then names that contain all words, then misspelt names. Entities of equal
/// rank are ordered by their number of incoming links.
final class Finder {
  private static final int MAX_PROPOSALS = 200;

  private final LabelIndex index;

  Finder(LabelIndex index) {
    this.index = index;
  }

  /// The ways a name can match, best first.
  private enum Fit {
    WHOLE,
    BEGINNING,
    ACRONYM,
    WORDS,
    SPELLING
  }

  private record Ranked(Fit fit, LabelIndex.Hit hit) {}

  /// Returns the best entities for a text.
  ///
  /// @param text the text typed so far
  /// @param types classes; an entity must be in one of them. Empty for any class.
  /// @param limit the maximum number of entities
  List<Found> find(String text, List<String> types, int limit) throws IOException {
    List<String> words = Folding.tokens(text);
    if (words.isEmpty()) {
      return List.of();
    }
    Map<Long, Ranked> best = new HashMap<>();
    Query query = Proposals.within(query(words), types);
    for (LabelIndex.Hit hit : index.search(query, MAX_PROPOSALS)) {
      put(best, words, hit);
    }
    for (LabelIndex.Hit hit : index.connected(query, MAX_PROPOSALS)) {
      put(best, words, hit);
    }
    List<Found> found = new ArrayList<>();
    for (Ranked ranked :
        best.values().stream()
            .sorted(
                Comparator.comparing(Ranked::fit)
                    .thenComparingLong(r -> -r.hit().degree())
                    .thenComparingInt(r -> r.hit().name().key().length())
                    .thenComparingLong(r -> r.hit().entity()))
            .limit(limit)
            .toList()) {
      found.add(index.found(ranked.hit()));
    }
    return found;
  }

  private Query query(List<String> words) throws IOException {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String word : words) {
      all.add(word(word), Occur.MUST);
    }
    String key = String.join("", words);
    return new BooleanQuery.Builder()
        .add(all.build(), Occur.SHOULD)
        .add(new TermQuery(new Term(LabelIndex.KEY, key)), Occur.SHOULD)
        .add(new TermQuery(new Term(LabelIndex.ACRONYM, key)), Occur.SHOULD)
        .build();
  }

  private static Query word(String word) {
    Term term = new Term(LabelIndex.LABEL, DocumentWriter.limited(word));
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    any.add(new TermQuery(term), Occur.SHOULD);
    any.add(new PrefixQuery(term), Occur.SHOULD);
    if (word.length() >= 4 && word.length() <= 40) {
      any.add(new FuzzyQuery(term, word.length() < 6 ? 1 : 2, 1, 12, true), Occur.SHOULD);
    }
    return any.build();
  }

  private static void put(Map<Long, Ranked> best, List<String> words, LabelIndex.Hit hit) {
    Ranked ranked = new Ranked(fit(words, hit.name()), hit);
    Ranked other = best.get(hit.entity());
    if (other == null || ranked.fit().compareTo(other.fit()) < 0) {
      best.put(hit.entity(), ranked);
    }
  }

  private static Fit fit(List<String> words, Name name) {
    String typed = String.join("", words);
    String key = name.key();
    if (key.equals(typed) || (key + String.join("", name.rest())).equals(typed)) {
      return Fit.WHOLE;
    }
    if (key.startsWith(typed)) {
      return Fit.BEGINNING;
    }
    if (name.acronym().equals(typed)) {
      return Fit.ACRONYM;
    }
    boolean all =
        words.stream()
            .allMatch(
                w ->
                    name.tokens().stream().anyMatch(t -> t.startsWith(w))
                        || name.rest().stream().anyMatch(t -> t.startsWith(w)));
    return all ? Fit.WORDS : Fit.SPELLING;
  }
}
