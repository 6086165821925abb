package org.techrace.serve.sparql;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.RowSet;
import org.jspecify.annotations.Nullable;
import org.techrace.serve.http.Refusal;

/// Solutions as a spreadsheet (SpreadsheetML, ECMA-376 part 1, section 18.3): one sheet, a row of
/// names, numbers as numbers, all else as text. No cell is a formula.
final class Worksheet {
  /// What a sheet holds (ECMA-376 leaves it to the application; Excel's limits).
  private static final int ROWS = 1_048_576;

  private static final int CHARACTERS = 32_767;

  /// A part of the package that is always the same but for the namespaces' beginning, `%1$s`.
  private record Part(String name, String xml) {}

  private static final String TYPE = "http://schemas.openxmlformats.org/";
  private static final List<Part> PARTS =
      List.of(
          new Part(
              "[Content_Types].xml",
              """
              <Types xmlns="%1$spackage/2006/content-types">\
              <Default Extension="rels" \
              ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
              <Override PartName="/xl/workbook.xml" ContentType=\
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>\
              <Override PartName="/xl/worksheets/sheet1.xml" ContentType=\
              "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>\
              </Types>\
              """),
          new Part(
              "_rels/.rels",
              """
              <Relationships xmlns="%1$spackage/2006/relationships"><Relationship Id="r" \
              Type="%1$sofficeDocument/2006/relationships/officeDocument" \
              Target="xl/workbook.xml"/></Relationships>\
              """),
          new Part(
              "xl/workbook.xml",
              """
              <workbook xmlns="%1$sspreadsheetml/2006/main" \
              xmlns:r="%1$sofficeDocument/2006/relationships">\
              <sheets><sheet name="answer" sheetId="1" r:id="r"/></sheets></workbook>\
              """),
          new Part(
              "xl/_rels/workbook.xml.rels",
              """
              <Relationships xmlns="%1$spackage/2006/relationships"><Relationship Id="r" \
              Type="%1$sofficeDocument/2006/relationships/worksheet" \
              Target="worksheets/sheet1.xml"/></Relationships>\
              """));

  private Worksheet() {}

  /// Writes all rows; leaves the stream open.
  ///
  /// @throws Refusal 400 if a sheet cannot hold them
  static void write(RowSet solutions, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    Writer xml = new OutputStreamWriter(zip, StandardCharsets.UTF_8);
    for (Part part : PARTS) {
      start(part.name(), zip);
      xml.write(part.xml().formatted(TYPE));
      xml.flush();
    }
    start("xl/worksheets/sheet1.xml", zip);
    xml.write("<worksheet xmlns=\"" + TYPE + "spreadsheetml/2006/main\"><sheetData>");
    rows(solutions, xml);
    xml.write("</sheetData></worksheet>");
    xml.flush();
    zip.finish();
  }

  /// Every part bears the same time, so that the same answer is the same bytes.
  private static void start(String name, ZipOutputStream zip) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    zip.putNextEntry(entry);
  }

  private static void rows(RowSet solutions, Writer xml) throws IOException {
    List<Var> variables = solutions.getResultVars();
    xml.write("<row>");
    for (Var variable : variables) {
      text(variable.getVarName(), xml);
    }
    xml.write("</row>");
    for (int rows = 1; solutions.hasNext(); rows++) {
      if (rows == ROWS) {
        throw new Refusal(400, "A sheet holds " + ROWS + " rows; ask for CSV, or for fewer rows.");
      }
      Binding row = solutions.next();
      xml.write("<row>");
      for (Var variable : variables) {
        cell(row.get(variable), xml);
      }
      xml.write("</row>");
    }
  }

  private static void cell(@Nullable Node term, Writer xml) throws IOException {
    if (term == null) {
      xml.write("<c/>");
    } else if (isNumber(term)) {
      xml.write("<c><v>" + term.getLiteralLexicalForm().strip() + "</v></c>");
    } else {
      text(term.isLiteral() ? term.getLiteralLexicalForm() : term.toString(), xml);
    }
  }

  /// Long codes stay text: a spreadsheet keeps fifteen digits.
  private static boolean isNumber(Node term) {
    return term.isLiteral()
        && term.getLiteralDatatype() instanceof XSDDatatype
        && term.getLiteralLexicalForm().strip().matches("[-+]?[0-9.]{1,15}([eE][-+]?[0-9]{1,3})?")
        && term.getLiteral().isWellFormed()
        && term.getLiteralValue() instanceof Number;
  }

  private static void text(String text, Writer xml) throws IOException {
    if (text.length() > CHARACTERS) {
      throw new Refusal(
          400, "A cell holds " + CHARACTERS + " characters, fewer than are in this answer.");
    }
    xml.write("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    xml.write(
        text.replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]", "\uFFFD")
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;"));
    xml.write("</t></is></c>");
  }
}
