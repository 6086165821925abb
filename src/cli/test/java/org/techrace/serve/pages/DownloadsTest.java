package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.cli.Project;
import org.techrace.serve.Options;
import org.techrace.serve.Server;
import org.techrace.serve.TestLimits;
import org.techrace.serve.work.Limits;

/// Tests the files of releases over HTTP. The small project has two releases; the second has one
/// more telescope and one corrected telescope.
final class DownloadsTest {
  private static final String TABLE = "data/telescopes/telescopes.csv";

  @TempDir private static Path folder;
  private static Project project;
  private static List<String> releases = List.of();
  private static Server server;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void twoReleases() throws Exception {
    project = Project.in(folder);
    assertThat(project.run("build").code()).isZero();
    project.edit(TABLE, "paranal,4.1", "paranal,4.0");
    project.edit(TABLE, "keck,", "ntt,NTT,paranal,3.58,2005-09-01\nkeck,");
    assertThat(project.run("build").code()).isZero();
    releases = project.releases().list();
    server = Server.start(Options.DEFAULT.withPort(0), project.releases());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// One telescope is new, one is corrected.
  @Test
  void comparesReleasesBySource() throws Exception {
    String address = "/compare?releases=" + releases.get(1) + "&releases=" + releases.get(0);
    assertThat(text("/downloads")).contains("/compare?releases=" + releases.getFirst());
    Document page = Jsoup.parse(text(address));
    assertThat(page.select("thead th").getLast().text())
        .isEqualTo(releases.getFirst() + " to " + releases.getLast());
    String changed =
        page.select("tbody tr").eachText().stream()
            .filter(row -> row.contains("1 corrected"))
            .findFirst()
            .orElseThrow();
    assertThat(changed).matches(".*\\+[2-9]\\d* −1 1 corrected");
    assertThat(get("/compare?releases=nothing").statusCode()).isEqualTo(404);
    assertThat(text("/compare?releases=" + releases.getFirst())).contains(releases.getLast());
  }

  @Test
  void returnsTheSealedDump() throws Exception {
    for (String release : releases) {
      HttpResponse<byte[]> dump = get("/downloads/" + release + "/data.nq.gz");
      assertThat(dump.headers().firstValue("Content-Type")).hasValue("application/gzip");
      assertThat(dump.headers().firstValue("Content-Encoding")).isEmpty();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(dump.body());
      assertThat(text("/downloads")).contains(HexFormat.of().formatHex(digest));
      assertThat(text("/downloads/" + release + "/SHA256SUMS"))
          .contains(HexFormat.of().formatHex(digest) + "  data.nq.gz");
      DatasetGraph quads =
          RDFParser.source(new GZIPInputStream(new ByteArrayInputStream(dump.body())))
              .lang(Lang.NQUADS)
              .toDatasetGraph();
      assertThat(quads.stream().count()).isGreaterThan(10);
    }
  }

  /// A client that reads gzip gets the packed bytes, another one the text.
  @Test
  void returnsThePlainDump() throws Exception {
    String path = "/downloads/" + releases.getLast() + "/data.nq";
    byte[] packed = get(path + ".gz").body();
    HttpResponse<byte[]> coded = get(path);
    assertThat(coded.headers().firstValue("Content-Encoding")).hasValue("gzip");
    assertThat(coded.body()).isEqualTo(packed);
    HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
    for (int i = 0; i < 2; i++) {
      HttpResponse<byte[]> plain = CLIENT.send(request, BodyHandlers.ofByteArray());
      assertThat(plain.headers().firstValue("Content-Type"))
          .hasValue("application/n-quads; charset=utf-8");
      assertThat(plain.headers().firstValue("ETag"))
          .isNotEqualTo(coded.headers().firstValue("ETag"));
      assertThat(plain.headers().firstValue("Content-Disposition").orElseThrow())
          .endsWith(releases.getLast() + ".nq\"");
      assertThat(plain.body())
          .isEqualTo(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes());
    }
    assertThat(get("/downloads/2020-01-01-abcdef/data.nq").statusCode()).isEqualTo(404);
  }

  /// The maximum size of answers does not apply to files.
  @Test
  void dumpMayExceedTheMaximumAnswerSize() throws Exception {
    Limits short_ = new TestLimits().answerBytes(100).build();
    Options options = Options.DEFAULT.withPort(0).edit().limits(short_).build();
    try (Server limited = Server.start(options, project.releases())) {
      String path = "/downloads/" + releases.getLast() + "/data.nq.gz";
      HttpRequest request = HttpRequest.newBuilder(limited.uri().resolve(path)).build();
      HttpResponse<byte[]> dump = CLIENT.send(request, BodyHandlers.ofByteArray());
      assertThat(dump.statusCode()).isEqualTo(200);
      assertThat(dump.body()).hasSizeGreaterThan(100).isEqualTo(get(path).body());
    }
  }

  @Test
  void returns304ForAnUnchangedDump() throws Exception {
    String path = "/downloads/" + releases.getLast() + "/data.nq.gz";
    String etag = get(path).headers().firstValue("ETag").orElseThrow();
    HttpRequest again = HttpRequest.newBuilder(uri(path)).header("If-None-Match", etag).build();
    assertThat(CLIENT.send(again, BodyHandlers.discarding()).statusCode()).isEqualTo(304);
  }

  /// A new telescope adds five statements; a corrected one adds one and removes one.
  @Test
  void pageShowsTheChanges() throws Exception {
    String page = text("/downloads").replaceAll("\\s+", " ");
    assertThat(page).contains("compared with release " + releases.getFirst());
    assertThat(page).contains("6 added, 1 removed").contains("+6").contains("−1");
  }

  @Test
  void returns404ForADeletedRelease() throws Exception {
    for (String path :
        List.of(
            "/downloads/2020-01-01-abcdef/data.nq.gz",
            "/downloads/" + releases.getLast() + "/store",
            "/downloads/..%2f" + releases.getLast() + "/data.nq.gz",
            "/downloads/current")) {
      assertThat(get(path).statusCode()).as(path).isIn(400, 404);
    }
  }

  @Test
  void namesTheReleaseOrTheFileThatDoesNotExist() throws Exception {
    assertThat(text("/downloads/2020-01-01-abcdef/data.nq")).contains("There is no release");
    assertThat(text("/data/release/2020-01-01-abcdef")).contains("There is no release");
    assertThat(text("/downloads/" + releases.getLast() + "/data.nt")).contains("has no file");
  }

  /// A download that broke off goes on where it ended.
  @Test
  void aPartOfADumpIsGiven() throws Exception {
    String path = "/downloads/" + releases.getLast() + "/data.nq.gz";
    byte[] whole = get(path).body();
    HttpRequest rest = HttpRequest.newBuilder(uri(path)).header("Range", "bytes=100-").build();
    HttpResponse<byte[]> part = CLIENT.send(rest, BodyHandlers.ofByteArray());
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole, 100, whole.length));
  }

  /// Somebody deletes the folders of releases by hand.
  @Test
  void saysThatTheFilesOfTheServedReleaseWereDeleted(@TempDir Path other) throws Exception {
    Project here = Project.in(other);
    assertThat(here.run("build").code()).isZero();
    here.edit(TABLE, "paranal,4.1", "paranal,4.0");
    assertThat(here.run("build").code()).isZero();
    List<String> both = here.releases().list();
    try (Server serving = Server.start(Options.DEFAULT.withPort(0), here.releases())) {
      for (String release : both) {
        try (Stream<Path> files = Files.walk(here.releases().folder(release))) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
        HttpRequest page =
            HttpRequest.newBuilder(serving.uri().resolve("/downloads"))
                .header("Accept", "text/html")
                .build();
        HttpResponse<String> answer = CLIENT.send(page, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Release <a href=\"/page/release/" + both.getLast());
        assertThat(answer.body().contains("were deleted from this server"))
            .isEqualTo(release.equals(both.getLast()));
        assertThat(answer.body()).doesNotContain("/downloads/" + release + "/data.nq.gz");
        HttpRequest file =
            HttpRequest.newBuilder(serving.uri().resolve("/downloads/" + release + "/data.nq.gz"))
                .build();
        assertThat(CLIENT.send(file, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
      }
    }
  }

  private static String text(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri(path)).build();
    return CLIENT.send(request, BodyHandlers.ofString()).body();
  }

  /// Sends a request that accepts compressed answers. A dump is not compressed again.
  private static HttpResponse<byte[]> get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path)).header("Accept-Encoding", "gzip").build();
    return CLIENT.send(request, BodyHandlers.ofByteArray());
  }

  private static URI uri(String path) {
    return server.uri().resolve(path);
  }
}
