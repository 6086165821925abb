package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.TxnType;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.graph.GraphWrapper;
import org.apache.jena.util.iterator.ExtendedIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import org.techrace.serve.current.Current;
import org.techrace.serve.http.Errors;

/// Tests unexpected exceptions. The client gets a short message without names of classes, the log
/// gets the complete exception once, and the server continues.
final class UnforeseenTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(Errors.class);
  private static final String PAGE = "/page/firm-huawei";

  private final AtomicReference<@Nullable Throwable> ofData = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> ofDescription = new AtomicReference<>();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    Current.Open open =
        TestServer.open(
            TestServer.RELEASE,
            RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph());
    server =
        TestServer.of(
            new Current.Open(
                open.id(),
                new FailingDataset(open.dataset()),
                new FailingGraph(open.description()),
                open.text(),
                open.close()),
            TestServer.OPTIONS);
    logged.start();
    LOG.addAppender(logged);
    LOG.setAdditive(false);
  }

  @AfterEach
  void stop() {
    LOG.detachAppender(logged);
    LOG.setAdditive(true);
    server.close();
  }

  static Stream<Throwable> defects() {
    return Stream.of(
        new IllegalStateException("secret /home/curator"),
        new AssertionError("secret"),
        new NoClassDefFoundError("org/techrace/secret/Part"),
        new InternalError("a fault occurred in an unsafe memory access: secret"));
  }

  @ParameterizedTest
  @MethodSource("defects")
  void answersWithAShortSentence(Throwable defect) throws Exception {
    ofData.set(defect);
    for (String accept : List.of("text/plain", "application/json", "text/html")) {
      HttpResponse<String> page = server.get(PAGE, accept);
      assertThat(page.statusCode()).as(accept).isEqualTo(500);
      assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith(accept);
      assertThat(page.body())
          .contains("The server has failed")
          .doesNotContain("secret", "Error:", "Exception");
      assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    }
    assertThat(logged.list).as("once each").hasSize(3);
    goesOn();
  }

  @Test
  void returns503OnOutOfMemory() throws Exception {
    ofData.set(new OutOfMemoryError("Java heap space"));
    HttpResponse<String> page = server.get(PAGE, "text/plain");
    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.body())
        .isEqualTo("The request needs more memory than there is; ask for less at once.\n");
    goesOn();
  }

  @Test
  void returns400OnStackOverflow() throws Exception {
    ofData.set(new StackOverflowError());
    HttpResponse<String> page = server.get(PAGE, "text/plain");
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(logged.list).isEmpty();
    goesOn();
  }

  @Test
  void answersIfTheDescriptionFails() throws Exception {
    ofDescription.set(new InternalError("secret"));
    HttpResponse<String> description = server.get("/.well-known/void", "text/turtle");
    assertThat(description.statusCode()).isEqualTo(500);
    assertThat(description.body()).contains("The server has failed").doesNotContain("secret");
    assertThat(server.get(PAGE, "text/html").statusCode()).as("needs only data").isEqualTo(200);
    ofDescription.set(null);
    goesOn();
  }

  private void goesOn() throws Exception {
    ofData.set(null);
    assertThat(server.get(PAGE, "text/html").statusCode()).isEqualTo(200);
  }

  private static void fail(AtomicReference<@Nullable Throwable> with) {
    switch (with.get()) {
      case null -> {}
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      case Throwable other -> throw new AssertionError(other);
    }
  }

  private final class FailingDataset extends DatasetGraphWrapper {
    FailingDataset(DatasetGraph dataset) {
      super(dataset);
    }

    @Override
    public void begin(TxnType type) {
      fail(ofData);
      super.begin(type);
    }

    @Override
    public void begin(ReadWrite mode) {
      fail(ofData);
      super.begin(mode);
    }
  }

  private final class FailingGraph extends GraphWrapper {
    FailingGraph(Graph graph) {
      super(graph);
    }

    @Override
    public ExtendedIterator<Triple> find(Triple pattern) {
      fail(ofDescription);
      return super.find(pattern);
    }

    @Override
    public ExtendedIterator<Triple> find(@Nullable Node s, @Nullable Node p, @Nullable Node o) {
      fail(ofDescription);
      return super.find(s, p, o);
    }
  }
}
