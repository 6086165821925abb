package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.techrace.release.Digests;
import org.techrace.serve.current.Lease;

/// Response headers, and the request headers that need parsing.
final class Headers {
  /// Names the release an answer was made from.
  static final String RELEASE = "Techrace-Release";

  static final String LINK = "Link";
  static final String CONTENT_LANGUAGE = "Content-Language";
  static final String SET_COOKIE = "Set-Cookie";

  /// The headers of every answer: `serve/headers.properties`.
  static final Map<String, String> FIXED = read("/serve/headers.properties");

  /// The headers of a page that any site may show in a frame: `serve/frame.properties`.
  static final Map<String, String> FRAMED = read("/serve/frame.properties");

  /// The headers of a page with scripts that any site may show in a frame:
  /// `serve/frame-scripts.properties`.
  static final Map<String, String> FRAMED_SCRIPTS = read("/serve/frame-scripts.properties");

  private Headers() {}

  /// Sets the headers of every answer: the release and its licence, browser security, and CORS.
  static void common(HttpServletResponse response, Lease lease, CrossOrigin origins) {
    response.setHeader(RELEASE, lease.release());
    FIXED.forEach(response::setHeader);
    origins.headers().forEach(response::setHeader);
    List<String> links = new ArrayList<>();
    links.add(link(lease.root() + "/.well-known/void", "describedby"));
    lease.licences().forEach(licence -> links.add(link(licence, "license")));
    response.setHeader(LINK, String.join(", ", links));
  }

  /// A link (RFC 8288).
  static String link(String target, String relation) {
    return "<" + target + ">; rel=\"" + relation + "\"";
  }

  private static Map<String, String> read(String path) {
    Properties fixed = new Properties();
    try (InputStream file = Headers.class.getResourceAsStream(path)) {
      fixed.load(Objects.requireNonNull(file, path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> headers = new TreeMap<>();
    fixed.stringPropertyNames().forEach(name -> headers.put(name, fixed.getProperty(name)));
    return headers;
  }

  /// All values of a header that may occur on several lines (RFC 9110, section 5.3).
  static String list(HttpServletRequest http, String name) {
    return String.join(",", Collections.list(http.getHeaders(name)));
  }

  /// The first 128 bits of SHA-256, in hexadecimal.
  static String hash(String text) {
    return Digests.sha256(text).substring(0, 32);
  }
}
