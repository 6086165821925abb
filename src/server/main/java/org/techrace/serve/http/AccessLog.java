package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.techrace.serve.current.WarmUp;

/// Writes one line per request: the combined log format of Apache, followed by `query=` (a hash),
/// `ms=`, `rows=`, `cache=` and `cut=`. Query strings are private and therefore not logged.
/// Requests that the server sends itself to warm up are not logged either.
public final class AccessLog {
  /// The request attribute with the text of the query. The log contains its hash.
  public static final String QUERY = "query";

  /// The request attribute that says whether the answer came from the cache: `hit` or `miss`.
  public static final String CACHE = "cache";

  /// The request attribute with the number of rows or triples in the answer.
  public static final String ROWS = "rows";

  /// The request attribute that says whether the answer was stopped or refused because of time,
  /// memory or disk space: `yes` or `no`.
  static final String CUT = "cut";

  private static final Logger log = LoggerFactory.getLogger("org.techrace.access");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  private static final Pattern UNPRINTED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\"\\\\]");

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

  /// Replaces control characters (those of ISO 6429, C1, as well), invisible and directional ones,
  /// quotes and backslashes: text from a client cannot end a line or a quoted field, nor move the
  /// cursor of a terminal.
  private static String plain(@Nullable String text) {
    return text == null ? "-" : UNPRINTED.matcher(text).replaceAll("_");
  }
}
