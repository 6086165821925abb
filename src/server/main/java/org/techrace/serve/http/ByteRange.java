package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The part of a body that a client asks for (RFC 9110, section 14).
///
/// @param from the first byte, from 0
/// @param length the number of bytes, at least 1
/// @param size the size of the whole body
record ByteRange(long from, long length, long size) {
  private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /// Reads the header `Range`.
  ///
  /// @param tag the entity tag of the whole body
  /// @return empty if the client gets the whole body: it asks for no range, for several, for other
  ///   units, or for a part of another body (`If-Range`)
  /// @throws Refusal 416 if the body has no byte in the range
  static Optional<ByteRange> of(HttpServletRequest http, String tag, long size) {
    String condition = http.getHeader("If-Range");
    String asked = http.getHeader("Range");
    if (asked == null
        || !http.getMethod().equals("GET")
        || (condition != null && !condition.equals(tag))) {
      return Optional.empty();
    }
    Matcher one = ONE.matcher(asked);
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return Optional.empty();
    }
    boolean suffix = one.group(1).isEmpty();
    long last = suffix || one.group(2).isEmpty() ? size - 1 : Long.parseLong(one.group(2));
    long from =
        suffix ? Math.max(0, size - Long.parseLong(one.group(2))) : Long.parseLong(one.group(1));
    if (!suffix && !one.group(2).isEmpty() && last < from) {
      return Optional.empty();
    }
    if (from >= size) {
      throw new Refusal(
          416,
          "The answer has %d bytes and none in the range asked for.".formatted(size),
          Map.of("Content-Range", "bytes */" + size));
    }
    return Optional.of(new ByteRange(from, Math.min(last, size - 1) - from + 1, size));
  }

  /// The value of `Content-Range`.
  String header() {
    return "bytes %d-%d/%d".formatted(from, from + length - 1, size);
  }
}
