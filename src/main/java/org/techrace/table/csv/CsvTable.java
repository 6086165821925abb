package org.techrace.table.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.FieldModifiers;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Header;
import org.techrace.table.Item;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.UniqueKey;
import org.techrace.table.Value;
import org.techrace.table.input.BrokenPackingException;
import org.techrace.table.input.Counter;
import org.techrace.table.input.TableFile;
import org.techrace.table.input.Texts;

/// A CSV file with a header line, read to the letter of RFC 4180: a quoted cell must be closed, a
/// row must have as many cells as the header, the bytes must be in the file's encoding.
///
/// @param name the name in findings
/// @param input the file
/// @param dialect how its cells are separated
/// @param nulls the cell texts that mean "no value"
/// @param key the columns whose values together may occur only once; empty if there is no such rule
/// @param memory where the keys seen are kept
public record CsvTable(
    String name,
    TableFile input,
    Dialect dialect,
    Set<String> nulls,
    List<String> key,
    Memory memory)
    implements SourceTable {

  /// How the cells of a file are separated and quoted (CSV on the Web, section 5.9).
  ///
  /// @param comment what a line that is a comment begins with
  /// @param trim whether white space around cells is dropped
  public record Dialect(char delimiter, char quote, Optional<Character> comment, boolean trim) {
    /// RFC 4180.
    public static final Dialect CSV = new Dialect(',', '"', Optional.empty(), false);

    /// The same with tabs.
    public static final Dialect TSV = new Dialect('\t', '"', Optional.empty(), false);
  }

  private static final Pattern AT_LINE =
      Pattern.compile("(.*) \\(record starting at line (\\d+)\\)");

  public CsvTable {
    nulls = Set.copyOf(nulls);
    key = List.copyOf(key);
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    Counter counter = new Counter();
    try {
      CsvRows rows = new CsvRows(read(counter), counter, report);
      rows.readHeader(references);
      return rows;
    } catch (BrokenPackingException e) {
      report.error(Place.file(name), String.valueOf(e.getMessage()));
      return SourceRows.NONE;
    }
  }

  /// The names of its columns; none if there is no header, which is reported.
  public List<String> header(Report report) throws IOException {
    Counter counter = new Counter();
    try (CsvRows rows = new CsvRows(read(counter), counter, report)) {
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

  private CsvReader<CsvRecord> read(Counter counter) throws IOException {
    Reader reader = new InputStreamReader(input.open(counter), Texts.strict(input.charset()));
    CsvReader.CsvReaderBuilder builder =
        CsvReader.builder()
            .fieldSeparator(dialect.delimiter)
            .quoteCharacter(dialect.quote)
            .skipEmptyLines(true)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .trimWhitespacesAroundQuotes(dialect.trim);
    dialect.comment.ifPresent(
        comment -> builder.commentStrategy(CommentStrategy.SKIP).commentCharacter(comment));
    return dialect.trim
        ? builder.build(
            CsvRecordHandler.of(handler -> handler.fieldModifier(FieldModifiers.TRIM)), reader)
        : builder.ofCsvRecord(reader);
  }

  /// The rows of one reading.
  private final class CsvRows implements SourceRows {
    private final CsvReader<CsvRecord> csv;
    private final CloseableIterator<CsvRecord> records;
    private final Counter counter;
    private final Report report;
    private int columns;
    private int[] slots = {};
    private Header header = new Header(Place.file(name), Map.of());
    private @Nullable UniqueKey uniqueKey;
    private boolean some;
    private boolean ended;

    CsvRows(CsvReader<CsvRecord> csv, Counter counter, Report report) {
      this.csv = csv;
      this.counter = counter;
      this.records = csv.iterator();
      this.report = report;
    }

    /// Reads the header line, and finds the references in it.
    List<String> readHeader(List<Reference> references) throws IOException {
      Optional<CsvRecord> first = nextRecord();
      if (first.isEmpty()) {
        if (!ended) {
          report.error(
              Place.file(name), "the file is empty; expected a header line with the column names");
        }
        ended = true;
        return List.of();
      }
      List<String> names = first.get().getFields();
      columns = names.size();
      Place place = Place.line(name, first.get().getStartingLineNumber());
      Optional<Header> found = Header.of(place, names, report);
      Optional<int[]> slotsFound = found.flatMap(h -> h.find(references, report));
      if (slotsFound.isEmpty() && names.stream().anyMatch(n -> n.indexOf(0) >= 0)) {
        report.error(
            place,
            "there are NUL characters in the header, as if the file were in UTF-16; say"
                + " rml:encoding rml:UTF-16LE or rml:UTF-16BE, or save it in UTF-8");
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

    /// A header of one column is often one of several with another delimiter.
    private void hintAtDelimiter(String header, Place place) {
      for (String other : List.of(";", "\t", "|", ",")) {
        if (header.contains(other)) {
          report.error(
              place,
              "the header is a single column, with %s in it; if that is the delimiter, say csvw:dialect [ csvw:delimiter \"%s\" ] in the source"
                  .formatted(
                      other.equals("\t") ? "tabs" : "'" + other + "'", other.replace("\t", "\\t")));
          return;
        }
      }
    }

    @Override
    public @Nullable Row next() throws IOException {
      while (!ended) {
        Optional<CsvRecord> read = nextRecord();
        if (read.isEmpty()) {
          if (!ended && !some) {
            report.warn(Place.file(name), "there is no row below the header");
          }
          ended = true;
          break;
        }
        some = true;
        CsvRecord row = read.get();
        if (row.getFieldCount() != columns) {
          report.badRow(
              Place.line(name, row.getStartingLineNumber()),
              "the row has %d cells; the header has %d columns: %s"
                  .formatted(
                      row.getFieldCount(),
                      columns,
                      row.getFieldCount() > columns
                          ? "quote a cell that contains the delimiter"
                          : "add the missing cells, blank if need be"));
          continue;
        }
        if (uniqueKey == null || uniqueKey.isNew(row, name, report)) {
          return new CsvRow(row, slots, header, nulls);
        }
      }
      return null;
    }

    private Optional<CsvRecord> nextRecord() throws IOException {
      try {
        return records.hasNext() ? Optional.of(records.next()) : Optional.empty();
      } catch (CsvParseException e) {
        reportUnreadable(e, report);
      } catch (UncheckedIOException e) {
        if (!Texts.reportBadBytes(e, input, name, report)) {
          throw e.getCause();
        }
      }
      ended = true;
      return Optional.empty();
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

  /// FastCSV says the line in its message only.
  private void reportUnreadable(CsvParseException e, Report report) {
    Matcher message = AT_LINE.matcher(String.valueOf(e.getMessage()));
    boolean found = message.matches();
    String fault = found ? message.group(1) : String.valueOf(e.getMessage());
    report.error(
        new Place.InFile(name, found ? Long.parseLong(message.group(2)) : 0, 0),
        fault.startsWith("Unclosed")
            ? "a quoted cell of this row is never closed; close it, or double a quote inside a cell"
            : fault.startsWith("The maximum buffer size")
                ? "a cell of this row has more than 16 million characters; if it should not, look"
                    + " for a quote that is never closed"
                : "the row cannot be read: %s; quote the whole cell and double a quote inside it"
                    .formatted(fault));
  }

  private static final class CsvRow implements Row, Item {
    private final CsvRecord fields;
    private final int[] slots;
    private final Header header;
    private final Set<String> nulls;

    CsvRow(CsvRecord fields, int[] slots, Header header, Set<String> nulls) {
      this.fields = fields;
      this.slots = slots;
      this.header = header;
      this.nulls = nulls;
    }

    @Override
    public long line() {
      return fields.getStartingLineNumber();
    }

    @Override
    public List<Value> values(int slot) {
      return cell(slots[slot]);
    }

    private List<Value> cell(int index) {
      String text = fields.getField(index);
      return !nulls.isEmpty() && nulls.contains(text) ? List.of() : List.of(Value.text(text));
    }

    @Override
    public Item item() {
      return this;
    }

    @Override
    public List<Value> values(String column) {
      Integer index = header.indexes().get(column);
      if (index == null) {
        throw new IllegalArgumentException(header.unknown(column));
      }
      return cell(index);
    }

    @Override
    public List<Item> items(String iterator) {
      throw new IllegalArgumentException(
          "a row has no parts to iterate over; make an expression field of the cell first");
    }
  }
}
