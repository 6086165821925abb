package org.techrace.serve;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Set;
import org.apache.jena.graph.Node;

/// The endpoints that `SERVICE` may ask: those on a list, and never an address of this machine or
/// its network, whatever a name resolves to.
public final class Services {
  private final Set<String> allowed;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(5))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /// Services.
  ///
  /// @param allowed the endpoints' IRIs; empty switches `SERVICE` off
  public Services(Set<String> allowed) {
    this.allowed = Set.copyOf(allowed);
  }

  /// The client to ask them with. It follows no redirect, which could lead anywhere.
  public HttpClient client() {
    return client;
  }

  /// Whether any may be asked.
  public boolean any() {
    return !allowed.isEmpty();
  }

  /// Checks one before it is asked. The sentence is the same whatever is or is not there.
  ///
  /// @throws Refusal 403 if it may not be asked
  public void check(Node service) {
    if (!service.isURI() || !allowed.contains(service.getURI()) || !isPublic(service.getURI())) {
      throw new Refusal(403, "SERVICE may only ask endpoints on this server's list.");
    }
  }

  private static boolean isPublic(String iri) {
    try {
      String host = URI.create(iri).getHost();
      if (host == null) {
        return false;
      }
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (isPrivate(address)) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isPrivate(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
    boolean sharedByCarrier = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || uniqueLocal
        || sharedByCarrier;
  }
}
