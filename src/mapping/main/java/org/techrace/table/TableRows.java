package org.techrace.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The first and the last rows of a file or sheet, to find where the table begins and ends.
///
/// @param first the first rows
/// @param last the last rows, which may be among the first, too
/// @param sizes how many rows have a number of cells
public record TableRows(List<TextRow> first, List<TextRow> last, Map<Integer, Integer> sizes) {
  /// The maximum number of rows before a header.
  private static final int MAX_PREAMBLE_ROWS = 40;

  private static final int SAMPLE_ROWS = 100;
  private static final int NOTE_CHARACTERS = 30;
  private static final char COMMENT = '#';

  private static final Pattern YEAR = Pattern.compile("(1[5-9]|20|21)\\d\\d");

  /// A code, which is not a name of codes.
  private static final Pattern CODE =
      Pattern.compile(
          "(?!(ID|CODE|KEY|TYPE|UNIT|LANG|ABBR?|CC|ISO\\d?|CCA\\d|IATA|ICAO|FIPS|NUTS|TLD)$)[A-Z0-9]{2,4}");

  /// The least number of codes in a column that show what a code is.
  private static final int MIN_CODES = 10;

  private static final Pattern NOTE =
      Pattern.compile(
          "(sources?|notes?|quelle|anmerkung|fuente|nota|remarks?|last updated?|data"
              + " from|footnotes?|copyright|©|\\*|[¹²³⁰⁴-⁹†‡§¶]|\\(\\w\\)|\\d\\)|legend|see"
              + " |([-–—.:†‡§…]{1,3}|n/?a|n\\.a\\.)\\s*[:=]\\s*\\p{L}).*",
          Pattern.DOTALL);

  /// The beginning of the first cell of a row with totals, in lower case.
  private static final Pattern TOTAL =
      Pattern.compile(
          "(grand |sub)?totals?|all together|sum|summe|gesamt|gesamtsumme|insgesamt|zusammen|total"
              + " général|somme|totale|suma|razem|totaal|totalt|итого|всего|合计|合計|总计|總計|总和|总数");

  /// The first cell of a row with the units of columns, in lower case.
  private static final Pattern UNITS =
      Pattern.compile("units?|unit of measure|einheit|unité|unidad");

  /// The largest number of rows that describe columns.
  private static final int MAX_DESCRIBING_ROWS = 12;

  private static final int SHORT_TEXT_CHARACTERS = 100;

  /// Where the table is.
  ///
  /// @param skipRows the number of lines before the header
  /// @param headerRows the number of rows with names
  /// @param footer the rows after the table: notes and totals
  /// @param names the names of the columns, if the file has them in another place than the header
  public record Extent(int skipRows, int headerRows, List<TextRow> footer, List<String> names) {}

  /// Returns the number of cells that most rows have, and of two such numbers the larger.
  private int width() {
    return modalSize(sizes);
  }

  /// Returns the most frequent size, and of two such sizes the larger.
  public static int modalSize(Map<Integer, Integer> sizes) {
    return sizes.entrySet().stream()
        .max(
            Map.Entry.<Integer, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  /// Returns true if at least half of the names in the header have white space at an end.
  public boolean hasPaddedNames() {
    int header = header(width());
    long padded =
        header < first.size()
            ? first.get(header).cells().stream().filter(cell -> !cell.equals(cell.strip())).count()
            : 0;
    return padded > 0 && padded * 2 >= first.get(header).size();
  }

  /// Returns true if a row in the table has delimiters but no text.
  public boolean hasBlankRows() {
    return first.stream().anyMatch(row -> row.size() > 1 && row.isBlank());
  }

  /// Returns the number of cells in the longest row.
  public int widest() {
    return sizes.keySet().stream().mapToInt(n -> n).max().orElse(0);
  }

  /// Returns the first character of comment lines, if rows that do not fit the table begin with it.
  public Optional<Character> comment() {
    int width = width();
    long comments = first.stream().filter(row -> isComment(row) && row.size() != width).count();
    long others = first.stream().filter(row -> isComment(row) && row.size() == width).count();
    return width > 1 && comments > 0 && others == 0 ? Optional.of(COMMENT) : Optional.empty();
  }

  private static boolean isComment(TextRow row) {
    return row.cell(0).stripLeading().indexOf(COMMENT) == 0 && !row.isBlank();
  }

  /// Returns where the table is, if its rows show it.
  public Extent extent() {
    int width = width();
    int header = header(width);
    if (header >= first.size()) {
      return new Extent(0, 1, List.of(), List.of());
    }
    TextRow names = first.get(header);
    int before = header == 0 ? 0 : (int) names.line() - 1;
    List<TextRow> data = first.subList(header + 1, first.size());
    if (names.size() == width - 1
        && data.stream().limit(SAMPLE_ROWS).allMatch(r -> r.size() == width)
        && data.stream().limit(SAMPLE_ROWS).anyMatch(r -> !r.cell(width - 1).isBlank())
        && data.size() > 1) {
      // As R writes it: the column of row names has no name.
      List<String> shifted =
          IntStream.range(0, width).mapToObj(i -> i == 0 ? "row" : names.cell(i - 1)).toList();
      return new Extent((int) data.getFirst().line() - 1, 0, footer(width), shifted);
    }
    int described = describingRows(names, data);
    if (described > 0) {
      return new Extent(
          (int) data.get(described).line() - 1,
          0,
          footer(width),
          described(names, data.subList(0, described), data.get(described)));
    }
    int rows = 1;
    if (isData(names, data.stream().filter(row -> !row.cells().equals(names.cells())).toList())) {
      rows = 0; // a header may occur again where files were joined
    } else if (data.size() > 2
        && isUpperHeader(names, data.getFirst(), data.subList(1, data.size()))) {
      rows = 2;
    }
    return new Extent(before, rows, footer(width), List.of());
  }

  /// Returns the number of rows between the names and the values that describe the columns, each by
  /// a property such as source, unit or date of release, which its first cell names. Returns 0 if
  /// there are fewer than two, or if not all columns but the first have numbers below them.
  private static int describingRows(TextRow names, List<TextRow> data) {
    int count = 0;
    while (count < data.size() && !hasNumber(data.get(count))) {
      count++;
    }
    List<TextRow> values = data.subList(count, data.size());
    boolean isDescribed =
        count > 1
            && count <= MAX_DESCRIBING_ROWS
            && values.size() > count
            && data.subList(0, count).stream().noneMatch(row -> row.cellOrEmpty(0).isBlank())
            && data.subList(0, count).stream().anyMatch(row -> row.filled() == names.size())
            && IntStream.range(1, names.size())
                .allMatch(i -> commonKind(values, i) == CellKind.NUMBER);
    return isDescribed ? count : 0;
  }

  /// Returns true if a cell after the first one is a number.
  private static boolean hasNumber(TextRow row) {
    return row.cells().stream().skip(1).anyMatch(cell -> CellKind.of(cell) == CellKind.NUMBER);
  }

  /// Returns names, each with its unit in brackets if a row has the units. The first name is that
  /// of the rows which describe the columns; years below it are the time.
  private static List<String> described(TextRow names, List<TextRow> rows, TextRow firstValues) {
    Optional<TextRow> units =
        rows.stream()
            .filter(row -> UNITS.matcher(row.cell(0).strip().toLowerCase(Locale.ROOT)).matches())
            .findFirst();
    List<String> named = new ArrayList<>();
    named.add(YEAR.matcher(firstValues.cell(0)).lookingAt() ? "time" : names.cell(0).strip());
    for (int i = 1; i < names.size(); i++) {
      String unit = units.isPresent() ? units.get().cellOrEmpty(i).strip() : "";
      named.add(names.cell(i).strip() + (unit.isEmpty() ? "" : " (" + unit + ")"));
    }
    return named;
  }

  /// Returns the index of the first row that can be the header: the rows before it have few cells
  /// with a text.
  private int header(int width) {
    if (width < 2) {
      return 0;
    }
    int enough = width == 2 ? 1 : Math.max(2, (width + 1) / 2);
    for (int i = 0; i < first.size() && i <= MAX_PREAMBLE_ROWS; i++) {
      TextRow row = first.get(i);
      int filled = row.filled();
      if (row.size() >= width - 1 && filled >= enough && row.size() > 1) {
        return i;
      }
      if (filled > Math.max(2, width / 2)) {
        return 0;
      }
    }
    return 0;
  }

  /// Returns true if the first row has values like those below it.
  private static boolean isData(TextRow names, List<TextRow> data) {
    if (data.isEmpty()) {
      return false;
    }
    int votes = 0;
    for (int i = 0; i < names.size(); i++) {
      CellKind kind = CellKind.of(names.cell(i));
      CellKind below = commonKind(data, i);
      if (kind == CellKind.TEXT && (below == CellKind.NUMBER || below == CellKind.DATE)) {
        votes--;
      } else if (kind == below && (kind == CellKind.NUMBER || kind == CellKind.DATE)) {
        votes += isYearOverValues(names.cell(i), data, i) ? -1 : 1;
      } else if (kind == CellKind.TEXT
          && (occursBelow(names.cell(i), data, i) || isCodeNextToText(names, data, i))) {
        votes++;
      }
    }
    return votes > 0;
  }

  /// Returns true if a cell is a code like nine of ten below it, and the row also has a text with a
  /// comma, as in `"Bonaire, Saint Eustatius and Saba",BQ`. A code alone can be a name, as `ISO`.
  private static boolean isCodeNextToText(TextRow names, List<TextRow> data, int column) {
    String code = names.cell(column);
    List<String> below =
        data.stream()
            .limit(SAMPLE_ROWS)
            .map(row -> row.cellOrEmpty(column))
            .filter(cell -> !cell.isBlank())
            .toList();
    long alike =
        below.stream()
            .filter(cell -> cell.length() == code.length() && CODE.matcher(cell).matches())
            .count();
    return CODE.matcher(code).matches()
        && alike >= MIN_CODES
        && alike * 10 >= below.size() * 9L
        && names.cells().stream().anyMatch(cell -> cell.matches("(?s).+, .+"));
  }

  /// Returns true if a name looks like a year, and the values below it do not.
  private static boolean isYearOverValues(String name, List<TextRow> data, int column) {
    return YEAR.matcher(name.strip()).matches()
        && !data.stream()
            .limit(SAMPLE_ROWS)
            .map(row -> row.cellOrEmpty(column).strip())
            .filter(text -> !text.isEmpty())
            .allMatch(text -> YEAR.matcher(text).matches());
  }

  private static boolean occursBelow(String name, List<TextRow> data, int column) {
    return !name.isBlank()
        && data.stream().limit(SAMPLE_ROWS).anyMatch(row -> row.cellOrEmpty(column).equals(name));
  }

  /// Returns the kind of nine of ten values of a column that are not empty.
  private static CellKind commonKind(List<TextRow> data, int column) {
    Map<CellKind, Long> kinds =
        data.stream()
            .limit(SAMPLE_ROWS)
            .map(row -> CellKind.of(row.cellOrEmpty(column)))
            .filter(kind -> kind != CellKind.EMPTY)
            .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()));
    long all = kinds.values().stream().mapToLong(n -> n).sum();
    return kinds.entrySet().stream()
        .filter(entry -> entry.getValue() * 10 >= all * 9)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(CellKind.EMPTY);
  }

  /// Returns true if a row has names for groups of columns, and the row below has a name for each
  /// column.
  private static boolean isUpperHeader(TextRow upper, TextRow lower, List<TextRow> data) {
    Set<String> seen = new HashSet<>();
    long repeated =
        upper.cells().stream().skip(1).filter(cell -> cell.isBlank() || !seen.add(cell)).count();
    boolean isNames =
        lower.filled() >= lower.size() - 1
            && lower.size() == upper.size()
            && lower.cells().stream().noneMatch(cell -> CellKind.of(cell) == CellKind.DATE)
            && lower.cells().stream()
                .allMatch(
                    c -> CellKind.of(c) != CellKind.NUMBER || YEAR.matcher(c.strip()).matches());
    long typed =
        IntStream.range(0, upper.size())
            .filter(i -> commonKind(data, i) == CellKind.NUMBER)
            .count();
    return repeated * 3 >= upper.size() && isNames && typed * 2 >= upper.size();
  }

  /// Returns the rows at the end that are notes or totals.
  private List<TextRow> footer(int width) {
    int start = last.size();
    while (width > 1
        && start > 1
        && (isNote(start - 1, width) || isTotal(last.get(start - 1), width))) {
      start--;
    }
    return start == 1 ? List.of() : last.subList(start, last.size());
  }

  /// Returns true if a row has a word such as *Total* in its first column that has a text, no other
  /// row has that text there, and a number after it.
  private boolean isTotal(TextRow row, int width) {
    int column = 0;
    while (column < row.size() && row.cell(column).isBlank()) {
      column++;
    }
    int index = column;
    String text = row.cellOrEmpty(index).strip();
    String word = text.toLowerCase(Locale.ROOT).replaceAll("[\\s:*.]+$", "");
    return row.size() <= width
        && TOTAL.matcher(word).matches()
        && row.cells().stream().skip(index + 1L).anyMatch(c -> CellKind.of(c) == CellKind.NUMBER)
        && Stream.concat(first.stream(), last.stream())
            .filter(other -> other.line() != row.line())
            .noneMatch(other -> other.cellOrEmpty(index).strip().equals(text));
  }

  /// Returns the texts of a row, at most 100 characters.
  public static String shortText(TextRow row) {
    String text =
        row.cells().stream()
            .map(String::strip)
            .filter(cell -> !cell.isEmpty())
            .collect(Collectors.joining(" | "));
    if (text.length() <= SHORT_TEXT_CHARACTERS) {
      return text;
    }
    boolean isWithin = Character.isHighSurrogate(text.charAt(SHORT_TEXT_CHARACTERS - 1));
    return text.substring(0, SHORT_TEXT_CHARACTERS - (isWithin ? 1 : 0)) + "…";
  }

  /// Returns true if a row at the end has a text of its own instead of values: one that begins like
  /// a note or is a sentence, or one after an empty line.
  private boolean isNote(int index, int width) {
    TextRow row = last.get(index);
    int filled = row.filled();
    String start = row.cell(0).strip();
    boolean startsLikeNote = NOTE.matcher(start.toLowerCase(Locale.ROOT)).matches();
    boolean isSentence = start.length() > NOTE_CHARACTERS && start.indexOf(' ') > 0;
    boolean isApart = index > 0 && row.line() > last.get(index - 1).line() + 1;
    if (filled == 0) {
      return true;
    }
    if (row.size() < width && filled == 1) {
      return startsLikeNote || isSentence || isApart;
    }
    return (width > 2 && filled == 1 && (startsLikeNote || isSentence))
        || (width > 3 && filled == 2 && startsLikeNote);
  }
}
