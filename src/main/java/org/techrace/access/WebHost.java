package org.techrace.access;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A host that may be asked over HTTP.
///
/// @param name in lower case
/// @param port 0 for any
record WebHost(String name, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?<name>[\\w.-]+|\\[[0-9a-fA-F:.]+\\])(:(?<port>\\d{1,5}))?");

  /// A host by its name or address, with or without a port.
  ///
  /// @throws IllegalArgumentException if it is neither
  static WebHost of(String text) {
    Matcher host = FORM.matcher(text);
    if (!host.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no host; expected one such as example.org or example.org:8080".formatted(text));
    }
    String port = host.group("port");
    return new WebHost(plain(host.group("name")), port == null ? 0 : Integer.parseInt(port));
  }

  /// Whether this is the host of a connection.
  boolean is(String host, int port) {
    return name.equals(plain(host)) && (this.port == 0 || this.port == port);
  }

  /// Whether a URL leads to this host.
  ///
  /// @param url of the scheme `http` or `https`
  boolean isOf(URI url) {
    return is(url.getHost(), port(url));
  }

  /// The port that a URL leads to.
  static int port(URI url) {
    return url.getPort() >= 0
        ? url.getPort()
        : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }

  /// A name as names are compared: in lower case, without the dot of the root.
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
  }
}
