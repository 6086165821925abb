package org.techrace.access;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An allowed host of HTTP requests.
///
/// @param name the name in lower case
/// @param port the port, or 0 for all ports
record WebHost(String name, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?<name>[\\w.-]+|\\[[0-9a-fA-F:.]+\\])(:(?<port>\\d{1,5}))?");

  /// Parses a name or address with an optional port.
  ///
  /// @throws IllegalArgumentException if the syntax is wrong
  static WebHost of(String text) {
    Matcher host = FORM.matcher(text);
    if (!host.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a host; expected one such as example.org or example.org:8080"
              .formatted(text));
    }
    String port = host.group("port");
    return new WebHost(plain(host.group("name")), port == null ? 0 : Integer.parseInt(port));
  }

  /// Returns true if a connection goes to this host.
  boolean is(String host, int port) {
    return name.equals(plain(host)) && (this.port == 0 || this.port == port);
  }

  /// Returns true if a URL leads to this host.
  ///
  /// @param url a URL of the scheme `http` or `https`
  boolean isOf(URI url) {
    return is(url.getHost(), port(url));
  }

  /// Returns the port of a URL.
  static int port(URI url) {
    return url.getPort() >= 0
        ? url.getPort()
        : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }

  /// Returns a name for comparison: in lower case, without the dot of the root.
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
  }
}
