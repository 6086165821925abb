package org.techrace.query;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The permanent link of an answer: a release, a query, and the hash of the canonical answer. It
/// needs no storage on a server: anyone who has the release can verify it.
///
/// `/release/2026-11-24-3f9a1c/answer?hash=HASH&query=QUERY`, with `question=NAME` and the values
/// of its parameters if the query comes from a question.
///
/// @param release the name of the release
/// @param query the text of the query
/// @param hash see [CanonicalAnswer#hash]
/// @param others further parameters, which do not affect the answer
public record AnswerLink(
    String release, String query, String hash, Map<String, List<String>> others) {
  /// The path of an answer within its release.
  public static final String PATH = "/answer";

  /// The parameter with the query.
  public static final String QUERY = "query";

  /// The parameter with the hash.
  public static final String HASH = "hash";

  private static final Pattern FORM =
      Pattern.compile("/release/(?<id>[^/]+)" + Pattern.quote(PATH));
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /// @throws IllegalArgumentException if the hash is not one
  public AnswerLink {
    if (!isHash(hash)) {
      throw new IllegalArgumentException("the hash is not 64 hexadecimal digits");
    }
  }

  /// Reports whether a text has the form of a hash.
  public static boolean isHash(String text) {
    return SHA256.matcher(text).matches();
  }

  /// Reads a link.
  ///
  /// @throws IllegalArgumentException if the text is not a link of an answer
  public static AnswerLink parse(String link) {
    URI uri = URI.create(link.strip());
    Matcher form = FORM.matcher(uri.getPath() == null ? "" : uri.getPath());
    if (!form.find() || form.end() != uri.getPath().length() || uri.getRawQuery() == null) {
      throw new IllegalArgumentException(
          "not the link of an answer; expected https://HOST/release/ID/answer?hash=…&query=…");
    }
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : uri.getRawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      parameters
          .computeIfAbsent(decoded(name), _ -> new ArrayList<>())
          .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return new AnswerLink(
        form.group("id"), one(parameters, QUERY), one(parameters, HASH), parameters);
  }

  private static String one(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.remove(name);
    if (values == null || values.size() != 1) {
      throw new IllegalArgumentException("the link needs one parameter '" + name + "'");
    }
    return values.getFirst();
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /// The path and the parameters of the link.
  public String address() {
    StringBuilder address =
        new StringBuilder("/release/" + release + PATH + "?" + HASH + "=" + hash);
    others.forEach((name, values) -> values.forEach(value -> add(name, value, address)));
    add(QUERY, query, address);
    return address.toString();
  }

  private static void add(String name, String value, StringBuilder address) {
    address.append('&').append(encoded(name)).append('=').append(encoded(value));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
