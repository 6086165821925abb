package org.techrace.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.techrace.serve.TestServer;

/// The page of another site embeds YASGUI, which asks a server that allows it.
@Tag("long")
@ExtendWith(Shown.Resolver.class)
final class YasguiTest {
  private static final String FILES = "/META-INF/resources/webjars/zazuko__yasgui/4.5.0/build";
  private static final String PAGE =
      """
      <!DOCTYPE html><meta charset="utf-8"><title>Another site</title><link rel="icon" href="data:,">
      <link rel="stylesheet" href="yasgui.min.css"><div id="yasgui"></div><script src="yasgui.min.js"></script>
      <script>
        const yasgui = new Yasgui(document.getElementById("yasgui"), {
          requestConfig: { endpoint: "ADDRESS", method: "GET" }, persistenceId: null });
        yasgui.getTab().getYasqe().setValue(
          "SELECT ?name { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?name } ORDER BY ?name LIMIT 5");
        yasgui.getTab().getYasqe().query();
      </script>
      """;

  @Test
  void thePageOfAnotherOriginShowsAnAnswer(Shown shown) throws Exception {
    Browser browser = shown.browser();
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (TestServer server = TestServer.small()) {
      String page =
          PAGE.replace(
              "ADDRESS", "http://localhost:%d/sparql".formatted(server.uri("/").getPort()));
      site.createContext(
          "/",
          exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] answer = page.getBytes(UTF_8);
            if (!path.equals("/")) {
              try (InputStream file = YasguiTest.class.getResourceAsStream(FILES + path)) {
                answer = Objects.requireNonNull(file, path).readAllBytes();
              }
            }
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      site.start();
      browser.open(URI.create("http://localhost:%d/".formatted(site.getAddress().getPort())));
      browser.await(".yasr_results tbody tr");
      assertThat(browser.all(".yasr_results tbody tr")).hasSize(5);
      // YASGUI itself asks for a list of prefixes, which the browser cannot reach.
      assertThat(browser.complaints()).allMatch(text -> text.contains("prefix.cc"));
      assertThat(browser.outsideRequests()).allMatch(address -> address.contains("prefix.cc"));
    } finally {
      site.stop(0);
    }
  }
}
