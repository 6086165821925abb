package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.fetch.Publisher;
import org.techrace.release.Digests;

/// `techrace fetch`, and `--full`, which reads what it has fetched.
@Timeout(120)
final class FetchCommandTest {
  private static final String WHOLE =
      """
      slug,name,observatory,aperture,first_light
      vlt,Very Large Telescope,paranal,8.2,1998-05-25
      vista,VISTA,paranal,4.1,2009-12-11
      keck,W. M. Keck Telescope,mauna-kea,10.0,1993-03-16
      subaru,Subaru,mauna-kea,8.2,1998-12-24
      irtf,Infrared Telescope Facility,mauna-kea,3.0,1979-07-01
      """;

  @TempDir private Path folder = Path.of("");
  private final Publisher publisher;
  private Project project = Project.at(folder);

  FetchCommandTest() throws IOException {
    publisher = new Publisher();
  }

  @BeforeEach
  void declare() throws IOException {
    publisher.file("/telescopes", WHOLE, "\"v1\"");
    project = Project.in(folder.resolve("project"));
    project.write(
        "data/telescopes/fetch.csv",
        """
        table,url,media_type,licence,documentation
        telescopes.csv,%s,text/csv,https://creativecommons.org/publicdomain/zero/1.0/,https://example.org/docs
        """
            .formatted(publisher.url("/telescopes")));
  }

  @AfterEach
  void stop() {
    publisher.close();
  }

  private String cache() {
    return "--cache=" + folder.resolve("cache");
  }

  private Project.Outcome fetch(String... more) {
    return project.run(
        Stream.concat(Stream.of("fetch", cache(), "--web", publisher.host()), Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void fetchesListsAndBuildsFromTheCache() throws IOException {
    assertThat(fetch("--list").out())
        .isEqualTo(
            "absent    telescopes/telescopes.csv from %s\n"
                .formatted(publisher.url("/telescopes")));
    Project.Outcome fetched = fetch();
    assertThat(fetched.err()).isEmpty();
    assertThat(fetched.code()).isZero();
    assertThat(fetched.out())
        .isEqualTo(
            "fetched   telescopes/telescopes.csv, %d B, SHA-256 %s\n"
                .formatted(WHOLE.length(), Digests.sha256(WHOLE)));
    assertThat(fetch("--list").out())
        .startsWith(
            "fetched   telescopes/telescopes.csv from " + publisher.url("/telescopes") + ", 20")
        .contains(
            ", %d bytes, SHA-256 %s, licence https://creativecommons.org/publicdomain/zero/1.0/"
                .formatted(WHOLE.length(), Digests.sha256(WHOLE)));
    assertThat(fetch("telescopes").out()).isEqualTo("unchanged telescopes/telescopes.csv\n");

    assertThat(project.run("check", "--full", cache()).findings()).isEmpty();
    Project.Outcome built = project.run("build", "--full", cache());
    assertThat(built.findings()).isEmpty();
    assertThat(built.code()).isZero();
    Path release = project.releases().folder(project.releases().current().orElseThrow());
    assertThat(Files.readString(release.resolve("release.ttl")))
        .contains("<" + publisher.url("/telescopes") + ">")
        .contains(Digests.sha256(WHOLE));
    assertThat(count(release)).contains("telescope-irtf");
    assertThat(project.run("build", "--full", cache()).out()).contains("is up to date");

    project.run("build");
    Path own = project.releases().folder(project.releases().current().orElseThrow());
    assertThat(Files.readString(own.resolve("release.ttl")))
        .doesNotContain(publisher.url("/telescopes"));
    assertThat(count(own)).doesNotContain("telescope-irtf");
  }

  private String count(Path release) throws IOException {
    project.write("all.rq", "SELECT DISTINCT ?s { ?s a ?class } ORDER BY ?s");
    assertThat(release).exists();
    return project.run("query", project.folder().resolve("all.rq").toString()).out();
  }

  @Test
  void fileThatWasNeverFetchedIsAWarning() throws IOException {
    Project.Outcome built = project.run("build", "--full", cache());
    assertThat(built.findings())
        .containsExactly(
            "WARN [data/telescopes/fetch.csv:2] telescopes/telescopes.csv was not fetched, so the"
                + " project's own rows are read; run 'techrace fetch telescopes'");
    assertThat(built.code()).isZero();
  }

  @Test
  void fileOfTheLockFileThatIsNotInTheCacheIsAnError() throws IOException {
    assertThat(fetch().code()).isZero();
    Path file =
        folder.resolve("cache/telescopes/%s/telescopes.csv".formatted(Digests.sha256(WHOLE)));
    Files.writeString(file, WHOLE.replace("VISTA", "vista"));
    String finding =
        "ERROR [data/telescopes/fetch.csv:2] sources.lock has telescopes/telescopes.csv with the"
            + " SHA-256 %s, and %s has no such file; run 'techrace fetch telescopes'"
                .formatted(Digests.sha256(WHOLE), folder.resolve("cache"));
    for (String command : List.of("check", "build")) {
      Project.Outcome outcome = project.run(command, "--full", cache());
      assertThat(outcome.findings()).containsExactly(finding);
      assertThat(outcome.code()).isEqualTo(1);
    }
    assertThat(project.releases().current()).isEmpty();
    assertThat(fetch("--list").out()).startsWith("missing   telescopes/telescopes.csv");
  }

  @Test
  void tableOfTheCommandLineComesBeforeTheCache() throws IOException {
    assertThat(fetch().code()).isZero();
    Path own = folder.resolve("project/data/telescopes/telescopes.csv");
    project.run("build", "--full", cache(), "--table", "telescopes/telescopes.csv=" + own);
    Path release = project.releases().folder(project.releases().current().orElseThrow());
    assertThat(Files.readString(release.resolve("release.ttl")))
        .doesNotContain(publisher.url("/telescopes"));
    assertThat(count(release)).doesNotContain("telescope-irtf");
  }

  @Test
  void failureIsAFindingWithTheRowOfTheDeclaration() {
    publisher.always("/telescopes", Publisher.status(404));
    Project.Outcome outcome = fetch();
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [data/telescopes/fetch.csv:2] telescopes/telescopes.csv cannot be");
  }

  @Test
  void nameThatIsNotDeclaredIsWrongUse() {
    Project.Outcome outcome = fetch("telescope");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("no source 'telescope' declares what can be fetched; did you mean 'telescopes'?");
  }

  @Test
  void mistakesInADeclarationAreFindings() throws IOException {
    project.write("data/telescopes/fetch.csv", "table,link\n");
    assertThat(fetch().findings()).isEmpty();
    project.write(
        "data/telescopes/fetch.csv", "table,adress\ntelescopes.csv,https://example.org/\n");
    assertThat(fetch().findings())
        .contains(
            "ERROR [data/telescopes/fetch.csv:1] the column 'url' is missing; there are: adress,"
                + " table");
    String head = "table,url,media_type,licence,documentation\n";
    for (String table : List.of("none.csv", "../observatories/observatories.csv", ".hidden")) {
      project.write(
          "data/telescopes/fetch.csv", head + table + ",https://example.org/,text/csv,l,d\n");
      assertThat(fetch().findings())
          .singleElement()
          .asString()
          .startsWith("ERROR [data/telescopes/fetch.csv:2] the source has no table '" + table);
    }
    project.write("data/telescopes/fetch.csv", head + "telescopes.csv,https://example.org/,,l,d\n");
    assertThat(fetch().findings())
        .containsExactly(
            "ERROR [data/telescopes/fetch.csv:2] the column 'media_type' is blank; fill it in");
    String row = "telescopes.csv,https://example.org/,text/csv,l,d\n";
    project.write("data/telescopes/fetch.csv", head + row + row);
    assertThat(fetch().findings())
        .containsExactly(
            "ERROR [data/telescopes/fetch.csv:3] the table has two rows; give each table one");
  }

  @Test
  void lockFileThatCannotBeReadIsNamed() throws IOException {
    project.write("sources.lock", "[[file]\n");
    Project.Outcome outcome = fetch();
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).startsWith("techrace: sources.lock cannot be read: ");
  }

  /// Ctrl-C in the middle of a download: nothing half-done is in place, and the next run goes on.
  @Test
  void interruptedDownloadGoesOnTheNextTime() throws Exception {
    publisher.once(
        "/telescopes",
        exchange -> {
          byte[] bytes = WHOLE.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("ETag", "\"v1\"");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes, 0, 100);
          exchange.getResponseBody().flush();
          try {
            TimeUnit.MINUTES.sleep(1);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    Path printed = folder.resolve("printed");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "fetch",
                cache(),
                "--web",
                publisher.host(),
                "--project",
                project.folder().toString())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    Path part = folder.resolve("cache/telescopes/telescopes.csv.part");
    try {
      while (!(Files.exists(part) && Files.size(part) == 100)) {
        assertThat(process.isAlive()).as(Files.readString(printed)).isTrue();
        Thread.sleep(50);
      }
      // SIGTERM: a process that was started in the background or by nohup ignores SIGINT.
      process.destroy();
      assertThat(process.waitFor()).as(Files.readString(printed)).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
    assertThat(part).hasSize(100);
    assertThat(project.folder().resolve("sources.lock")).doesNotExist();
    try (Stream<Path> files = Files.list(folder.resolve("cache/telescopes"))) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("telescopes.csv.part", "telescopes.csv.part.note");
    }
    assertThat(fetch().code()).isZero();
    assertThat(publisher.requests().getLast())
        .isEqualTo("/telescopes Range: bytes=100- If-Range: \"v1\"");
    assertThat(
            folder.resolve("cache/telescopes/%s/telescopes.csv".formatted(Digests.sha256(WHOLE))))
        .hasContent(WHOLE);
    assertThat(part).doesNotExist();
  }
}
