package org.techrace.serve.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/// The host names that a server answers for. A server on the loopback interface is not reached by
/// other names, unless a page of another site lets its own name point to this machine (DNS
/// rebinding) and reads the answers as its own.
///
/// @param names the names besides those of the loopback interface, in lower case; absent if the
///   server answers for all names
public record KnownHosts(Optional<Set<String>> names) {
  /// All names, for a server that listens on other interfaces.
  public static final KnownHosts ALL = new KnownHosts(Optional.empty());

  private static final Pattern LOOPBACK =
      Pattern.compile("(.+\\.)?localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

  /// Reports whether a host name or address is one of the loopback interface.
  public static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }

  /// Checks the host that a request is for.
  ///
  /// @return a refusal with 421 (RFC 9110, section 15.5.20) if the server does not answer for it
  public Optional<Refusal> check(Request request) {
    String host = String.valueOf(Request.getServerName(request)).toLowerCase(Locale.ROOT);
    if (names.isEmpty() || names.get().contains(host) || isLoopback(host)) {
      return Optional.empty();
    }
    return Optional.of(
        new Refusal(
            421,
            "This server on the loopback interface does not answer for the host '%s'. If it is a name of this server, list it in serve.hosts."
                .formatted(host)));
  }
}
