package org.techrace.serve;

import io.micrometer.core.instrument.MeterRegistry;
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

  static Operations start(int port) {
    FusekiServer fuseki =
        FusekiServer.create()
            .port(port)
            .loopback(true)
            .enablePing(true)
            .enableMetrics(true)
            .build();
    MeterRegistry metrics =
        MetricsProvider.getMetricsProvider(fuseki.getServletContext()).getMeterRegistry();
    fuseki.start();
    return new Operations(fuseki, metrics);
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
