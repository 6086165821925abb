package org.techrace.table.csv;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.techrace.report.Report;
import org.techrace.table.Header;
import org.techrace.table.Item;
import org.techrace.table.SourceTable;
import org.techrace.table.csv.DialectDetector.Detected;
import org.techrace.table.format.Dialect;
import org.techrace.table.format.FileFormat;
import org.techrace.table.format.FileSource;
import org.techrace.table.format.Formulation;
import org.techrace.table.format.FoundTable;
import org.techrace.table.format.Stated;
import org.techrace.table.input.Packing;

/// CSV and TSV.
public final class CsvFormat implements FileFormat {
  @Override
  public String name() {
    return "CSV";
  }

  @Override
  public Set<Formulation> formulations() {
    return Set.of(Formulation.COLUMNS);
  }

  @Override
  public List<String> endings() {
    return List.of("csv", "tsv", "tab", "txt", "dat");
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of("text/csv", "text/tab-separated-values");
  }

  @Override
  public Set<Option> options() {
    return Set.of(Option.KEY, Option.DIALECT, Option.NULLS);
  }

  @Override
  public SourceTable open(FileSource source) {
    return new CsvTable(
        source.name(),
        source.file(),
        source.dialect().orElse(usual(source.fileName())),
        source.leftOut(),
        source.key(),
        source.memory());
  }

  /// Returns the dialect of a file whose mapping states none.
  private static Dialect usual(String name) {
    String packing = Packing.ofEnding(name).ending();
    return name.substring(0, name.length() - packing.length()).matches("(?is).*\\.(tsv|tab)")
        ? Dialect.TSV
        : Dialect.CSV;
  }

  @Override
  public boolean isForTexts() {
    return true;
  }

  @Override
  public List<Item> items(String text, Optional<String> iterator) {
    return EmbeddedCsv.items(text);
  }

  @Override
  public Optional<Outliner> outliner() {
    return Optional.of(CsvFormat::tables);
  }

  private static List<FoundTable> tables(FileSource file, Stated stated, Report report)
      throws IOException {
    return CsvOutline.of(file, stated, report).stream()
        .map(outline -> found(file, outline))
        .toList();
  }

  private static FoundTable found(FileSource file, CsvOutline outline) {
    Detected detected = outline.detected();
    return new FoundTable(
        "",
        outline.table(),
        Header.references(outline.header()),
        outline.labels(),
        List.of(),
        Formulation.COLUMNS,
        Optional.empty(),
        Map.of(),
        detected.charset(),
        Optional.of(detected.dialect()).filter(d -> !d.equals(usual(file.fileName()))),
        outline.notes(),
        Map.of());
  }
}
