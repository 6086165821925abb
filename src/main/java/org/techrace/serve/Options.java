package org.techrace.serve;

import java.nio.file.Path;
import java.time.Duration;
import org.techrace.release.Retention;
import org.techrace.serve.http.ConnectionLimits;
import org.techrace.serve.http.CrossOrigin;
import org.techrace.serve.http.SiteAddress;
import org.techrace.serve.sparql.Services;
import org.techrace.serve.work.Limits;
import org.techrace.settings.GraphSettings;

/// The options of a server.
///
/// @param host the address to listen on; `localhost` for this machine only
/// @param port the port; 0 for any free one
/// @param operationsPort the port of `/$/ping` and `/$/metrics`, on loopback; 0 for any free one
/// @param queries the folder with `pages/` and `questions/`
/// @param limits what requests may cost
/// @param connections how many connections clients may have
/// @param services the endpoints that `SERVICE` may query
/// @param address the address of the site as clients see it
/// @param crossOrigin whether scripts of other sites may read answers
/// @param drain how long requests in progress may take when the server stops
/// @param graph what the graph is called, and how its pages look
/// @param keep which releases stay on disk when another one is promoted
/// @param openReleases how many releases besides the current one may be open at the same time
public record Options(
    String host,
    int port,
    int operationsPort,
    Path queries,
    Limits limits,
    ConnectionLimits connections,
    Services services,
    SiteAddress address,
    CrossOrigin crossOrigin,
    Duration drain,
    GraphSettings graph,
    Retention keep,
    int openReleases) {

  private static final int SHARE_OF_EARLIER = 4;

  /// Loopback, port 3030, no access from other sites, the queries of the project in the working
  /// directory.
  public static final Options DEFAULT =
      new Options(
          "localhost",
          3030,
          3031,
          Path.of("queries"),
          Limits.DEFAULT,
          ConnectionLimits.DEFAULT,
          Services.NONE,
          SiteAddress.OF_CONNECTION,
          new CrossOrigin(false),
          Duration.ofSeconds(10),
          GraphSettings.NONE,
          Retention.ALL,
          4);

  /// These options with another port. If it is 0, the port of operations is any free one too.
  public Options withPort(int newPort) {
    return new Options(
        host,
        newPort,
        newPort == 0 ? 0 : operationsPort,
        queries,
        limits,
        connections,
        services,
        address,
        crossOrigin,
        drain,
        graph,
        keep,
        openReleases);
  }

  /// These options with other limits.
  public Options withLimits(Limits newLimits) {
    return new Options(
        host,
        port,
        operationsPort,
        queries,
        newLimits,
        connections,
        services,
        address,
        crossOrigin,
        drain,
        graph,
        keep,
        openReleases);
  }

  /// These options with other endpoints for `SERVICE`.
  public Options withServices(Services newServices) {
    return new Options(
        host,
        port,
        operationsPort,
        queries,
        limits,
        connections,
        newServices,
        address,
        crossOrigin,
        drain,
        graph,
        keep,
        openReleases);
  }

  /// These options for another graph.
  public Options withGraph(GraphSettings newGraph) {
    return new Options(
        host,
        port,
        operationsPort,
        queries,
        limits,
        connections,
        services,
        address,
        crossOrigin,
        drain,
        newGraph,
        keep,
        openReleases);
  }

  /// The memory for cached pages of an earlier release, in bytes: all together a quarter of that
  /// for the current one.
  long earlierPageBytes() {
    return limits.pageBytes() / SHARE_OF_EARLIER / openReleases;
  }
}
