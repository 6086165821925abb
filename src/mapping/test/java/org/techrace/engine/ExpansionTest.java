package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/// Tests that a small file that decompresses to a large one is reported before it fills memory or
/// takes long.
final class ExpansionTest {
  private static final int MIB = 1 << 20;
  private static final int UNPACKED_MIB = 70;

  @TempDir private Path folder = Path.of("");

  private Workbench.Result map(String file, byte[] packed) throws IOException {
    return new Workbench(folder)
        .file(file, packed)
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#m> rml:logicalSource [ rml:source [ rml:path "%s" ] ; rml:referenceFormulation rml:CSV ] ;
                  rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Thing ] .
                """
                    .formatted(file))
        .run();
  }

  /// Writes a header and then identical rows.
  private static void rows(OutputStream to) throws IOException {
    to.write("id\n".getBytes(StandardCharsets.US_ASCII));
    byte[] rows = new byte[MIB];
    for (int i = 0; i < MIB; i++) {
      rows[i] = (byte) (i % 64 == 63 ? '\n' : '1');
    }
    for (int i = 0; i < UNPACKED_MIB; i++) {
      to.write(rows);
    }
  }

  private static OutputStream tar(OutputStream to) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(to);
    TarArchiveEntry entry = new TarArchiveEntry("t.csv");
    entry.setSize(3 + (long) UNPACKED_MIB * MIB);
    tar.putArchiveEntry(entry);
    return tar;
  }

  private static OutputStream packer(String file, OutputStream to) throws IOException {
    if (file.endsWith(".zip")) {
      ZipOutputStream zip = new ZipOutputStream(to);
      zip.putNextEntry(new ZipEntry("t.csv"));
      return zip;
    }
    return switch (file) {
      case "t.csv.gz" -> new GZIPOutputStream(to);
      case "t.csv.zst" -> new ZstdOutputStream(to);
      case "t.csv.tar.gz" -> tar(new GZIPOutputStream(to));
      default -> tar(new XZOutputStream(to, new LZMA2Options(0)));
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"t.csv.gz", "t.csv.zst", "t.csv.zip", "t.csv.tar.gz", "t.csv.tar.xz"})
  void reportsACompressedFileThatIsTooLarge(String file) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream to = packer(file, packed)) {
      rows(to);
      if (to instanceof TarArchiveOutputStream tar) {
        tar.closeArchiveEntry();
      }
    }
    assertThat(map(file, packed.toByteArray()).findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [" + file)
        .contains("to more than 67,108,864 bytes, the limit for a file of its size");
  }

  private static byte[] workbook(String strings, String sheet) throws IOException {
    String main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(packed)) {
      String[][] parts = {
        {
          "xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"r\" Target=\"s.xml\"/></Relationships>"
        },
        {
          "xl/workbook.xml",
          "<workbook %s xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"s\" r:id=\"r\"/></sheets></workbook>"
              .formatted(main)
        },
        {"xl/sharedStrings.xml", "<sst %s>%s</sst>".formatted(main, strings)},
        {"xl/s.xml", "<worksheet %s><sheetData>%s</sheetData></worksheet>".formatted(main, sheet)}
      };
      for (String[] part : parts) {
        zip.putNextEntry(new ZipEntry(part[0]));
        zip.write(part[1].getBytes(StandardCharsets.US_ASCII));
      }
    }
    return packed.toByteArray();
  }

  private static String letters(int mebibytes) {
    byte[] letters = new byte[mebibytes * MIB];
    Arrays.fill(letters, (byte) 'a');
    return new String(letters, StandardCharsets.US_ASCII);
  }

  @Test
  void reportsAWorkbookWithATextThatIsTooLong() throws IOException {
    for (String strings :
        new String[] {"<si><t>" + letters(17) + "</t></si>", "<si a=\"" + letters(17) + "\"/>"}) {
      assertThat(map("t.xlsx", workbook(strings, "")).findings())
          .singleElement()
          .asString()
          .startsWith("ERROR [t.xlsx] this workbook cannot be read: ")
          .contains("a text or attribute is longer than the limit of 16,777,216 bytes");
    }
  }

  @Test
  void reportsAWorkbookWithTooManyCellsInARow() throws IOException {
    String row = "<row r=\"1\">" + "<c/>".repeat(20_000) + "</row>";
    assertThat(map("t.xlsx", workbook("", row)).findings())
        .singleElement()
        .asString()
        .contains("row 1 has more than the limit of 16,384 cells");
  }
}
