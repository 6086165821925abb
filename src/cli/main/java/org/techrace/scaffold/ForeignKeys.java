package org.techrace.scaffold;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.Fingerprint;
import org.techrace.memory.FingerprintMap;
import org.techrace.memory.Memory;
import org.techrace.rdf.Slug;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.Value;

/// Finds columns with the keys of a table of the same folder. Each of their values is a key there,
/// and their name is that of the key or of the table, or shares a word with them. A column such as
/// `parent` may have the keys of its own table. In a long column that the table is named in, or
/// that says a role of its things, a few values may be no keys. A column with any other name refers
/// to a table if nearly all its values are keys there and this is unlikely to be a coincidence: the
/// keys have gaps, so that the numbers next to the values are rarely keys, or both names say `id`.
/// A column with such a name may also refer to another row of its own table. Numbers refer only to
/// a table with texts, which describes things.
final class ForeignKeys {
  /// The table that a column refers to.
  ///
  /// @param parent the table
  /// @param misses how many of the values are not keys there
  /// @param values the number of values
  /// @param marks how many texts that often mean "missing", which are neither, the source keeps
  record ForeignKey(DraftTable parent, long misses, long values, long marks) {
    /// Returns true if each text of the column is a key of the table.
    boolean isComplete() {
      return misses == 0 && marks == 0;
    }
  }

  /// Names of keys that say nothing about the table.
  private static final Set<String> GENERIC =
      Set.of("id", "code", "key", "name", "no", "nr", "slug");

  /// Words for the number of a row.
  private static final Set<String> ROW_NUMBERS = Set.of("row", "index", "seq", "sequence");

  /// Names of keys that say the place of a row in an order.
  private static final Set<String> POSITIONS =
      Set.of(
          "rank",
          "ranking",
          "position",
          "pos",
          "place",
          "order",
          "row",
          "line",
          "index",
          "number",
          "num",
          "sequence",
          "seq",
          "rang",
          "nummer");

  /// Ends of names of columns with keys, after the name of a table: `Bundeslandnummer`.
  private static final Set<String> KEY_ENDS =
      Set.of("nummer", "schluessel", "schlussel", "kennung", "kennziffer", "ref", "fk", "uuid");

  private static final Pattern KEY_END =
      Pattern.compile(".+(nr|nummer|schluessel|schlussel|kennung|kennziffer)");

  /// The letters between the parts of a word in German.
  private static final Pattern JOINT = Pattern.compile("^(e?s|e?n)(?=.)");

  /// Words in names of columns that refer to a row of the same table.
  private static final Set<String> BROADER =
      Set.of(
          "parent",
          "broader",
          "super",
          "predecessor",
          "report",
          "manager",
          "supervisor",
          "superior",
          "boss",
          "mother",
          "father",
          "vorgesetzter",
          "vorgesetzte",
          "ubergeordnet",
          "uebergeordnet",
          "parente",
          "padre",
          "madre",
          "mutter",
          "vater");

  /// Words in names of columns that say which part a thing has in a row.
  private static final Set<String> ROLES =
      Set.of(
          "from",
          "to",
          "source",
          "target",
          "origin",
          "destination",
          "src",
          "dst",
          "dest",
          "start",
          "end",
          "home",
          "away",
          "sender",
          "receiver",
          "buyer",
          "seller");

  /// The number of a row, such as `12` or `r012`: equal numbers in two tables mean nothing.
  private static final Pattern NUMBERED = Pattern.compile("\\D{0,3}\\d+(_\\d+)?");

  /// The name of someone, or something, that does what the word without the ending says.
  private static final Pattern AGENT = Pattern.compile(".+(er|or)");

  /// The ending of a verb, or of who does it, with the letter before it: `ship` and `p` in
  /// `shipped`.
  private static final Pattern ENDING_OF_VERB = Pattern.compile("(.)\\1?(er|or|ed|ing)$");

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /// The least number of different values of a column whose name says that they are broader rows.
  private static final int MIN_BROADER = 2;

  /// The least number of different values of a column whose name does not name a table.
  private static final int MIN_VALUES = 3;

  /// The least number of values of a column that may have some that are not keys.
  private static final int MIN_VALUES_WITH_MISSES = 100;

  /// The greatest share of values that are not keys.
  private static final double MOST_MISSES = 0.1;

  /// The least length of a word that a column and a table share.
  private static final int MIN_WORD = 4;

  /// The greatest probability that the values of a column are keys by chance.
  private static final double MOST_CHANCE = 1e-9;

  /// The most bits of a number up to which keys are counted.
  private static final int MAX_RANGE_BITS = 17;

  /// The probability that a text is a key by chance: far less, unless the keys are nearly all codes
  /// of a length.
  private static final double CHANCE_OF_TEXT = 0.1;

  /// The keys of a table.
  ///
  /// @param prints all of them
  /// @param density their number as a share of the numbers from the least to the greatest; the
  ///   probability that a text is a key by chance if they are texts
  private record Keys(FingerprintMap prints, double density) {
    boolean has(String text) throws IOException {
      Fingerprint key = Fingerprint.of(List.of(text));
      return prints.number(prints.slot(key.high(), key.low()), 0) != 0;
    }
  }

  private final Memory memory;

  /// The tables with a key of one column.
  private final List<DraftTable> keyed;

  /// The keys of the tables that columns may refer to.
  private final Map<DraftTable, Keys> keys = new HashMap<>();

  private ForeignKeys(List<DraftTable> tables, Memory memory) {
    // If two tables have the same key, the one with more texts describes the things.
    this.keyed =
        tables.stream()
            .filter(table -> table.key().size() == 1)
            .filter(table -> !table.key().getFirst().isNumber() || texts(table) > 0)
            .sorted(Comparator.comparingLong(ForeignKeys::texts).reversed())
            .toList();
    this.memory = memory;
  }

  /// The tables that columns refer to.
  ///
  /// @param links the table that a column refers to
  /// @param doubtful the table that the name of a column means, if most of its values are keys and
  ///   too many are not
  record Found(Map<SeenColumn, ForeignKey> links, Map<SeenColumn, ForeignKey> doubtful) {
    static final Found NONE = new Found(Map.of(), Map.of());
  }

  /// Returns the table that each column refers to.
  ///
  /// @throws IOException if a table cannot be read, or a temporary file cannot be written
  static Found of(List<DraftTable> tables, Memory memory) throws IOException {
    ForeignKeys found = new ForeignKeys(tables, memory);
    Found links = new Found(new HashMap<>(), new HashMap<>());
    for (DraftTable table : tables) {
      found.link(table, links);
    }
    found.keys.values().forEach(known -> known.prints.free());
    return links;
  }

  /// Returns the keys of a table, which are read when a column first needs them.
  private Keys keys(DraftTable table) throws IOException {
    Keys known = keys.get(table);
    if (known != null) {
      return known;
    }
    SeenColumn column = table.key().getFirst();
    FingerprintMap prints = new FingerprintMap(memory, 1);
    DoubleSummaryStatistics numbers = new DoubleSummaryStatistics();
    try (SourceRows rows = open(table, List.of(column))) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        for (Value value : row.values(0)) {
          Fingerprint key = Fingerprint.of(List.of(value.text()));
          if (prints.number(prints.slot(key.high(), key.low()), 0) == 0) {
            prints.add(key.high(), key.low(), 1);
            if (isInteger(column)) {
              numbers.accept(new BigInteger(value.text().strip()).doubleValue());
            }
          }
        }
      }
    }
    double density =
        isInteger(column)
            ? numbers.getCount() / (numbers.getMax() - numbers.getMin() + 1)
            : CHANCE_OF_TEXT;
    Keys read = new Keys(prints, density);
    keys.put(table, read);
    return read;
  }

  private static SourceRows open(DraftTable table, List<SeenColumn> columns) throws IOException {
    return table
        .table()
        .table()
        .open(columns.stream().map(c -> Reference.of(c.reference())).toList(), new Report());
  }

  /// A table that a column may refer to.
  ///
  /// @param named true if the name of the column, or its values, say so without a doubt
  private record Candidate(SeenColumn column, DraftTable parent, boolean named) {}

  private void link(DraftTable table, Found found) throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (SeenColumn column : table.columns()) {
      if (!column.isMissing()) {
        candidates.addAll(candidates(table, column));
      }
    }
    if (candidates.isEmpty()) {
      return;
    }
    List<Keys> parentKeys = new ArrayList<>();
    for (Candidate candidate : candidates) {
      parentKeys.add(keys(candidate.parent));
    }
    long[] misses = new long[candidates.size()];
    long[] values = new long[candidates.size()];
    long[] marks = new long[candidates.size()];
    List<SeenColumn> columns = candidates.stream().map(Candidate::column).toList();
    try (SourceRows rows = open(table, columns)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        for (int i = 0; i < misses.length; i++) {
          for (Value value : row.values(i)) {
            // A join leaves out texts that often mean that a value is missing.
            if (SeenColumn.oftenMeansMissing(value.text())
                || columns.get(i).nulls().contains(value.text())) {
              marks[i] += table.nulls().contains(value.text()) ? 0 : 1;
            } else {
              values[i]++;
              misses[i] += parentKeys.get(i).has(value.text()) ? 0 : 1;
            }
          }
        }
      }
    }
    // The first table that has all values is the one whose name fits best.
    for (int i = 0; i < misses.length; i++) {
      if (misses[i] == 0) {
        found.links.putIfAbsent(
            candidates.get(i).column,
            new ForeignKey(candidates.get(i).parent, 0, values[i], marks[i]));
      }
    }
    for (int i = 0; i < misses.length; i++) {
      if (candidates.get(i).named && 2 * misses[i] < values[i]) {
        (isFew(misses[i], values[i]) ? found.links : found.doubtful)
            .putIfAbsent(
                candidates.get(i).column,
                new ForeignKey(candidates.get(i).parent, misses[i], values[i], marks[i]));
      }
    }
  }

  private static boolean isFew(long misses, long values) {
    return values >= MIN_VALUES_WITH_MISSES && misses <= values * MOST_MISSES;
  }

  /// Returns the tables that a column may refer to: those that its name means, its own table for a
  /// column such as `parent`, and those that share a word with it.
  private List<Candidate> candidates(DraftTable child, SeenColumn column) throws IOException {
    boolean isKey = child.soleKey().filter(column::equals).isPresent();
    boolean isNumberedKey =
        isKey && column.values().keySet().stream().allMatch(v -> NUMBERED.matcher(v).matches());
    List<Candidate> candidates = new ArrayList<>();
    for (DraftTable table : keyed) {
      if (!table.equals(child)
          && means(column.label(), table)
          && (!isKey || texts(table) > texts(child))
          && (!isNumberedKey || isSameIdentifier(column, table))) {
        candidates.add(new Candidate(column, table, !isKey));
      }
    }
    if (candidates.isEmpty() && !isNumberedKey && hasRole(column)) {
      byRole(child, column).forEach(table -> candidates.add(new Candidate(column, table, true)));
    }
    if (candidates.isEmpty() && !isKey && isOfBroaderRow(child, column)) {
      candidates.add(new Candidate(column, child, false));
    }
    if (isKey || column.values().size() < MIN_VALUES) {
      return candidates;
    }
    if (candidates.isEmpty()) {
      byHint(child, column).forEach(table -> candidates.add(new Candidate(column, table, false)));
    }
    if (column.isTyped()) {
      return candidates.isEmpty() ? byValues(child, column) : candidates;
    }
    Set<String> words = HeaderWords.singular(column.label());
    for (DraftTable table : keyed) {
      SeenColumn key = table.key().getFirst();
      boolean sharesWord =
          !table.equals(child)
              && !key.isNumber()
              && Stream.concat(
                      HeaderWords.singular(key.label()).stream(),
                      HeaderWords.singular(table.name()).stream())
                  .anyMatch(word -> word.length() >= MIN_WORD && words.contains(word));
      boolean isKnown = candidates.stream().anyMatch(known -> known.parent.equals(table));
      if (sharesWord && !isKnown) {
        candidates.add(new Candidate(column, table, false));
      }
    }
    return candidates.isEmpty() ? byValues(child, column) : candidates;
  }

  /// Returns true if the name of a column says that its values are broader rows of its table, such
  /// as `parent` or `reportsTo`.
  private boolean isOfBroaderRow(DraftTable table, SeenColumn column) {
    return keyed.contains(table)
        && column.values().size() >= MIN_BROADER
        && !Collections.disjoint(words(column.label()), BROADER)
        && (isIdentifier(column, table) || hasRange(table, column));
  }

  /// Returns the tables that have nearly all values of a column as keys, if this is unlikely to be
  /// a coincidence. The own table is one of them only if the name of the column says that it has
  /// keys.
  private List<Candidate> byValues(DraftTable child, SeenColumn column) throws IOException {
    List<Candidate> tables = new ArrayList<>();
    for (DraftTable table : keyed) {
      SeenColumn key = table.key().getFirst();
      if ((!table.equals(child) || isOfOtherRows(child, column))
          && (isInteger(column) ? isInteger(key) : !column.isTyped() && !key.isTyped())
          && hasAll(table, column)
          && chance(table, column) < MOST_CHANCE) {
        tables.add(new Candidate(column, table, true));
      }
    }
    return tables;
  }

  /// Returns true if the name of a column says that it has keys of its own table, and it is not
  /// another key: its values repeat.
  private static boolean isOfOtherRows(DraftTable table, SeenColumn column) {
    return isIdentifier(column, table) && !column.isMostlyDistinct();
  }

  /// Returns a bound (Chernoff's) of the probability that at least as many values of a column are
  /// keys if each is one by chance.
  private double chance(DraftTable table, SeenColumn column) throws IOException {
    Keys known = keys(table);
    Set<String> values = column.values().keySet();
    double hits = 0;
    for (String value : values) {
      hits += known.has(value) ? 1 : 0;
    }
    double share = hits / values.size();
    double expected =
        !isInteger(column)
            ? known.density
            : isIdentifier(column, table) ? upTo(known, values) : beside(known, values);
    if (share <= expected) {
      return 1;
    }
    double distance = share * Math.log(share / expected);
    if (share < 1) {
      distance += (1 - share) * Math.log((1 - share) / (1 - expected));
    }
    return Math.exp(-values.size() * distance);
  }

  /// Returns the share of the numbers from 1 to the greatest of some that are keys: keys far above
  /// them have nothing to do with them. Of large numbers it is that of all keys.
  private static double upTo(Keys keys, Set<String> numbers) throws IOException {
    BigInteger greatest =
        numbers.stream()
            .map(number -> new BigInteger(number.strip()))
            .max(Comparator.naturalOrder())
            .orElse(BigInteger.ZERO);
    if (greatest.signum() <= 0 || greatest.bitLength() > MAX_RANGE_BITS) {
      return keys.density;
    }
    int all = greatest.intValue();
    double found = 0;
    for (int i = 1; i <= all; i++) {
      found += keys.has(String.valueOf(i)) ? 1 : 0;
    }
    return Math.max(found / all, keys.density);
  }

  /// Returns true if a word such as `id` in the name of a column says that its values are keys, as
  /// that of the key of a table does.
  private static boolean isIdentifier(SeenColumn column, DraftTable table) {
    Set<String> words = words(column.label());
    words.retainAll(GENERIC);
    words.retainAll(words(table.key().getFirst().label()));
    return !words.isEmpty();
  }

  /// Returns the words of a name without accents, with `nr` for the end of a word such as
  /// `Kreisnummer`.
  private static Set<String> words(String label) {
    return HeaderWords.singular(Slug.withoutAccents(label)).stream()
        .flatMap(
            word ->
                KEY_END.matcher(word).matches() || KEY_ENDS.contains(word)
                    ? Stream.of(word, "nr")
                    : Stream.of(word))
        .collect(Collectors.toSet());
  }

  /// Returns the share of the numbers next to some numbers that are keys, at least that of one: how
  /// often any number of their size is a key.
  private static double beside(Keys keys, Set<String> numbers) throws IOException {
    double found = 0;
    for (String text : numbers) {
      BigInteger number = new BigInteger(text.strip());
      found += keys.has(number.subtract(BigInteger.ONE).toString()) ? 0.5 : 0;
      found += keys.has(number.add(BigInteger.ONE).toString()) ? 0.5 : 0;
    }
    return Math.max(found, 1) / numbers.size();
  }

  private static boolean isInteger(SeenColumn column) {
    return column.datatype().filter(XSD.integer.getURI()::equals).isPresent();
  }

  /// Returns true for names such as `id` and `row_id`, which say nothing about the table.
  private static boolean isGeneric(String label) {
    return HeaderWords.singular(label).stream()
        .allMatch(word -> GENERIC.contains(word) || ROW_NUMBERS.contains(word));
  }

  /// Returns true if a column has the name of the key of a table, and the name says whose
  /// identifier it is, such as `movieId`, or `hive` in `Hives`.
  private static boolean isSameIdentifier(SeenColumn column, DraftTable table) {
    Set<String> words = HeaderWords.singular(column.label());
    return plain(column.label()).equals(plain(table.key().getFirst().label()))
        && !isGeneric(column.label())
        && (!Collections.disjoint(words, GENERIC)
            || words.equals(HeaderWords.singular(table.table().title())));
  }

  /// Returns true if a column such as `from_id`, or `source` with texts, names the role of a thing
  /// of another table.
  private static boolean hasRole(SeenColumn column) {
    List<String> words = List.copyOf(HeaderWords.singular(column.label()));
    return words.stream().anyMatch(ROLES::contains)
        && (words.size() == 2 ? words.stream().anyMatch(GENERIC::contains) : isRoleAlone(column));
  }

  private static boolean isRoleAlone(SeenColumn column) {
    return HeaderWords.singular(column.label()).size() == 1
        && !column.isTyped()
        && column.values().size() >= MIN_VALUES;
  }

  /// Returns the tables whose keys end in the same word as the name of a column with a role, or all
  /// if it has no other word, without those that another column of the table means. Several tables
  /// give no answer.
  private List<DraftTable> byRole(DraftTable child, SeenColumn column) throws IOException {
    List<DraftTable> tables = new ArrayList<>();
    for (DraftTable table : keyed) {
      boolean isTaken =
          child.columns().stream().anyMatch(other -> means(other.label(), table))
              || table.equals(child);
      boolean isSameKind = isRoleAlone(column) || isIdentifier(column, table);
      if (!isTaken && isSameKind && hasRange(table, column) && hasAll(table, column)) {
        tables.add(table);
      }
    }
    return tables.size() == 1 ? tables : List.of();
  }

  /// Returns the tables of another name that the name of a column hints at: persons for the key of
  /// an `agent`, or `shippers` for `ship via`. Several tables give no answer.
  private List<DraftTable> byHint(DraftTable child, SeenColumn column) {
    Set<String> words = words(column.label());
    List<DraftTable> tables =
        keyed.stream()
            .filter(table -> !table.equals(child))
            .filter(
                table ->
                    isInteger(column) == isInteger(table.key().getFirst())
                        && hasRange(table, column))
            .filter(
                table -> {
                  Set<String> things = words(table.name());
                  return (isIdentifier(column, table)
                          && KeyGuess.namesRoleOfPerson(words)
                          && KeyGuess.namesPersons(things))
                      || things.stream().anyMatch(thing -> doesIt(thing, words));
                })
            .toList();
    return tables.size() == 1 ? tables : List.of();
  }

  /// Returns true if some words are what a thing does and words without a meaning of their own:
  /// `ship` and `via` for `shipper`.
  private static boolean doesIt(String thing, Set<String> words) {
    List<String> others =
        words.stream()
            .filter(word -> !Plurals.isPreposition(word) && !GENERIC.contains(word))
            .toList();
    return AGENT.matcher(thing).matches()
        && others.size() == 1
        && words.size() > 1
        && !others.contains(thing)
        && stem(thing).length() >= MIN_WORD
        && stem(thing).equals(stem(others.getFirst()));
  }

  private static String stem(String word) {
    return ENDING_OF_VERB.matcher(word).replaceFirst("$1").replaceFirst("e$", "");
  }

  /// Returns true if the values of a column are texts, or numbers as large as those of a key. Small
  /// numbers are among the keys 1, 2, 3, … of any table.
  private static boolean hasRange(DraftTable table, SeenColumn column) {
    return !column.isNumber() || 2 * largest(column) >= largest(table.key().getFirst());
  }

  private static double largest(SeenColumn column) {
    return column.values().keySet().stream()
        .filter(text -> NUMBER.matcher(text).matches())
        .mapToDouble(Double::parseDouble)
        .max()
        .orElse(0);
  }

  /// Returns true if the values of a column that are known by now are keys of a table, or all but a
  /// few.
  private boolean hasAll(DraftTable table, SeenColumn column) throws IOException {
    Keys known = keys(table);
    long misses = 0;
    long values = 0;
    for (Map.Entry<String, Integer> value : column.values().entrySet()) {
      values += value.getValue();
      misses += known.has(value.getKey()) ? 0 : value.getValue();
    }
    return misses == 0 || isFew(misses, values);
  }

  private static long texts(DraftTable table) {
    return table.columns().stream().filter(c -> !c.isMissing() && !c.isNumber()).count();
  }

  /// Returns true if the name of a column is that of the key of a table or of the table, or the
  /// last words of the name of the table, as `company` of `ai_companies`, or that of the key
  /// without its word for keys.
  private static boolean means(String label, DraftTable table) {
    String column = plain(label);
    String key = plain(table.key().getFirst().label());
    if (column.equals(key) && !isGeneric(label) && !POSITIONS.contains(key)) {
      return true;
    }
    // A column `museum` has the keys called `museum number`.
    if (column.length() >= MIN_WORD
        && !GENERIC.contains(column)
        && key.length() > column.length()
        && key.startsWith(column)
        && isEndOfKey(key.substring(column.length()), key)) {
      return true;
    }
    List<String> words = List.of(table.name().split("[^\\p{L}\\p{N}]+", -1));
    for (int from = 0; from < words.size(); from++) {
      String name = plain(String.join("", words.subList(from, words.size())));
      if (Stream.of(
              name,
              Plurals.singular(name),
              name.replaceFirst("es$", ""),
              name.replaceFirst("s$", ""),
              name.replaceFirst("(e|en|n|er)$", ""), // plurals of German
              name.replace("ae", "a").replaceFirst("(e|er)$", ""))
          .filter(stem -> stem.length() > 1 && !GENERIC.contains(stem) && column.startsWith(stem))
          .map(stem -> column.substring(stem.length()))
          .anyMatch(rest -> isEndOfKey(rest, key))) {
        return true;
      }
    }
    return false;
  }

  /// Returns true if the rest of the name of a column, after the name of a table, is that of its
  /// key or a word for keys.
  private static boolean isEndOfKey(String rest, String key) {
    String end = JOINT.matcher(rest).replaceFirst("");
    return rest.isEmpty()
        || rest.equals(key)
        || GENERIC.contains(rest)
        || KEY_ENDS.contains(rest)
        || KEY_ENDS.contains(end)
        || (!end.equals(rest) && GENERIC.contains(end));
  }

  private static String plain(String name) {
    return Slug.withoutAccents(name).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
