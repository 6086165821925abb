package org.techrace.engine.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.techrace.memory.Memory;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Presence;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;
import org.techrace.table.TablePart;
import org.techrace.table.Value;

/// The rows of several files, one file after the other. The reference `_file` is the name of the
/// file of a row. A file that cannot be read is reported, and the others are read.
///
/// @param name the path of the files in findings
/// @param files the files, in order
/// @param key the columns whose combined values are unique in all files; empty for none
/// @param memory the budget for the keys already read
record FilesTable(String name, List<OneFile> files, List<String> key, Memory memory)
    implements SourceTable {
  /// The reference to the name of the file.
  static final String FILE = "_file";

  /// A file.
  ///
  /// @param name its name, which is the value of [#FILE]
  record OneFile(String name, SourceTable table) {}

  FilesTable {
    files = List.copyOf(files);
    key = List.copyOf(key);
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
    Set<String> columns = new LinkedHashSet<>();
    for (OneFile file : files) {
      columns.addAll(file.table.columns(report));
    }
    return List.copyOf(columns);
  }

  /// Divides each file, so that a file that cannot be divided is one part. Files with a key are not
  /// divided.
  @Override
  public List<TablePart> parts(List<Reference> references, long bytes) throws IOException {
    if (!key.isEmpty()) {
      return List.of(TablePart.WHOLE);
    }
    List<Reference> read = new AddedColumns(List.of(FILE), references).others();
    List<TablePart> parts = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      for (TablePart part : files.get(i).table.parts(read, bytes)) {
        parts.add(part.ofFile(i));
      }
    }
    return List.copyOf(parts);
  }

  @Override
  public SourceTable part(TablePart part) {
    if (part.file() < 0) {
      return this;
    }
    OneFile file = files.get(part.file());
    return new FilesTable(
        name, List.of(new OneFile(file.name, file.table.part(part))), List.of(), memory);
  }

  @Override
  public SourceRows open(List<Reference> references, Report report) throws IOException {
    List<Reference> all = new ArrayList<>(references);
    key.forEach(column -> all.add(Reference.of(column)));
    AddedColumns added = new AddedColumns(List.of(FILE), all);
    List<Reference> read = added.others();
    if (!isAnyGood(read)) {
      for (OneFile file : files) {
        file.table.open(read, report).close();
      }
      return SourceRows.NONE;
    }
    int[] slots = IntStream.range(references.size(), all.size()).toArray();
    FilesKey unique =
        key.isEmpty()
            ? null
            : new FilesKey(key, files.stream().map(file -> file.table.name()).toList(), memory);
    return new FileRows(files, read, added, slots, unique, report);
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
    private final AddedColumns added;
    private final int[] keySlots;
    private final @Nullable FilesKey key;
    private final Report report;
    private volatile SourceRows rows = SourceRows.NONE;
    private final AtomicLong bytesBefore = new AtomicLong();
    private int next;
    private Optional<Presence> presence = Optional.empty();

    /// The name of the table and the value of [#FILE] in the rows of the current file.
    private String table = "";

    private List<List<Value>> file = List.of();

    /// @param keySlots the slots of the key
    FileRows(
        List<OneFile> files,
        List<Reference> references,
        AddedColumns added,
        int[] keySlots,
        @Nullable FilesKey key,
        Report report) {
      this.files = files;
      this.references = references;
      this.added = added;
      this.keySlots = keySlots;
      this.key = key;
      this.report = report;
    }

    @Override
    public @Nullable Row next() throws IOException {
      while (true) {
        Row row = rows.next();
        if (row != null) {
          Row whole = new FileRow(added, row, file, table);
          if (key == null || key.isNew(whole, next - 1, keySlots, report)) {
            return whole;
          }
          continue;
        }
        closeFile();
        if (next == files.size()) {
          return null;
        }
        OneFile opened = files.get(next++);
        table = opened.table.name();
        file = List.of(List.of(Value.text(opened.name)));
        rows = opened.table.open(references, report);
      }
    }

    @Override
    public long bytesRead() {
      return bytesBefore.get() + rows.bytesRead();
    }

    @Override
    public void close() throws IOException {
      if (key != null) {
        key.free();
      }
      closeFile();
    }

    private void closeFile() throws IOException {
      rows.close();
      bytesBefore.addAndGet(rows.bytesRead());
      if (rows.presence().isPresent()) {
        presence = rows.presence();
      }
      rows = NONE;
    }

    /// A part of several files is a part of one of them.
    @Override
    public Optional<Presence> presence() {
      return presence;
    }
  }

  private static final class FileRow extends AddedColumns.ExtendedRow {
    private final String ownTable;

    /// @param ownTable the name of the table of the file
    FileRow(AddedColumns columns, Row row, List<List<Value>> file, String ownTable) {
      super(columns, row, file);
      this.ownTable = ownTable;
    }

    @Override
    Place place(Row of, String table) {
      return of.place(ownTable);
    }
  }
}
