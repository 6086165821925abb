package org.techrace.serve;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.techrace.release.Retention;
import org.techrace.serve.http.ConnectionLimits;
import org.techrace.serve.http.CrossOrigin;
import org.techrace.serve.http.SiteAddress;
import org.techrace.serve.sparql.Services;
import org.techrace.serve.work.Limits;
import org.techrace.settings.GraphSettings;
import org.techrace.settings.Settings;
import org.techrace.settings.SettingsTable;

/// Reads [Options] from the tables `[serve]`, `[limits]` and `[services]` of the settings. Settings
/// that are missing are those of [Options#DEFAULT].
public final class OptionsReader {
  private static final int LAST_PORT = 65_535;

  private final Settings settings;

  private OptionsReader(Settings settings) {
    this.settings = settings;
  }

  /// Reads the options of the server of a project.
  ///
  /// @param graph the table `[graph]`
  /// @param project the project's folder
  public static Options read(Settings settings, GraphSettings graph, Path project) {
    SettingsTable serve = settings.table("serve");
    OptionsReader of = new OptionsReader(settings);
    Options d = Options.DEFAULT;
    int port = port(serve, "port", d.port());
    String host = serve.text("host", d.host());
    return d.edit()
        .host(host)
        .port(port)
        .operationsPort(port(serve, "operations-port", nextTo(port)))
        .queries(project.resolve("queries"))
        .limits(of.limits(d.limits()))
        .connections(of.connections(d.connections()))
        .services(of.services(d.services()))
        .address(address(serve))
        .crossOrigin(new CrossOrigin(serve.flag("cross-origin", !isLoopback(host))))
        .drain(serve.secondsOrNone("drain-seconds", d.drain()))
        .graph(graph)
        .keep(retention(serve, d.keep()))
        .endpoint(endpoint(serve))
        .openReleases(serve.count("open-releases", d.openReleases()))
        .build();
  }

  private static Optional<URI> endpoint(SettingsTable serve) {
    String text = serve.text("endpoint", "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI endpoint = new URI(text);
      if (String.valueOf(endpoint.getScheme()).matches("https?") && endpoint.getHost() != null) {
        return Optional.of(endpoint);
      }
    } catch (URISyntaxException e) {
      // Reported below.
    }
    serve.wrong(
        "endpoint",
        "is \"%s\"; expected the address of a SPARQL endpoint, such as \"http://localhost:8890/sparql\""
            .formatted(text));
    return Optional.empty();
  }

  private static Retention retention(SettingsTable serve, Retention d) {
    return new Retention(
        (int) serve.whole("keep-releases", d.latest(), 0, Integer.MAX_VALUE),
        serve.flag("keep-monthly", d.monthly()),
        serve.flag("keep-cited", d.cited()));
  }

  private static int port(SettingsTable table, String key, int otherwise) {
    return (int) table.whole(key, otherwise, 0, LAST_PORT);
  }

  /// The port after that of the server, so that two servers on different ports do not collide; the
  /// port before it if it is the last one.
  private static int nextTo(int port) {
    return port == 0 ? 0 : port < LAST_PORT ? port + 1 : port - 1;
  }

  private static SiteAddress address(SettingsTable serve) {
    String url = serve.text("public-url", "").replaceFirst("/$", "");
    if (!url.isEmpty() && !SiteAddress.isSite(url)) {
      serve.wrong(
          "public-url",
          "is \"%s\"; expected a scheme and a host, such as \"https://data.example.org\""
              .formatted(url));
    }
    return new SiteAddress(
        url.isEmpty() ? Optional.empty() : Optional.of(url), serve.flag("trust-proxy", false));
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.matches("\\[?::1]?");
  }

  private ConnectionLimits connections(ConnectionLimits d) {
    SettingsTable table = settings.table("limits");
    return new ConnectionLimits(
        table.count("connections", d.all()),
        table.count("connections-per-address", d.perAddress()),
        table.seconds("head-seconds", d.headTime()));
  }

  private Limits limits(Limits d) {
    SettingsTable table = settings.table("limits");
    Limits.Places queries = places("limits", d.queries());
    return new Limits(
        table.seconds("seconds", d.time()),
        queries,
        places("limits.pages", d.pages()),
        table.whole("answer-bytes", d.answerBytes(), 1, Long.MAX_VALUE / 8),
        table.count("body-bytes", d.bodyBytes()),
        table.count("nesting", d.nesting()),
        table.share("memory", d.memory()),
        table.whole("cache-bytes", d.cacheBytes(), 0, Long.MAX_VALUE),
        (int) table.whole("stuck", queries.concurrent() / 2, 0, Integer.MAX_VALUE),
        table.count("threads", d.threads()));
  }

  private Limits.Places places(String name, Limits.Places d) {
    SettingsTable table = settings.table(name);
    Limits.Places places =
        new Limits.Places(
            table.count("concurrent", d.concurrent()),
            (int) table.whole("queued", d.queued(), 0, Integer.MAX_VALUE),
            table.count("per-client", d.perClient()));
    long all = (long) places.concurrent() + places.queued();
    if (all > 1 && places.perClient() >= all) {
      table.wrong(
          "per-client",
          "is %d, but all clients together have %d places ('concurrent' and 'queued'); choose a smaller number, so that one client leaves places to others"
              .formatted(places.perClient(), all));
    }
    return places;
  }

  private Services services(Services d) {
    SettingsTable table = settings.table("services");
    return new Services(
        Set.copyOf(table.texts("endpoints", List.copyOf(d.endpoints()))),
        table.seconds("seconds", d.time()),
        table.count("bytes", d.bytes()),
        table.count("requests", d.requests()));
  }
}
