package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.serve.ReliabilityDoc;

/// Signals and failures of the server process.
@Tag("long")
final class ProcessTest {
  private static final String COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }";

  /// A query whose rows are all created: a condition on a random number must not be tested once for
  /// several equal rows.
  private static final String LONG =
      "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p"
          + " FILTER(STR(RAND()) != CONCAT(STR(?a), STR(?d), STR(?g), STR(?j), STR(?m))) }";

  private static final List<List<String>> ROWS = new ArrayList<>();

  @TempDir private Path folder = Path.of("");
  private final long begun = System.nanoTime();

  private void tell(String done, String must, String was) {
    ROWS.add(ReliabilityDoc.fault(done, must, was, begun));
  }

  @AfterAll
  static void document() throws IOException {
    ReliabilityDoc.table(
        "Faults of the serving process",
        "`techrace serve` as a process of its own (`ProcessTest`). Seconds are those of the whole"
            + " test, build and start included.",
        ReliabilityDoc.FAULTS,
        ROWS);
  }

  private Project project() throws IOException {
    return Project.in(folder.resolve("project"));
  }

  private Path printed(String name) {
    return folder.resolve(name);
  }

  @Test
  void sigtermDrains() throws Exception {
    try (ServerProcess server =
            ServerProcess.start(
                project(),
                printed("out"),
                "-Dlogback.configurationFile="
                    + Path.of("src/cli/test/resources/logback-access.xml"));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.ask(COUNT, 60);
      Future<HttpResponse<String>> underWay =
          threads.submit(() -> server.ask(LONG + " # 4 seconds", "&timeout=4", 120));
      Thread.sleep(1500);
      assertThat(underWay.isDone()).isFalse();
      server.signal("TERM");
      Thread.sleep(500);
      HttpResponse<String> late = server.ask(COUNT, 60);
      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(late.body()).contains("shutting down");
      assertThat(server.end()).isEqualTo(143);
      assertThat(underWay.get().body()).contains("was stopped after 4.0 seconds");
      assertThat(server.printed())
          .as("what clients asked is logged, what the server asked itself is not")
          .contains("\"GET /sparql HTTP/1.1\"")
          .doesNotContain("\"GET /search HTTP/1.1\"");
      assertThatThrownBy(() -> server.ask(COUNT, 60)).isInstanceOf(ConnectException.class);
    }
    tell(
        "SIGTERM while a query runs that has two and a half seconds left",
        "the query gets its answer, new requests get 503, then the process ends with 143",
        "so");
  }

  @Test
  void afterKillItStartsWhereItWas() throws Exception {
    Project project = project();
    String release;
    String answer;
    try (ServerProcess server = ServerProcess.start(project, printed("one"))) {
      HttpResponse<String> response = server.ask(COUNT, 60);
      answer = response.body();
      release = response.headers().firstValue("Techrace-Release").orElseThrow();
      server.signal("KILL");
      assertThat(server.end()).isEqualTo(137);
      assertThatThrownBy(() -> server.ask(COUNT, 60)).isInstanceOf(ConnectException.class);
    }
    try (ServerProcess server = ServerProcess.start(project, printed("two"))) {
      HttpResponse<String> response = server.ask(COUNT, 60);
      assertThat(response.body()).isEqualTo(answer);
      assertThat(response.headers().firstValue("Techrace-Release")).contains(release);
      assertThat(server.printed()).contains("release " + release + " is up to date");
    }
    tell(
        "`kill -9` while it serves",
        "the next start serves the same release, and builds nothing",
        "so");
  }

  @Test
  void itOutlivesAStop() throws Exception {
    try (ServerProcess server = ServerProcess.start(project(), printed("out"))) {
      String answer = server.ask(COUNT, 60).body();
      server.stop();
      assertThatThrownBy(() -> server.ask(COUNT, 1)).isInstanceOf(HttpTimeoutException.class);
      Thread.sleep(2000);
      server.signal("CONT");
      assertThat(server.ask(COUNT, 60).body()).isEqualTo(answer);
    }
    tell(
        "SIGSTOP, a request that gives up, SIGCONT three seconds later",
        "the next request is answered",
        "so");
  }

  /// Answers too long for memory wait in the folder for temporary files.
  @Test
  void aFullTemporaryFolder() throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()),
        "needs the right to mount a file system: skipped");
    try (ServerProcess server =
        ServerProcess.start(
            project(), printed("out"), "-Djava.io.tmpdir=" + small, "-XX:-UsePerfData")) {
      HttpResponse<String> large =
          server.ask("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 20000", 120);
      assertThat(large.statusCode()).isEqualTo(503);
      assertThat(large.body())
          .contains("no space")
          .doesNotContain(small.toString())
          .doesNotContain("Exception");
      assertThat(server.ask(COUNT, 60).statusCode()).isEqualTo(200);
    } finally {
      run("umount", small.toString());
    }
    tell(
        "the folder for temporary files (1 MB) is full, an answer has more than 1 MB",
        "503 and a sentence; others are answered",
        "503; 200");
  }

  /// The library of Zstandard is unpacked into the folder for temporary files.
  @Test
  void aTemporaryFolderThatForbidsPrograms() throws Exception {
    Path strict = Files.createDirectory(folder.resolve("strict"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "noexec", "tmpfs", strict.toString()),
        "needs the right to mount a file system: skipped");
    try (ServerProcess server =
        ServerProcess.start(project(), printed("out"), "-Djava.io.tmpdir=" + strict)) {
      assertThat(server.coding("zstd, gzip")).isEqualTo("200 gzip");
      assertThat(server.coding("zstd")).isEqualTo("200 none");
    } finally {
      run("umount", strict.toString());
    }
    tell(
        "the folder for temporary files forbids programs, a client accepts zstd",
        "200, with gzip if it accepts that too",
        "so");
  }

  private static boolean run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }
}
