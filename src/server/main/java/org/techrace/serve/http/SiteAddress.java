package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The address of this site as clients see it, and the addresses of its clients.
///
/// @param publicUrl the scheme, host and port of the site, without a slash at the end; if absent,
///   they are those of the connection or of the proxy's headers
/// @param trustProxy whether a reverse proxy sets `X-Forwarded-For`, `-Proto` and `-Host`
public record SiteAddress(Optional<String> publicUrl, boolean trustProxy) {
  /// The form of a public URL.
  private static final Pattern FORM = Pattern.compile("https?://[\\w.\\[\\]:-]+");

  /// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`, `2001:db8::1%eth0`, quoted or
  /// not.
  private static final Pattern NODE =
      Pattern.compile(
          "^\"?(?:(?<four>[0-9.]+)(?::\\d+)?|\\[(?<six>[0-9A-Fa-f.:]+)(?:%[^]]*)?](?::\\d+)?"
              + "|(?<bare>[0-9A-Fa-f.:]+)(?:%.*)?)\"?$");

  /// All clients whose address a proxy does not know.
  private static final String UNKNOWN = "unknown";

  /// The address at which clients ask, without a proxy.
  public static final SiteAddress OF_CONNECTION = new SiteAddress(Optional.empty(), false);

  /// Returns whether a text is a scheme, a host and perhaps a port.
  public static boolean isSite(String url) {
    return FORM.matcher(url).matches();
  }

  /// The client's IP address. What a proxy gives in place of one is a client too: nobody escapes
  /// the limits by it.
  String client(HttpServletRequest http) {
    return forwarded(http, "For").map(SiteAddress::withoutPort).orElse(http.getRemoteAddr());
  }

  /// Returns the address of a node (RFC 7239, section 6), which may have a port and a zone.
  private static String withoutPort(String node) {
    return NODE.matcher(node)
        .results()
        .flatMap(address -> Stream.of("four", "six", "bare").map(address::group))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(UNKNOWN);
  }

  /// The scheme, host and port of this site.
  String site(HttpServletRequest http) {
    return publicUrl.orElseGet(() -> asked(http));
  }

  private String asked(HttpServletRequest http) {
    String scheme = forwarded(http, "Proto").orElse(http.getScheme());
    String direct = http.getServerName() + ":" + http.getServerPort();
    String host = forwarded(http, "Host").orElse(direct);
    String site = (scheme.equals("https") ? "https://" : "http://") + host;
    return isSite(site) ? withoutUsualPort(site) : "http://" + direct;
  }

  private static String withoutUsualPort(String site) {
    String port = site.startsWith("https:") ? ":443" : ":80";
    return site.endsWith(port) ? site.substring(0, site.length() - port.length()) : site;
  }

  /// Returns the last value of a header, in one line or several: our proxy adds it. Those before it
  /// come from others and prove nothing.
  private Optional<String> forwarded(HttpServletRequest http, String what) {
    if (!trustProxy) {
      return Optional.empty();
    }
    String all = String.join(",", Collections.list(http.getHeaders("X-Forwarded-" + what)));
    return Optional.of(all.substring(all.lastIndexOf(',') + 1).trim())
        .filter(last -> !all.isEmpty());
  }
}
