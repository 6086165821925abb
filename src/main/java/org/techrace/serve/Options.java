package org.techrace.serve;

import java.nio.file.Path;
import java.time.Duration;
import org.techrace.serve.sparql.Services;
import org.techrace.serve.work.Limits;

/// The options of a server.
///
/// @param host the address to listen on; `localhost` for this machine only
/// @param port the port; 0 for any free one
/// @param operationsPort the port of `/$/ping` and `/$/metrics`, on loopback; 0 for any free one
/// @param queries the folder with `pages/` and `questions/`
/// @param limits what requests may cost
/// @param services the endpoints that `SERVICE` may query
/// @param trustProxy whether to believe `X-Forwarded-*` headers; only behind a proxy that sets them
/// @param drain how long requests in progress may take when the server stops
/// @param keep how many releases stay on disk when another one is promoted; 0 keeps all
public record Options(
    String host,
    int port,
    int operationsPort,
    Path queries,
    Limits limits,
    Services services,
    boolean trustProxy,
    Duration drain,
    int keep) {

  /// Loopback, port 3030, the queries of the project in the working directory.
  public static final Options DEFAULT =
      new Options(
          "localhost",
          3030,
          3031,
          Path.of("queries"),
          Limits.DEFAULT,
          Services.NONE,
          false,
          Duration.ofSeconds(10),
          0);

  /// These options with another port. If it is 0, the port of operations is any free one too.
  public Options withPort(int newPort) {
    int newOperationsPort = newPort == 0 ? 0 : operationsPort;
    return new Options(
        host, newPort, newOperationsPort, queries, limits, services, trustProxy, drain, keep);
  }

  /// These options with other limits.
  public Options withLimits(Limits newLimits) {
    return new Options(
        host, port, operationsPort, queries, newLimits, services, trustProxy, drain, keep);
  }

  /// These options with other endpoints for `SERVICE`.
  public Options withServices(Services newServices) {
    return new Options(
        host, port, operationsPort, queries, limits, newServices, trustProxy, drain, keep);
  }
}
