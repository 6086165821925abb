package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.jena.riot.RDFDataMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a reverse proxy says of the client is believed only if the server is told to.
final class ProxyTest {
  private static TestServer server(boolean trust) throws Exception {
    Options options =
        new Options(
            "localhost",
            0,
            0,
            TestServer.OPTIONS.queries(),
            Limits.DEFAULT,
            Services.NONE,
            trust,
            Duration.ofSeconds(1),
            0);
    return TestServer.of(
        RDFDataMgr.loadDataset("src/test/resources/serve/small.trig").asDatasetGraph(), options);
  }

  @ParameterizedTest
  @CsvSource({
    "false, https, graph.example.org, http://localhost:PORT/",
    "true, https, graph.example.org, https://graph.example.org/",
    "true, http, graph.example.org:8080, http://graph.example.org:8080/",
    "true, https, graph.example.org:443, https://graph.example.org/",
    "true, gopher, graph.example.org, http://graph.example.org/",
    "true, https, 'x/><script>', http://localhost:PORT/"
  })
  void theAddress(boolean trust, String scheme, String host, String expected) throws Exception {
    try (TestServer server = server(trust)) {
      String description =
          server
              .send(
                  server
                      .request("/sparql")
                      .header("Accept", "application/n-triples")
                      .header("X-Forwarded-Proto", scheme)
                      .header("X-Forwarded-Host", host))
              .body();
      String site = expected.replace("PORT", String.valueOf(server.uri("/").getPort()));
      assertThat(description).contains("<" + site + "sparql>", "<" + site + ".well-known/void>");
    }
  }
}
