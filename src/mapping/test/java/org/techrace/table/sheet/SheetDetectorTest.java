package org.techrace.table.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.Workbooks;
import org.techrace.access.ReadableFile;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.sheet.XlsxTable.Extent;

final class SheetDetectorTest {
  @TempDir private Path folder = Path.of("");

  private XlsxTable table(String[][] cells, String... merged) throws IOException {
    Path file = folder.resolve("t.xlsx");
    Files.write(file, Workbooks.workbook(cells, merged));
    return new XlsxTable(
        "t.xlsx",
        ReadableFile.named(file),
        Optional.empty(),
        Extent.USUAL,
        Set.of(),
        Set.of("#N/A"),
        new Memory(1 << 20));
  }

  private static SheetDetector.Detected detected(XlsxTable table) throws IOException {
    List<SheetDetector.Detected> all = SheetDetector.of(table, Optional.empty(), Optional.empty());
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @Test
  void findsNothingAroundAPlainTable() throws IOException {
    XlsxTable table =
        table(
            new String[][] {
              {"code", "name", "remark"},
              {"1", "Alpine", ""},
              {"2", "Blue", "a note about this row of the table"},
              {"3", "Feta", ""},
              {"4", "", ""}
            });
    assertThat(detected(table)).isEqualTo(new SheetDetector.Detected(table, List.of(), List.of()));
  }

  @Test
  void findsTitleTotalsAndNotes() throws IOException {
    XlsxTable table =
        table(
            new String[][] {
              {"Production of cheese", "", "", ""},
              {"As of", "2026", "", ""},
              {},
              {"Region", "Tonnes", "Farms", "Remark"},
              {"North", "120", "4", "estimated"},
              {"South", "80", "3", ""},
              {"West", "40", "2", ""},
              {"Total", "240", "9", ""},
              {},
              {"Source: office of statistics"}
            },
            "A1:D1");
    SheetDetector.Detected found = detected(table);
    assertThat(found.table().extent()).isEqualTo(new Extent(3, 1, 2));
    assertThat(found.footer()).containsExactly("Total | 240 | 9", "Source: office of statistics");
    assertThat(table.with(found.table().extent()).header(new Report()))
        .containsExactly("Region", "Tonnes", "Farms", "Remark");
  }

  /// The header is merged: one name is above two years, and another is beside both rows.
  @Test
  void findsAHeaderOfTwoRows() throws IOException {
    XlsxTable table =
        table(
            new String[][] {
              {"", "Report of the year", "", ""},
              {},
              {"", "City", "Price", ""},
              {"", "", "2024", "2025"},
              {"", "Bern", "1", "2"},
              {"", "", "3", "4"},
              {"", "Zug", "5", "6"},
              {"", "Source: office"}
            },
            "B1:D1",
            "B3:B4",
            "C3:D3",
            "B5:B6");
    assertThat(detected(table).table().extent()).isEqualTo(new Extent(2, 2, 1));
  }

  @Test
  void findsTheUpperRowOfAHeaderWithFewNames() throws IOException {
    XlsxTable table =
        table(
            new String[][] {
              {"Region", "Sales", "", "", ""},
              {"", "2022", "2023", "2024", "2025"},
              {"North", "1", "2", "3", "4"},
              {"South", "5", "6", "7", "8"}
            },
            "B1:E1");
    SheetDetector.Detected found = detected(table);
    assertThat(found.table().extent()).isEqualTo(new Extent(0, 2, 0));
    assertThat(table.with(found.table().extent()).header(new Report()))
        .containsExactly("Region", "Sales 2022", "Sales 2023", "Sales 2024", "Sales 2025");
  }

  /// The sheet of the tutorial: one name is above the last three of seven columns.
  @Test
  void findsAMergedNameAtTheEndOfTheHeader() throws IOException {
    XlsxTable table =
        table(
            new String[][] {
              {"Sales by cheese"},
              {},
              {"No", "Cheese", "Milk", "Unit", "Sales", "", ""},
              {"", "", "", "", "2023", "2024", "2025"},
              {"1", "Alpine", "c", "t", "1,5", "1,75", "2,0"},
              {"2", "Feta style", "s; g", "kg", "820", "905,5", "-"},
              {"3", "Blue", "x", "t", "0,4", "", "0,5"}
            },
            "A1:G1",
            "E3:G3");
    assertThat(detected(table).table().extent()).isEqualTo(new Extent(2, 2, 0));
  }

  @Test
  void findsATableWithoutAHeader() throws IOException {
    XlsxTable table =
        table(
            new String[][] {
              {"1", "2025-01-03", "4.5"},
              {"2", "2025-01-04", "4.7"},
              {"3", "2025-01-05", "4.6"}
            });
    assertThat(detected(table).table().extent()).isEqualTo(new Extent(0, 0, 0));
  }

  @Test
  void usesWhatIsStated() throws IOException {
    XlsxTable table =
        table(
            new String[][] {
              {"One", "Two"},
              {"code", "name"},
              {"a", "A"},
              {"b", "B"},
              {"Sum", "2"}
            });
    SheetDetector.Detected found =
        SheetDetector.of(table, Optional.of(1), Optional.of(1)).getFirst();
    assertThat(found.table().extent()).isEqualTo(new Extent(1, 1, 1));
  }

  @Test
  void acceptsAnEmptySheetAndAFileThatIsNoWorkbook() throws IOException {
    assertThat(detected(table(new String[][] {{}})).table().extent()).isEqualTo(Extent.USUAL);
    Path file = Files.writeString(folder.resolve("no.xlsx"), "no workbook");
    XlsxTable table =
        new XlsxTable(
            "no.xlsx",
            ReadableFile.named(file),
            Optional.empty(),
            Extent.USUAL,
            Set.of(),
            Set.of("#N/A"),
            new Memory(0));
    assertThat(detected(table).table().extent()).isEqualTo(Extent.USUAL);
  }

  private List<String> ranges(String[][] cells) throws IOException {
    return SheetDetector.of(table(cells), Optional.empty(), Optional.empty()).stream()
        .map(found -> found.table().sheet().map(Reference::text).orElse(""))
        .toList();
  }

  @Test
  void findsTablesBelowEachOther() throws IOException {
    String[][] cells = {
      {"Farms"},
      {"Region", "Farms"},
      {"North", "4"},
      {"South", "5"},
      {"Source: survey"},
      {},
      {"Sales"},
      {},
      {"Cheese", "Region", "Tonnes"},
      {"Feta", "North", "12"},
      {"Blue", "South", "13"},
      {},
      {"Source: office of statistics"}
    };
    assertThat(ranges(cells)).containsExactly("A1:B7", "A9:C13");
    List<SheetDetector.Detected> found =
        SheetDetector.of(table(cells), Optional.empty(), Optional.empty());
    assertThat(found.getFirst().table().extent()).isEqualTo(new Extent(1, 1, 2));
    assertThat(found.getLast().table().extent()).isEqualTo(new Extent(0, 1, 1));
  }

  /// A mark for a missing value among numbers is no text.
  @Test
  void missingNumbersDoNotKeepTablesTogether() throws IOException {
    for (String mark : List.of("n/a", "-", "k. A.", "#REF!", "..")) {
      String[][] cells = {
        {"Region", "Farms"},
        {"North", "4"},
        {"South", mark},
        {},
        {"Cheese", "Tonnes"},
        {"Feta", mark},
        {"Blue", "13"}
      };
      assertThat(ranges(cells)).as(mark).containsExactly("A1:B3", "A5:B7");
    }
    String[][] texts = {
      {"Region", "Farms"},
      {"North", "4"},
      {},
      {"East", "none yet"},
      {"West", "7"},
      {"South", "open"}
    };
    assertThat(ranges(texts)).containsExactly("");
  }

  @Test
  void findsTablesNextToEachOther() throws IOException {
    String[][] cells = {
      {"Region", "Farms", "", "Cheese", "Tonnes"},
      {"North", "4", "", "Feta", "12"},
      {"South", "5", "", "Blue", "13"}
    };
    assertThat(ranges(cells)).containsExactly("A1:B3", "D1:E3");
  }

  @Test
  void rowsAfterAnEmptyRowBelongToTheTable() throws IOException {
    String[][] cells = {
      {"Region", "Farms"}, {"North", "4"}, {"South", "5"}, {}, {"East", "6"}, {"West", "7"}
    };
    assertThat(ranges(cells)).containsExactly("");
  }
}
