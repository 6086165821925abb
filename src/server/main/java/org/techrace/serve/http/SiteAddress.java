package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/// The address of this site as clients see it, and the addresses of its clients.
///
/// @param publicUrl the scheme, host and port of the site, without a slash at the end; if absent,
///   they are those of the connection or of the proxy's headers
/// @param trustProxy whether a reverse proxy sets `X-Forwarded-For`, `-Proto` and `-Host`
public record SiteAddress(Optional<String> publicUrl, boolean trustProxy) {
  /// The form of a public URL.
  private static final Pattern FORM = Pattern.compile("https?://[\\w.\\[\\]:-]+");

  private static final Pattern IP_ADDRESS = Pattern.compile("[0-9A-Fa-f.:]+");

  /// The address at which clients ask, without a proxy.
  public static final SiteAddress OF_CONNECTION = new SiteAddress(Optional.empty(), false);

  /// Returns whether a text is a scheme, a host and perhaps a port.
  public static boolean isSite(String url) {
    return FORM.matcher(url).matches();
  }

  /// The client's IP address.
  String client(HttpServletRequest http) {
    return forwarded(http, "For")
        // Our proxy appends the last address; the ones before it come from others and prove
        // nothing.
        .map(all -> all.substring(all.lastIndexOf(',') + 1).trim())
        .filter(address -> IP_ADDRESS.matcher(address).matches())
        .orElse(http.getRemoteAddr());
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

  private Optional<String> forwarded(HttpServletRequest http, String what) {
    return trustProxy
        ? Optional.ofNullable(http.getHeader("X-Forwarded-" + what))
        : Optional.empty();
  }
}
