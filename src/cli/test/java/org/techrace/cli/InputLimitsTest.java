package org.techrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every fault of a table or an object of a store, and every limit that it exceeds, is a finding:
/// the command says where, and ends with exit code 1.
@Tag("long")
final class InputLimitsTest {
  private static final int MIB = 1 << 20;

  @TempDir private Path folder = Path.of("");

  /// Files that cannot be used.
  enum Table {
    GZIP_BOMB("t.csv.gz", "decompresses as gzip to more than 67,108,864 bytes"),
    GZIP_CUT("t.csv.gz", "cannot be decompressed as gzip"),
    GZIP_OF_NOTHING("t.csv.gz", "cannot be decompressed as gzip"),
    JSON_BOMB("t.json.gz", "decompresses as gzip to more than 67,108,864 bytes"),
    XML_BOMB("t.xml.gz", "decompresses as gzip to more than 67,108,864 bytes"),
    ZIP_BOMB("t.csv.zip", "decompresses as ZIP to more than 67,108,864 bytes"),
    ZIP_BOMB_BEFORE_THE_TABLE("t.csv.zip", "decompresses as ZIP to more than 67,108,864 bytes"),
    SHEET_BOMB("t.xlsx", "decompresses as ZIP to more than 67,108,864 bytes"),
    SHEET_WITH_TOO_MANY_COLUMNS("t.xlsx", "more than the limit of 16,384 cells"),
    SHEET_WITH_TOO_MANY_MERGED_AREAS("t.xlsx", "more than 100,000 merged areas"),
    EMPTY_SHEET("t.xlsx", "is empty"),
    NO_WORKBOOK("t.xlsx", "this is not an XLSX workbook"),
    NO_PARQUET("t.parquet", "this Parquet file cannot be read"),
    LONG_CELL("t.csv", "more than 16 million characters");

    private final String file;
    private final String message;

    Table(String file, String message) {
      this.file = file;
      this.message = message;
    }

    private byte[] bytes() throws IOException {
      return switch (this) {
        case GZIP_BOMB -> gzip("id,name\n", "1,a\n", 70 * MIB, "");
        case GZIP_CUT -> cut();
        case GZIP_OF_NOTHING, NO_WORKBOOK, NO_PARQUET -> "nonsense".getBytes(UTF_8);
        case JSON_BOMB -> gzip("[", "{\"id\":1,\"name\":\"a\"},", 70 * MIB, "{}]");
        case XML_BOMB -> gzip("<r>", "<x><id>1</id><name>a</name></x>", 70 * MIB, "</r>");
        case ZIP_BOMB -> zip("t.csv", "id,name\n" + "1,a\n".repeat(70 * MIB / 4));
        case ZIP_BOMB_BEFORE_THE_TABLE ->
            zip("t.txt", "1,a\n".repeat(70 * MIB / 4), "t.csv", "id,name\n1,a\n");
        case SHEET_BOMB -> sheet(row("id") + row("a".repeat(10_000)).repeat(7_000), "");
        case SHEET_WITH_TOO_MANY_COLUMNS -> sheet("<row><c r=\"ZZZZ1\"><v>1</v></c></row>", "");
        case SHEET_WITH_TOO_MANY_MERGED_AREAS ->
            sheet(
                "<row><c><v>1</v></c></row>",
                "<mergeCells>" + "<mergeCell ref=\"A1:B2\"/>".repeat(100_001) + "</mergeCells>");
        case EMPTY_SHEET -> sheet("", "");
        case LONG_CELL -> ("id,name\n1," + "a".repeat(17 * MIB) + "\n").getBytes(UTF_8);
      };
    }

    private static byte[] gzip(String before, String repeated, int bytes, String after)
        throws IOException {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream out = new GZIPOutputStream(packed)) {
        out.write(before.getBytes(UTF_8));
        byte[] block = repeated.repeat(1000).getBytes(UTF_8);
        for (int written = 0; written < bytes; written += block.length) {
          out.write(block);
        }
        out.write(after.getBytes(UTF_8));
      }
      return packed.toByteArray();
    }

    private static byte[] cut() throws IOException {
      StringBuilder rows = new StringBuilder("id,name\n");
      new Random(1).ints(10_000).forEach(n -> rows.append(n).append(",a\n"));
      byte[] whole = gzip(rows.toString(), "", -1, "");
      return Arrays.copyOf(whole, whole.length / 2);
    }

    private static byte[] zip(String... namesAndContents) throws IOException {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(packed)) {
        for (int i = 0; i < namesAndContents.length; i += 2) {
          zip.putNextEntry(new ZipEntry(namesAndContents[i]));
          zip.write(namesAndContents[i + 1].getBytes(UTF_8));
        }
      }
      return packed.toByteArray();
    }

    private static byte[] sheet(String rows, String after) throws IOException {
      String main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
      return zip(
          "xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"r\" Target=\"s.xml\"/></Relationships>",
          "xl/workbook.xml",
          "<workbook %s xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"s\" r:id=\"r\"/></sheets></workbook>"
              .formatted(main),
          "xl/s.xml",
          "<worksheet %s><sheetData>%s</sheetData>%s</worksheet>".formatted(main, rows, after));
    }

    private static String row(String text) {
      return "<row><c t=\"str\"><v>" + text + "</v></c></row>";
    }

    private String mapping() {
      String formulation = "rml:referenceFormulation rml:CSV";
      if (file.contains(".json")) {
        formulation = "rml:referenceFormulation rml:JSONPath ; rml:iterator \"$[*]\"";
      } else if (file.contains(".xml")) {
        formulation = "rml:referenceFormulation rml:XPath ; rml:iterator \"/r/x\"";
      }
      return """
      PREFIX rml: <http://w3id.org/rml/>
      <#m> rml:logicalSource [ rml:source [ rml:path "%s" ] ; %s ] ;
        rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class <http://example.org/T> ] .
      """
          .formatted(file, formulation);
    }
  }

  static Stream<Arguments> commands() {
    return Stream.of(Table.values())
        .flatMap(
            table ->
                Stream.of("map", "init")
                    .filter(command -> command.equals("map") || !table.file.endsWith(".zip"))
                    .map(command -> Arguments.of(command, table)));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aTableThatCannotBeUsedIsAFinding(String command, Table table) throws IOException {
    Path file = Files.write(folder.resolve(table.file), table.bytes());
    Path mapping = folder.resolve("mapping.ttl");
    String[] line = {"init", file.toString(), "--project", folder.toString()};
    if (command.equals("map")) {
      Files.writeString(mapping, table.mapping());
      line = new String[] {"map", mapping.toString(), "-o", folder.resolve("o.nq").toString()};
    }
    Project.Outcome outcome = Project.at(folder).command(line);
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(1);
    assertThat(outcome.findings())
        .anySatisfy(
            finding ->
                assertThat(finding).startsWith("ERROR [").contains(table.file, table.message));
    assertThat(outcome.err()).doesNotContain("this is a bug");
  }

  /// Ways in which an object of a store can be wrong.
  enum Fault {
    OBJECT_WITH_OTHER_BYTES("objects/", "the SHA-256 is"),
    OBJECT_CUT("objects/", "bytes, expected"),
    OBJECT_LONGER("objects/", "bytes, expected"),
    MANIFEST_CHANGED("releases/", "the SHA-256 is"),
    POINTER_OF_NOTHING("current", "expected the name of a release and a SHA-256"),
    POINTER_TOO_LONG("current", "has more than 67,108,864 bytes");

    private final String prefix;
    private final String message;

    Fault(String prefix, String message) {
      this.prefix = prefix;
      this.message = message;
    }

    private byte[] of(byte[] good) {
      byte[] changed = good.clone();
      changed[0] ^= 1;
      return switch (this) {
        case OBJECT_WITH_OTHER_BYTES, MANIFEST_CHANGED -> changed;
        case OBJECT_CUT -> Arrays.copyOf(good, good.length - 1);
        case OBJECT_LONGER -> Arrays.copyOf(good, good.length + 1);
        case POINTER_OF_NOTHING -> "nonsense".getBytes(UTF_8);
        case POINTER_TOO_LONG -> new byte[(64 << 20) + 1];
      };
    }
  }

  @Test
  void aStoreWithAWrongObjectIsAFinding() throws IOException {
    Project project = Project.in(folder.resolve("project"));
    assertThat(project.run("build").code()).isZero();
    for (Fault fault : Fault.values()) {
      Path store = folder.resolve("store-" + fault);
      assertThat(project.run("releases", "push", store.toUri().toString()).code()).isZero();
      Path object = largest(store.resolve(fault.prefix));
      Files.write(object, fault.of(Files.readAllBytes(object)));
      Project.Outcome pulled =
          project.command(
              "releases",
              "pull",
              store.toUri().toString(),
              "--releases",
              folder.resolve("replica-" + fault).toString());
      assertThat(pulled.code()).as(fault + ": " + pulled.err()).isEqualTo(1);
      assertThat(pulled.err()).contains("ERROR ", fault.message).doesNotContain("this is a bug");
      PathUtils.deleteDirectory(store);
    }
  }

  private static Path largest(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(Files::isRegularFile)
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }
}
