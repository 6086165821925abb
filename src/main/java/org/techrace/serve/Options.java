package org.techrace.serve;

import java.nio.file.Path;
import java.time.Duration;
import org.techrace.serve.sparql.Services;
import org.techrace.serve.work.Limits;

/// How to serve.
///
/// @param host the address to listen on; `localhost` for this machine alone
/// @param port 0 takes a free one
/// @param operationsPort where `/$/ping` and `/$/metrics` answer, on loopback; 0 takes a free one
/// @param queries the folder with `pages/` and `questions/`
/// @param limits what clients may cost
/// @param services what `SERVICE` may ask
/// @param trustProxy whether `X-Forwarded-*` headers are believed: only behind a proxy that sets
///   them
/// @param drain how long requests under way may take when the server is stopped
/// @param keep how many releases stay when another is served and the last reader of the one before
///   is gone; 0 keeps all
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

  /// For people at this machine: loopback, port 3030, the project's own queries.
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

  /// Another port; with 0, any free one, for operations too.
  public Options withPort(int newPort) {
    int newOperationsPort = newPort == 0 ? 0 : operationsPort;
    return new Options(
        host, newPort, newOperationsPort, queries, limits, services, trustProxy, drain, keep);
  }

  /// The same with other limits.
  public Options withLimits(Limits newLimits) {
    return new Options(
        host, port, operationsPort, queries, newLimits, services, trustProxy, drain, keep);
  }

  /// The same with other endpoints for `SERVICE`.
  public Options withServices(Services newServices) {
    return new Options(
        host, port, operationsPort, queries, limits, newServices, trustProxy, drain, keep);
  }
}
