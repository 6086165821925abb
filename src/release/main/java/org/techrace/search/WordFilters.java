package org.techrace.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Finds the words of a query that name a property of documents, such as their kind, their place or
/// their year: "films Japan 1990" asks for documents of this kind, place and year. It does not
/// change, so threads can share it.
///
/// ```java
/// WordFilters filters = new WordFilters(values, Set.of("without"));
/// filters.read("films Japan without 1990").filters().size(); // 3: films, Japan, and one that excludes 1990
/// ```
public final class WordFilters {
  /// A Chinese character or a sequence of other characters without spaces.
  private static final Pattern PIECE = Pattern.compile("\\p{IsHan}|[^\\s\\p{IsHan}]+");

  /// The most pieces of a name.
  private static final int LONGEST_NAME = 7;

  private static final String MINUS = "-";

  private final Map<List<String>, Set<String>> values = new HashMap<>();
  private final Map<String, Set<String>> documents = new HashMap<>();
  private final Set<String> negations;

  /// A property that documents can have.
  ///
  /// @param key identifies the property
  /// @param names what readers call it
  /// @param documents the keys of the documents that have it
  public record Value(String key, List<String> names, Set<String> documents) {}

  /// A part of a query that narrows the results.
  ///
  /// @param keys the properties with this name; a document needs one of them
  /// @param words the words of the query
  /// @param excludes true if documents with such a property are not results
  /// @param without the query without these words
  public record Filter(Set<String> keys, String words, boolean excludes, String without) {}

  /// A query as it was understood.
  ///
  /// @param rest the other words
  public record Understood(List<Filter> filters, String rest) {
    /// Returns this with fewer filters each time: first all, then without each one, the last first.
    public List<Understood> relaxed() {
      List<Understood> relaxed = new ArrayList<>();
      relaxed.add(this);
      for (int i = filters.size() - 1; i >= 0; i--) {
        if (!filters.get(i).excludes) {
          List<Filter> fewer = new ArrayList<>(filters);
          fewer.remove(i);
          relaxed.add(new Understood(List.copyOf(fewer), rest));
        }
      }
      return relaxed;
    }
  }

  /// Creates filters.
  ///
  /// @param values the properties of the documents
  /// @param negations words before a name that exclude it
  public WordFilters(List<Value> values, Set<String> negations) {
    for (Value value : values) {
      documents.computeIfAbsent(value.key, key -> new HashSet<>()).addAll(value.documents);
      for (String name : value.names) {
        List<String> stems = WordIndex.orderedStems(name);
        if (!stems.isEmpty()) {
          this.values.computeIfAbsent(stems, s -> new LinkedHashSet<>()).add(value.key);
        }
      }
    }
    this.negations = Set.copyOf(negations);
  }

  /// Reads a query. Of several names that start at a word the longest counts.
  public Understood read(String query) {
    List<String> pieces = PIECE.matcher(query).results().map(MatchResult::group).toList();
    List<Filter> filters = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    int at = 0;
    while (at < pieces.size()) {
      boolean word = isNegation(pieces.get(at));
      int start = word ? at + 1 : at;
      int end = end(pieces, start);
      if (end == start) {
        rest.add(pieces.get(at));
        at++;
      } else {
        filters.add(filter(pieces, at, start, end));
        at = end;
      }
    }
    return new Understood(List.copyOf(filters), String.join(" ", rest));
  }

  /// Creates the filter of a name.
  ///
  /// @param from the first piece, which may be a negation
  /// @param start the first piece of the name
  /// @param end the piece after the name
  private Filter filter(List<String> pieces, int from, int start, int end) {
    List<String> others = new ArrayList<>(pieces.subList(0, from));
    others.addAll(pieces.subList(end, pieces.size()));
    boolean minus = pieces.get(start).startsWith(MINUS);
    String words = String.join(" ", pieces.subList(start, end));
    return new Filter(
        values.getOrDefault(stems(pieces, start, end), Set.of()),
        minus ? words.substring(MINUS.length()) : words,
        minus || start > from,
        String.join(" ", others));
  }

  /// Reports whether a document passes a filter.
  public boolean passes(String document, Filter filter) {
    return has(document, filter) != filter.excludes;
  }

  private boolean has(String document, Filter filter) {
    return filter.keys.stream()
        .anyMatch(key -> documents.getOrDefault(key, Set.of()).contains(document));
  }

  /// Returns the documents that pass all filters; of filters that only exclude, none.
  public Set<String> passing(List<Filter> filters) {
    Set<String> passing = new LinkedHashSet<>();
    filters.stream()
        .filter(filter -> !filter.excludes)
        .limit(1)
        .flatMap(filter -> filter.keys.stream())
        .forEach(key -> passing.addAll(documents.getOrDefault(key, Set.of())));
    passing.removeIf(document -> filters.stream().anyMatch(filter -> !passes(document, filter)));
    return passing;
  }

  private boolean isNegation(String piece) {
    return negations.contains(String.join("", Folding.tokens(piece)));
  }

  /// Returns the end of the longest name that starts at a piece; `start` if there is none.
  private int end(List<String> pieces, int start) {
    for (int end = Math.min(pieces.size(), start + LONGEST_NAME); end > start; end--) {
      if (values.containsKey(stems(pieces, start, end))) {
        return end;
      }
    }
    return start;
  }

  private static List<String> stems(List<String> pieces, int start, int end) {
    return WordIndex.orderedStems(String.join(" ", pieces.subList(start, end)));
  }
}
