package org.techrace.engine.output;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.techrace.rdf.Characters;
import org.techrace.rdf.SafeIris;
import org.techrace.table.Row;
import org.techrace.table.Utf8Row;
import org.techrace.table.Value;

/// Builds the bytes of IRIs from constant texts and values, in one array and usually in one pass.
final class BytesTemplate implements TermFactory.IriTemplate<byte[]> {
  private static final boolean[] UNRESERVED = new boolean[128];

  static {
    for (char c = 0; c < UNRESERVED.length; c++) {
      UNRESERVED[c] = SafeIris.isUnreserved(c);
    }
  }

  private final byte[][] texts;
  private final int textLength;
  private final boolean asciiOnly;

  BytesTemplate(List<String> texts, boolean asciiOnly) {
    this.texts = new byte[texts.size()][];
    int length = 0;
    for (int i = 0; i < this.texts.length; i++) {
      String text = (i == 0 ? "<" : "") + texts.get(i) + (i == this.texts.length - 1 ? ">" : "");
      this.texts[i] = text.getBytes(StandardCharsets.UTF_8);
      length += this.texts[i].length;
    }
    this.textLength = length;
    this.asciiOnly = asciiOnly;
  }

  /// Returns the IRI with the given values, percent-encoded where necessary, or null if a value is
  /// not plain text. Values that need no encoding are plain, so only the others are checked.
  @Override
  public byte @Nullable [] iri(String[] values) {
    int length = textLength;
    for (String value : values) {
      length += value.length();
    }
    byte[] iri = new byte[length];
    int at = put(texts[0], iri, 0);
    for (int i = 0; i < values.length; i++) {
      at = put(values[i], iri, at);
      if (at < 0) {
        return Characters.arePlain(values) ? encoded(values) : null;
      }
      at = put(texts[i + 1], iri, at);
    }
    return iri;
  }

  @Override
  public LineBuffer.Appended append(Row row, int[] slots, int index, LineBuffer to) {
    int start = to.length();
    to.append(texts[0]);
    for (int i = 0; i < slots.length; i++) {
      LineBuffer.Appended appended = append(row, slots[i], index, slots.length == 1, to);
      if (appended != LineBuffer.Appended.ONE) {
        to.truncate(start);
        return appended;
      }
      to.append(texts[i + 1]);
    }
    return LineBuffer.Appended.ONE;
  }

  private static LineBuffer.Appended append(
      Row row, int slot, int index, boolean maySeveral, LineBuffer to) {
    if (row instanceof Utf8Row utf8) {
      int count = utf8.count(slot);
      if (count == 0) {
        return LineBuffer.Appended.NONE;
      }
      if (count < 0 || (count > 1 && !maySeveral)) {
        return LineBuffer.Appended.NOT_PLAIN;
      }
      long span = utf8.span(slot, index);
      return Utf8Row.from(span) < Utf8Row.to(span)
              && to.appendUnreserved(utf8.array(), Utf8Row.from(span), Utf8Row.to(span))
          ? LineBuffer.Appended.ONE
          : LineBuffer.Appended.NOT_PLAIN;
    }
    List<Value> found = row.values(slot);
    if (found.isEmpty()) {
      return LineBuffer.Appended.NONE;
    }
    return found.size() == 1
            && found.getFirst().kind() != Value.Kind.STRUCTURE
            && !found.getFirst().text().isEmpty()
            && to.appendUnreserved(found.getFirst().text())
        ? LineBuffer.Appended.ONE
        : LineBuffer.Appended.NOT_PLAIN;
  }

  private static int put(byte[] text, byte[] iri, int at) {
    System.arraycopy(text, 0, iri, at, text.length);
    return at + text.length;
  }

  /// Copies a value if it needs no encoding. Returns the new position, or -1 if the value needs
  /// encoding.
  private static int put(String value, byte[] iri, int at) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= UNRESERVED.length || !UNRESERVED[c]) {
        return -1;
      }
      iri[at + i] = (byte) c;
    }
    return at + value.length();
  }

  private byte[] encoded(String[] values) {
    StringBuilder iri = new StringBuilder();
    for (int i = 0; i < texts.length; i++) {
      iri.append(new String(texts[i], StandardCharsets.UTF_8));
      if (i < values.length) {
        iri.append(asciiOnly ? SafeIris.asciiSafe(values[i]) : SafeIris.safe(values[i]));
      }
    }
    return iri.toString().getBytes(StandardCharsets.UTF_8);
  }
}
