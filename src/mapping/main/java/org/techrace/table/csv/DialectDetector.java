package org.techrace.table.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.table.CellKind;
import org.techrace.table.RowBlock;
import org.techrace.table.TableRows;
import org.techrace.table.TextRow;
import org.techrace.table.format.Dialect;
import org.techrace.table.format.Stated;
import org.techrace.table.input.Encodings;
import org.techrace.table.input.TableFile;

/// Guesses how a CSV file is written: its encoding, delimiter, quotes and comments, and the lines
/// before, in and after the table. Only `init`, `add` and messages about errors use it: a run reads
/// a file as its mapping says.
///
/// A pair of delimiter and quote is better the more rows have the same number of cells, and the
/// more of these are numbers, dates or plain texts, as in CleverCSV (van den Burg, Nazábal and
/// Sutton, 2019).
public final class DialectDetector {
  private static final int SAMPLE_CHARACTERS = 1 << 16;
  private static final int SAMPLE_LINES = 200;
  private static final int TYPED_ROWS = 60;
  private static final int KEPT_ROWS = 500;
  private static final int MAX_FOOTER_ROWS = 30;

  /// The most parts of a file between empty rows that are looked at.
  private static final int MAX_BLOCKS = 100;

  private static final Pattern LINE_BREAK = Pattern.compile("\\R");

  /// The score of rows with one cell, relative to rows with two.
  private static final double SINGLE = 0.002;

  /// The first line that states the delimiter for Excel.
  private static final Pattern SEPARATOR_LINE = Pattern.compile("\uFEFF?sep=(.)\\R");

  private static final Pattern BACKSLASHES = Pattern.compile("\\\\\"");

  /// A delimiter and how likely it is, apart from the text.
  private record Delimiter(char character, double weight) {}

  private static final List<Delimiter> DELIMITERS =
      List.of(
          new Delimiter(',', 1),
          new Delimiter(';', 1),
          new Delimiter('\t', 1),
          new Delimiter('|', 1),
          new Delimiter('^', 0.8),
          new Delimiter('~', 0.8),
          new Delimiter(':', 0.4),
          new Delimiter(' ', 0.3));

  /// A dialect and how well it fits.
  ///
  /// @param wide the share of rows with several cells; 0 if most rows have one
  /// @param isEven true if most rows have the same number of cells and many cells are numbers
  private record Scored(Dialect dialect, double score, double wide, boolean isEven) {}

  /// How a file is written.
  ///
  /// @param encoding the encoding, and how clear it is
  /// @param dialect the dialect; it is not lenient
  /// @param names the names in the header, for files whose header has a cell less than the rows
  /// @param widest the number of cells in the longest row
  /// @param hasBlankRows true if rows have delimiters but no text
  /// @param footer the texts of the rows after the table: notes and totals
  /// @param others the rows after empty ones that look like the header of another table
  public record Detected(
      Encodings.Guess encoding,
      Dialect dialect,
      List<String> names,
      int widest,
      boolean hasBlankRows,
      List<String> footer,
      List<TextRow> others) {
    public Detected {
      names = List.copyOf(names);
      footer = List.copyOf(footer);
      others = List.copyOf(others);
    }

    /// Returns the encoding.
    public Charset charset() {
      return encoding.charset();
    }

    /// Returns the same for a lenient reading.
    public Detected lenient() {
      return new Detected(encoding, dialect.lenient(), names, widest, hasBlankRows, footer, others);
    }
  }

  private DialectDetector() {}

  /// Guesses how a file is written. Its stated encoding is not used.
  ///
  /// @param stated what is known about the file
  public static Detected of(TableFile file, Stated stated) throws IOException {
    Encodings.Guess encoding =
        stated.charset().isPresent()
            ? Encodings.Guess.certain(stated.charset().get())
            : Encodings.guess(file);
    TableFile text = new TableFile(file.file(), encoding.charset(), file.packing());
    String sample = sample(text);
    Matcher named = SEPARATOR_LINE.matcher(sample);
    boolean hasSeparatorLine = named.lookingAt() && stated.delimiter().isEmpty();
    Dialect dialect =
        hasSeparatorLine
            ? Dialect.separatedBy(named.group(1).charAt(0))
            : separators(sample, stated);
    TableRows rows = rows(text, dialect);
    dialect = dialect.withComment(rows.comment());
    if (dialect.comment().isPresent()) {
      rows = rows(text, dialect);
    }
    if (rows.hasPaddedNames()) {
      dialect = dialect.withTrim(Dialect.Trim.BOTH);
      rows = rows(text, dialect);
    }
    TableRows.Extent extent = rows.extent();
    int skip = stated.skipRows().orElse(Math.max(extent.skipRows(), hasSeparatorLine ? 1 : 0));
    return new Detected(
        encoding,
        dialect.withRows(
            skip, stated.headerRows().orElse(extent.headerRows()), extent.footer().size()),
        stated.headerRows().isPresent() || stated.skipRows().isPresent()
            ? List.of()
            : extent.names(),
        rows.widest(),
        rows.hasBlankRows(),
        extent.footer().stream().map(TableRows::shortText).toList(),
        otherTables(text, dialect));
  }

  /// Returns a message that names the largest difference between a dialect and the one that a file
  /// seems to have, and how to correct it.
  static Optional<String> difference(TableFile file, Dialect dialect) throws IOException {
    Detected detected = of(file, Stated.NOTHING);
    Dialect found = detected.dialect;
    if (found.delimiter() != dialect.delimiter() && sample(file).indexOf(found.delimiter()) >= 0) {
      return Optional.of(
          "the cells seem to be separated by %s: add csvw:dialect [ csvw:delimiter \"%s\" ] to the source"
              .formatted(
                  found.delimiter() == '\t' ? "tabs" : "'" + found.delimiter() + "'",
                  found.delimiter() == '\t' ? "\\t" : found.delimiter()));
    }
    if (found.skipRows() != dialect.skipRows() && dialect.headerRows() > 0) {
      return Optional.of(
          "the header seems to be on line %d: add csvw:dialect [ csvw:skipRows %d ] to the source"
              .formatted(found.skipRows() + 1, found.skipRows()));
    }
    if (found.quote() != dialect.quote()) {
      return Optional.of(
          found.quote() == Dialect.NO_QUOTE
              ? "the quotes seem to be part of the text: add csvw:dialect [ csvw:quoteChar \"\" ]"
                  + " to the source"
              : "the quotes seem to be %s: add csvw:dialect [ csvw:quoteChar \"%s\" ] to the source"
                  .formatted(found.quote(), found.quote()));
    }
    return found.footerRows() > dialect.footerRows()
        ? Optional.of(
            "the last %d rows seem to be notes or totals: add csvw:dialect [ tool:footerRows %d ] to the source"
                .formatted(found.footerRows(), found.footerRows()))
        : Optional.empty();
  }

  private static String sample(TableFile file) throws IOException {
    char[] buffer = new char[SAMPLE_CHARACTERS];
    int length = 0;
    try (Reader reader = reader(file)) {
      for (int read = 0; read >= 0 && length < buffer.length; ) {
        read = reader.read(buffer, length, buffer.length - length);
        length += Math.max(0, read);
      }
    }
    String text = new String(buffer, 0, length);
    int end = length < buffer.length ? length : text.lastIndexOf('\n') + 1;
    return text.substring(0, end > 0 ? end : length);
  }

  /// Opens a text. Invalid bytes become replacement characters.
  private static Reader reader(TableFile file) throws IOException {
    return new InputStreamReader(file.open(), file.charset());
  }

  /// Returns the dialect with the delimiter and quote that fit a text best.
  private static Dialect separators(String sample, Stated stated) {
    List<Character> quotes = new ArrayList<>(List.of('"'));
    if (stated.quote().isPresent()) {
      quotes = List.of(stated.quote().get());
    } else {
      if (isQuote('\'', sample)) {
        quotes.add('\'');
      }
      if (sample.indexOf('"') >= 0) {
        quotes.add(Dialect.NO_QUOTE);
      }
    }
    boolean backslashes =
        BACKSLASHES.matcher(sample).results().limit(2).count() > 0
            && !sample.contains("\\\"\"")
            && sample.indexOf('"') < sample.indexOf("\\\"");
    Scored best = new Scored(Dialect.CSV, -1, 0, false);
    for (Delimiter delimiter : DELIMITERS) {
      char character = stated.delimiter().orElse(delimiter.character);
      for (char quote : quotes) {
        if (character == quote
            || (quote == Dialect.NO_QUOTE && hasRightQuotes(sample, character))) {
          continue;
        }
        Dialect dialect = Dialect.separatedBy(character).withQuote(quote);
        Scored scored = score(sample, backslashes ? dialect.withBackslashes() : dialect);
        double weight = stated.delimiter().isPresent() ? 1 : delimiter.weight;
        // Texts without quotes are often quoted with the usual character elsewhere in the file.
        double score = scored.score * weight * (quote == '"' ? 1.001 : 0.95);
        if (score > best.score && (weight >= 0.5 || scored.isEven)) {
          best = new Scored(scored.dialect, score, scored.wide, scored.isEven);
        }
      }
      if (stated.delimiter().isPresent()) {
        break;
      }
    }
    boolean isSingle = best.wide < 0.4 && stated.delimiter().isEmpty();
    if (isSingle && sample.indexOf(',') >= 0 && sample.indexOf('\t') < 0) {
      // A text in one column: a delimiter that does not occur in it.
      return Dialect.separatedBy('\t').withQuote(best.dialect.quote());
    }
    return isSingle ? Dialect.CSV.withQuote(best.dialect.quote()) : best.dialect;
  }

  /// Returns true if the text can be read with double quotes around cells.
  private static boolean hasRightQuotes(String sample, char delimiter) {
    try (CsvReader<CsvCells> csv =
        CsvTable.builder(Dialect.separatedBy(delimiter))
            .build(new CsvHandler(new StringReader(sample), Dialect.Trim.NONE), sample)) {
      return csv.stream().allMatch(row -> row.size() > 0);
    } catch (CsvParseException | IOException _) {
      return false;
    }
  }

  /// Returns true if a character is at both ends of cells.
  private static boolean isQuote(char quote, String sample) {
    Pattern cell =
        Pattern.compile("(?m)(^|[,;\\t|])" + quote + "[^'\\n]*" + quote + "([,;\\t|]|$)");
    return cell.matcher(sample).results().limit(3).count() > 2;
  }

  private static Scored score(String sample, Dialect dialect) {
    Map<Integer, Integer> sizes = new HashMap<>();
    double known = 0;
    double typed = 0;
    int cells = 0;
    int rows = 0;
    int wide = 0;
    for (CsvCells row : parse(sample, dialect)) {
      if (row.isBlank() && row.size() == 1) {
        continue;
      }
      rows++;
      wide += row.size() > 1 ? 1 : 0;
      sizes.merge(row.size(), 1, Integer::sum);
      for (int i = 0; i < row.size() && rows <= TYPED_ROWS; i++) {
        known += CellKind.plainness(row.cell(i));
        CellKind kind = CellKind.of(row.cell(i));
        typed += kind == CellKind.NUMBER || kind == CellKind.DATE ? 1 : 0;
        cells++;
      }
    }
    if (rows == 0) {
      return new Scored(dialect, 0, 0, false);
    }
    double pattern = 0;
    for (Map.Entry<Integer, Integer> size : sizes.entrySet()) {
      double one = size.getKey() == 1 ? SINGLE : (size.getKey() - 1.0) / size.getKey();
      pattern += size.getValue() * one;
    }
    pattern /= sizes.size();
    int modal = TableRows.modalSize(sizes);
    double even = (double) sizes.getOrDefault(modal, 0) / rows;
    return new Scored(
        dialect,
        pattern / rows * even * (known / cells),
        modal == 1 ? 0 : (double) wide / rows,
        even >= 0.95 || (even >= 0.7 && typed / cells >= 0.4));
  }

  private static List<CsvCells> parse(String sample, Dialect dialect) {
    List<CsvCells> rows = new ArrayList<>();
    try (CsvReader<CsvCells> csv = open(new StringReader(sample), dialect)) {
      for (CsvCells row : csv) {
        rows.add(row);
        if (rows.size() == SAMPLE_LINES) {
          break;
        }
      }
    } catch (CsvParseException | IOException _) {
      // The rows before the fault are scored.
    }
    return rows;
  }

  private static CsvReader<CsvCells> open(Reader text, Dialect dialect) {
    Reader rewritten = dialect.doubleQuote() ? text : new BackslashReader(text, dialect.quote());
    CsvHandler handler = new CsvHandler(rewritten, dialect.trim());
    return CsvTable.builder(dialect.lenient()).build(handler, handler.source());
  }

  /// Reads the first and the last rows of a file.
  private static TableRows rows(TableFile file, Dialect dialect) throws IOException {
    List<TextRow> first = new ArrayList<>();
    Deque<TextRow> last = new ArrayDeque<>();
    Map<Integer, Integer> sizes = new HashMap<>();
    try (CsvReader<CsvCells> csv = open(reader(file), dialect)) {
      for (CsvCells row : csv) {
        if (row.line() == 1 && row.cell(0).equals("sep=")) {
          continue;
        }
        sizes.merge(row.size(), 1, Integer::sum);
        TextRow texts = new TextRow(row.line(), row.all());
        if (first.size() < KEPT_ROWS) {
          first.add(texts);
        }
        last.add(texts);
        if (last.size() > MAX_FOOTER_ROWS) {
          last.remove();
        }
      }
    } catch (CsvParseException _) {
      // Reading the table reports the fault.
    }
    return new TableRows(first, List.copyOf(last), sizes);
  }

  /// Returns the rows that begin after empty ones and look like the header of another table.
  private static List<TextRow> otherTables(TableFile file, Dialect dialect) throws IOException {
    List<RowBlock> blocks = new ArrayList<>();
    List<TextRow> current = new ArrayList<>();
    long next = 1;
    try (CsvReader<CsvCells> csv = open(reader(file), dialect)) {
      for (CsvCells row : csv) {
        TextRow texts = new TextRow(row.line(), row.all());
        if (texts.filled() == 0) {
          continue;
        }
        if (row.line() > next && !current.isEmpty()) {
          blocks.add(RowBlock.of(current));
          current = new ArrayList<>();
          if (blocks.size() == MAX_BLOCKS) {
            break;
          }
        }
        if (current.size() < RowBlock.ENOUGH_ROWS) {
          current.add(texts);
        }
        next = row.line() + 1 + texts.cells().stream().mapToLong(DialectDetector::lineBreaks).sum();
      }
    } catch (CsvParseException _) {
      // Reading the table reports the fault.
    }
    blocks.add(RowBlock.of(current));
    return RowBlock.otherTables(blocks);
  }

  private static long lineBreaks(String cell) {
    return LINE_BREAK.matcher(cell).results().count();
  }
}
