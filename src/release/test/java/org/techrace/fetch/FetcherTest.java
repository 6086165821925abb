package org.techrace.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.access.Access;
import org.techrace.access.Limits;
import org.techrace.release.Digests;
import org.techrace.release.FolderLock;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// A fetched file is complete and verified, with any behaviour of the server; a failed fetch does
/// not change the cache and the lock file.
@Timeout(60)
final class FetcherTest {
  private static final String TABLE = "id,value\n1,one\n2,two\n";
  private static final String CHANGED = "id,value\n1,one\n2,two\n3,three\n";
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final String HEAD =
      "table,url,media_type,each,query,next,link,licence,documentation\n";
  private static final String TAIL = ",https://example.org/licence,https://example.org/docs\n";

  @TempDir private Path folder = Path.of("");
  private final Publisher publisher;
  private final List<Duration> waits = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private Access access = Access.none();
  private Optional<String> key = Optional.empty();

  private final FetchProgress progress =
      new FetchProgress() {
        @Override
        public void received(String table, long bytes, OptionalLong total) {}

        @Override
        public void waits(String table, Duration time, String reason) {
          waits.add(time);
        }

        @Override
        public void done(Outcome outcome) {
          outcomes.add(outcome);
        }
      };

  FetcherTest() throws IOException {
    publisher = new Publisher();
  }

  @BeforeEach
  void project() throws IOException {
    access = Access.none().allowWeb(publisher.host());
    declare("one", "t.csv", publisher.url("/t.csv"));
  }

  @AfterEach
  void stop() {
    publisher.close();
  }

  private void declare(String source, String table, String url) throws IOException {
    declareRow(source, table, url + ",text/csv,,,,");
  }

  /// @param row the cells from the address to the link
  private void declareRow(String source, String table, String row) throws IOException {
    Path data = Files.createDirectories(folder.resolve("project/data").resolve(source));
    Files.writeString(data.resolve(table), "");
    Files.writeString(data.resolve("fetch.csv"), HEAD + table + "," + row + TAIL);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  private Cache cache() {
    return new Cache(file("cache"));
  }

  private List<String> fetch(boolean update) throws IOException {
    outcomes.clear();
    Report report = new Report();
    List<Distribution> declared = Distributions.read(file("project"), report);
    new Fetcher(
            file("project"),
            cache(),
            access,
            _ -> key,
            Clock.fixed(NOW, ZoneOffset.UTC),
            waits::add,
            progress)
        .fetch(declared, declared, update, report);
    return report.findings().stream().map(Finding::message).toList();
  }

  private List<Outcome.Kind> kinds() {
    return outcomes.stream().map(Outcome::kind).toList();
  }

  /// The files of the cache by their path, but for the lock of its folder.
  private List<String> cached() throws IOException {
    try (Stream<Path> files = Files.walk(file("cache"))) {
      return files
          .filter(Files::isRegularFile)
          .map(path -> file("cache").relativize(path).toString())
          .filter(path -> !path.equals(".lock"))
          .sorted()
          .toList();
    }
  }

  private String lock() throws IOException {
    Path lock = file("project/sources.lock");
    return Files.exists(lock) ? Files.readString(lock) : "";
  }

  private void assertHolds(String content) throws IOException {
    String path = "one/%s/t.csv".formatted(Digests.sha256(content));
    assertThat(cached()).containsExactly(path);
    assertThat(file("cache").resolve(path)).hasContent(content);
  }

  @Test
  void firstDownloadGoesIntoCacheAndLockFile() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"");
    assertThat(fetch(false)).isEmpty();
    assertThat(kinds()).containsExactly(Outcome.Kind.FETCHED);
    assertHolds(TABLE);
    assertThat(lock())
        .isEqualTo(
            """
            # Files fetched by `techrace fetch`. Written by the program; do not edit.

            [[file]]
            table = "one/t.csv"
            url = "%s"
            fetched = "2026-11-26T12:00:00Z"
            bytes = 21
            sha256 = "%s"
            licence = "https://example.org/licence"
            etag = "\\"v1\\""
            """
                .formatted(publisher.url("/t.csv"), Digests.sha256(TABLE)));
  }

  @Test
  void lockFileIsSortedWhateverTheOrderOfDownloads() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"").file("/a.csv", CHANGED, "\"a\"");
    assertThat(fetch(false)).isEmpty();
    declare("another", "a.csv", publisher.url("/a.csv"));
    assertThat(fetch(false)).isEmpty();
    String grown = lock();
    assertThat(grown.indexOf("another/a.csv")).isBetween(1, grown.indexOf("one/t.csv"));
    Files.delete(file("project/sources.lock"));
    assertThat(fetch(false)).isEmpty();
    assertThat(lock()).isEqualTo(grown);
  }

  @Test
  void entryOfAFileThatIsNoLongerDeclaredIsRemoved() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"").file("/a.csv", CHANGED, "\"a\"");
    declare("another", "a.csv", publisher.url("/a.csv"));
    assertThat(fetch(false)).isEmpty();
    Files.delete(file("project/data/another/fetch.csv"));
    assertThat(fetch(false)).isEmpty();
    assertThat(lock()).contains("one/t.csv").doesNotContain("another/a.csv");
  }

  @Test
  void fileThatIsNotModifiedIsNotSentAgain() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"");
    assertThat(fetch(false)).isEmpty();
    String before = lock();
    assertThat(fetch(true)).isEmpty();
    assertThat(kinds()).containsExactly(Outcome.Kind.UNCHANGED);
    assertThat(publisher.requests().getLast()).isEqualTo("/t.csv If-None-Match: \"v1\"");
    assertThat(lock()).isEqualTo(before);
  }

  @Test
  void serverThatIgnoresConditionsIsUnderstoodByItsValidator() throws IOException {
    publisher.always(
        "/t.csv",
        exchange -> {
          exchange.getResponseHeaders().set("Last-Modified", "Tue, 24 Nov 2026 10:00:00 GMT");
          exchange.sendResponseHeaders(200, TABLE.length());
          exchange.getResponseBody().write(TABLE.getBytes(StandardCharsets.UTF_8));
        });
    assertThat(fetch(false)).isEmpty();
    assertThat(lock()).contains("last-modified = \"Tue, 24 Nov 2026 10:00:00 GMT\"");
    assertThat(fetch(false)).isEmpty();
    assertThat(kinds()).containsExactly(Outcome.Kind.UNCHANGED);
  }

  @Test
  void changedFileIsRefusedThenAcceptedWithUpdate() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"");
    assertThat(fetch(false)).isEmpty();
    String before = lock();
    publisher.file("/t.csv", CHANGED, "\"v2\"");
    assertThat(fetch(false))
        .containsExactly(
            "one/t.csv cannot be fetched from <%s>: the publisher has another version than the one in sources.lock; accept it with --update"
                .formatted(publisher.url("/t.csv")));
    assertThat(outcomes).isEmpty();
    assertHolds(TABLE);
    assertThat(lock()).isEqualTo(before);

    assertThat(fetch(true)).isEmpty();
    assertThat(kinds()).containsExactly(Outcome.Kind.FETCHED);
    assertHolds(CHANGED);
    assertThat(lock()).contains(Digests.sha256(CHANGED)).doesNotContain(Digests.sha256(TABLE));
  }

  @Test
  void fileThatIsMissingInTheCacheMustHaveTheChecksumOfTheLockFile() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"");
    assertThat(fetch(false)).isEmpty();
    Files.delete(file("cache/one/%s/t.csv".formatted(Digests.sha256(TABLE))));
    publisher.file("/t.csv", CHANGED, "\"v1\"");
    assertThat(fetch(false))
        .singleElement()
        .asString()
        .contains(
            "it has 29 bytes and the SHA-256 %s; expected 21 bytes and %s as in sources.lock"
                .formatted(Digests.sha256(CHANGED), Digests.sha256(TABLE)));
    assertThat(cached()).isEmpty();

    publisher.file("/t.csv", TABLE, "\"v1\"");
    assertThat(fetch(false)).isEmpty();
    assertHolds(TABLE);
  }

  @Test
  void damagedFileInTheCacheIsFetchedAgain() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"");
    assertThat(fetch(false)).isEmpty();
    Path cached = file("cache/one/%s/t.csv".formatted(Digests.sha256(TABLE)));
    Files.writeString(cached, TABLE.replace("one", "eno"));
    assertThat(fetch(false)).isEmpty();
    assertHolds(TABLE);
  }

  @Test
  void declarationOfAnotherAddressIsRefusedThenAcceptedWithUpdate() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"").file("/new.csv", CHANGED, "\"v1\"");
    assertThat(fetch(false)).isEmpty();
    declare("one", "t.csv", publisher.url("/new.csv"));
    assertThat(fetch(false))
        .singleElement()
        .asString()
        .contains("sources.lock has the file of another address");
    assertThat(fetch(true)).isEmpty();
    assertHolds(CHANGED);
  }

  @Test
  void downloadThatBreaksOffGoesOnWhereItEnded() throws IOException {
    publisher.once("/t.csv", Publisher.cut(TABLE, 10, "\"v1\"")).file("/t.csv", TABLE, "\"v1\"");
    assertThat(fetch(false)).isEmpty();
    assertHolds(TABLE);
    assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    assertThat(publisher.requests())
        .containsExactly("/t.csv", "/t.csv Range: bytes=10- If-Range: \"v1\"");
  }

  @Test
  void downloadThatBreaksOffBeginsAnewIfTheFileHasChanged() throws IOException {
    publisher.once("/t.csv", Publisher.cut(TABLE, 10, "\"v1\"")).file("/t.csv", CHANGED, "\"v2\"");
    assertThat(fetch(false)).isEmpty();
    assertHolds(CHANGED);
  }

  @Test
  void truncatedBodyIsNeverAccepted() throws IOException {
    publisher.always("/t.csv", Publisher.cut(TABLE, 10, "\"v1\""));
    assertThat(fetch(false))
        .singleElement()
        .asString()
        .endsWith("the connection broke, 6 times in a row; fetch again later");
    assertThat(waits.stream().mapToLong(Duration::toSeconds).distinct().toArray())
        .containsExactly(1, 2, 4, 8, 16);
    assertThat(lock()).isEmpty();
    assertThat(cached()).containsExactly("one/t.csv.part", "one/t.csv.part.note");

    publisher.file("/t.csv", TABLE, "\"v1\"");
    assertThat(fetch(false)).isEmpty();
    assertThat(publisher.requests().getLast())
        .as("the next run goes on")
        .isEqualTo("/t.csv Range: bytes=10- If-Range: \"v1\"");
    assertHolds(TABLE);
  }

  @Test
  void partWithoutValidatorIsRemoved() throws IOException {
    publisher.always("/t.csv", Publisher.cut(TABLE, 10, "W/\"weak\""));
    assertThat(fetch(false)).hasSize(1);
    assertThat(cached()).isEmpty();
  }

  @Test
  void partThatIsTooLongBeginsAnew() throws IOException {
    publisher.once("/t.csv", Publisher.cut(TABLE, 10, "\"v1\""));
    publisher.once("/t.csv", Publisher.status(416, "Content-Range", "bytes */5"));
    publisher.file("/t.csv", TABLE, "\"v1\"");
    assertThat(fetch(false)).isEmpty();
    assertHolds(TABLE);
  }

  @Test
  void missingFileIsReportedAtItsRow() throws IOException {
    assertThat(fetch(false))
        .containsExactly(
            "one/t.csv cannot be fetched from <%s>: the server answers 404; look up the address in the documentation"
                .formatted(publisher.url("/t.csv")));
    assertThat(cached()).isEmpty();
    assertThat(publisher.requests()).hasSize(1);
  }

  @Test
  void busyServerIsAskedAgainAfterAsLongAsItSays() throws IOException {
    publisher.once("/t.csv", Publisher.status(429, "Retry-After", "7"));
    publisher.once("/t.csv", Publisher.status(503, "Retry-After", "Thu, 26 Nov 2026 12:00:09 GMT"));
    publisher.once("/t.csv", Publisher.status(503));
    publisher.file("/t.csv", TABLE, "\"v1\"");
    assertThat(fetch(false)).isEmpty();
    assertThat(waits.stream().mapToLong(Duration::toSeconds).toArray())
        .as("each retry is reported before the pause")
        .containsExactly(7, 7, 9, 9, 4, 4);
    assertHolds(TABLE);
  }

  @Test
  void busyServerIsNotWaitedForTooLong() throws IOException {
    publisher.always("/t.csv", Publisher.status(429, "Retry-After", "3600"));
    assertThat(fetch(false))
        .singleElement()
        .asString()
        .endsWith(
            "the server answers 429 and asks to wait for 3,600 seconds; fetch again after that");
    assertThat(waits).isEmpty();
  }

  @Test
  void busyServerIsNotAskedForEver() throws IOException {
    publisher.always("/t.csv", Publisher.status(503, "Retry-After", "1"));
    assertThat(fetch(false)).hasSize(1);
    assertThat(publisher.requests()).hasSize(6);
  }

  @Test
  void redirectsAreFollowedFiveTimes() throws IOException {
    publisher.file("/end", TABLE, "\"v1\"");
    publisher.always("/t.csv", Publisher.status(302, "Location", "/r1"));
    for (int i = 1; i < 5; i++) {
      publisher.always("/r" + i, Publisher.status(301 + i % 2, "Location", "/r" + (i + 1)));
    }
    publisher.always("/r5", Publisher.status(307, "Location", "/end"));
    assertThat(fetch(false)).singleElement().asString().endsWith("more than 5 redirects");
    publisher.always("/r4", Publisher.status(307, "Location", "/end"));
    assertThat(fetch(false)).isEmpty();
    assertHolds(TABLE);
  }

  @Test
  void redirectToNoUrlIsReported() throws IOException {
    publisher.always("/t.csv", Publisher.status(302, "Location", "/v1?day={day}"));
    assertThat(fetch(false))
        .singleElement()
        .asString()
        .endsWith("it is redirected to </v1?day={day}>, which is not a URL");
  }

  @Test
  void redirectToAPrivateAddressIsRefused() throws IOException {
    try (Publisher inner = new Publisher()) {
      inner.file("/secret", TABLE);
      publisher.always("/t.csv", Publisher.status(302, "Location", inner.url("/secret")));
      access = access.allowPublicWeb();
      assertThat(fetch(false))
          .singleElement()
          .asString()
          .contains("which is not public; allow that with --web 127.0.0.1");
      assertThat(inner.requests()).isEmpty();
      assertThat(cached()).isEmpty();
    }
  }

  @Test
  void addressOfThisMachineIsRefusedUnlessItIsOpened() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"");
    access = Access.none().allowPublicWeb();
    assertThat(fetch(false))
        .singleElement()
        .asString()
        .contains("leads to 127.0.0.1, which is not public; allow that with --web 127.0.0.1");
    assertThat(publisher.requests()).isEmpty();
  }

  @Test
  void fileThatIsTooLargeIsLeft() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"");
    access =
        access.withLimits(
            new Limits(
                10,
                Duration.ofSeconds(9),
                1,
                10,
                10,
                Duration.ofSeconds(9),
                Duration.ofSeconds(9)));
    assertThat(fetch(false))
        .singleElement()
        .asString()
        .contains("larger than the 10 bytes allowed");
    assertThat(cached()).isEmpty();
  }

  @Test
  void cacheThatCannotBeWrittenIsReported() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"");
    Files.createDirectories(file("cache"));
    Files.writeString(file("cache/one"), "a file where a folder is to be");
    assertThat(fetch(false)).singleElement().asString().contains("cannot be written");
    assertThat(lock()).isEmpty();
  }

  @Test
  void fullDiskLeavesNoPart() throws Exception {
    Path small = Files.createDirectories(file("cache"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString()),
        "needs the right to mount a file system: skipped");
    try {
      publisher.file("/t.csv", "x".repeat(500_000), "\"v1\"");
      assertThat(fetch(false)).singleElement().asString().contains("No space left on device");
      assertThat(cached()).isEmpty();
      publisher.file("/t.csv", TABLE, "\"v1\"");
      assertThat(fetch(false)).isEmpty();
      assertHolds(TABLE);
    } finally {
      run("umount", small.toString());
    }
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  @Test
  void sourcesAreFetchedAtTheSameTimeAndFilesOfOneSourceInTurn() throws Exception {
    declare("two", "u.csv", publisher.url("/u.csv"));
    CountDownLatch both = new CountDownLatch(2);
    for (String path : List.of("/t.csv", "/u.csv")) {
      publisher.always(
          path,
          exchange -> {
            both.countDown();
            try {
              assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            Publisher.cut(TABLE, TABLE.length(), "\"v1\"").handle(exchange);
          });
    }
    assertThat(fetch(false)).isEmpty();
    assertThat(both.getCount()).isZero();
    assertThat(lock()).contains("one/t.csv", "two/u.csv");
  }

  @Test
  void failureOfOneSourceDoesNotKeepAnotherFromBeingFetched() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"");
    declare("absent", "none.csv", publisher.url("/none.csv"));
    assertThat(fetch(false)).singleElement().asString().startsWith("absent/none.csv");
    assertHolds(TABLE);
  }

  @Test
  void oneRunAtATimeWorksInACache() throws IOException {
    publisher.file("/t.csv", TABLE, "\"v1\"");
    Files.createDirectories(file("cache"));
    try (FolderLock _ = FolderLock.take(file("cache"), "fetch")) {
      assertThatThrownBy(() -> fetch(false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another fetch is at work");
    }
  }

  @Test
  void pagesAreKeptAsLinesWhateverTheWayToTheNext() throws IOException {
    publisher.always(
        "/api",
        exchange -> {
          String cursor = exchange.getRequestURI().getQuery().replaceFirst(".*cursor=", "");
          String next = cursor.equals("*") ? "\"b c\"" : "null";
          answer(exchange, "{\"meta\": {\"next\": %s},\n \"n\": 1.50}".formatted(next));
        });
    Files.writeString(file("project/data/one/topics.csv"), "topic\nT1\nT 2\n");
    declareRow(
        "one",
        "t.jsonl",
        publisher.url("/api?topic={topic}&cursor={cursor}")
            + ",application/json,topics.csv,,/meta/next,");
    assertThat(fetch(false)).isEmpty();
    String api = publisher.url("/api?topic=");
    String last = "\"fetched\":\"2026-11-26\",\"answer\":{\"meta\":{\"next\":null},\"n\":1.50}}";
    assertThat(content("t.jsonl"))
        .containsExactly(
            "{\"url\":\"%sT1&cursor=%%2A\",\"values\":{\"topic\":\"T1\"},\"fetched\":\"2026-11-26\",\"answer\":{\"meta\":{\"next\":\"b c\"},\"n\":1.50}}"
                .formatted(api),
            "{\"url\":\"%sT1&cursor=b%%20c\",\"values\":{\"topic\":\"T1\"},%s".formatted(api, last),
            "{\"url\":\"%sT%%202&cursor=%%2A\",\"values\":{\"topic\":\"T 2\"},\"fetched\":\"2026-11-26\",\"answer\":{\"meta\":{\"next\":\"b c\"},\"n\":1.50}}"
                .formatted(api),
            "{\"url\":\"%sT%%202&cursor=b%%20c\",\"values\":{\"topic\":\"T 2\"},%s"
                .formatted(api, last));
    int asked = publisher.requests().size();
    assertThat(fetch(false)).isEmpty();
    assertThat(kinds()).containsExactly(Outcome.Kind.PRESENT);
    assertThat(publisher.requests()).hasSize(asked);
    assertThat(fetch(true)).isEmpty();
    assertThat(kinds()).containsExactly(Outcome.Kind.UNCHANGED);
    assertThat(publisher.requests()).hasSize(2 * asked);
  }

  @Test
  void pagesHaveNumbersOrAddresses() throws IOException {
    publisher.always(
        "/numbers",
        exchange -> answer(exchange, "[{\"pages\": 3}, \"%s\"]".formatted(query(exchange))));
    declareRow(
        "one", "t.jsonl", publisher.url("/numbers?page={page}") + ",application/json,,,/0/pages,");
    assertThat(fetch(false)).isEmpty();
    assertThat(content("t.jsonl"))
        .extracting(line -> line.replaceFirst(".*(page=\\d).*", "$1"))
        .containsExactly("page=1", "page=2", "page=3");

    publisher.always(
        "/links",
        exchange -> answer(exchange, "{\"next\": \"%s\"}".formatted(publisher.url("/last"))));
    publisher.always("/last", exchange -> answer(exchange, "{}"));
    declareRow("one", "t.jsonl", publisher.url("/links") + ",application/json,,,/next,");
    assertThat(fetch(true)).isEmpty();
    assertThat(content("t.jsonl")).hasSize(2).last().asString().contains("/last");
  }

  @Test
  void pagesMayBeLinkedInAHeader() throws IOException {
    key = Optional.of("s3cret-key");
    publisher.always(
        "/api",
        exchange -> {
          String asked = String.valueOf(query(exchange));
          String next = asked.endsWith("page=3") ? "" : asked.endsWith("page=2") ? "3" : "2";
          exchange
              .getResponseHeaders()
              .set(
                  "Link",
                  "</api>; rel=\"first\""
                      + (next.isEmpty()
                          ? ""
                          : ", </api?key=s3cret-key&page=%s>; title=\"more\"; rel=\"next\", </x>; rel=last"
                              .formatted(next)));
          answer(exchange, "[]");
        });
    declareRow("one", "t.jsonl", publisher.url("/api?key={key}") + ",application/json,,,Link,");
    publisher.once("/api", Publisher.status(503));
    assertThat(fetch(false)).isEmpty();
    assertThat(publisher.requests())
        .containsExactly(
            "/api?key=s3cret-key",
            "/api?key=s3cret-key",
            "/api?key=s3cret-key&page=2",
            "/api?key=s3cret-key&page=3");
    assertThat(content("t.jsonl")).hasSize(3).noneMatch(line -> line.contains("s3cret"));
    assertThat(content("t.jsonl").getFirst())
        .contains("\"next\":\"" + publisher.url("/api?key={key}&page=2") + "\",\"answer\":[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"next,", ",link", "$.next,", ",Link"})
  void placeOfTheNextAddressThatIsNoPointerIsReported(String cells) throws IOException {
    declareRow("one", "t.jsonl", publisher.url("/api") + ",application/json,,," + cells);
    assertOnlyFinding()
        .contains("data/one/fetch.csv:2")
        .contains("expected a JSON Pointer, such as /meta/next");
  }

  @Test
  void pagesGoOnAfterTheLastCompleteOne() throws IOException {
    publisher.always(
        "/api",
        exchange -> {
          if (query(exchange).equals("page=3")) {
            Publisher.status(400).handle(exchange);
          } else {
            answer(exchange, "{\"pages\": 3}");
          }
        });
    declareRow("one", "t.jsonl", publisher.url("/api?page={page}") + ",application/json,,,/pages,");
    assertThat(fetch(false)).singleElement().asString().endsWith("the server answers 400");
    assertThat(cached()).containsExactly("one/t.jsonl.part", "one/t.jsonl.part.note");
    Path part = file("cache/one/t.jsonl.part");
    Files.setLastModifiedTime(part, FileTime.from(NOW));
    Files.writeString(part, Files.readString(part) + "{\"url\":\"half a li");
    Files.setLastModifiedTime(part, FileTime.from(NOW));
    publisher.always("/api", exchange -> answer(exchange, "{\"pages\": 3}"));
    int before = publisher.requests().size();
    assertThat(fetch(false)).isEmpty();
    assertThat(publisher.requests().subList(before, publisher.requests().size()))
        .containsExactly("/api?page=3");
    assertThat(content("t.jsonl")).hasSize(3);
  }

  @Test
  void answerThatIsNotJsonIsReported() throws IOException {
    publisher.file("/api", "<html>");
    declareRow("one", "t.jsonl", publisher.url("/api?page={page}") + ",application/json,,,/pages,");
    assertThat(fetch(false)).singleElement().asString().contains("the answer is not JSON");
  }

  @Test
  void addressThatThePublisherTellsIsFollowed() throws IOException {
    publisher.always(
        "/index",
        exchange ->
            answer(exchange, "{\"files\": [{\"self\": \"%s\"}]}".formatted(publisher.url("/v1"))));
    publisher.file("/v1", TABLE, "\"v1\"").file("/v2", CHANGED, "\"v2\"");
    declareRow("one", "t.csv", publisher.url("/index") + ",text/csv,,,,/files/0/self");
    assertThat(fetch(false)).isEmpty();
    assertHolds(TABLE);
    assertThat(lock()).contains("url = \"" + publisher.url("/v1"));

    publisher.always(
        "/index",
        exchange ->
            answer(exchange, "{\"files\": [{\"self\": \"%s\"}]}".formatted(publisher.url("/v2"))));
    assertThat(fetch(false))
        .singleElement()
        .asString()
        .contains("the publisher has another version");
    assertThat(fetch(true)).isEmpty();
    assertHolds(CHANGED);
  }

  @Test
  void queryOfTheProjectIsSent() throws IOException {
    publisher.always(
        "/sparql",
        exchange -> {
          assertThat(query(exchange)).isEqualTo("query=SELECT * { ?s ?p \"é&\" }\n");
          assertThat(exchange.getRequestHeaders().getFirst("Accept")).startsWith("text/csv");
          answer(exchange, TABLE);
        });
    Files.writeString(file("project/data/one/ask.rq"), "SELECT * { ?s ?p \"é&\" }\n");
    declareRow("one", "t.csv", publisher.url("/sparql?query={query}") + ",text/csv,,ask.rq,,");
    assertThat(fetch(false)).isEmpty();
    assertHolds(TABLE);
    assertThat(lock()).contains("?query={query}\"");
  }

  @Test
  void keyIsSentAndNeverKept() throws IOException {
    publisher.always("/api", exchange -> answer(exchange, "{}"));
    declareRow("one", "t.jsonl", publisher.url("/api?key={key}") + ",application/json,,,/next,");
    assertThat(fetch(false))
        .containsExactly(
            "one/t.jsonl cannot be fetched from <%s>: the publisher asks for a key, see <https://example.org/docs>; set the environment variable TECHRACE_KEY_ONE"
                .formatted(publisher.url("/api?key={key}")));
    key = Optional.of("s3cret");
    assertThat(fetch(false)).isEmpty();
    assertThat(publisher.requests()).containsExactly("/api?key=s3cret");
    assertThat(lock()).doesNotContain("s3cret");
    assertThat(content("t.jsonl")).singleElement().asString().doesNotContain("s3cret");
  }

  /// Declares `one/t.jsonl`.
  ///
  /// @param row the cells from the address to the headers
  private void declareWithHeaders(String row) throws IOException {
    Path data = Files.createDirectories(folder.resolve("project/data/one"));
    Files.writeString(data.resolve("t.jsonl"), "");
    Files.writeString(
        data.resolve("fetch.csv"),
        HEAD.replace("link,", "link,headers,") + "t.jsonl," + row + TAIL);
  }

  /// Returns the values of two headers of a request.
  private static String sent(HttpExchange exchange) {
    return exchange.getRequestHeaders().getFirst("Authorization")
        + " "
        + exchange.getRequestHeaders().get("Accept");
  }

  @Test
  void headersAreSentToTheDeclaredOriginOnly() throws IOException {
    key = Optional.of("s3cret-key");
    List<String> sent = Collections.synchronizedList(new ArrayList<>());
    try (Publisher other = new Publisher()) {
      access = access.allowWeb(other.host());
      for (Publisher one : List.of(publisher, other)) {
        one.always("/away", Publisher.status(302, "Location", other.url("/there?key=%7Bkey%7D")));
        one.always("/back", Publisher.status(302, "Location", publisher.url("/home")));
        for (String path : List.of("/api", "/there", "/home", "/last")) {
          one.always(
              path,
              exchange -> {
                sent.add(
                    (one == other ? "other " : "")
                        + exchange.getRequestURI()
                        + " "
                        + sent(exchange));
                String next =
                    switch (path) {
                      case "/api" -> publisher.url("/home?key=s3cret-key&page=2");
                      case "/home" -> publisher.url("/away");
                      case "/there" -> other.url("/last?key=%7Bkey%7D");
                      default -> "";
                    };
                answer(exchange, "{\"next\": \"%s\", \"you\": \"s3cret-key\"}".formatted(next));
              });
        }
      }
      declareWithHeaders(
          publisher.url("/api")
              + ",application/json,,,/next,,\"Authorization: Bearer {key}\n"
              + "accept:application/x+json \"");
      assertThat(fetch(false)).isEmpty();
      assertThat(sent)
          .containsExactly(
              "/api Bearer s3cret-key [application/x+json]",
              "/home?key=s3cret-key&page=2 Bearer s3cret-key [application/x+json]",
              "other /there?key=%7Bkey%7D null [application/json]",
              "other /last?key=%7Bkey%7D null [application/json]");
      assertThat(lock()).doesNotContain("s3cret");
      assertThat(content("t.jsonl"))
          .hasSize(4)
          .noneMatch(line -> line.contains("s3cret"))
          .allMatch(line -> line.contains("\"you\":\"{key}\""));

      sent.clear();
      other.always(
          "/v1",
          exchange -> {
            sent.add(sent(exchange));
            answer(exchange, TABLE);
          });
      publisher.always(
          "/index",
          exchange -> {
            sent.add(sent(exchange));
            answer(exchange, "{\"file\": \"%s\"}".formatted(other.url("/v1")));
          });
      declareWithHeaders(
          publisher.url("/index") + ",text/csv,,,,/file,Authorization: Bearer {key}");
      assertThat(fetch(true)).isEmpty();
      declareWithHeaders(other.url("/v1") + ",text/csv,,,,,Authorization: {key}");
      assertThat(fetch(true)).isEmpty();
      assertThat(sent)
          .containsExactly(
              "Bearer s3cret-key [application/json]",
              "null [text/csv, */*;q=0.1]",
              "s3cret-key [text/csv, */*;q=0.1]");
    }
  }

  @Test
  void keyOfAHeaderIsNamedAndNeverShown() throws IOException {
    declareWithHeaders(publisher.url("/api") + ",application/json,,,/next,,X-Key: {key}");
    publisher.always("/api", Publisher.status(302, "Location", "ftp://x/?s3cret%20k"));
    for (String missing : List.of("", " \n")) {
      key = Optional.of(missing);
      assertThat(fetch(false))
          .singleElement()
          .asString()
          .endsWith("set the environment variable TECHRACE_KEY_ONE");
    }
    key = Optional.of("s3cret\nX-Other: s3cret");
    assertThat(fetch(false))
        .singleElement()
        .asString()
        .contains("the key in the environment variable TECHRACE_KEY_ONE has")
        .doesNotContain("s3cret");
    assertThat(publisher.requests()).isEmpty();
    key = Optional.of("s3cret k");
    assertThat(fetch(false)).singleElement().asString().contains("ftp").doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer {key}; 'Bearer {key}' is not a header",
        "X-Key:; 'X-Key:' is not a header",
        "X-Key: é; 'X-Key: é' is not a header",
        "X Key: 1; 'X Key: 1' is not a header",
        "Authorization: {token}; has the variable {token}; expected {key}, which is the environment"
            + " variable TECHRACE_KEY_ONE",
        "Range: bytes=1-; the header 'Range' cannot be declared",
        "Host: example.org; the header 'Host' cannot be declared",
        "\"A: 1\na: 2\"; the header 'a' is there twice"
      })
  void wrongHeaderIsReportedAtItsRow(String row) throws IOException {
    String[] parts = row.split("; ", 2);
    declareWithHeaders(publisher.url("/api") + ",application/json,,,,," + parts[0]);
    assertOnlyFinding().contains("data/one/fetch.csv:2").contains(parts[1]);
  }

  @Test
  void columnThatIsNotKnownIsAnError() throws IOException {
    declareWithHeaders(publisher.url("/t.csv") + ",text/csv,,,,,");
    Path table = file("project/data/one/fetch.csv");
    Files.writeString(table, Files.readString(table).replace("headers", "header"));
    assertOnlyFinding().contains("the column 'header' is not known").contains("headers");
  }

  /// Reads the declarations, of which none is right, and returns the only finding.
  private AbstractStringAssert<?> assertOnlyFinding() throws IOException {
    Report report = new Report();
    assertThat(Distributions.read(file("project"), report)).isEmpty();
    return assertThat(report.findings()).singleElement().asString();
  }

  private List<String> content(String table) throws IOException {
    String found =
        cached().stream().filter(path -> path.endsWith("/" + table)).findFirst().orElseThrow();
    return Files.readAllLines(file("cache").resolve(found));
  }

  private static String query(HttpExchange exchange) {
    return exchange.getRequestURI().getQuery();
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
