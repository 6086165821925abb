package org.techrace.serve.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.rdf.Xml;

/// Keeps the links of an answer within the release that its request names: a link to `/page/x`
/// becomes one to `/release/ID/page/x`. Links to files of the software, to downloads and to the
/// documents about releases stay as they are, because they are the same for all releases.
final class ReleaseLinks {
  /// A tag of HTML. In the output of the templates, `<` always begins a tag and quotes within
  /// attributes are escaped.
  private static final Pattern TAG = Pattern.compile("<[a-zA-Z](?:[^>\"]|\"[^\"]*\")*>");

  /// The start of a path in an attribute.
  private static final Pattern PATH = Pattern.compile("(?<= (?:href|action|src)=\")/[^\"]*");

  /// The target of a `Link` header.
  private static final Pattern TARGET = Pattern.compile("(?<=<)/[^>]*(?=>)");

  private static final Pattern SHARED =
      Pattern.compile(
          "/(?:/|static/|logo|graph\\.css|favicon\\.ico|robots\\.txt|tool|downloads|ldes|timemap|release/|page/release/|data/release/|reconcile).*");

  /// A link from a page of a release to the same page of the current one (RFC 5829).
  private static final String LATEST = " rel=\"latest-version\"";

  private ReleaseLinks() {}

  /// Returns an answer with links to the release that the request names. If it names none, returns
  /// the answer itself.
  static Answer within(Answer answer, Request request) {
    if (request.root().isEmpty()) {
      return answer;
    }
    Answer linked = headers(answer, request.root());
    if (!answer.contentType().equals(Format.HTML.contentType())) {
      return linked;
    }
    try {
      ByteArrayOutputStream html = new ByteArrayOutputStream();
      answer.body().writeTo(html);
      String text = html(html.toString(StandardCharsets.UTF_8), request);
      return linked.withBody(Body.of(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer headers(Answer answer, String root) {
    Answer linked = answer;
    for (String name : new String[] {"Location", Headers.LINK}) {
      String value = answer.header(name).orElse("");
      String moved =
          name.equals(Headers.LINK)
              ? TARGET.matcher(value).replaceAll(m -> Matcher.quoteReplacement(at(m.group(), root)))
              : at(value, root);
      if (!moved.equals(value)) {
        linked = linked.replacing(name, moved);
      }
    }
    return linked;
  }

  /// The page with links to the release.
  private static String html(String page, Request request) {
    String latest = Xml.escaped(latest(request));
    return TAG.matcher(page)
        .replaceAll(
            tag ->
                Matcher.quoteReplacement(
                    PATH.matcher(tag.group())
                        .replaceAll(
                            link ->
                                Matcher.quoteReplacement(
                                    tag.group().contains(LATEST)
                                        ? latest
                                        : at(link.group(), request.root())))));
  }

  /// The address of a request without the release that it names.
  static String latest(Request request) {
    String asked = request.http().getQueryString();
    String query =
        asked == null
            ? ""
            : Stream.of(asked.split("&", -1))
                .filter(part -> !part.isEmpty() && !part.startsWith("release="))
                .collect(Collectors.joining("&"));
    String address = request.rawPath() + (query.isEmpty() ? "" : "?" + query);
    return address.replace("<", "%3C").replace(">", "%3E").replace("\"", "%22");
  }

  /// Reports whether an address is the same for all releases.
  static boolean isShared(String path) {
    return SHARED.matcher(path).matches();
  }

  private static String at(String path, String root) {
    return path.startsWith("/") && !isShared(path) ? root + path : path;
  }
}
