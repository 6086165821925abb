package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apache.jena.riot.RDFDataMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.OwnGraph;
import org.techrace.report.Report;
import org.techrace.settings.Settings;

/// Tests the address that a server reports: the one it listens on, or this machine's if it listens
/// on all.
final class HostTest {
  @ParameterizedTest
  @CsvSource({
    "localhost, localhost",
    "127.0.0.1, 127.0.0.1",
    "127.0.0.2, 127.0.0.2",
    "0.0.0.0, localhost",
  })
  void answersAtTheAddressItReports(String host, String said) throws Exception {
    Settings settings =
        Settings.read(Path.of(""), Map.of("serve.host", host, "serve.port", "0"), new Report());
    Options options = OptionsReader.read(settings, OwnGraph.SETTINGS, Path.of(""));
    try (TestServer server =
        TestServer.of(
            RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph(),
            options)) {
      assertThat(server.uri("/").getHost()).isEqualTo(said);
      assertThat(server.get("/sparql?query=ASK%7B%7D", "*/*").statusCode()).isEqualTo(200);
    }
  }
}
