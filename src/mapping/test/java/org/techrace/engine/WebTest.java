package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.FreePort;
import org.techrace.Workbooks;
import org.techrace.access.Access;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// Tests that a source on the web is read only if the run may access the web.
final class WebTest {
  @TempDir private Path folder = Path.of("");
  private HttpServer server;

  WebTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    server.createContext(
        "/t.csv",
        exchange -> {
          byte[] table = "id,name\n1,Zoë\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, table.length);
          exchange.getResponseBody().write(table);
          exchange.close();
        });
    server.createContext(
        "/table",
        exchange -> {
          byte[] table = Workbooks.workbook(new String[][] {{"id", "name"}, {"1", "Zoë"}});
          exchange
              .getResponseHeaders()
              .set(
                  "Content-Type",
                  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet; charset=x");
          exchange.sendResponseHeaders(200, table.length);
          exchange.getResponseBody().write(table);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private String url(String path) {
    return path.startsWith("http:")
        ? path
        : "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
  }

  private List<String> run(String path, boolean web, Report report) throws IOException {
    Path mapping =
        Files.writeString(
            folder.resolve("mapping.ttl"),
            Workbench.PREFIXES
                + """
                @prefix dcat: <http://www.w3.org/ns/dcat#> .
                <#map> rml:logicalSource [ rml:source [ dcat:downloadURL <%s> ] ; rml:referenceFormulation rml:CSV ] ;
                rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ] .
                """
                    .formatted(url(path)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(
            MappingReader.read(mapping, report).orElseThrow(),
            web
                ? EngineOptions.DEFAULT.withAccess(Access.none().allowWeb("127.0.0.1"))
                : EngineOptions.DEFAULT,
            report)
        .writeNQuads(out);
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void readsAFileIfTheWebIsAllowed() throws IOException {
    Report report = new Report();
    assertThat(run("t.csv", true, report))
        .containsExactly("<http://example.org/1> <http://example.org/name> \"Zoë\" .");
    assertThat(report.findings()).isEmpty();
  }

  /// An address without a file extension has the format that the server states.
  @Test
  void readsAFileAsItsMediaTypeSays() throws IOException {
    Report report = new Report();
    assertThat(run("table?sheet=1.csv", true, report))
        .containsExactly("<http://example.org/1> <http://example.org/name> \"Zoë\" .");
    assertThat(report.findings()).isEmpty();
  }

  @Test
  void reportsAFileIfTheWebIsNotAllowed() throws IOException {
    Report report = new Report();
    assertThat(run("t.csv", false, report)).isEmpty();
    assertThat(report.findings())
        .extracting(Finding::message)
        .containsExactly(
            "the source is in the Web, <%s>; allow that with --web 127.0.0.1, or fetch the file and name its path"
                .formatted(url("t.csv")));
  }

  @Test
  void reportsAServerThatDoesNotAnswer() throws IOException {
    String url = "http://127.0.0.1:" + FreePort.find() + "/t.csv";
    Report report = new Report();
    assertThat(run(url, true, report)).isEmpty();
    assertThat(report.findings())
        .extracting(Finding::message)
        .containsExactly("<%s> cannot be downloaded: the host does not answer".formatted(url));
  }

  @Test
  void reportsAFileThatDoesNotExist() throws IOException {
    Report report = new Report();
    assertThat(run("none.csv", true, report)).isEmpty();
    assertThat(report.findings())
        .extracting(Finding::message)
        .containsExactly(
            "<%s> cannot be downloaded: the server answers 404".formatted(url("none.csv")));
  }
}
