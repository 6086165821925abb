package org.techrace.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.jena.riot.RDFDataMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.serve.http.CrossOrigin;
import org.techrace.serve.http.KnownHosts;
import org.techrace.serve.http.SiteAddress;

/// The address of the site in answers and entity tags, and whether other sites may read answers.
final class PublicAddressTest {
  private static final List<String> WITH_ADDRESSES = List.of("/sparql", "/reconcile");

  private static TestServer server(Optional<String> url, boolean crossOrigin) throws Exception {
    Options d = TestServer.OPTIONS;
    Options options =
        d.edit()
            .address(new SiteAddress(url, false))
            .crossOrigin(new CrossOrigin(crossOrigin))
            .hosts(KnownHosts.ALL)
            .build();
    return TestServer.of(
        RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph(),
        options);
  }

  @Test
  void theAddressAskedIsPartOfTheTag() throws Exception {
    try (TestServer server = server(Optional.empty(), true)) {
      for (String path : WITH_ADDRESSES) {
        String own = ask(server, path, "localhost");
        String forged = ask(server, path, "evil.example");
        assertThat(body(forged)).contains("evil.example");
        assertThat(tag(forged)).isNotEqualTo(tag(own));
      }
    }
  }

  @Test
  void thePublicAddressIsInAnswersWhateverIsAsked() throws Exception {
    try (TestServer server = server(Optional.of("https://graph.example.org"), true)) {
      for (String path : WITH_ADDRESSES) {
        String own = ask(server, path, "localhost");
        String forged = ask(server, path, "evil.example");
        assertThat(body(own)).contains("https://graph.example.org").doesNotContain("localhost");
        assertThat(body(forged)).isEqualTo(body(own));
        assertThat(tag(forged)).isEqualTo(tag(own));
      }
    }
  }

  @Test
  void anotherPublicAddressIsAnotherTag() throws Exception {
    List<String> tags =
        Stream.of("https://a.example.org", "https://b.example.org")
            .map(
                url -> {
                  try (TestServer server = server(Optional.of(url), true)) {
                    return tag(ask(server, "/sparql", "localhost"));
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                })
            .toList();
    assertThat(tags).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void otherSitesMayReadAnswersIfTheSettingSaysSo(boolean allowed) throws Exception {
    try (TestServer server = server(Optional.empty(), allowed)) {
      URI uri = server.uri("/");
      List<byte[]> requests =
          List.of(
              RawHttp.get("/sparql?query=ASK%7B%7D", "Origin: https://example.org"),
              RawHttp.get("/nowhere", "Origin: https://example.org"),
              RawHttp.get("/%zz", "Origin: https://example.org"),
              RawHttp.request(
                  "OPTIONS",
                  "/sparql",
                  "",
                  "Origin: https://example.org",
                  "Access-Control-Request-Method: GET"),
              RawHttp.request("OPTIONS", "*", ""));
      for (byte[] request : requests) {
        String answer = RawHttp.send(uri, request).text();
        assertThat(answer).startsWith("HTTP/1.1 ");
        assertThat(answer.contains("Access-Control-")).as(answer).isEqualTo(allowed);
      }
    }
  }

  /// The text of an answer, with its headers.
  private static String ask(TestServer server, String path, String host) throws Exception {
    return RawHttp.send(
            server.uri("/"),
            "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: application/n-triples, application/json;q=0.5\r\nConnection: close\r\n\r\n"
                .formatted(path, host)
                .getBytes(US_ASCII))
        .text();
  }

  private static String tag(String answer) {
    return answer
        .lines()
        .filter(line -> line.startsWith("ETag: "))
        .findFirst()
        .orElseThrow(() -> new AssertionError(answer));
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n"));
  }
}
