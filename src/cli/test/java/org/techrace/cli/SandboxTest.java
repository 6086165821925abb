package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.techrace.serve.ReliabilityDoc;

/// Tests the sandbox as a matrix of commands and ways out: each command refuses each way out by
/// default, and takes it only with the option that opens it. [#CELLS] is the matrix; the same rows
/// are in `docs/evidence/reliability.md`.
final class SandboxTest {
  private static final String TABLE =
      "slug,name,observatory,aperture,first_light\nt1,One,paranal,8.2,1998-05-25\n";

  /// A way out of the sandbox that a mapping or a folder of somebody else may try.
  enum WayOut {
    READ("reads a file outside", "--read"),
    LINK("reads through a link", "--read"),
    WRITE("writes a file outside", "--write"),
    WEB("downloads a file", "--web"),
    SERVICE("asks an endpoint (SERVICE)", ""),
    JDBC("asks a database", "--jdbc"),
    RELEASES("`releases` is a link", "--releases");

    private final String shown;

    /// The option that opens it; empty if none does.
    private final String option;

    WayOut(String shown, String option) {
      this.shown = shown;
      this.option = option;
    }
  }

  /// @param opens the option that opens the way out for the command; empty if none does
  record Cell(String command, WayOut way, String opens) {
    private Cell(String command, WayOut way) {
      this(command, way, way.option);
    }

    String shown() {
      return opens.isEmpty() ? "refused" : "refused; `" + opens + "`";
    }

    @Override
    public String toString() {
      return command + ": " + way.shown;
    }
  }

  private static final List<String> COMMANDS =
      List.of("map", "build", "check", "explain", "init", "link", "serve");

  /// The matrix without what does not apply: `init` and `link` read no mapping, `check` and
  /// `explain` write nothing.
  private static final List<Cell> CELLS =
      Stream.concat(
              Stream.of("map", "build", "check", "explain", "serve")
                  .flatMap(
                      command ->
                          Stream.of(
                                  WayOut.READ, WayOut.LINK, WayOut.WEB, WayOut.SERVICE, WayOut.JDBC)
                              .map(way -> new Cell(command, way))),
              Stream.of(
                  new Cell("map", WayOut.WRITE),
                  new Cell("build", WayOut.WRITE),
                  new Cell("serve", WayOut.WRITE),
                  new Cell("build", WayOut.RELEASES),
                  new Cell("serve", WayOut.RELEASES),
                  new Cell("link", WayOut.RELEASES),
                  new Cell("init", WayOut.LINK, "")))
          .toList();

  static List<Cell> cells() {
    return CELLS;
  }

  @TempDir private Path folder = Path.of("");
  private Path outside = Path.of("");
  private Project project = Project.at(Path.of(""));

  private HttpServer web;
  private final AtomicInteger asked = new AtomicInteger();
  private ServerSocket database;
  private final AtomicInteger connected = new AtomicInteger();

  SandboxTest() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    web = HttpServer.create(new InetSocketAddress(here, 0), 0);
    database = new ServerSocket(0, 5, here);
  }

  @BeforeEach
  void open() throws IOException {
    outside = Files.createDirectory(folder.resolve("outside"));
    Files.createDirectory(folder.resolve("made"));
    Files.writeString(outside.resolve("telescopes.csv"), TABLE);
    project = Project.in(folder.resolve("project"));
    web.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] table = TABLE.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, table.length);
          exchange.getResponseBody().write(table);
          exchange.close();
        });
    web.start();
    Thread.ofVirtual().start(this::hangUp);
  }

  /// Counts connections and closes them.
  private void hangUp() {
    try {
      while (true) {
        try (Socket _ = database.accept()) {
          connected.incrementAndGet();
        }
      }
    } catch (IOException _) {
      // Closed at the end of the test.
    }
  }

  @AfterEach
  void close() throws IOException {
    web.stop(0);
    database.close();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void refusesByDefaultAndOpensByTheOption(Cell cell) throws IOException {
    prepare(cell);
    Project.Outcome refused = run(cell, List.of());
    assertThat(refused.code()).as(refused.out() + refused.err()).isNotZero();
    assertThat(refused.out() + refused.err())
        .contains(cell.opens.isEmpty() ? refusal(cell.way) : cell.opens + " ")
        .doesNotContain("this is a bug");
    assertThat(isOut(cell, refused)).as("took the way out").isFalse();
    if (cell.opens.isEmpty()) {
      return;
    }
    Project.Outcome opened = run(cell, List.of(cell.opens, value(cell.way)));
    if (cell.way == WayOut.JDBC) {
      assertThat(opened.err()).as("hangs up").doesNotContain("--jdbc");
    } else {
      assertThat(opened.code()).as(opened.out() + opened.err()).isZero();
    }
    assertThat(isOut(cell, opened)).as("took the way out").isTrue();
  }

  private static String refusal(WayOut way) {
    return way == WayOut.SERVICE ? "the query is refused: " : "is a link out of what this run may";
  }

  private String value(WayOut way) {
    return switch (way) {
      case WEB -> "127.0.0.1:" + web.getAddress().getPort();
      case JDBC -> "jdbc:postgresql://127.0.0.1:" + database.getLocalPort() + "/";
      case RELEASES -> outside.resolve("releases").toString();
      case READ, LINK, WRITE, SERVICE -> outside.toString();
    };
  }

  private void prepare(Cell cell) throws IOException {
    String mapping = "data/telescopes/mapping.ttl";
    Path table = project.folder().resolve("data/telescopes/telescopes.csv");
    switch (cell.way) {
      case READ ->
          project.edit(
              mapping, "\"telescopes.csv\"", "\"%s\"".formatted(outside.resolve("telescopes.csv")));
      case LINK -> {
        Path linked =
            cell.command.equals("init") ? project.folder().resolve("ontology/techrace.ttl") : table;
        Files.delete(linked);
        Files.createSymbolicLink(linked, outside.resolve("telescopes.csv"));
      }
      case WRITE ->
          project.edit(
              mapping,
              "rml:reference \"aperture\" ;",
              "rml:reference \"aperture\" ; rml:logicalTarget [ rml:target [ a rml:FilePath ; rml:path \"%s\" ] ] ;"
                  .formatted(outside.resolve("out.nq")));
      case WEB ->
          project.write(
              mapping,
              Files.readString(project.folder().resolve(mapping))
                  .replaceFirst(
                      "(?s)rml:source \\[.*?\\] \\] ;",
                      "rml:source [ <http://www.w3.org/ns/dcat#downloadURL> <http://127.0.0.1:%d/telescopes.csv> ] ;"
                          .formatted(web.getAddress().getPort())));
      case SERVICE ->
          source(
              "rml:source [ rml:path \"d.ttl\" ] ; rml:iterator \"SELECT * { SERVICE <http://127.0.0.1:%d/> { ?slug ?name ?observatory } }\" ; rml:referenceFormulation <http://www.w3.org/ns/formats/SPARQL_Results_CSV> ] ;"
                  .formatted(web.getAddress().getPort()));
      case JDBC ->
          source(
              "rml:source [ <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#jdbcDSN> \"%sdata\" ] ; rml:iterator \"SELECT * FROM t\" ; rml:referenceFormulation rml:SQL2008Query ] ;"
                  .formatted(value(WayOut.JDBC)));
      case RELEASES -> {
        if (cell.command.equals("link")) {
          assertThat(project.run("build").code()).isZero();
          Files.move(project.folder().resolve("releases"), outside.resolve("releases"));
        } else {
          Files.createDirectory(outside.resolve("releases"));
        }
        Files.createSymbolicLink(project.folder().resolve("releases"), outside.resolve("releases"));
      }
    }
  }

  /// Replaces the logical source of the mapping.
  private void source(String source) throws IOException {
    String mapping = "data/telescopes/mapping.ttl";
    project.write("data/telescopes/d.ttl", "<http://example.org/a> <http://example.org/b> 1 .");
    project.write(
        mapping,
        Files.readString(project.folder().resolve(mapping))
            .replaceFirst("(?s)rml:source \\[.*?rml:CSV \\] ;", Matcher.quoteReplacement(source)));
  }

  private Project.Outcome run(Cell cell, List<String> options) throws IOException {
    Path data = project.folder().resolve("data");
    String mapping = data.resolve("telescopes/mapping.ttl").toString();
    List<String> line =
        new ArrayList<>(
            switch (cell.command) {
              case "map" -> List.of("map", mapping, "-o", folder.resolve("made/o.nq").toString());
              case "explain" -> List.of("explain", mapping);
              case "init" -> List.of("init", write("new/t.csv", "code,name\na,A\n").toString());
              case "link" -> List.of("link", write("new/t.csv", "name\nOne\n").toString());
              case "serve" -> List.of("serve", "--rehearse");
              default -> List.of(cell.command);
            });
    line.addAll(options);
    return project.run(line.toArray(String[]::new));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolve("..").normalize());
    return Files.writeString(file, text);
  }

  /// Returns true if the command took the way out.
  private boolean isOut(Cell cell, Project.Outcome outcome) throws IOException {
    return switch (cell.way) {
      case WEB, SERVICE -> asked.get() > 0;
      case JDBC -> connected.get() > 0;
      case WRITE -> Files.exists(outside.resolve("out.nq"));
      case RELEASES ->
          cell.command.equals("link")
              ? Files.exists(folder.resolve("new/t.linked.csv"))
              : Files.exists(outside.resolve("releases/current"));
      case READ, LINK ->
          switch (cell.command) {
            case "map" -> Files.exists(folder.resolve("made/o.nq"));
            case "explain" -> outcome.out().contains("\"One\"");
            case "check" -> outcome.code() == 0;
            default -> Files.exists(project.folder().resolve("releases/current"));
          };
    };
  }

  @Test
  void theDocumentShowsTheMatrix() throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (WayOut way : WayOut.values()) {
      List<String> row = new ArrayList<>(List.of(way.shown));
      for (String command : COMMANDS) {
        row.add(
            CELLS.stream()
                .filter(cell -> cell.way == way && cell.command.equals(command))
                .map(Cell::shown)
                .findFirst()
                .orElse("–"));
      }
      rows.add(row);
    }
    List<String> columns = new ArrayList<>(List.of("a mapping or project"));
    COMMANDS.forEach(command -> columns.add("`" + command + "`"));
    ReliabilityDoc.golden(
        "Sandbox",
        "Ways out that somebody else's mapping or project may try, for each command"
            + " (`SandboxTest`). Each is refused by default, with nothing read, written or asked"
            + " outside, and taken with the option shown. –: does not apply; the command reads no"
            + " mapping, or writes no such file.",
        columns,
        rows);
  }
}
