package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/// Address of the client, and the address of this site as the client sees it: from the connection,
/// or from `X-Forwarded-For`, `-Proto` and `-Host` if a trusted reverse proxy sets them.
final class Client {
  private Client() {}

  /// The client's IP address.
  static String address(HttpServletRequest http, boolean trustProxy) {
    return forwarded(http, "For", trustProxy)
        // Our proxy appends the last address; the ones before it come from others and prove
        // nothing.
        .map(all -> all.substring(all.lastIndexOf(',') + 1).trim())
        .filter(address -> address.matches("[0-9A-Fa-f.:]+"))
        .orElse(http.getRemoteAddr());
  }

  /// The scheme, host and port that the client used.
  static String site(HttpServletRequest http, boolean trustProxy) {
    String scheme = forwarded(http, "Proto", trustProxy).orElse(http.getScheme());
    String direct = http.getServerName() + ":" + http.getServerPort();
    String host = forwarded(http, "Host", trustProxy).orElse(direct);
    String site = (scheme.equals("https") ? "https://" : "http://") + host;
    return site.matches("https?://[\\w.\\[\\]:-]+")
        ? site.replaceFirst("^(http:.*):80$|^(https:.*):443$", "$1$2")
        : "http://" + direct;
  }

  private static Optional<String> forwarded(
      HttpServletRequest http, String what, boolean trustProxy) {
    return trustProxy
        ? Optional.ofNullable(http.getHeader("X-Forwarded-" + what))
        : Optional.empty();
  }
}
