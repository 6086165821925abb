package org.techrace.scaffold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.Characters;
import org.techrace.rdf.LexicalForms;
import org.techrace.rdf.SafeIris;
import org.techrace.table.CellKind;
import org.techrace.table.Value;
import org.techrace.table.format.Percents;

/// A description of a column of a new table: the number, length and datatypes of its values.
final class SeenColumn {
  private static final List<String> DATATYPES =
      List.of(
          XSD.integer.getURI(),
          XSD.decimal.getURI(),
          XSD.xdouble.getURI(),
          XSD.xboolean.getURI(),
          XSD.date.getURI(),
          XSD.dateTime.getURI());

  private static final Set<String> NUMBERS = Set.copyOf(DATATYPES.subList(0, 3));

  /// The text for "no value" in dumps of MySQL and PostgreSQL.
  private static final String NULL_OF_DUMPS = "\\N";

  /// Words that mean "no value" in columns of texts too. `NA`, `None` and `-` can be values there.
  private static final Set<String> NEVER_VALUES =
      Set.of(NULL_OF_DUMPS, "N/A", "n/a", "N.A.", "n.a.", "NULL", "null", "NaN", "nan");

  /// Other texts that often mean that a value is missing.
  private static final Set<String> NULLS =
      Set.of("NA", "na", "**", "None", "-", "--", "–", "—", ".", "..", "...", "?", ":");

  /// The sign of Eurostat for a missing value, with a flag that says why.
  private static final Pattern FLAGGED_NULL = Pattern.compile(": ?[a-z]{1,2}");

  /// Words and marks that mean "no value" among numbers and dates: `k. A.`, `not available`, `…`.
  private static final Pattern NULL_WORDS =
      Pattern.compile(
          "(?iU)[\\p{P}\\p{S}]{1,3}|(k|n)\\.? ?(a|b|c|d|s|v)\\.?|n/d|keine angaben?|no"
              + " data|missing|unknown"
              + "|unbekannt|inconnue?|desconocid[oa]|sconosciut[oa]|t\\.?b\\.?[acd]\\.?|withheld|none|null|nil|(not|nicht)"
              + " [\\p{L} ]{3,20}");

  /// Words for the sum of the other rows, which are values.
  private static final Pattern TOTAL =
      Pattern.compile(
          "(?iU).*\\b(total|all|sum|overall|both|gesamt|insgesamt|zusammen|alle|tous|todos)\\b.*");

  private static final Pattern DIGIT = Pattern.compile("\\p{N}");

  private static final Predicate<String> DOUBLE = LexicalForms.checkOf(XSD.xdouble.getURI());

  /// The most different texts without a digit that may be null marks of a column.
  private static final int MAX_NULL_MARKS = 3;

  /// The maximum length of a null mark, in characters.
  private static final int MAX_NULL_MARK_LENGTH = 30;

  /// A code with a zero in front, such as 007, which is not a number.
  private static final Pattern CODE = Pattern.compile("[-+]?0\\d.*", Pattern.DOTALL);

  /// A number, maybe a limit such as `>95`.
  private static final Pattern NUMBER_WITH_MARKS =
      Pattern.compile("[<>≤≥~]?\\s*[-+]?\\d[\\d.,]*\\s*[%*]?");

  private static final Pattern LIMIT = Pattern.compile("[<>≤≥~].*");

  private static final Pattern LONG_CODE = Pattern.compile("\\d{8,}");

  private static final Pattern CODE_OF_DIGITS = Pattern.compile("0\\d+");

  private static final Pattern ADDRESS = Pattern.compile("https?://\\S+");
  private static final Pattern YEAR = Pattern.compile("(1[5-9]|20|21)\\d\\d");

  /// The names of columns with years.
  private static final Pattern YEAR_NAME =
      Pattern.compile(
          "(?iU)(^|[^\\p{L}])(year|years|yr|jahr|ann[ée]e|año|anno|ano|rok|år|jaar|time|period|time_period|date|founded|since|first|last|start|end)([^\\p{L}]|$)|年|Year$");

  /// The kind of a cell that is one of two answers.
  private static final String ANSWER = "truth value";

  /// The least number of cells in which one may be something else than an answer.
  private static final int MIN_ANSWERS = 4;

  /// Fewer cells are not enough to give a column the datatype of nearly all of them.
  private static final int MIN_TYPED = 20;

  /// Pairs of answers: the first means true.
  private static final String[][] ANSWERS = {
    {"true", "false"},
    {"yes", "no"},
    {"y", "n"},
    {"ja", "nein"},
    {"oui", "non"},
    {"sí", "no"},
    {"是", "否"}
  };

  /// A code among which a text such as NA can be a value.
  private static final Pattern SHORT_CODE = Pattern.compile("[A-Z0-9]{1,3}");

  /// How often a category occurs at least, on average.
  private static final int MIN_REPETITIONS = 3;

  /// The maximum number of different values that are remembered.
  private static final int MAX_VALUES = 2_000;

  /// The share that counts as nearly all.
  private static final double MOSTLY = 0.9;

  /// Fewer cells do not show what is usual in a column.
  private static final int MIN_CELLS = 10;

  /// The number of cells of which one may be unusual.
  private static final int CELLS_BY_EXCEPTION = 20;

  /// Three small letters in a row, or a letter of a script without small ones: no code has them.
  private static final Pattern NAME = Pattern.compile("\\p{Ll}{3}|\\p{Lo}");

  /// The maximum length of a remembered value, in characters.
  private static final int MAX_VALUE_LENGTH = 100;

  /// The form that nearly all cells have: the others are left out of the description.
  private final Optional<CellFormats.Form> only;

  /// Texts that do not have the form.
  private final Set<String> refused = new TreeSet<>();

  private final String reference;
  private final String label;
  private final Optional<Percents> percents;
  private final Map<String, Predicate<String>> fits = new LinkedHashMap<>();
  private final CellFormats formats = new CellFormats();
  private final Sentinels sentinels = new Sentinels();

  /// The texts of this column that may mean that a value is missing.
  private final Set<String> nulls = new TreeSet<>();

  /// The texts of [#nulls] that are not usual ones.
  private final Set<String> foundNulls = new TreeSet<>();

  /// Texts without a digit that may be null marks, and how often each occurs. Empty once there are
  /// too many.
  private final Map<String, Integer> undecided = new LinkedHashMap<>();

  private boolean mayHaveNullMarks = true;

  /// The first values, and how often each occurs.
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  private boolean hasOtherValues;
  private boolean addresses = true;
  private boolean years = true;
  private boolean several;

  /// True if the file says of a value that it is a number or a date, as workbooks do.
  private boolean isTypedByFile;

  private boolean isOdd;
  private boolean isPadded;
  private long filled;
  private long texts;
  private long missing;
  private long numbers;
  private boolean codesOfDigits;
  private long characters;
  private boolean codes = true;
  private boolean parsesNulls;

  /// @param reference the reference in the mapping
  /// @param label the name of the column for people
  /// @param percents which of its numbers are displayed in percent, if any are
  SeenColumn(String reference, String label, Optional<Percents> percents) {
    this(reference, label, percents, Optional.empty());
  }

  private SeenColumn(
      String reference,
      String label,
      Optional<Percents> percents,
      Optional<CellFormats.Form> only) {
    this.only = only;
    this.reference = reference;
    this.label = label;
    this.percents = percents;
    DATATYPES.forEach(type -> fits.put(type, LexicalForms.checkOf(type)));
  }

  /// Returns true for a text such as `NA` or `-`, which often means that a value is missing.
  static boolean oftenMeansMissing(String text) {
    return isNeverValue(text) || NULLS.contains(text.strip()) || isFlaggedNull(text);
  }

  /// Returns true for a text that says that a value is missing, and with a flag why: `: c`.
  static boolean isFlaggedNull(String text) {
    return FLAGGED_NULL.matcher(text.strip()).matches();
  }

  /// Returns true for a text such as `#REF!`.
  static boolean isErrorOfFormula(String text) {
    return CellKind.ERRORS.contains(text.strip());
  }

  /// Returns true for a text that is never a value: white space, a word such as `n/a`, or the error
  /// of a formula.
  static boolean isNeverValue(String text) {
    return text.isBlank() || NEVER_VALUES.contains(text.strip()) || isErrorOfFormula(text);
  }

  /// Returns true for a text that is usual among numbers or dates: it means that a value is
  /// missing, or is the limit of a number such as `>95`.
  static boolean isUsualText(String text) {
    return oftenMeansMissing(text)
        || NULL_WORDS.matcher(text.strip()).matches()
        || LIMIT.matcher(text.strip()).matches();
  }

  /// Returns the least number of cells that show what is usual in a column: nearly all. One cell of
  /// 20 may be different, and one at least.
  static long nearlyAll(long cells) {
    return Math.max(MIN_CELLS, cells - unusual(cells));
  }

  /// Returns how many cells of a column may be unlike the others: one of 20, and one at least.
  static long unusual(long cells) {
    return Math.max(1, cells / CELLS_BY_EXCEPTION);
  }

  /// Returns the reference in the mapping.
  String reference() {
    return reference;
  }

  /// Returns the name for people.
  String label() {
    return label;
  }

  /// Returns a column with the values of several.
  static SeenColumn together(List<SeenColumn> columns) {
    SeenColumn all = new SeenColumn("", "", Optional.empty());
    columns.forEach(
        column ->
            column.counts.forEach(
                (text, times) -> IntStream.range(0, times).forEach(_ -> all.add(text))));
    all.decideNullMarks();
    return all;
  }

  /// Adds the values of a row.
  void add(List<Value> values) {
    filled += values.isEmpty() ? 0 : 1;
    several |= values.size() > 1;
    isTypedByFile |= values.stream().anyMatch(value -> value.kind() != Value.Kind.TEXT);
    values.forEach(value -> add(value.text()));
  }

  /// Returns a description of the same column, without values yet, that leaves out cells without
  /// the form that nearly all have, if these are enough to expect it of the others; empty if not.
  Optional<SeenColumn> withUsualForm() {
    return KeyGuess.namesIdentifier(label)
        ? Optional.empty()
        : usualForm()
            .filter(this::isExpected)
            .map(form -> new SeenColumn(reference, label, percents, Optional.of(form)));
  }

  private boolean isExpected(CellFormats.Form form) {
    Map<CellFormats.Form, Integer> forms = new HashMap<>();
    long all = cells(forms);
    return all >= MIN_TYPED && forms.getOrDefault(form, 0) >= nearlyAll(all);
  }

  /// Returns the form of the cells that are described, if others are left out.
  Optional<CellFormats.Form> only() {
    return only;
  }

  /// Returns texts that have another form than nearly all others, which has a datatype.
  Set<String> refused() {
    return refused;
  }

  private void add(String text) {
    if (only.isPresent() && !isUsualText(text) && !formsOf(text).contains(only.get())) {
      if (refused.size() < MAX_NULL_MARKS) {
        refused.add(text);
      }
      return;
    }
    count(text);
    if (oftenMeansMissing(text)) {
      missing++;
      nulls.add(text);
      return;
    }
    if (mayHaveNullMarks
        && text.length() <= MAX_NULL_MARK_LENGTH
        && !DIGIT.matcher(text).find()
        && !DOUBLE.test(text)) {
      undecided.merge(text, 1, Integer::sum);
      if (undecided.size() > MAX_NULL_MARKS) {
        takeUndecidedForValues();
      }
      return;
    }
    addValue(text, 1);
  }

  private void takeUndecidedForValues() {
    mayHaveNullMarks = false;
    undecided.forEach(this::addValue);
    undecided.clear();
  }

  /// Decides which texts without a digit are null marks, after the last row: those of a column of
  /// numbers or dates that are words for "no value", or that repeat although the other values are
  /// no categories. A total is a value.
  void decideNullMarks() {
    long others = undecided.values().stream().mapToLong(Integer::longValue).sum();
    boolean isMeasured = isTyped() && !isCategory() && others <= texts;
    boolean areNulls =
        isTyped()
            && undecided.entrySet().stream()
                .allMatch(
                    text ->
                        NULL_WORDS.matcher(text.getKey().strip()).matches()
                            || (isMeasured
                                && text.getValue() > 1
                                && !TOTAL.matcher(text.getKey()).matches()));
    if (!areNulls) {
      takeUndecidedForValues();
      return;
    }
    missing += others;
    nulls.addAll(undecided.keySet());
    foundNulls.addAll(undecided.keySet());
    undecided.clear();
  }

  /// Returns the texts that mean "missing" in this column and are not usual ones for that.
  Set<String> foundNulls() {
    return foundNulls;
  }

  /// Returns true if a text is a value of the column.
  boolean hasValue(String text) {
    return counts.containsKey(text) && !nulls.contains(text);
  }

  /// Returns the errors of formulas among the first values. "Not available" is none of them: a
  /// table says it on purpose.
  List<String> errors() {
    return counts.keySet().stream()
        .filter(text -> isErrorOfFormula(text) && !text.strip().equals("#N/A"))
        .toList();
  }

  /// Returns how often a text occurs.
  int times(String text) {
    return counts.getOrDefault(text, 0);
  }

  private void addValue(String text, int times) {
    texts += times;
    characters += (long) times * text.length();
    codes = codes && SHORT_CODE.matcher(text).matches();
    isOdd = isOdd || control(text) != null;
    addresses =
        addresses
            && ADDRESS.matcher(text.strip()).matches()
            && SafeIris.fault(text.strip()) == null;
    isPadded = isPadded || !text.equals(text.strip());
    years = years && YEAR.matcher(text).matches();
    fits.values().removeIf(check -> !check.test(text));
    if (CODE.matcher(text).matches()) {
      fits.keySet().removeAll(DATATYPES.subList(0, 3));
      formats.notNumbers();
    }
    formats.add(text);
    sentinels.add(text, times);
    numbers += NUMBER_WITH_MARKS.matcher(text).matches() ? times : 0;
    codesOfDigits = codesOfDigits || CODE_OF_DIGITS.matcher(text).matches();
  }

  /// Describes the first character of a text that an RDF file should not contain.
  ///
  /// @return a part of a sentence, or null if there is none
  static @Nullable String control(String text) {
    if (Characters.isPlain(text)) {
      return null;
    }
    @Nullable String fault = Characters.fault(text);
    return fault == null ? Characters.deception(text) : fault;
  }

  private void count(String text) {
    if (counts.containsKey(text)
        || (counts.size() < MAX_VALUES && text.length() <= MAX_VALUE_LENGTH)) {
      counts.merge(text, 1, Integer::sum);
    } else {
      hasOtherValues = true;
    }
  }

  /// Returns up to 2,000 different values of at most 100 characters, and how often each occurs,
  /// apart from those that mean "missing".
  Map<String, Integer> values() {
    Map<String, Integer> values = new LinkedHashMap<>(counts);
    values.keySet().removeAll(nulls);
    return values;
  }

  /// Returns the same with those that mean "missing".
  Map<String, Integer> counts() {
    return Collections.unmodifiableMap(counts);
  }

  /// Returns true if a value is a code of digits with a zero in front.
  boolean hasCodesOfDigits() {
    return codesOfDigits;
  }

  /// Returns true for a code with a zero in front, such as 007, which is not a number.
  static boolean isCode(String text) {
    return CODE.matcher(text).matches();
  }

  /// Returns true if nearly all of the values in [#values] occur once.
  boolean isMostlyDistinct() {
    Map<String, Integer> values = values();
    long all = values.values().stream().mapToLong(Integer::longValue).sum();
    return all > 0 && values.size() >= MOSTLY * all;
  }

  /// Returns true if the values look like names: texts of letters, most of them different, which
  /// are neither codes nor addresses.
  boolean areNames() {
    return !isTyped()
        && !hasCodes()
        && !isAddress()
        && !isMostlyNumbers()
        && isMostlyDistinct()
        && values().keySet().stream().filter(value -> NAME.matcher(value).find()).count()
            >= MOSTLY * values().size();
  }

  /// Returns true if the values are long numbers of the same number of digits, such as an ISBN: if
  /// they identify something, nobody counts with them.
  boolean areLongCodes() {
    Set<String> values = values().keySet();
    return !values.isEmpty()
        && values.stream().allMatch(value -> LONG_CODE.matcher(value).matches())
        && values.stream().mapToInt(String::length).distinct().count() == 1;
  }

  /// Returns true if the column has values that are not in [#values].
  boolean hasOtherValues() {
    return hasOtherValues;
  }

  /// Returns the number of rows with a value.
  long filled() {
    return filled;
  }

  /// Returns the mean length of the values, in characters.
  double length() {
    return texts == 0 ? 0 : (double) characters / texts;
  }

  /// Returns true if all values are web addresses.
  boolean isAddress() {
    return texts > 0 && missing == 0 && addresses;
  }

  /// Returns true if more than half of the values of a column of texts are numbers, or limits of
  /// numbers such as `>95`.
  boolean isMostlyNumbers() {
    return datatype().isEmpty() && !codesOfDigits && numbers * 2 > texts;
  }

  /// Returns true if the column has few different values, each of which occurs several times on
  /// average.
  boolean isCategory() {
    return !hasOtherValues && (long) values().size() * MIN_REPETITIONS <= texts;
  }

  /// Returns true if a value begins or ends with white space.
  boolean isPadded() {
    return isPadded;
  }

  /// Returns true if all values are years.
  boolean isYear() {
    return texts > 0 && years;
  }

  /// Returns true if a value has a character that an RDF file should not contain.
  boolean isOdd() {
    return isOdd;
  }

  /// Returns true if all values are valid for a datatype.
  boolean fits(String datatype) {
    return datatype.equals(XSD.gYear.getURI()) ? isYear() : fits.containsKey(datatype);
  }

  /// Returns true if all values are years, and the name says so.
  boolean isYearByName() {
    return isYear() && isTimeByName();
  }

  /// Returns true if the name says that the values are times.
  boolean isTimeByName() {
    return YEAR_NAME.matcher(label).find();
  }

  /// Returns the two answers of a column, such as Yes and No, each with the truth value it means,
  /// as lines for `fn:translate`; empty if it has other values.
  Optional<String> answers() {
    if (hasOtherValues) {
      return Optional.empty();
    }
    Set<String> given = values().keySet();
    for (String[] pair : ANSWERS) {
      List<String> yes = given.stream().filter(pair[0]::equalsIgnoreCase).toList();
      List<String> no = given.stream().filter(pair[1]::equalsIgnoreCase).toList();
      // A column may have one truth value only, and nothing in all other rows.
      boolean hasBoth = !yes.isEmpty() && !no.isEmpty();
      if ((hasBoth || (!given.isEmpty() && pair[0].equals("true")))
          && yes.size() + no.size() == given.size()) {
        return Optional.of(
            Stream.concat(
                    yes.stream().map(text -> text + "=true"),
                    no.stream().map(text -> text + "=false"))
                .collect(Collectors.joining("\n")));
      }
    }
    return Optional.empty();
  }

  /// Returns the narrowest datatype of all values, or empty if they are texts.
  Optional<String> datatype() {
    return texts == 0 ? Optional.empty() : fits.keySet().stream().findFirst();
  }

  /// Returns true if the file says of a value that it is a number or a date, as workbooks do: then
  /// each value has its own datatype if the column has none.
  boolean isTypedByFile() {
    return isTypedByFile;
  }

  /// Returns the numbers that can mean a missing value.
  Sentinels sentinels() {
    return sentinels;
  }

  /// Returns the format of numbers and dates that are not in the form of XSD.
  CellFormats formats() {
    return formats;
  }

  /// Returns true if numbers, or texts that say that one is missing, end in marks that refer to
  /// notes.
  boolean hasMarks() {
    return formats.hasMarks() || nulls.stream().anyMatch(SeenColumn::isFlaggedNull);
  }

  /// Returns true if the values have a datatype or a format, apart from those that mean "missing".
  boolean isTyped() {
    return texts > 0 && (datatype().isPresent() || !formats.isText());
  }

  /// Returns the values of a column of texts that are not dates, or not numbers, as at least three
  /// of four are; empty if there are none.
  List<String> exceptions() {
    if (isTyped()) {
      return List.of();
    }
    List<String> noDates = exceptions(CellFormats::isDates);
    return noDates.isEmpty() && !codesOfDigits ? exceptions(CellFormats::isNumbers) : noDates;
  }

  private List<String> exceptions(Predicate<CellFormats> kind) {
    CellFormats all = new CellFormats();
    List<String> others = new ArrayList<>();
    for (String value : values().keySet()) {
      CellFormats one = new CellFormats();
      one.add(value);
      if (kind.test(one)) {
        all.add(value);
      } else {
        others.add(value);
      }
    }
    return kind.test(all) && others.size() * 4 <= values().size() ? others : List.of();
  }

  /// Returns the form of numbers or dates that nearly all cells of a column of texts have, but not
  /// all, apart from texts that are usual among them; empty if there is none. Numbers that
  /// identify, or that have zeros in front, can be texts.
  Optional<CellFormats.Form> usualForm() {
    if (isTyped() || codesOfDigits) {
      return Optional.empty();
    }
    Map<CellFormats.Form, Integer> forms = new LinkedHashMap<>();
    long all = cells(forms);
    return forms.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .filter(most -> most.getValue() >= leastUsual(most.getKey(), all))
        .filter(most -> most.getValue() < all)
        .map(Map.Entry::getKey);
  }

  /// Returns how many cells show that a form is usual. Answers are few words, and show it in a
  /// short table.
  static long leastUsual(CellFormats.Form form, long cells) {
    return form.kind().equals(ANSWER)
        ? Math.max(MIN_ANSWERS - 1, cells - unusual(cells))
        : nearlyAll(cells);
  }

  /// Counts the cells that are not usual among numbers and dates, and the forms that they have.
  private long cells(Map<CellFormats.Form, Integer> forms) {
    long cells = 0;
    for (Map.Entry<String, Integer> value : counts.entrySet()) {
      if (!isUsualText(value.getKey())) {
        cells += value.getValue();
        formsOf(value.getKey()).forEach(form -> forms.merge(form, value.getValue(), Integer::sum));
      }
    }
    return cells;
  }

  /// Returns the forms that a cell has alone: those of numbers and dates, and of answers.
  static Set<CellFormats.Form> formsOf(String text) {
    Set<CellFormats.Form> forms = CellFormats.formsOf(text);
    for (String[] pair : ANSWERS) {
      if (pair[0].length() > 1 && Stream.of(pair).anyMatch(text::equalsIgnoreCase)) {
        forms.add(new CellFormats.Form(ANSWER, pair[0] + " or " + pair[1]));
      }
    }
    return forms;
  }

  /// Returns true if the values are numbers, in the form of XSD or another one.
  boolean isNumber() {
    return datatype().map(NUMBERS::contains).orElseGet(this::hasNumberFormat);
  }

  private boolean hasNumberFormat() {
    return isTyped()
        && (formats.decimalMark(false).isPresent() || formats.decimalMark(true).isPresent());
  }

  /// Returns true if all its numbers are displayed in percent, and are stored as parts of one.
  boolean isStoredAsFraction() {
    return isNumberTyped() && percents.filter(Percents.ALL::equals).isPresent();
  }

  /// Returns true if some of its numbers are displayed in percent and others are not.
  boolean isPartlyInPercent() {
    return isNumberTyped() && percents.filter(Percents.SOME::equals).isPresent();
  }

  private boolean isNumberTyped() {
    return datatype().filter(NUMBERS::contains).isPresent();
  }

  /// Returns the unit or currency that all values have, as in `12 %` and `$5`.
  Optional<String> unit() {
    if (isStoredAsFraction()) {
      return Optional.of("%");
    }
    return datatype().isEmpty() && hasNumberFormat() ? formats.unit() : Optional.empty();
  }

  /// Returns true if the column is empty, or all its texts may mean that a value is missing.
  boolean isMissing() {
    return texts == 0;
  }

  /// Returns the texts that may mean that a value is missing.
  Set<String> nulls() {
    return nulls;
  }

  /// Returns true if the column has codes, among which a text such as NA can be a value.
  boolean hasCodes() {
    return texts > 0 && datatype().isEmpty() && codes;
  }

  /// Returns true if a function leaves out the texts that mean "missing", because they are values
  /// of another column.
  boolean parsesNulls() {
    return parsesNulls;
  }

  /// Leaves out the texts that may mean "missing" among numbers and dates, and takes them for
  /// values among texts.
  void keepOrParseNulls() {
    if (missing == 0) {
      return;
    }
    if (!formats.isText()) {
      parsesNulls = true;
      return;
    }
    fits.clear();
    addresses = false;
    years = false;
    texts += missing;
    missing = 0;
    nulls.clear();
    foundNulls.clear();
  }

  /// Returns true if the column can be part of a key: it has one name, code, date or integer in
  /// every row.
  boolean mayBeKey(long rows) {
    return mayBeKey(rows, rows);
  }

  /// Returns true if the column can be part of a key, apart from empty cells.
  ///
  /// @param least the least number of rows with a value
  boolean mayBeKey(long rows, long least) {
    return rows > 0
        && filled - missing >= least
        && !several
        && !isOdd
        && (datatype().isPresent() || !isNumber())
        && datatype()
            .filter(type -> !type.equals(XSD.integer.getURI()) && !type.equals(XSD.date.getURI()))
            .isEmpty();
  }
}
