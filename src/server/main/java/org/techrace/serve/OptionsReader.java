package org.techrace.serve;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.guard.Scratch;
import org.techrace.release.CitationLimit;
import org.techrace.release.Retention;
import org.techrace.serve.http.ClientBudget;
import org.techrace.serve.http.ConnectionLimits;
import org.techrace.serve.http.CrossOrigin;
import org.techrace.serve.http.KnownHosts;
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
        .budget(of.budget(d.budget()))
        .address(address(serve))
        .hosts(hosts(serve, host))
        .crossOrigin(new CrossOrigin(serve.flag("cross-origin", !KnownHosts.isLoopback(host))))
        .drain(serve.secondsOrNone("drain-seconds", d.drain()))
        .graph(graph)
        .keep(retention(serve, d.keep()))
        .endpoints(endpoints(serve))
        .openReleases(serve.count("open-releases", d.openReleases()))
        .citations(citations(serve, d.citations()))
        .securityContact(securityContact(serve))
        .build();
  }

  private static List<URI> endpoints(SettingsTable serve) {
    return Stream.of(serve.text("endpoint", "").split(" ", -1))
        .filter(text -> !text.isEmpty())
        .flatMap(text -> endpoint(text, serve).stream())
        .toList();
  }

  private static Optional<URI> endpoint(String text, SettingsTable serve) {
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

  private static CitationLimit citations(SettingsTable serve, CitationLimit d) {
    long mib = serve.whole("cited-mib", d.bytes() >> 20, 0, Long.MAX_VALUE >> 20);
    return new CitationLimit(
        (int) serve.whole("cited-releases", d.releases(), 0, Integer.MAX_VALUE), mib << 20);
  }

  /// RFC 9116, section 2.5.3.
  private static Optional<URI> securityContact(SettingsTable serve) {
    String text = serve.text("security-contact", "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI contact = new URI(text);
      if (String.valueOf(contact.getScheme()).matches("https|mailto|tel")) {
        return Optional.of(contact);
      }
    } catch (URISyntaxException e) {
      // Reported below.
    }
    serve.wrong(
        "security-contact",
        "is \"%s\"; expected an address such as \"mailto:security@example.org\" or \"https://example.org/security\""
            .formatted(text));
    return Optional.empty();
  }

  /// A server on the loopback interface answers for the names that it knows only.
  private static KnownHosts hosts(SettingsTable serve, String host) {
    List<String> listed = serve.texts("hosts", List.of());
    if (!KnownHosts.isLoopback(host)) {
      return KnownHosts.ALL;
    }
    String url = serve.text("public-url", "");
    Stream<String> site =
        SiteAddress.isSite(url)
            ? Stream.of(url.replaceFirst("https?://", "").replaceFirst(":\\d+/?$|/$", ""))
            : Stream.empty();
    return new KnownHosts(
        Optional.of(
            Stream.concat(site, listed.stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet())));
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

  private ClientBudget budget(ClientBudget d) {
    SettingsTable table = settings.table("limits");
    return new ClientBudget(
        (int) table.whole("client-cpu-seconds", d.cpuSeconds(), 0, Integer.MAX_VALUE),
        (int) table.whole("client-errors", d.errors(), 0, Integer.MAX_VALUE));
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
        table.seconds("answer-limits-seconds", d.checks()),
        queries,
        places("limits.pages", d.pages()),
        table.whole("answer-bytes", d.answerBytes(), 1, Long.MAX_VALUE / 8),
        table.count("body-bytes", d.bodyBytes()),
        table.count("nesting", d.nesting()),
        table.share("memory", d.memory()),
        new Scratch.Limits(
            table.whole("operator-bytes", d.scratch().operatorBytes(), 1 << 16, Long.MAX_VALUE),
            table.whole("scratch-bytes-per-query", d.scratch().queryBytes(), 0, Long.MAX_VALUE),
            table.whole("scratch-bytes", d.scratch().allBytes(), 0, Long.MAX_VALUE)),
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
