package org.techrace.serve.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.serve.current.KeptReleases;

/// The release that an address names, and the path of the address within the release:
///
/// - `/release/ID/sparql` and any other path below `/release/ID/`
/// - any path with `?release=ID`
/// - the documents about a release that is not served any more, such as `/page/release/ID`
///
/// @param id the name of the release
/// @param path the path within the release, decoded
record NamedRelease(String id, String path) {
  private static final String PARAMETER = "release";
  private static final Pattern BELOW =
      Pattern.compile(Pattern.quote(KeptReleases.PATH) + "([^/]+)(/.*)");
  private static final Pattern ABOUT =
      Pattern.compile("/(?:page/|data/)?release/([^/.]+)(\\.\\w+)?");

  /// Returns the release that a request names; empty if the current release answers it.
  ///
  /// @param kept whether there is a release with this name
  /// @throws Refusal 400 if the request names two releases
  static Optional<NamedRelease> of(Request request, Predicate<String> kept) {
    List<String> asked = request.parameters().all(PARAMETER);
    Matcher below = BELOW.matcher(request.path());
    if (request.path().startsWith(KeptReleases.PATH) && below.matches()) {
      if (asked.stream().anyMatch(id -> !id.equals(below.group(1)))) {
        throw new Refusal(400, "The path and the parameter 'release' name two releases.");
      }
      return Optional.of(new NamedRelease(below.group(1), below.group(2)));
    }
    if (asked.size() > 1) {
      throw new Refusal(400, "Give one parameter 'release'; there are several.");
    }
    if (!asked.isEmpty()) {
      return Optional.of(new NamedRelease(asked.getFirst(), request.path()));
    }
    Matcher about = ABOUT.matcher(request.path());
    return about.matches() && kept.test(about.group(1))
        ? Optional.of(new NamedRelease(about.group(1), request.path()))
        : Optional.empty();
  }

  /// Returns a request as one to this release.
  Request in(Request request) {
    return request.in(KeptReleases.PATH + id, path, request.parameters().without(PARAMETER));
  }
}
