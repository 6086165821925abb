package org.techrace.serve.sparql;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.RowSet;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.Xml;
import org.techrace.serve.http.Refusal;

/// Writes solutions as a spreadsheet (SpreadsheetML, ECMA-376 part 1, section 18.3): one sheet with
/// a header row. Numbers become numeric cells, all other terms text cells. No cell is a formula.
final class Worksheet {
  /// The maximum number of rows of a sheet in Excel.
  private static final int MAX_ROWS = 1_048_576;

  /// The maximum number of characters of a cell in Excel.
  private static final int MAX_CELL_LENGTH = 32_767;

  /// The underscore of a text that a reader would take for an escaped character (ST_Xstring,
  /// ECMA-376 part 1, section 22.9.2.19).
  private static final Pattern ESCAPE_LIKE = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

  /// A constant part of the package. `%1$s` is the common prefix of the namespaces.
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

  /// Writes all solutions. Does not close the stream.
  ///
  /// @throws Refusal 400 if there are too many rows, or a text is too long for a cell
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

  /// Starts an entry. All entries have the same time, so that the same answer has the same bytes.
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
      if (rows == MAX_ROWS) {
        throw new Refusal(
            400, "A sheet has at most " + MAX_ROWS + " rows; request CSV or fewer rows.");
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

  /// Reports whether a term becomes a numeric cell. Codes with more than 15 digits stay text,
  /// because spreadsheets keep only 15 digits.
  private static boolean isNumber(Node term) {
    return term.isLiteral()
        && term.getLiteralDatatype() instanceof XSDDatatype
        && term.getLiteralLexicalForm().strip().matches("[-+]?[0-9.]{1,15}([eE][-+]?[0-9]{1,3})?")
        && term.getLiteral().isWellFormed()
        && term.getLiteralValue() instanceof Number;
  }

  private static void text(String text, Writer xml) throws IOException {
    if (text.length() > MAX_CELL_LENGTH) {
      throw new Refusal(400, "A cell has at most " + MAX_CELL_LENGTH + " characters; request CSV.");
    }
    xml.write("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    xml.write(Xml.escaped(ESCAPE_LIKE.matcher(text).replaceAll("_x005F_")).replace("\r", "&#13;"));
    xml.write("</t></is></c>");
  }
}
