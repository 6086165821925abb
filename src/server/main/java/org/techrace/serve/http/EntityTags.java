package org.techrace.serve.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.techrace.serve.current.Lease;

/// Strong entity tags, and requests that depend on them (RFC 9110, sections 8.8.3, 13.1.1 and
/// 13.1.2). A tag is computed from what the answer depends on, not from its body. So a client that
/// has the answer already gets 304 before anything is evaluated.
///
/// @param edition changes with the program and with the queries that pages are made from
/// @param address the address of the site, which answers contain
public record EntityTags(String edition, SiteAddress address) {
  private static final Set<String> READING = Set.of("GET", "HEAD");

  /// Reports whether the client has this answer already, that is, sent its tag in `If-None-Match`.
  /// Applies to answers of status 200 only (RFC 9110, section 13.2.1), and after `If-Match`.
  ///
  /// @param answer the answer, with or without its body
  public boolean unchanged(Answer answer, Request request, Lease lease) {
    return unchanged(answer, of(answer, request.http(), lease), request.http());
  }

  /// Reports whether the client sent the tag of an answer.
  static boolean unchanged(Answer answer, Optional<String> tag, HttpServletRequest http) {
    return answer.status() == 200
        && tag.isPresent()
        && matches(answer, tag, http)
        && Arrays.stream(Headers.list(http, "If-None-Match").split("\\s*,\\s*", -1))
            .anyMatch(sent -> sent.equals("*") || sent.replaceFirst("^W/", "").equals(tag.get()));
  }

  /// Reports whether an answer is one that `If-Match` names. Weak tags name none.
  static boolean matches(Answer answer, Optional<String> tag, HttpServletRequest http) {
    return answer.status() != 200
        || http.getHeader("If-Match") == null
        || Arrays.stream(Headers.list(http, "If-Match").split("\\s*,\\s*", -1))
            .anyMatch(sent -> sent.equals("*") || tag.filter(sent::equals).isPresent());
  }

  /// The tag of an answer, computed from the release, the address, the content coding, the
  /// language, and the value that the answer has in its header `ETag`.
  ///
  /// @return empty if the answer may not be stored
  Optional<String> of(Answer answer, HttpServletRequest http, Lease lease) {
    if (answer.freshness() == Answer.Freshness.NONE || !READING.contains(http.getMethod())) {
      return Optional.empty();
    }
    // A static file contains neither data of the release nor the address of the site.
    boolean release = answer.freshness() == Answer.Freshness.RELEASE;
    String asked =
        String.join(
            "\n",
            edition,
            release ? lease.release() : "",
            release ? address.site(http) : "",
            http.getRequestURI(),
            String.valueOf(http.getQueryString()),
            answer.contentType(),
            answer.header("ETag").orElse(""),
            answer.header(Headers.CONTENT_LANGUAGE).orElse(""),
            Compression.of(http, answer).token());
    return Optional.of('"' + Headers.hash(asked) + '"');
  }
}
