package org.techrace.fetch;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.techrace.access.BrokenConnectionException;
import org.techrace.access.Web;
import org.techrace.release.Digests;

/// Downloads one file into its [Part]. An interrupted download continues if the server still has
/// the same version (`Range` with `If-Range`, RFC 9110, section 13.1.5).
///
/// @param web the HTTP client
/// @param attempts repeats requests
/// @param progress receives the number of bytes
record FileDownload(Web web, Attempts attempts, FetchProgress progress) {
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

  /// The minimum age of a file for its date to identify a version (RFC 9110, section 8.8.2.2).
  private static final Duration AGE_OF_A_VERSION = Duration.ofMinutes(1);

  /// The validators of the downloaded version.
  record Version(Optional<String> etag, Optional<String> lastModified) {
    private static Version of(Web.Reply reply) {
      return new Version(reply.header("etag"), reply.header("last-modified"));
    }

    /// Returns true if this is the version of an entry, by the first validator that both have.
    boolean isOf(LockEntry entry) {
      return (etag.isPresent() && entry.etag().isPresent())
          ? weak(etag.get()).equals(weak(entry.etag().get()))
          : lastModified.isPresent() && lastModified.equals(entry.lastModified());
    }

    private static String weak(String etag) {
      return etag.replaceFirst("^W/", "");
    }
  }

  /// Checks with the server if the file of an entry has changed.
  ///
  /// @return empty if it has not changed, otherwise the new version
  /// @throws IOException if the server does not answer this
  Optional<Version> newer(Distribution one, Credentials.Target target, LockEntry entry)
      throws IOException {
    Map<String, String> headers = headers(one);
    entry.etag().ifPresent(etag -> headers.put("if-none-match", etag));
    entry.lastModified().ifPresent(time -> headers.put("if-modified-since", time));
    Web.Reply reply =
        attempts.run(
            one.name(),
            () ->
                web.get(
                    target.url(),
                    headers,
                    target.headers(),
                    head -> {
                      if (head.status() != 304 && head.status() != 200) {
                        throw attempts.refusal(head);
                      }
                      return Optional.empty();
                    }));
    Version version = Version.of(reply);
    return reply.status() == 304 || version.isOf(entry) ? Optional.empty() : Optional.of(version);
  }

  /// Downloads a file. After a failure, the received bytes are kept only if the download can be
  /// continued.
  ///
  /// @throws IOException if the file cannot be downloaded completely
  Version into(Part part, Distribution one, Credentials.Target target) throws IOException {
    boolean whole = false;
    boolean broken = false;
    try {
      Version version = attempts.run(one.name(), () -> attempt(part, one, target));
      whole = true;
      return version;
    } catch (IOException e) {
      broken =
          e.getCause() instanceof BrokenConnectionException
              || e.getCause() instanceof TimeoutException;
      throw e;
    } finally {
      if (!whole && !(broken && resumable(part, target.url()).isPresent())) {
        part.delete();
      }
    }
  }

  private Version attempt(Part part, Distribution one, Credentials.Target target)
      throws IOException {
    String url = target.url();
    Map<String, String> headers = headers(one);
    Optional<String> validator = resumable(part, url);
    long from = validator.isPresent() ? part.size() : 0;
    validator.ifPresent(
        version -> {
          headers.put("range", "bytes=" + from + "-");
          headers.put("if-range", version);
        });
    try (Body body = new Body(one)) {
      Web.Reply reply =
          web.get(url, headers, target.headers(), head -> body.of(head, part, url, from));
      body.checkWhole();
      return Version.of(reply);
    }
  }

  private static Map<String, String> headers(Distribution one) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("accept", one.mediaType() + ", */*;q=0.1");
    return headers;
  }

  /// Returns the validator for continuing a part. The note of the part has the digest of the
  /// address, which may contain a key, and the validator.
  private static Optional<String> resumable(Part part, String url) throws IOException {
    return part.readNote()
        .map(note -> note.split("\n", 2))
        .filter(note -> note.length == 2 && note[0].equals(Digests.sha256(url)))
        .map(note -> note[1]);
  }

  /// Returns the validator that `If-Range` accepts.
  private static Optional<String> validator(Web.Reply reply) {
    Optional<String> etag = reply.header("etag");
    if (etag.isPresent()) {
      return etag.filter(text -> !text.startsWith("W/"));
    }
    return reply
        .header("last-modified")
        .filter(time -> isOld(time, reply.header("date").orElse("")));
  }

  private static boolean isOld(String modified, String date) {
    DateTimeFormatter http = DateTimeFormatter.RFC_1123_DATE_TIME;
    try {
      return !ZonedDateTime.parse(modified, http)
          .plus(AGE_OF_A_VERSION)
          .isAfter(ZonedDateTime.parse(date, http));
    } catch (DateTimeException e) {
      return false;
    }
  }

  /// Writes the body of one answer to the part.
  private final class Body implements AutoCloseable {
    private final Distribution one;
    private @Nullable OutputStream out;
    private OptionalLong total = OptionalLong.empty();
    private long arrived;

    Body(Distribution one) {
      this.one = one;
    }

    /// @param from the number of bytes in the part
    Optional<OutputStream> of(Web.Reply reply, Part part, String url, long from)
        throws IOException {
      return switch (reply.status()) {
        case 200 -> Optional.of(begun(reply, part, url));
        case 206 -> Optional.of(continued(reply, part, from));
        case 416 -> {
          part.delete();
          throw new Attempts.BusyException(
              "the server has no more of it", Optional.of(Duration.ZERO));
        }
        default -> throw attempts.refusal(reply);
      };
    }

    private OutputStream begun(Web.Reply reply, Part part, String url) throws IOException {
      total = number(reply.header("content-length"));
      arrived = 0;
      OutputStream begun = part.begin();
      out = begun;
      Optional<String> validator = validator(reply);
      if (validator.isPresent()) {
        part.writeNote(Digests.sha256(url) + "\n" + validator.get());
      }
      return counted(begun);
    }

    private OutputStream continued(Web.Reply reply, Part part, long from) throws IOException {
      Matcher range = CONTENT_RANGE.matcher(reply.header("content-range").orElse(""));
      if (!range.matches() || Long.parseLong(range.group(1)) != from) {
        throw new IOException("the server sends another part than the one asked for");
      }
      total = number(Optional.of(range.group(2)));
      arrived = from;
      OutputStream continued = part.append();
      out = continued;
      return counted(continued);
    }

    private OutputStream counted(OutputStream part) {
      return new FilterOutputStream(part) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          out.write(bytes, offset, length);
          arrived += length;
          progress.received(one.name(), arrived, total);
        }
      };
    }

    void checkWhole() throws IOException {
      if (total.isPresent() && arrived != total.getAsLong()) {
        throw new IOException(
            "%,d bytes have arrived; expected %,d".formatted(arrived, total.getAsLong()));
      }
    }

    private static OptionalLong number(Optional<String> text) {
      return text.filter(t -> t.matches("\\d{1,18}")).isPresent()
          ? OptionalLong.of(Long.parseLong(text.get()))
          : OptionalLong.empty();
    }

    @Override
    public void close() throws IOException {
      if (out != null) {
        out.close();
      }
    }
  }
}
