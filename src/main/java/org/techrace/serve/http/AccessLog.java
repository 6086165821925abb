package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.serve.current.WarmUp;

/// One line a request: the combined log format of Apache, followed by `query=` (a hash), `ms=`,
/// `rows=`, `cache=` and `cut=`. Query strings are not logged: they are the users' own. Nor is what
/// the server asks itself to warm up.
public final class AccessLog {
  /// A note on a request: the query's text, of which the log bears the hash.
  public static final String QUERY = "query";

  /// Whether the answer was remembered: `hit` or `miss`.
  public static final String CACHE = "cache";

  /// How many rows or triples the answer has.
  public static final String ROWS = "rows";

  /// Whether the answer was stopped or refused for want of time, memory or room: `yes` or `no`.
  static final String CUT = "cut";

  private static final Logger log = LoggerFactory.getLogger("org.techrace.access");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  private AccessLog() {}

  static void write(HttpServletRequest http, String client, int status, long bytes, long nanos) {
    if (log.isInfoEnabled() && !WarmUp.asks(http)) {
      log.info(
          "{} - - [{}] \"{} {} {}\" {} {} \"{}\" \"{}\" query={} ms={} rows={} cache={} cut={}",
          client,
          TIME.format(ZonedDateTime.now(ZoneOffset.UTC)),
          plain(http.getMethod()),
          plain(http.getRequestURI()),
          http.getProtocol(),
          status,
          bytes,
          plain(http.getHeader("Referer")),
          plain(http.getHeader("User-Agent")),
          http.getAttribute(QUERY) instanceof String query ? Headers.hash(query) : "-",
          nanos / 1_000_000,
          Objects.requireNonNullElse(http.getAttribute(ROWS), "-"),
          Objects.requireNonNullElse(http.getAttribute(CACHE), "-"),
          Objects.requireNonNullElse(http.getAttribute(CUT), "no"));
    }
  }

  /// A client's text cannot end the line or the quotes.
  private static String plain(@Nullable String text) {
    return text == null ? "-" : text.replaceAll("[\\p{Cntrl}\"\\\\]", "_");
  }
}
