package org.techrace.serve.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.KeptReleases.Dated;
import org.techrace.serve.current.Lease;

/// The Memento protocol (RFC 7089). The address of a page, of data or of a query is the original
/// resource and its own TimeGate (pattern 1.1); the same path in a named release is a memento, and
/// `/timemap/PATH` lists all of them. A memento has the time at which its release was built.
///
/// @param kept the releases
public record Memento(KeptReleases kept) implements Part {
  /// The request header with the time that a client asks for.
  static final String ACCEPT = "Accept-Datetime";

  private static final String TIMEMAP = "/timemap";

  /// A longer address is not repeated in `Link` headers, which have a limit in most clients.
  private static final int LINKED_LENGTH = 500;

  /// The longest address that a client is redirected to.
  private static final int REDIRECTED_LENGTH = 4_000;

  /// The form of dates in HTTP that senders must generate (RFC 9110, section 5.6.7).
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /// Answers a request as a TimeGate: redirects to the release that was the latest one at the time
  /// asked for, or to the first one if none is that old. A POST is redirected with its body.
  ///
  /// @return empty if the request asks for no time, or names a release
  /// @throws Refusal 400 if the time is not a date of HTTP, 404 if no release is that old or older
  Optional<Answer> gate(Request request) {
    String asked = request.http().getHeader(ACCEPT);
    if (asked == null || !request.root().isEmpty() || ReleaseLinks.isShared(request.path())) {
      return Optional.empty();
    }
    Instant time = time(asked);
    List<Dated> all = kept.dated();
    Dated found =
        all.reversed().stream()
            .filter(release -> !release.issued().isAfter(time))
            .findFirst()
            .or(() -> all.stream().findFirst())
            .orElseThrow(() -> new Refusal(404, "No release has a known time."));
    String target = address(request, found);
    if (target.length() > REDIRECTED_LENGTH) {
      throw new Refusal(
          400, "The address is too long for a redirection; POST the query to /release/ID/sparql.");
    }
    return Optional.of(
        links(
            Answer.text(
                    request.method().equals("POST") ? 307 : 302,
                    Format.TEXT,
                    "See " + target + "\n")
                .withHeader("Location", target),
            request,
            found.id(),
            all));
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get("/timemap/*", this::timeMap));
  }

  private static Instant time(String asked) {
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(asked.strip()));
    } catch (DateTimeException e) {
      throw new Refusal(
          400, "Accept-Datetime is not a date of HTTP, such as 'Thu, 26 Nov 2026 12:00:00 GMT'.");
    }
  }

  /// Adds the headers of a memento, or the links of an original resource. Errors and answers that
  /// are the same for all releases are returned as they are.
  Answer described(Answer answer, Request request) {
    if (answer.status() >= 400
        || answer.freshness() == Answer.Freshness.SOFTWARE
        || request.method().equals("OPTIONS")
        || ReleaseLinks.isShared(request.path())) {
      return answer;
    }
    if (request.root().isEmpty()) {
      return ofOriginal(answer, ReleaseLinks.latest(request));
    }
    String id = request.root().substring(KeptReleases.PATH.length());
    List<Dated> all = kept.dated();
    Optional<Dated> release = all.stream().filter(dated -> dated.id().equals(id)).findFirst();
    return release
        .map(
            dated ->
                links(answer, request, id, all)
                    .withHeader("Memento-Datetime", HTTP_DATE.format(dated.issued())))
        .orElse(answer);
  }

  /// Adds links to the original resource and to the list of its mementos, if its address is not too
  /// long.
  private static Answer ofOriginal(Answer answer, String original) {
    return original.length() > LINKED_LENGTH
        ? answer
        : answer.withHeader(
            Headers.LINK,
            Headers.link(original, "original timegate")
                + ", "
                + Headers.link(TIMEMAP + original, "timemap")
                + "; type=\"application/link-format\"");
  }

  /// Adds links to the original resource, its list of mementos, and to the mementos that are first,
  /// last, and next to one.
  private static Answer links(Answer answer, Request request, String id, List<Dated> all) {
    String original = ReleaseLinks.latest(request);
    Answer linked = ofOriginal(answer, original);
    if (original.length() > LINKED_LENGTH) {
      return linked;
    }
    int here = all.stream().map(Dated::id).toList().indexOf(id);
    for (int i = 0; i < all.size(); i++) {
      List<String> relations = ends(i, all.size());
      if (i == here - 1) {
        relations.add("prev");
      }
      if (i == here + 1) {
        relations.add("next");
      }
      if (!relations.isEmpty() || i == here) {
        relations.add("memento");
        linked = linked.withHeader(Headers.LINK, link("", request, all.get(i), relations));
      }
    }
    return linked;
  }

  /// Returns the relations of a memento that is the first or the last one, or both.
  private static List<String> ends(int index, int size) {
    List<String> relations = new ArrayList<>();
    if (index == 0) {
      relations.add("first");
    }
    if (index == size - 1) {
      relations.add("last");
    }
    return relations;
  }

  /// @param site what the address begins with: the site in a list of mementos, nothing in a header,
  ///   because headers do not depend on the host that the client names
  private static String link(String site, Request request, Dated release, List<String> relations) {
    return Headers.link(site + address(request, release), String.join(" ", relations))
        + "; datetime=\""
        + HTTP_DATE.format(release.issued())
        + '"';
  }

  private static String address(Request request, Dated release) {
    return KeptReleases.PATH + release.id() + ReleaseLinks.latest(request);
  }

  /// Answers `/timemap/PATH`: the address in all releases, as links (RFC 6690). An address that did
  /// not exist in a release is 404 there.
  public Answer timeMap(Request request, Lease lease) {
    String path = request.rawPath().substring(TIMEMAP.length());
    if (ReleaseLinks.isShared(path)) {
      throw new Refusal(404, "This address has no mementos; use one such as /timemap/page/x.");
    }
    Request original = request.at(path);
    List<Dated> all = kept.dated();
    List<String> lines = new ArrayList<>();
    lines.add(Headers.link(request.site() + ReleaseLinks.latest(original), "original timegate"));
    String self = Headers.link(request.site() + ReleaseLinks.latest(request), "self");
    String range =
        all.isEmpty()
            ? ""
            : "; from=\"%s\"; until=\"%s\""
                .formatted(
                    HTTP_DATE.format(all.getFirst().issued()),
                    HTTP_DATE.format(all.getLast().issued()));
    lines.add(self + "; type=\"application/link-format\"" + range);
    for (int i = 0; i < all.size(); i++) {
      List<String> relations = ends(i, all.size());
      relations.add("memento");
      lines.add(link(request.site(), original, all.get(i), relations));
    }
    return Answer.text(200, Format.LINKS, String.join(",\n", lines) + "\n");
  }
}
