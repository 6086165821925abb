package org.techrace.table.sheet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.techrace.report.Finding;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.table.CellKind;
import org.techrace.table.Header;
import org.techrace.table.Reference;
import org.techrace.table.SourceTable;
import org.techrace.table.format.Dialect;
import org.techrace.table.format.FileFormat;
import org.techrace.table.format.FileSource;
import org.techrace.table.format.Formulation;
import org.techrace.table.format.FoundTable;
import org.techrace.table.format.Percents;
import org.techrace.table.format.Stated;

/// Workbooks of spreadsheet programs (XLSX). The iterator is a sheet or a range.
public final class XlsxFormat implements FileFormat {
  /// The number of merged areas that a note names.
  private static final int MAX_MERGED = 3;

  private static final String ADVICE = "save the workbook as xlsx in a spreadsheet program";

  @Override
  public String name() {
    return "XLSX";
  }

  @Override
  public Set<Formulation> formulations() {
    return Set.of(Formulation.COLUMNS);
  }

  @Override
  public List<String> endings() {
    return List.of("xlsx");
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  }

  @Override
  public Set<Option> options() {
    return Set.of(Option.DIALECT, Option.NULLS);
  }

  @Override
  public boolean isPackable() {
    return false;
  }

  @Override
  public boolean needsName() {
    return true;
  }

  @Override
  public SourceTable open(FileSource source) {
    return new XlsxTable(
        source.name(),
        source.file().file(),
        source.iterator().map(source::iterator),
        source.dialect().map(XlsxFormat::extent).orElse(XlsxTable.Extent.USUAL),
        source.leftOut(),
        source.nulls(),
        source.memory());
  }

  private static XlsxTable.Extent extent(Dialect stated) {
    return new XlsxTable.Extent(stated.skipRows(), stated.headerRows(), stated.footerRows());
  }

  @Override
  public Map<String, String> convertible() {
    return Map.of("xls", ADVICE, "xlsm", ADVICE, "xlsb", ADVICE, "ods", ADVICE, "numbers", ADVICE);
  }

  @Override
  public Optional<Outliner> outliner() {
    return Optional.of(XlsxFormat::sheets);
  }

  /// Returns the sheets of a workbook. Reports those that cannot be read or are empty, and leaves
  /// them out.
  private static List<FoundTable> sheets(FileSource file, Stated stated, Report report)
      throws IOException {
    List<String> sheets = XlsxTable.sheets(file.name(), file.file().file(), report);
    Set<String> hidden = XlsxTable.hiddenSheets(file.file().file());
    List<FoundTable> tables = new ArrayList<>();
    Report leftOut = new Report();
    for (String sheet : sheets) {
      XlsxTable whole =
          new XlsxTable(
              file.name(),
              file.file().file(),
              Optional.of(Reference.of(sheet)),
              XlsxTable.Extent.USUAL,
              Set.of(),
              CellKind.ERRORS,
              file.memory());
      List<SheetDetector.Detected> found =
          SheetDetector.of(whole, stated.skipRows(), stated.headerRows());
      for (SheetDetector.Detected detected : found) {
        table(
                sheets.size() == 1 ? "" : sheet,
                detected,
                found.size(),
                hidden.contains(sheet),
                leftOut)
            .ifPresent(tables::add);
      }
    }
    Severity severity = tables.isEmpty() ? Severity.ERROR : Severity.WARN;
    report.addAll(leftOut, finding -> new Finding(severity, finding.place(), finding.message()));
    return tables;
  }

  /// Returns a table of a sheet, or empty if it has no header.
  ///
  /// @param tables the number of tables of the sheet
  /// @param isHidden true if the workbook does not show the sheet
  /// @param report receives why it has none
  private static Optional<FoundTable> table(
      String part, SheetDetector.Detected detected, int tables, boolean isHidden, Report report)
      throws IOException {
    XlsxTable table = detected.table();
    List<String> header = table.header(report);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    String iterator = table.sheet().map(Reference::text).orElse("");
    List<String> notes = new ArrayList<>();
    if (tables > 1) {
      notes.add("The sheet has %d tables; this is %s.".formatted(tables, iterator));
    }
    if (isHidden) {
      notes.add("The sheet '%s' is hidden in the workbook.".formatted(iterator));
    }
    FoundTable.footerNote(detected.footer()).ifPresent(notes::add);
    XlsxTable.Extent extent = table.extent();
    Dialect dialect =
        Dialect.CSV.withRows(extent.skipRows(), extent.headerRows(), extent.footerRows());
    List<String> references = Header.references(header);
    Map<String, Percents> percents = new HashMap<>();
    XlsxTable.Looks looks = table.looks();
    looks.percents().forEach((column, which) -> percents.put(references.get(column), which));
    if (!looks.merged().isEmpty()) {
      notes.add(
          "Each of the cells that are merged has their value: %s."
              .formatted(
                  looks.merged().stream().limit(MAX_MERGED).collect(Collectors.joining(", "))
                      + (looks.merged().size() > MAX_MERGED ? ", …" : "")));
    }
    return Optional.of(
        FoundTable.columns(
                part,
                table,
                references,
                detected.names().size() == header.size() ? detected.names() : header,
                Optional.of(iterator),
                Optional.of(dialect).filter(found -> !found.equals(Dialect.CSV)),
                notes)
            .withPercents(percents));
  }
}
