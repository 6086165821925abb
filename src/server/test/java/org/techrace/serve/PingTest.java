package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphWrapper;
import org.apache.jena.sparql.core.DatasetGraphWrapperView;
import org.junit.jupiter.api.Test;

/// Ping answers 503 while too many evaluations do not stop, so that a supervisor restarts the
/// process, and 200 again after they have ended.
final class PingTest {
  private final CountDownLatch end = new CountDownLatch(1);

  /// A dataset that does not tell its graphs until the end: an evaluation that reads it does not
  /// stop.
  private final class Endless extends DatasetGraphWrapper implements DatasetGraphWrapperView {
    Endless(DatasetGraph dataset) {
      super(dataset);
    }

    @Override
    public Iterator<Node> listGraphNodes() {
      while (end.getCount() > 0) {
        Thread.onSpinWait();
      }
      return super.listGraphNodes();
    }
  }

  @Test
  void isUnwellWhileEvaluationsAreStuck() throws Exception {
    Options options =
        TestServer.OPTIONS
            .edit()
            .limits(new TestLimits().time(Duration.ofMillis(300)).queries(2, 4, 4).build())
            .build();
    try (TestServer server =
        TestServer.of(
            TestServer.asIs(TestServer.RELEASE, new Endless(HostileTest.chain(3))), options)) {
      assertThat(ping(server).statusCode()).isEqualTo(200);
      for (int stuck = 1; stuck <= 2; stuck++) {
        String query = "/sparql?query=SELECT*%7BGRAPH%3Fg%7B%3Fs" + stuck + "%3Fp%3Fo%7D%7D";
        assertThat(server.get(query, "*/*").statusCode()).isEqualTo(503);
        await(server, stuck);
        assertThat(ping(server).statusCode()).isEqualTo(stuck > 1 ? 503 : 200);
      }
      assertThat(ping(server).body()).contains("2 evaluations did not stop").contains("1 allowed");
      end.countDown();
      await(server, 0);
      assertThat(ping(server).statusCode()).isEqualTo(200);
    } finally {
      end.countDown();
    }
  }

  private static HttpResponse<String> ping(TestServer server) throws Exception {
    return server.send(HttpRequest.newBuilder(server.server.operationsUri().resolve("ping")));
  }

  private static void await(TestServer server, double stuck) throws Exception {
    for (int i = 0; i < 500 && server.metric("techrace_queries_stuck") != stuck; i++) {
      Thread.sleep(20);
    }
    assertThat(server.metric("techrace_queries_stuck")).isEqualTo(stuck);
  }
}
