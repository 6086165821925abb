package org.techrace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Small XLSX workbooks.
public final class Workbooks {
  private Workbooks() {}

  public static String rows(String[][] cells) {
    StringBuilder sheet = new StringBuilder("<sheetData>");
    for (int row = 0; row < cells.length; row++) {
      sheet.append("<row r=\"%d\">".formatted(row + 1));
      for (int column = 0; column < cells[row].length; column++) {
        if (!cells[row][column].isEmpty()) {
          sheet.append(
              "<c r=\"%s%d\" t=\"inlineStr\"><is><t>%s</t></is></c>"
                  .formatted((char) ('A' + column), row + 1, cells[row][column]));
        }
      }
      sheet.append("</row>");
    }
    return sheet.append("</sheetData>").toString();
  }

  /// Returns a workbook with texts in its only sheet.
  ///
  /// @param merged areas of merged cells, such as `A1:B2`
  public static byte[] workbook(String[][] cells, String... merged) throws IOException {
    StringBuilder sheet = new StringBuilder("<worksheet>" + rows(cells));
    if (merged.length > 0) {
      sheet.append("<mergeCells>");
      for (String area : merged) {
        sheet.append("<mergeCell ref=\"%s\"/>".formatted(area));
      }
      sheet.append("</mergeCells>");
    }
    return zip(sheet + "</worksheet>");
  }

  public static byte[] zip(String sheet) throws IOException {
    return zip(sheet, "");
  }

  /// Returns a workbook with one sheet.
  ///
  /// @param properties the properties of the workbook
  public static byte[] zip(String sheet, String properties) throws IOException {
    return zip(sheet, properties, "");
  }

  /// Returns a workbook with one sheet.
  ///
  /// @param properties the properties of the workbook
  /// @param state the attributes of the sheet in the workbook
  public static byte[] zip(String sheet, String properties, String state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      String[][] parts = {
        {
          "xl/workbook.xml",
          "<workbook"
              + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
              + properties
              + "<sheets><sheet"
              + " name=\"The data\""
              + state
              + " r:id=\"a\"/></sheets></workbook>"
        },
        {
          "xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"a\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
        },
        {
          "xl/styles.xml",
          "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"00000\"/></numFmts>"
              + "<cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/>"
              + "<xf numFmtId=\"164\"/></cellXfs></styleSheet>"
        },
        {"xl/worksheets/sheet1.xml", sheet}
      };
      for (String[] part : parts) {
        zip.putNextEntry(new ZipEntry(part[0]));
        zip.write(part[1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
