package org.techrace.serve;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
/// @param endpoints the SPARQL endpoints, one with the data of the current release; empty if
///   queries are evaluated here
/// @param openReleases how many releases besides the current one may be open at the same time
/// @param budget what one client may use in a minute
/// @param hosts the host names that the server answers for
/// @param citations how much is kept because it was cited
/// @param securityContact where to report a vulnerability, for `security.txt`
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
    List<URI> endpoints,
    int openReleases,
    ClientBudget budget,
    KnownHosts hosts,
    CitationLimit citations,
    Optional<URI> securityContact) {

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
          List.of(),
          4,
          ClientBudget.DEFAULT,
          new KnownHosts(Optional.of(Set.of())),
          CitationLimit.DEFAULT,
          Optional.empty());

  /// Returns a builder that starts with these options.
  public Builder edit() {
    return new Builder(this);
  }

  /// These options with another port. If it is 0, the port of operations is any free one too.
  public Options withPort(int newPort) {
    return edit().port(newPort).operationsPort(newPort == 0 ? 0 : operationsPort).build();
  }

  /// The memory for cached pages of an earlier release, in bytes: all together a quarter of that
  /// for the current one.
  public long earlierPageBytes() {
    return limits.pageBytes() / SHARE_OF_EARLIER / openReleases;
  }

  /// Changes some options. The parameters are those of [Options]. Not thread-safe.
  public static final class Builder {
    private String host;
    private int port;
    private int operationsPort;
    private Path queries;
    private Limits limits;
    private ConnectionLimits connections;
    private Services services;
    private SiteAddress address;
    private CrossOrigin crossOrigin;
    private Duration drain;
    private GraphSettings graph;
    private Retention keep;
    private List<URI> endpoints;
    private int openReleases;
    private ClientBudget budget;
    private KnownHosts hosts;
    private CitationLimit citations;
    private Optional<URI> securityContact;

    private Builder(Options from) {
      host = from.host;
      port = from.port;
      operationsPort = from.operationsPort;
      queries = from.queries;
      limits = from.limits;
      connections = from.connections;
      services = from.services;
      address = from.address;
      crossOrigin = from.crossOrigin;
      drain = from.drain;
      graph = from.graph;
      keep = from.keep;
      endpoints = from.endpoints;
      openReleases = from.openReleases;
      budget = from.budget;
      hosts = from.hosts;
      citations = from.citations;
      securityContact = from.securityContact;
    }

    public Builder host(String newHost) {
      host = newHost;
      return this;
    }

    public Builder port(int newPort) {
      port = newPort;
      return this;
    }

    public Builder operationsPort(int newOperationsPort) {
      operationsPort = newOperationsPort;
      return this;
    }

    public Builder queries(Path newQueries) {
      queries = newQueries;
      return this;
    }

    public Builder limits(Limits newLimits) {
      limits = newLimits;
      return this;
    }

    public Builder connections(ConnectionLimits newConnections) {
      connections = newConnections;
      return this;
    }

    public Builder services(Services newServices) {
      services = newServices;
      return this;
    }

    public Builder address(SiteAddress newAddress) {
      address = newAddress;
      return this;
    }

    public Builder crossOrigin(CrossOrigin newCrossOrigin) {
      crossOrigin = newCrossOrigin;
      return this;
    }

    public Builder drain(Duration newDrain) {
      drain = newDrain;
      return this;
    }

    public Builder graph(GraphSettings newGraph) {
      graph = newGraph;
      return this;
    }

    public Builder keep(Retention newKeep) {
      keep = newKeep;
      return this;
    }

    public Builder endpoints(List<URI> newEndpoints) {
      endpoints = List.copyOf(newEndpoints);
      return this;
    }

    public Builder openReleases(int newOpenReleases) {
      openReleases = newOpenReleases;
      return this;
    }

    public Builder budget(ClientBudget newBudget) {
      budget = newBudget;
      return this;
    }

    public Builder hosts(KnownHosts newHosts) {
      hosts = newHosts;
      return this;
    }

    public Builder citations(CitationLimit newCitations) {
      citations = newCitations;
      return this;
    }

    public Builder securityContact(Optional<URI> newSecurityContact) {
      securityContact = newSecurityContact;
      return this;
    }

    public Options build() {
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
          graph,
          keep,
          endpoints,
          openReleases,
          budget,
          hosts,
          citations,
          securityContact);
    }
  }
}
