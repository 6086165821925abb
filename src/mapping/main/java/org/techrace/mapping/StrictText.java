package org.techrace.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.techrace.access.ReadableFile;
import org.techrace.rdf.TextPosition;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Reads the text of a mapping, which must be UTF-8. RIOT would silently replace invalid bytes.
final class StrictText {
  private StrictText() {}

  /// Returns the text of a file. Reports the place of the first invalid byte, and then returns
  /// empty.
  static Optional<String> of(ReadableFile file, String name, Report report) throws IOException {
    ByteBuffer bytes;
    try (InputStream in = file.stream()) {
      bytes = ByteBuffer.wrap(in.readAllBytes());
    }
    CharBuffer text = CharBuffer.allocate(bytes.remaining());
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(bytes, text, true);
    String read = text.flip().toString();
    if (!result.isError()) {
      return Optional.of(read.startsWith("\uFEFF") ? read.substring(1) : read);
    }
    TextPosition place = TextPosition.after(read);
    report.error(
        new Place.InFile(name, place.line(), place.column()),
        "the byte %02X is not UTF-8; Turtle must be UTF-8: save the mapping in that encoding"
            .formatted(bytes.get(bytes.position())));
    return Optional.empty();
  }
}
