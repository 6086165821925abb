package org.techrace.scaffold;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.FingerprintMap;
import org.techrace.memory.Memory;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;

/// Finds columns whose combined values are different in every row of a new table. Names of columns
/// decide which are tried first: identifiers, then names of things, then what a table of figures is
/// by, such as an area and a year. A measured number is not part of a key.
final class KeyGuess {
  /// The index from which on a column is far to the right.
  private static final int FAR = 40;

  /// The least rank of an identifier of the things that the table is named after.
  private static final int IDENTIFIER_OF_TABLE = 60;

  /// The greatest rank of a web address if there is a code.
  private static final int ADDRESS_BESIDE_CODE = 20;

  /// Fewer rows do not show what a key is.
  private static final int LEAST_ROWS = 3;

  /// The greatest rank of a column that is named as the things of another table.
  private static final double KEY_OF_OTHER = 1;

  private static final int MAX_CANDIDATES = 8;
  private static final int MAX_KEY_COLUMNS = 4;

  /// The maximum number of columns of a key that no smaller one replaces.
  private static final int MAX_DIMENSIONS = 12;

  /// The words in names of columns, by what they say about a column.
  private static final WordLists WORDS = new WordLists("key-words.properties");

  /// A column that can be part of a key.
  ///
  /// @param index its index in the table
  /// @param rank how likely it is part of the key, from its name and values; more is better
  /// @param isAlone true if it can be a key of its own
  /// @param isDimension true if it can be part of a key of several columns
  private record Candidate(int index, double rank, boolean isAlone, boolean isDimension) {
    /// Returns the column of web addresses of things that have codes: an address changes, and other
    /// tables refer to codes.
    Candidate belowCodes() {
      return new Candidate(index, Math.min(rank, ADDRESS_BESIDE_CODE), isAlone, isDimension);
    }

    /// Returns the column with keys of another table, which other columns precede.
    Candidate ofOther() {
      return new Candidate(index, Math.min(rank, KEY_OF_OTHER), isAlone, isDimension);
    }
  }

  private final Memory memory;

  /// The best columns, the best first.
  private final List<Candidate> best;

  /// The columns that can be part of a key of several, the best first.
  private final List<Candidate> dimensions;

  /// The first column with identifiers of the things that the table is named after. It is the key
  /// even if a few values occur twice: these are errors, which a check of the key finds.
  private final OptionalInt identifier;

  /// Opens the table again.
  interface Reading {
    SourceRows open() throws IOException;
  }

  /// The columns with the area and the time of a table of figures; empty for any other table.
  private final List<Integer> areaAndTime;

  /// @param table the name of the table
  /// @param tables the names of all tables; columns may have keys of the others
  /// @param columns the columns, described in a first pass
  /// @param rows the number of rows
  KeyGuess(String table, List<String> tables, List<SeenColumn> columns, long rows, Memory memory) {
    this.memory = memory;
    this.areaAndTime = areaAndTime(columns, rows);
    List<Candidate> may = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).mayBeKey(rows)) {
        Candidate candidate = candidate(table, i, may.isEmpty(), columns.get(i));
        may.add(isOfOther(table, tables, columns.get(i)) ? candidate.ofOther() : candidate);
      }
    }
    identifier =
        may.stream()
            .filter(column -> column.rank > IDENTIFIER_OF_TABLE)
            .mapToInt(Candidate::index)
            .filter(index -> columns.get(index).isMostlyDistinct())
            .findFirst();
    boolean haveCodes =
        may.stream()
            .map(candidate -> columns.get(candidate.index))
            .anyMatch(KeyGuess::isCodeOfRows);
    if (haveCodes) {
      may.replaceAll(
          column -> columns.get(column.index).isAddress() ? column.belowCodes() : column);
    }
    may.sort(Comparator.comparingDouble(Candidate::rank).reversed());
    dimensions = may.stream().filter(Candidate::isDimension).limit(MAX_DIMENSIONS).toList();
    best = List.copyOf(may.subList(0, Math.min(MAX_CANDIDATES, may.size())));
  }

  /// Returns the column of identifiers or codes that would be the key if a few cells were not empty
  /// or had other values: it is better than the columns of the key. Returns empty if there is none.
  ///
  /// @param key the columns of the key
  static OptionalInt almost(
      String table, List<SeenColumn> columns, long rows, Collection<Integer> key) {
    long least = rows - SeenColumn.unusual(rows);
    List<Candidate> may = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).mayBeKey(rows, least)) {
        may.add(candidate(table, i, may.isEmpty(), columns.get(i)));
      }
    }
    boolean hasTime = key.stream().anyMatch(index -> columns.get(index).isTimeByName());
    return may.stream()
        .max(Comparator.comparingDouble(Candidate::rank))
        .filter(best -> !key.contains(best.index) || (key.size() > 1 && !hasTime))
        .filter(best -> isAlmostKey(columns.get(best.index), rows))
        .map(best -> OptionalInt.of(best.index))
        .orElse(OptionalInt.empty());
  }

  /// Returns true if the values of a column would identify rows but for a few. In a short table,
  /// only the name of the column says so.
  private static boolean isAlmostKey(SeenColumn column, long rows) {
    long distinct = column.hasOtherValues() ? rows : column.values().size();
    return rows >= SeenColumn.nearlyAll(rows)
        ? identifies(column) && column.isMostlyDistinct()
        : hasWord(wordsOf(column.label()), "identifier")
            && rows > LEAST_ROWS
            && distinct >= rows - SeenColumn.unusual(rows);
  }

  /// Returns true for a column of identifiers or codes, by its name or its values.
  private static boolean identifies(SeenColumn column) {
    return namesIdentifier(column.label())
        || (!hasWord(wordsOf(column.label()), "measure")
            && column.usualForm().isEmpty()
            && CodeList.areCodes(column));
  }

  /// Returns true if a header says that the values are identifiers or codes.
  static boolean namesIdentifier(String header) {
    Set<String> name = wordsOf(header);
    return !hasWord(name, "measure") && (hasWord(name, "identifier") || hasWord(name, "code"));
  }

  /// Returns the columns of an area and of a time if all other columns have figures or codes of the
  /// area. New rows have other times, even if each area occurs once so far.
  private static List<Integer> areaAndTime(List<SeenColumn> columns, long rows) {
    List<Integer> areas = new ArrayList<>();
    List<Integer> times = new ArrayList<>();
    boolean hasFigures = false;
    for (int i = 0; i < columns.size(); i++) {
      SeenColumn column = columns.get(i);
      Set<String> name = wordsOf(column.label());
      if (column.isYearByName() && column.mayBeKey(rows)) {
        times.add(i);
      } else if (column.isNumber()) {
        hasFigures = true;
      } else if (hasWord(name, "area") && column.mayBeKey(rows)) {
        areas.add(i);
      } else if (column.filled() > 0 && !hasWord(name, "area") && !hasWord(name, "code")) {
        return List.of();
      }
    }
    if (areas.isEmpty()) {
      return List.of();
    }
    // A code, which stays the same when a name is spelt in another way.
    int area =
        areas.stream()
            .filter(index -> hasWord(wordsOf(columns.get(index).label()), "code"))
            .findFirst()
            .orElse(areas.getFirst());
    return hasFigures && times.size() == 1
        ? Stream.of(area, times.getFirst()).sorted().toList()
        : List.of();
  }

  /// Returns true for a column of identifiers or codes by name, nearly all of which are different.
  private static boolean isCodeOfRows(SeenColumn column) {
    return namesIdentifier(column.label())
        && !column.isAddress()
        && !column.isTimeByName()
        && (CodeList.areCodes(column) || column.isNumber())
        && column.isMostlyDistinct();
  }

  private static Candidate candidate(String table, int index, boolean isFirst, SeenColumn column) {
    Set<String> name = wordsOf(column.label());
    boolean isInteger =
        column.datatype().filter(XSD.integer.getURI()::equals).isPresent() && !column.isYear();
    double rank;
    boolean isAlone = true;
    boolean isDimension = true;
    boolean isIdentifier = hasWord(name, "identifier");
    // Among numbers that identify, a few may be texts: 1, 2, s1.
    if (hasWord(name, "measure") || (column.isMostlyNumbers() && !isIdentifier)) {
      rank = 0;
      isAlone = false;
      isDimension = false;
    } else if (column.isAddress() && hasWord(name, "source")) {
      rank = 15;
    } else if (isIdentifier || column.isAddress()) {
      rank = isOf(table, column) ? IDENTIFIER_OF_TABLE + FAR : 50;
    } else if (hasWord(name, "code") || CodeList.areCodes(column)) {
      rank = 40;
    } else if (hasWord(name, "name")) {
      rank = 31; // below a code next to it, even in the first column
    } else if (column.isYear() || hasWord(name, "dimension")) {
      rank = 30;
    } else if (isInteger) {
      rank = isFirst ? 25 : 0;
      isAlone = isFirst;
      isDimension = column.isCategory(); // codes of digits, or ranks
    } else {
      rank = 20 - Math.min(15, column.length() / 10);
    }
    // The columns at the left describe the row; those on the right measure it.
    return new Candidate(
        index, rank + (isFirst ? 8 : 0) - Math.min(index, FAR) * 0.4, isAlone, isDimension);
  }

  /// Returns true if the name of a column names the things of a table, as `team_id` in `teams`.
  private static boolean isOf(String table, SeenColumn column) {
    return !Collections.disjoint(HeaderWords.singular(column.label()), HeaderWords.singular(table));
  }

  /// Returns true if a column is called as the things of another table, as `hive` if one is
  /// `Hives`.
  private static boolean isOfOther(String table, List<String> tables, SeenColumn column) {
    Set<String> name = HeaderWords.singular(column.label());
    return !isOf(table, column)
        && tables.stream().anyMatch(other -> HeaderWords.singular(other).equals(name));
  }

  /// Returns true if a header says that numbers among the values are parts of names.
  static boolean namesTexts(String header) {
    return namesIdentifier(header) || namesNotes(header) || hasWord(wordsOf(header), "text");
  }

  /// Returns true if a header says that the values are texts for people.
  static boolean namesNotes(String header) {
    return hasWord(wordsOf(header), "note");
  }

  /// Returns true if a header says that the values are areas.
  static boolean namesArea(String header) {
    return hasWord(wordsOf(header), "area");
  }

  /// Returns true if a header says that the values are teams or other parties, which are often
  /// called like areas.
  static boolean namesParty(String header) {
    return hasWord(wordsOf(header), "party");
  }

  /// Returns true if a name says which part a person has in a row, such as `agent`.
  static boolean namesRoleOfPerson(Set<String> words) {
    return hasWord(words, "role");
  }

  /// Returns true if the name of a table says that its rows are persons of any role.
  static boolean namesPersons(Set<String> words) {
    return hasWord(words, "person");
  }

  private static boolean hasWord(Set<String> name, String kind) {
    return !Collections.disjoint(name, WORDS.list(kind));
  }

  /// Returns the words of a name in lower case: `region` and `id` of `regionId` and of `region_id`.
  private static Set<String> wordsOf(String name) {
    return Set.copyOf(HeaderWords.of(name));
  }

  /// Returns the columns of the key, in the order of the table, or an empty list if no key has at
  /// most four columns. The table is read once per number of columns that is tried.
  ///
  /// @throws IOException if the table cannot be read, or a temporary file cannot be written
  List<Integer> columns(Reading table) throws IOException {
    if (!areaAndTime.isEmpty()) {
      Optional<List<Integer>> key = firstUnique(Set.of(areaAndTime), table);
      if (key.isPresent()) {
        return key.get();
      }
    }
    if (identifier.isPresent()) {
      return List.of(identifier.getAsInt());
    }
    for (int size = 1; size <= MAX_KEY_COLUMNS && size <= best.size(); size++) {
      Optional<List<Integer>> key = firstUnique(combinations(size), table);
      if (key.isPresent()) {
        return key.get();
      }
    }
    return byAllDimensions(table);
  }

  /// Returns the columns of a table of figures by many dimensions: all that can be part of a key,
  /// without those that the key does not need.
  private List<Integer> byAllDimensions(Reading table) throws IOException {
    List<Integer> key = dimensions.stream().map(Candidate::index).toList();
    if (key.size() <= MAX_KEY_COLUMNS || firstUnique(Set.of(key), table).isEmpty()) {
      return List.of();
    }
    for (Candidate column : dimensions.reversed()) {
      List<Integer> shorter = key.stream().filter(index -> index != column.index).toList();
      if (firstUnique(Set.of(shorter), table).isPresent()) {
        key = shorter;
      }
    }
    return key.stream().sorted().toList();
  }

  /// Returns the combinations of a number of columns, those with the best columns first.
  private Set<List<Integer>> combinations(int size) {
    List<List<Candidate>> combinations = List.of(List.of());
    for (int i = 0; i < size; i++) {
      List<List<Candidate>> longer = new ArrayList<>();
      for (List<Candidate> start : combinations) {
        int from = start.isEmpty() ? 0 : best.indexOf(start.getLast()) + 1;
        for (Candidate column : best.subList(from, best.size())) {
          List<Candidate> combination = new ArrayList<>(start);
          combination.add(column);
          longer.add(combination);
        }
      }
      combinations = longer;
    }
    Set<List<Integer>> found = new LinkedHashSet<>();
    combinations.stream()
        .filter(c -> c.stream().allMatch(size == 1 ? Candidate::isAlone : Candidate::isDimension))
        .sorted(
            Comparator.comparingDouble(
                    (List<Candidate> c) -> c.stream().mapToDouble(Candidate::rank).sum())
                .reversed())
        .forEach(c -> found.add(c.stream().map(Candidate::index).sorted().toList()));
    return found;
  }

  /// Returns the first candidate that is different in every row.
  private Optional<List<Integer>> firstUnique(Set<List<Integer>> candidates, Reading table)
      throws IOException {
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Map<List<Integer>, FingerprintMap> open = new LinkedHashMap<>();
    for (List<Integer> candidate : candidates) {
      open.put(candidate, new FingerprintMap(memory, 1));
    }
    try (SourceRows rows = table.open()) {
      for (@Nullable Row row = rows.next(); row != null && !open.isEmpty(); row = rows.next()) {
        for (var entries = open.entrySet().iterator(); entries.hasNext(); ) {
          Map.Entry<List<Integer>, FingerprintMap> candidate = entries.next();
          if (!isNew(row, candidate.getKey(), candidate.getValue())) {
            candidate.getValue().free();
            entries.remove();
          }
        }
      }
    }
    Optional<List<Integer>> key = open.keySet().stream().findFirst();
    open.values().forEach(FingerprintMap::free);
    return key;
  }

  private static boolean isNew(Row row, List<Integer> columns, FingerprintMap seen)
      throws IOException {
    List<String> values = new ArrayList<>(columns.size());
    for (int column : columns) {
      values.add(row.values(column).stream().findFirst().map(v -> v.text()).orElse(""));
    }
    Fingerprint key = Fingerprint.of(values);
    if (seen.number(seen.slot(key.high(), key.low()), 0) != 0) {
      return false;
    }
    seen.add(key.high(), key.low(), 1);
    return true;
  }
}
