package org.techrace.fetch;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.access.Web;
import org.techrace.release.Digests;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Sends all requests to an API, and stores the answers as JSON Lines: one line per answer, with
/// the address, the values of its variables, the day and the answer.
///
/// ```json
/// {"url":"https://…","values":{"topic":"T10502"},"fetched":"2026-11-26","answer":{"results":[…]}}
/// ```
///
/// A run that was interrupted within the last day is continued after the last complete line.
final class ApiDownload {
  static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Duration AGE_OF_A_PART = Duration.ofDays(1);
  private static final int MOST_ANSWERS = 100_000;
  private static final int MOST_BYTES_OF_AN_ANSWER = 64 << 20;
  private static final String FIRST_CURSOR = "*";

  /// In place of a pointer: the next address is in the header `Link` (RFC 8288).
  static final String LINK_HEADER = "Link";

  private static final Pattern NEXT_LINK =
      Pattern.compile(
          "<([^>]*)>\\s*(?:;[^,<]*)?;\\s*rel\\s*=\\s*(?:next\\b|\"(?:[^\"]* )?next[\" ])");

  private final Web web;
  private final Attempts attempts;
  private final Clock clock;
  private final FetchProgress progress;
  private final long mostBytes;

  /// @param mostBytes the maximum size of all answers, in bytes
  ApiDownload(Web web, Attempts attempts, Clock clock, FetchProgress progress, long mostBytes) {
    this.web = web;
    this.attempts = attempts;
    this.clock = clock;
    this.progress = progress;
    this.mostBytes = mostBytes;
  }

  /// Downloads all answers. After a failure, the part is kept and continued in the next run, unless
  /// it could not be written.
  ///
  /// @param rows the values of the variables: one request, or one chain of pages, per row
  void into(Part part, Distribution one, List<Map<String, String>> rows, Credentials credentials)
      throws IOException {
    try (Answers answers = new Answers(part, one, rows, credentials)) {
      for (Map<String, String> values : rows) {
        pages(one, values, answers);
      }
    } catch (Part.WriteException e) {
      part.delete();
      throw e;
    }
  }

  private void pages(Distribution one, Map<String, String> values, Answers answers)
      throws IOException {
    UrlTemplate template = one.url().with(values);
    boolean cursors = template.variables().contains("cursor");
    boolean numbers = template.variables().contains("page");
    String at = cursors ? FIRST_CURSOR : "1";
    UrlTemplate url = template.with(Map.of("cursor", at, "page", at));
    for (long page = 1; ; page++) {
      Optional<String> next = answers.next(url, template, values);
      if (next.isEmpty() || (numbers && page >= number(next.get()))) {
        return;
      }
      if (cursors) {
        url = template.with(Map.of("cursor", next.get()));
      } else if (numbers) {
        url = template.with(Map.of("page", Long.toString(page + 1)));
      } else {
        url = new UrlTemplate(next.get());
      }
    }
  }

  private static long number(String text) throws IOException {
    if (!text.matches("\\d{1,9}")) {
      throw new IOException("'%s' is not a number of pages".formatted(text));
    }
    return Long.parseLong(text);
  }

  /// Returns the value at a JSON Pointer, if it exists and is neither null nor empty.
  static Optional<String> text(JsonNode answer, String pointer) {
    JsonNode value = answer.at(JsonPointer.compile(pointer));
    return value.isValueNode() && !value.isNull() && !value.asString().isEmpty()
        ? Optional.of(value.asString())
        : Optional.empty();
  }

  /// Requests one JSON document. It has a variable in place of the user's key.
  ///
  /// @param table the name of the distribution
  /// @param declared the declared address, whose origin gets the credentials
  /// @throws IOException if the request fails or the answer is not JSON
  JsonNode get(String table, UrlTemplate url, UrlTemplate declared, Credentials credentials)
      throws IOException {
    return page(table, url, declared, credentials).answer();
  }

  /// An answer.
  ///
  /// @param link the address in its header `Link` with the relation `next`
  private record Page(JsonNode answer, Optional<String> link) {}

  private Page page(String table, UrlTemplate url, UrlTemplate declared, Credentials credentials)
      throws IOException {
    Credentials.Target target = credentials.to(url, declared);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Web.Reply reply =
        attempts.run(
            table,
            () -> {
              body.reset();
              return web.get(
                  target.url(),
                  Map.of("accept", "application/json"),
                  target.headers(),
                  head -> {
                    if (head.status() != 200) {
                      throw attempts.refusal(head);
                    }
                    return Optional.of(bounded(body));
                  });
            });
    try {
      return new Page(
          credentials.hidden(JSON.readTree(body.toByteArray())),
          link(reply).map(credentials::without));
    } catch (JacksonException e) {
      throw new IOException("the answer is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Optional<String> link(Web.Reply reply) {
    return reply
        .header("link")
        .map(NEXT_LINK::matcher)
        .filter(Matcher::find)
        .map(link -> resolved(link.group(1), reply.url()));
  }

  private static String resolved(String link, URI base) {
    try {
      return base.resolve(link).toString();
    } catch (IllegalArgumentException _) {
      // The request with it reports that it is not a URL.
      return link;
    }
  }

  private static OutputStream bounded(ByteArrayOutputStream body) {
    return new FilterOutputStream(body) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        if (body.size() + length > MOST_BYTES_OF_AN_ANSWER) {
          throw new IOException(
              "an answer has more than %,d bytes; ask for fewer rows a page"
                  .formatted(MOST_BYTES_OF_AN_ANSWER));
        }
        body.write(bytes, offset, length);
      }
    };
  }

  /// The answers: first those of the part, then new ones.
  private final class Answers implements AutoCloseable {
    private final Distribution one;
    private final Credentials credentials;
    private final BufferedReader earlier;
    private final OutputStream out;
    private boolean replaying = true;
    private long bytes;
    private int number;

    Answers(Part part, Distribution one, List<Map<String, String>> rows, Credentials credentials)
        throws IOException {
      this.one = one;
      this.credentials = credentials;
      String headers = one.headers().isEmpty() ? "" : "\n" + new TreeMap<>(one.headers());
      String note = Digests.sha256(one.url() + "\n" + one.next() + "\n" + rows + headers);
      if (isFresh(part) && part.readNote().filter(note::equals).isPresent()) {
        part.truncate(wholeLines(part));
        out = part.append();
      } else {
        out = part.begin();
        part.writeNote(note);
      }
      earlier = Files.newBufferedReader(part.file());
    }

    private boolean isFresh(Part part) throws IOException {
      Instant oldest = clock.instant().minus(AGE_OF_A_PART);
      return part.size() > 0 && Files.getLastModifiedTime(part.file()).toInstant().isAfter(oldest);
    }

    /// Returns the size of the complete lines, in bytes.
    private static long wholeLines(Part part) throws IOException {
      byte[] all = Files.readAllBytes(part.file());
      int end = all.length;
      while (end > 0 && all[end - 1] != '\n') {
        end--;
      }
      return end;
    }

    /// Adds an answer.
    ///
    /// @return the value for the next request, if there is one
    Optional<String> next(UrlTemplate url, UrlTemplate declared, Map<String, String> values)
        throws IOException {
      JsonNode line = line(url, declared, values);
      return one.next()
          .flatMap(
              pointer ->
                  pointer.equals(LINK_HEADER)
                      ? text(line, "/next")
                      : text(line.required("answer"), pointer));
    }

    private JsonNode line(UrlTemplate url, UrlTemplate declared, Map<String, String> values)
        throws IOException {
      if (++number > MOST_ANSWERS) {
        throw new IOException("there are more than %,d answers".formatted(MOST_ANSWERS));
      }
      String line = replaying ? earlier.readLine() : null;
      if (line != null) {
        count(line);
        return JSON.readTree(line);
      }
      replaying = false;
      Page page = page(one.name(), url, declared, credentials);
      ObjectNode kept = JSON.createObjectNode();
      kept.put("url", url.text());
      kept.set("values", JSON.valueToTree(new TreeMap<>(values)));
      kept.put("fetched", LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString());
      if (one.next().filter(LINK_HEADER::equals).isPresent()) {
        page.link().ifPresent(link -> kept.put("next", link));
      }
      kept.set("answer", page.answer());
      line = JSON.writeValueAsString(kept);
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      count(line);
      return kept;
    }

    private void count(String line) throws IOException {
      bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
      if (bytes > mostBytes) {
        throw new IOException(
            "the answers have more than the %,d bytes allowed (sandbox.download-mib in techrace.toml)"
                .formatted(mostBytes));
      }
      progress.received(one.name(), bytes, OptionalLong.empty());
    }

    @Override
    public void close() throws IOException {
      try (earlier) {
        out.close();
      }
    }
  }
}
