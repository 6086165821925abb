package org.techrace.engine.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Item;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.Value;

/// The rows of several files, one file after the other. The reference `_file` is the name of the
/// file of a row. A file that cannot be read is reported, and the others are read.
///
/// @param name the path of the files in findings
/// @param files the files, in order
record FilesTable(String name, List<OneFile> files) implements SourceTable {
  /// The reference to the name of the file.
  static final String FILE = "_file";

  /// A file.
  ///
  /// @param name its name, which is the value of [#FILE]
  record OneFile(String name, SourceTable table) {}

  FilesTable {
    files = List.copyOf(files);
  }

  @Override
  public long bytes() throws IOException {
    long bytes = 0;
    for (OneFile file : files) {
      bytes += file.table.bytes();
    }
    return bytes;
  }

  /// Returns the columns of all files, in the order in which they occur first.
  @Override
  public List<String> columns(Report report) throws IOException {
    List<String> columns = new ArrayList<>();
    for (OneFile file : files) {
      for (String column : file.table.columns(report)) {
        if (!columns.contains(column)) {
          columns.add(column);
        }
      }
    }
    return columns;
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    int[] slots = new int[references.size()];
    List<Reference> read = new ArrayList<>();
    for (int i = 0; i < slots.length; i++) {
      if (references.get(i).text().equals(FILE)) {
        slots[i] = -1;
      } else {
        slots[i] = read.size();
        read.add(references.get(i));
      }
    }
    if (!isAnyGood(read)) {
      for (OneFile file : files) {
        file.table.open(read, report).close();
      }
      return SourceRows.NONE;
    }
    return new FileRows(files, read, slots, report);
  }

  /// Returns true if a file has the references. The faults of the others are reported when they are
  /// read.
  private boolean isAnyGood(List<Reference> references) throws IOException {
    for (OneFile file : files) {
      Report found = new Report();
      file.table.open(references, found).close();
      if (!found.hasErrors()) {
        return true;
      }
    }
    return false;
  }

  private static final class FileRows implements SourceRows {
    private final List<OneFile> files;
    private final List<Reference> references;
    private final int[] slots;
    private final Report report;
    private volatile SourceRows rows = SourceRows.NONE;
    private final AtomicLong bytesBefore = new AtomicLong();
    private int next;

    FileRows(List<OneFile> files, List<Reference> references, int[] slots, Report report) {
      this.files = files;
      this.references = references;
      this.slots = slots;
      this.report = report;
    }

    @Override
    public @Nullable Row next() throws IOException {
      while (true) {
        Row row = rows.next();
        if (row != null) {
          return new FileRow(row, files.get(next - 1), slots);
        }
        close();
        if (next == files.size()) {
          return null;
        }
        rows = files.get(next++).table.open(references, report);
      }
    }

    @Override
    public long bytesRead() {
      return bytesBefore.get() + rows.bytesRead();
    }

    @Override
    public void close() throws IOException {
      rows.close();
      bytesBefore.addAndGet(rows.bytesRead());
      rows = NONE;
    }
  }

  private static final class FileRow implements Row, Item {
    private final Row row;
    private final OneFile file;
    private final int[] slots;

    FileRow(Row row, OneFile file, int[] slots) {
      this.row = row;
      this.file = file;
      this.slots = slots;
    }

    @Override
    public long line() {
      return row.line();
    }

    @Override
    public Place place(String table) {
      return row.place(file.table.name());
    }

    @Override
    public long heapBytes() {
      return row.heapBytes();
    }

    @Override
    public List<Value> values(int slot) {
      return slots[slot] < 0 ? List.of(Value.text(file.name)) : row.values(slots[slot]);
    }

    @Override
    public Item item() {
      return this;
    }

    @Override
    public List<Value> values(String reference) {
      return reference.equals(FILE) ? List.of(Value.text(file.name)) : row.item().values(reference);
    }

    @Override
    public List<Item> items(String iterator) {
      return row.item().items(iterator);
    }
  }
}
