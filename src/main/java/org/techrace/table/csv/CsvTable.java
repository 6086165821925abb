package org.techrace.table.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Header;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.TabularRow;
import org.techrace.table.Value;
import org.techrace.table.input.BrokenPackingException;
import org.techrace.table.input.Counter;
import org.techrace.table.input.TableFile;
import org.techrace.table.input.Texts;

/// A CSV file with a header line, read strictly as RFC 4180 requires: quoted cells must be closed,
/// each row must have as many cells as the header, and the bytes must be valid in the encoding of
/// the file.
///
/// @param name the name in findings
/// @param input the file
/// @param dialect the delimiter, quote and comment characters
/// @param nulls the cell texts that mean "no value"
/// @param key the columns whose combined values must be unique; empty for no such constraint
/// @param memory the budget for the keys already read
public record CsvTable(
    String name,
    TableFile input,
    Dialect dialect,
    Set<String> nulls,
    List<String> key,
    Memory memory)
    implements SourceTable {

  /// The delimiter and quote characters of a file (CSV on the Web, section 5.9).
  ///
  /// @param comment the first character of comment lines
  /// @param trim true to remove white space around cells
  public record Dialect(char delimiter, char quote, Optional<Character> comment, boolean trim) {
    /// The dialect of RFC 4180.
    public static final Dialect CSV = new Dialect(',', '"', Optional.empty(), false);

    /// The dialect of RFC 4180 with tabs as delimiters.
    public static final Dialect TSV = new Dialect('\t', '"', Optional.empty(), false);
  }

  public CsvTable {
    nulls = Set.copyOf(nulls);
    key = List.copyOf(key);
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    Counter counter = new Counter();
    try {
      CsvRows rows = new CsvRows(counter, report);
      rows.readHeader(references);
      return rows;
    } catch (BrokenPackingException e) {
      report.error(Place.file(name), String.valueOf(e.getMessage()));
      return SourceRows.NONE;
    }
  }

  /// Returns the names of the columns. Reports a missing header, and then returns an empty list.
  public List<String> header(Report report) throws IOException {
    Counter counter = new Counter();
    try (CsvRows rows = new CsvRows(counter, report)) {
      return rows.readHeader(List.of());
    } catch (BrokenPackingException e) {
      report.error(Place.file(name), String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  @Override
  public long bytes() throws IOException {
    return input.bytes();
  }

  private CsvReader<CsvCells> read(CsvHandler handler) {
    CsvReader.CsvReaderBuilder builder =
        CsvReader.builder()
            .fieldSeparator(dialect.delimiter)
            .quoteCharacter(dialect.quote)
            .skipEmptyLines(true)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .trimWhitespacesAroundQuotes(dialect.trim)
            .maxBufferSize(CsvHandler.CHARACTERS_PER_CELL);
    dialect.comment.ifPresent(
        comment -> builder.commentStrategy(CommentStrategy.SKIP).commentCharacter(comment));
    return builder.build(handler, handler.source());
  }

  /// One pass over the rows of the file.
  private final class CsvRows implements SourceRows {
    private final CsvHandler handler;
    private final CsvReader<CsvCells> csv;
    private final CloseableIterator<CsvCells> records;
    private final Counter counter;
    private final Report report;
    private int columns;
    private int[] slots = {};
    private Header header = new Header(Place.file(name), Map.of());
    private @Nullable UniqueKey uniqueKey;
    private boolean some;
    private boolean ended;

    CsvRows(Counter counter, Report report) throws IOException {
      this.handler =
          new CsvHandler(
              new InputStreamReader(input.open(counter), Texts.strict(input.charset())),
              dialect.trim);
      this.csv = read(handler);
      this.counter = counter;
      this.records = csv.iterator();
      this.report = report;
    }

    /// Reads the header line and resolves the references.
    List<String> readHeader(List<Reference> references) throws IOException {
      Optional<CsvCells> first = nextRecord();
      if (first.isEmpty()) {
        if (!ended) {
          report.error(
              Place.file(name), "the file is empty; expected a header line with the column names");
        }
        ended = true;
        return List.of();
      }
      List<String> names = first.get().all();
      columns = names.size();
      Place place = Place.line(name, first.get().line());
      Optional<Header> found = Header.of(place, names, report);
      Optional<int[]> slotsFound = found.flatMap(h -> h.find(references, report));
      if (slotsFound.isEmpty() && names.stream().anyMatch(n -> n.indexOf(0) >= 0)) {
        report.error(
            place,
            "the header contains NUL characters, which suggests UTF-16; set rml:encoding to"
                + " rml:UTF-16LE or rml:UTF-16BE, or save the file as UTF-8");
      } else if (slotsFound.isEmpty() && columns == 1) {
        hintAtDelimiter(names.getFirst(), place);
      }
      Optional<int[]> keyFound =
          found.flatMap(h -> h.find(key.stream().map(Reference::of).toList(), report));
      if (slotsFound.isEmpty() || keyFound.isEmpty()) {
        ended = true;
      } else {
        header = found.get();
        slots = slotsFound.get();
        uniqueKey = key.isEmpty() ? null : new UniqueKey(key, keyFound.get(), memory);
      }
      return names;
    }

    /// Suggests another delimiter if the only column of a header contains one.
    private void hintAtDelimiter(String header, Place place) {
      for (String other : List.of(";", "\t", "|", ",")) {
        if (header.contains(other)) {
          report.error(
              place,
              "the header has a single column, which contains %s; if that is the delimiter, add csvw:dialect [ csvw:delimiter \"%s\" ] to the source"
                  .formatted(
                      other.equals("\t") ? "tabs" : "'" + other + "'", other.replace("\t", "\\t")));
          return;
        }
      }
    }

    @Override
    public @Nullable Row next() throws IOException {
      while (!ended) {
        Optional<CsvCells> read = nextRecord();
        if (read.isEmpty()) {
          if (!ended && !some) {
            report.warn(Place.file(name), "the table has a header but no rows");
          }
          ended = true;
          break;
        }
        some = true;
        CsvCells row = read.get();
        if (row.size() != columns) {
          report.badRow(
              Place.line(name, row.line()),
              "the row has %d cells; the header has %d columns: %s"
                  .formatted(
                      row.size(),
                      columns,
                      row.size() > columns
                          ? "quote a cell that contains the delimiter"
                          : "add the missing cells; a missing value is an empty cell"));
          continue;
        }
        if (uniqueKey == null || uniqueKey.isNew(row, name, report)) {
          return new CsvRow(row, slots, header, nulls);
        }
      }
      return null;
    }

    private Optional<CsvCells> nextRecord() throws IOException {
      try {
        return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
      } catch (CsvParseException e) {
        reportUnreadable(e);
      } catch (UncheckedIOException e) {
        if (!Texts.reportBadBytes(e, input, name, report)) {
          throw e.getCause();
        }
      }
      ended = true;
      return Optional.empty();
    }

    private void reportUnreadable(CsvParseException e) {
      String fault;
      if (handler.isUnclosed()) {
        fault =
            "a quoted cell of this row is never closed; close it, or double a quote inside a cell";
      } else if (handler.isTooLong()) {
        fault =
            "a cell of this row has more than 16 million characters; if it should not, look"
                + " for a quote that is never closed";
      } else {
        fault =
            "the row cannot be read: %s; quote the whole cell and double a quote inside it"
                .formatted(e.getMessage());
      }
      report.error(Place.line(name, handler.line()), fault);
    }

    @Override
    public long bytesRead() {
      return counter.bytes();
    }

    @Override
    public void close() throws IOException {
      if (uniqueKey != null) {
        uniqueKey.free();
      }
      csv.close();
    }
  }

  /// A row that creates the value of a cell when it is read.
  private static final class CsvRow extends TabularRow {
    private final CsvCells cells;
    private final Set<String> nulls;

    CsvRow(CsvCells cells, int[] slots, Header header, Set<String> nulls) {
      super(slots, header);
      this.cells = cells;
      this.nulls = nulls;
    }

    @Override
    public long line() {
      return cells.line();
    }

    @Override
    protected List<Value> cell(int column) {
      String text = cells.cell(column);
      return !nulls.isEmpty() && nulls.contains(text) ? List.of() : List.of(Value.text(text));
    }
  }
}
