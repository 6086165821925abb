package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.jena.riot.RDFDataMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.serve.http.SiteAddress;

/// Tests that an edited page query changes the ETag after a restart.
final class EditionTest {
  @TempDir private Path project = Path.of("");

  @Test
  void changedQueryChangesTheEtag() throws Exception {
    Path queries = copy(Path.of("queries"), project.resolve("queries"));
    String before = etag(queries);
    assertThat(etag(queries)).isEqualTo(before);
    Files.writeString(queries.resolve("pages/opening.rq"), "# another", StandardOpenOption.APPEND);
    assertThat(etag(queries)).isNotEqualTo(before);
  }

  private static String etag(Path queries) throws Exception {
    Options d = TestServer.OPTIONS;
    Options options =
        d.edit()
            .queries(queries)
            .address(new SiteAddress(Optional.of("https://graph.example.org"), false))
            .build();
    try (TestServer server =
        TestServer.of(
            RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph(),
            options)) {
      return server.get("/", "text/html").headers().firstValue("ETag").orElseThrow();
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return to;
  }
}
