package org.techrace.table.sheet;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.techrace.access.Limits;
import org.techrace.access.ReadableFile;
import org.techrace.memory.Memory;
import org.techrace.memory.TextList;
import org.techrace.table.input.BoundedXml;
import org.techrace.table.input.BrokenPackingException;
import org.techrace.table.input.Counter;
import org.techrace.table.input.Packing;
import org.techrace.table.input.XmlReaders;

/// An open XLSX workbook (Office Open XML, ECMA-376 part 1): its sheets, the texts that they share,
/// and the cell styles that display numbers as dates.
final class Workbook implements Closeable {
  private static final String RELATION_ID =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

  private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

  /// The number of bytes that a search reads at a time.
  private static final int BLOCK = 65_536;

  private final Limits limits;

  /// The maximum number of bytes in a decompressed part.
  private final long unpacked;

  private final ZipFile zip;
  private final Map<String, String> sheets = new LinkedHashMap<>();
  private final Set<String> hidden = new HashSet<>();
  private final TextList texts;
  private final List<NumberStyle> styles = new ArrayList<>();
  private final Counter sheetRead = new Counter();
  private volatile long sheetBytes;
  private boolean from1904;

  /// Opens a workbook.
  ///
  /// @param memory the budget for the shared texts
  /// @throws IOException if the file is not a ZIP archive or cannot be read
  /// @throws XMLStreamException if a part is not valid XML or has a text that is too long
  Workbook(ReadableFile file, Memory memory) throws IOException, XMLStreamException {
    limits = file.limits();
    FileChannel channel = file.open();
    boolean read = false;
    try {
      unpacked = limits.unpackedBytes(channel.size());
      zip = open(channel);
      texts = new TextList(memory);
      readSheets();
      readTexts();
      readStyles();
      read = true;
    } finally {
      if (!read) {
        channel.close();
      }
    }
  }

  private static ZipFile open(FileChannel channel) throws ZipException {
    try {
      return ZipFile.builder().setSeekableByteChannel(channel).setIgnoreLocalFileHeader(true).get();
    } catch (IOException e) {
      // The library hides the reason in the cause.
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new ZipException(String.valueOf(cause.getMessage()));
    }
  }

  /// Returns the names of the sheets, in order.
  List<String> sheets() {
    return List.copyOf(sheets.keySet());
  }

  /// Returns the names of the sheets that spreadsheet programs do not show.
  Set<String> hidden() {
    return Set.copyOf(hidden);
  }

  /// Opens the XML of a sheet.
  XMLStreamReader open(String sheet) throws IOException, XMLStreamException {
    String path = sheets.getOrDefault(sheet, "");
    ZipArchiveEntry entry = zip.getEntry(path);
    sheetBytes = entry == null ? 0 : entry.getSize();
    return part(path, sheetRead);
  }

  /// Returns the merged cells of a sheet. They are listed after its rows, so that the sheet is read
  /// twice if it has any.
  MergedCells mergedCells(String sheet) throws IOException, XMLStreamException {
    MergedCells merged = new MergedCells();
    String path = sheets.getOrDefault(sheet, "");
    if (mentions(path, "mergeCell ")) {
      XMLStreamReader reader = part(path);
      while (toStart(reader)) {
        if (reader.getLocalName().equals("mergeCell")) {
          merged.add(attribute(reader, "ref"));
        }
      }
      merged.sort();
    }
    return merged;
  }

  /// Returns true if a part contains a text, without parsing it.
  private boolean mentions(String path, String text) throws IOException {
    ZipArchiveEntry entry = zip.getEntry(path);
    if (entry == null) {
      return false;
    }
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    byte[] block = new byte[BLOCK];
    int matched = 0;
    try (InputStream in = Packing.ZIP.bounded(zip.getInputStream(entry), unpacked)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        for (int i = 0; i < read; i++) {
          if (block[i] == wanted[matched]) {
            matched++;
            if (matched == wanted.length) {
              return true;
            }
          } else {
            matched = block[i] == wanted[0] ? 1 : 0;
          }
        }
      }
    } catch (BrokenPackingException _) {
      // Reported by the reader of the rows.
      return false;
    }
    return false;
  }

  /// Returns the share of the open sheet that has been read, from 0 to 1. May be called by any
  /// thread.
  double shareRead() {
    return sheetBytes <= 0 ? 0 : (double) sheetRead.bytes() / sheetBytes;
  }

  /// Returns a text of the table of shared strings.
  ///
  /// @throws IndexOutOfBoundsException if the number is out of range
  String text(int number) {
    return texts.get(number);
  }

  /// Returns how a cell style displays a number.
  NumberStyle style(int style) {
    return style >= 0 && style < styles.size() ? styles.get(style) : NumberStyle.GENERAL;
  }

  /// Returns true if dates are counted from 1904 instead of 1900.
  boolean from1904() {
    return from1904;
  }

  @Override
  public void close() throws IOException {
    texts.free();
    zip.close();
  }

  private XMLStreamReader part(String path) throws IOException, XMLStreamException {
    return part(path, new Counter());
  }

  private XMLStreamReader part(String path, Counter counter)
      throws IOException, XMLStreamException {
    ZipArchiveEntry entry = zip.getEntry(path);
    if (entry == null) {
      throw new ZipException("it does not contain '%s'".formatted(path));
    }
    InputStream in = counter.counted(Packing.ZIP.bounded(zip.getInputStream(entry), unpacked));
    return BoundedXml.open(in, limits.textBytes(), XmlReaders.factory()::createXMLStreamReader);
  }

  private void readSheets() throws IOException, XMLStreamException {
    Map<String, String> targets = new HashMap<>();
    XMLStreamReader relations = part("xl/_rels/workbook.xml.rels");
    while (toStart(relations)) {
      if (relations.getLocalName().equals("Relationship")) {
        String target = attribute(relations, "Target");
        targets.put(
            attribute(relations, "Id"),
            target.startsWith("/") ? target.substring(1) : "xl/" + target);
      }
    }
    XMLStreamReader workbook = part("xl/workbook.xml");
    while (toStart(workbook)) {
      switch (workbook.getLocalName()) {
        case "sheet" -> {
          String id = workbook.getAttributeValue(RELATION_ID, "id");
          if (attribute(workbook, "state").matches("hidden|veryHidden")) {
            hidden.add(attribute(workbook, "name"));
          }
          sheets.put(attribute(workbook, "name"), targets.getOrDefault(id == null ? "" : id, ""));
        }
        case "workbookPr" -> from1904 = attribute(workbook, "date1904").matches("1|true");
        default -> {}
      }
    }
  }

  private void readTexts() throws IOException, XMLStreamException {
    if (zip.getEntry("xl/sharedStrings.xml") != null) {
      XMLStreamReader shared = part("xl/sharedStrings.xml");
      while (toStart(shared)) {
        if (shared.getLocalName().equals("si")) {
          texts.add(richText(shared, "si"));
        }
      }
    }
  }

  /// Reads the text of the element that begins here: the text of its runs, without phonetic hints.
  static String richText(XMLStreamReader reader, String element) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    boolean phonetic = false;
    while (reader.next() != XMLStreamReader.END_ELEMENT || !reader.getLocalName().equals(element)) {
      if (reader.isStartElement() && reader.getLocalName().equals("t") && !phonetic) {
        text.append(reader.getElementText());
      } else if (reader.hasName() && reader.getLocalName().equals("rPh")) {
        phonetic = reader.isStartElement();
      }
    }
    return unescaped(text.toString());
  }

  /// Returns a text with the characters that `_xHHHH_` means (ECMA-376 part 1, section 22.9.2.19).
  static String unescaped(String text) {
    return text.contains("_x")
        ? ESCAPE
            .matcher(text)
            .replaceAll(
                m -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(m.group(1), 16))))
        : text;
  }

  private void readStyles() throws IOException, XMLStreamException {
    if (zip.getEntry("xl/styles.xml") == null) {
      return;
    }
    Map<String, String> codes = new HashMap<>();
    boolean cellStyles = false;
    XMLStreamReader reader = part("xl/styles.xml");
    while (toStart(reader)) {
      switch (reader.getLocalName()) {
        case "numFmt" -> codes.put(attribute(reader, "numFmtId"), attribute(reader, "formatCode"));
        case "cellXfs" -> cellStyles = true;
        case "cellStyles" -> cellStyles = false;
        case "xf" -> {
          if (cellStyles) {
            String id = attribute(reader, "numFmtId");
            styles.add(NumberStyle.of(id, codes.getOrDefault(id, "")));
          }
        }
        default -> {}
      }
    }
  }

  /// Moves to the next start of an element. Returns false at the end.
  private static boolean toStart(XMLStreamReader reader) throws XMLStreamException {
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamReader.START_ELEMENT) {
        return true;
      }
    }
    return false;
  }

  private static String attribute(XMLStreamReader reader, String name) {
    @Nullable String value = reader.getAttributeValue(null, name);
    return value == null ? "" : value;
  }
}
