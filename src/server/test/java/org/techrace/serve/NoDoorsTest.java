package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The module of the server has no doors on its class path, and works without them.
final class NoDoorsTest {
  private static final TestServer SERVER = TestServer.small();

  @AfterAll
  static void close() {
    SERVER.close();
  }

  @BeforeAll
  static void modulesAreApart() {
    assumeTrue(
        ServiceLoader.load(Door.class).findFirst().isEmpty(), "all modules are in one class path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/explore", "/search?q=firm", "/questions", "/page/firm-huawei"})
  void pagesAreServed(String path) throws Exception {
    assertThat(SERVER.get(path, "text/html, */*;q=0.1").statusCode()).isEqualTo(200);
  }

  @Test
  void queriesAreAnswered() throws Exception {
    assertThat(SERVER.get("/sparql?query=ASK%20%7B%7D", "application/json").body())
        .contains("true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/mcp", "/api/v1", "/np", "/tables", "/cite", "/reconcile", "/llms.txt"})
  void doorsAreNotThere(String path) throws Exception {
    assertThat(SERVER.get(path, "*/*").statusCode()).isEqualTo(404);
  }
}
