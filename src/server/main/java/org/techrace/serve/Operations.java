package org.techrace.serve;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.fuseki.main.FusekiServer;
import org.apache.jena.fuseki.metrics.MetricsProvider;
import org.techrace.serve.http.CrossOrigin;
import org.techrace.serve.http.Framing;
import org.techrace.serve.http.KnownHosts;
import org.techrace.serve.http.RefusalHandler;
import org.techrace.serve.work.Watchdog;

/// `/$/ping` and `/$/metrics` (Prometheus), for the operator of the server: on loopback and a port
/// of their own.
final class Operations implements AutoCloseable {
  private final FusekiServer fuseki;
  private final MeterRegistry metrics;
  private final Health health;

  private Operations(FusekiServer fuseki, MeterRegistry metrics, Health health) {
    this.fuseki = fuseki;
    this.metrics = metrics;
    this.health = health;
  }

  /// Has ping report what the watchdog complains of.
  void watch(Watchdog watchdog) {
    health.watchdog = Optional.of(watchdog);
  }

  /// `/$/ping`: 200 with the time, or 503 with a sentence if the process should be started again.
  private static final class Health extends HttpServlet {
    private transient volatile Optional<Watchdog> watchdog = Optional.empty();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Optional<String> complaint = watchdog.flatMap(Watchdog::complaint);
      response.setStatus(complaint.isPresent() ? 503 : 200);
      response.setContentType("text/plain;charset=utf-8");
      response.setHeader("Cache-Control", "no-store");
      response.getOutputStream().print(complaint.orElse(Instant.now().toString()) + "\n");
    }
  }

  /// Prepares to listen on a port.
  static Operations at(int port) {
    Health health = new Health();
    FusekiServer fuseki =
        FusekiServer.create()
            .port(port)
            .loopback(true)
            .addServlet("/$/ping", health)
            .enableMetrics(true)
            .build();
    fuseki
        .getJettyServer()
        .insertHandler(
            new RefusalHandler(
                new CrossOrigin(false),
                List.of(Framing::check, new KnownHosts(Optional.of(Set.of()))::check)));
    MeterRegistry metrics =
        MetricsProvider.getMetricsProvider(fuseki.getServletContext()).getMeterRegistry();
    return new Operations(fuseki, metrics, health);
  }

  /// Starts to listen.
  ///
  /// @throws IOException if the port is in use
  void listen() throws IOException {
    Server.listen(fuseki, "ping and metrics", "--option serve.operations-port=");
  }

  MeterRegistry metrics() {
    return metrics;
  }

  URI uri() {
    return URI.create("http://localhost:" + fuseki.getPort() + "/$/");
  }

  @Override
  public void close() {
    health.watchdog.ifPresent(Watchdog::close);
    fuseki.stop();
  }
}
