package org.techrace.serve;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import org.apache.jena.fuseki.main.FusekiServer;
import org.apache.jena.fuseki.metrics.MetricsProvider;

/// `/$/ping` and `/$/metrics` (Prometheus), on loopback and a port of their own, for those who run
/// the server.
final class Operations implements AutoCloseable {
  private final FusekiServer fuseki;
  private final MeterRegistry metrics;

  private Operations(FusekiServer fuseki, MeterRegistry metrics) {
    this.fuseki = fuseki;
    this.metrics = metrics;
  }

  /// Ready to listen at a port.
  static Operations at(int port) {
    FusekiServer fuseki =
        FusekiServer.create()
            .port(port)
            .loopback(true)
            .enablePing(true)
            .enableMetrics(true)
            .build();
    MeterRegistry metrics =
        MetricsProvider.getMetricsProvider(fuseki.getServletContext()).getMeterRegistry();
    return new Operations(fuseki, metrics);
  }

  /// @throws IOException if the port is taken
  void listen() throws IOException {
    Server.listen(fuseki, "ping and metrics", "--option operations.port=");
  }

  MeterRegistry metrics() {
    return metrics;
  }

  URI uri() {
    return URI.create("http://localhost:" + fuseki.getPort() + "/$/");
  }

  @Override
  public void close() {
    fuseki.stop();
  }
}
