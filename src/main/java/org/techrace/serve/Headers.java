package org.techrace.serve;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/// The headers that answers share.
final class Headers {
  /// Names the release an answer was made from.
  static final String RELEASE = "Techrace-Release";

  /// The same for all answers: `serve/headers.properties`.
  private static final Map<String, String> FIXED = read("/serve/headers.properties");

  /// Of a page that any site may show in a frame: `serve/frame.properties`.
  static final Map<String, String> FRAMED = read("/serve/frame.properties");

  private Headers() {}

  /// What every answer has: the release, safety for browsers, and openness to all origins.
  static void common(HttpServletResponse response, String release) {
    response.setHeader(RELEASE, release);
    FIXED.forEach(response::setHeader);
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

  /// The answer to a CORS preflight (Fetch standard): reading needs no credentials.
  static void preflight(HttpServletResponse response) {
    response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS");
    response.setHeader(
        "Access-Control-Allow-Headers", "Accept, Accept-Language, Content-Type, If-None-Match");
    response.setHeader("Access-Control-Max-Age", "86400");
  }

  /// What one answer has.
  static void of(Answer answer, HttpServletResponse response) {
    if (!answer.contentType().isEmpty() && answer.status() != 204) {
      response.setContentType(answer.contentType());
    }
    answer.headers().forEach(response::setHeader);
    response.setHeader("Vary", "Accept, Accept-Encoding");
    response.setHeader(
        "Cache-Control",
        switch (answer.freshness()) {
          case RELEASE -> "public, no-cache";
          case SOFTWARE -> "public, max-age=3600";
          case NONE -> "no-store";
        });
  }

  /// A strong ETag (RFC 9110, section 8.8.3): from the release, what was asked, and the bytes'
  /// form.
  static Optional<String> etag(
      Answer answer, HttpServletRequest http, String release, Compression compression) {
    if (answer.freshness() == Answer.Freshness.NONE || !http.getMethod().matches("GET|HEAD")) {
      return Optional.empty();
    }
    String version = String.valueOf(Headers.class.getPackage().getImplementationVersion());
    String asked =
        String.join(
            "\n",
            version,
            release,
            http.getRequestURI(),
            String.valueOf(http.getQueryString()),
            answer.contentType(),
            compression.token());
    return Optional.of('"' + hash(asked) + '"');
  }

  static boolean stillFresh(String etag, HttpServletRequest http) {
    String known = http.getHeader("If-None-Match");
    return known != null
        && Arrays.stream(known.split("\\s*,\\s*", -1))
            .anyMatch(tag -> tag.equals("*") || tag.replaceFirst("^W/", "").equals(etag));
  }

  /// The first 128 bits of SHA-256, in hexadecimal.
  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
