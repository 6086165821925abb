package org.techrace.fetch;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.access.Web;
import org.techrace.rdf.SafeIris;
import tools.jackson.databind.JsonNode;

/// The user's key, which is never stored, and the declared headers. Only the origin of the declared
/// address gets them.
///
/// @param key the key, if the declaration uses one
/// @param headers the declared headers by name; their values may have the variable `key`
record Credentials(Optional<String> key, Map<String, String> headers) {
  /// The length of the shortest key that is hidden in answers. A shorter text may be a word of the
  /// data.
  private static final int SHORTEST_HIDDEN = 8;

  private static final Pattern JSON_STRING = Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"");

  /// A request.
  ///
  /// @param url the complete address
  /// @param headers headers for its origin only
  record Target(String url, Map<String, String> headers) {}

  /// Returns the request for an address. The key and the headers are left out if it has another
  /// origin than the declared one.
  ///
  /// @param declared the declared address; its host has no variables
  Target to(UrlTemplate url, UrlTemplate declared) throws IOException {
    if (!Web.isSameOrigin(origin(declared), origin(url))) {
      return new Target(url.text(), Map.of());
    }
    Map<String, String> sent = new TreeMap<>();
    headers.forEach(
        (name, value) ->
            sent.put(name, value.replace(Distribution.KEY, key.orElse(Distribution.KEY))));
    return new Target(key.map(text -> url.with(Map.of("key", text))).orElse(url).text(), sent);
  }

  /// Returns the part of an address that its variables do not change.
  private static String origin(UrlTemplate url) {
    return url.text().replaceFirst("[?#{].*", "");
  }

  /// Returns a message with the variable in place of the key.
  String without(String message) {
    return key.map(
            text ->
                message
                    .replace(text, Distribution.KEY)
                    .replace(SafeIris.asciiSafe(text), Distribution.KEY))
        .orElse(message);
  }

  /// Returns a JSON document whose texts have the variable in place of the key.
  JsonNode hidden(JsonNode document) {
    if (key.isEmpty() || key.get().length() < SHORTEST_HIDDEN) {
      return document;
    }
    String json = ApiDownload.JSON.writeValueAsString(document);
    return ApiDownload.JSON.readTree(
        JSON_STRING
            .matcher(json)
            .replaceAll(text -> Matcher.quoteReplacement(without(text.group()))));
  }
}
