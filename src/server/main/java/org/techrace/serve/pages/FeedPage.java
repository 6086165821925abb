package org.techrace.serve.pages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.techrace.feed.ChangeFeed;
import org.techrace.feed.ChangeFeed.Step;
import org.techrace.release.Releases;
import org.techrace.serve.current.KeptReleases;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.EntityTags;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.NamedLease;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.http.Spool;

/// The change feed: `/ldes` is the event stream of all kept releases, `/changes.patch` the RDF
/// Patch from the release before to this one.
public final class FeedPage implements Part {
  private static final String PATH = "/ldes/";
  private static final String SINCE = "since";
  private static final Pattern FILE =
      Pattern.compile("(?<id>.+?)(?:-(?<page>\\d{1,9})\\.ttl|\\.rdfp)");

  private final Optional<ChangeFeed> feed;
  private final KeptReleases kept;
  private final EntityTags tags;

  /// @param releases the folder of the releases; empty if the served data is not in files
  public FeedPage(Optional<Releases> releases, KeptReleases kept, EntityTags tags) {
    this.feed = releases.map(ChangeFeed::new);
    this.kept = kept;
    this.tags = tags;
  }

  /// Writes a body.
  private interface Content {
    void writeTo(Spool body) throws IOException;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.page("/ldes", this::index),
        Route.page("/ldes/*", this::file),
        Route.page("/changes.patch", this::patch));
  }

  /// Answers `/ldes`.
  public Answer index(Request request, Lease lease) {
    List<Step> steps = steps(lease);
    return answer(
        Format.TURTLE,
        String.join(" ", steps.stream().map(Step::release).toList()),
        body -> feed().writeIndex(steps, place(request, lease), body),
        request,
        lease);
  }

  /// Answers `/ldes/FILE`: the index, a page or a patch.
  public Answer file(Request request, Lease lease) {
    String name = request.path().substring(PATH.length());
    if (name.equals("index.ttl")) {
      return index(request, lease);
    }
    Matcher file = FILE.matcher(name);
    if (!file.matches()) {
      throw unknown();
    }
    Step step =
        steps(lease).stream()
            .filter(s -> name.equals(s.patch()) || name.startsWith(s.release() + "-"))
            .filter(s -> s.release().equals(file.group("id")))
            .findFirst()
            .orElseThrow(FeedPage::unknown);
    return file.group("page") == null
        ? patch(step.before().orElseThrow(FeedPage::first), step.release(), request, lease)
        : page(step, Integer.parseInt(file.group("page")), request, lease);
  }

  private Answer page(Step step, int page, Request request, Lease lease) {
    if (page < 1 || page > feed().pages(step)) {
      throw unknown();
    }
    return answer(
        Format.TURTLE,
        step.before().orElse("") + " " + step.release(),
        body -> {
          try (Lease of = NamedLease.of(kept, step.release(), 404)) {
            feed().writePage(step, page, of.dataset().getDefaultGraph(), place(request, of), body);
          }
        },
        request,
        lease);
  }

  /// Answers `/changes.patch`: from the release before, or from the one of the parameter `since`.
  public Answer patch(Request request, Lease lease) {
    String since =
        request
            .parameters()
            .first(SINCE)
            .orElseGet(() -> steps(lease).getLast().before().orElseThrow(FeedPage::first));
    if (!kept.has(since)) {
      throw new Refusal(404, "There is no release '" + since + "'. /downloads lists the releases.");
    }
    return patch(since, lease.release(), request, lease);
  }

  private Answer patch(String earlier, String later, Request request, Lease lease) {
    return answer(
        Format.RDF_PATCH,
        earlier + " " + later,
        body -> feed().writePatch(earlier, later, body),
        request,
        lease);
  }

  private Answer answer(Format format, String tag, Content content, Request request, Lease lease) {
    Spool body = request.bodies().spool();
    Answer answer = Answer.ok(format, body).withHeader("ETag", tag);
    if (tags.unchanged(answer, request, lease)) {
      return answer.withStatus(304);
    }
    try {
      content.writeTo(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer;
  }

  private ChangeFeed feed() {
    return feed.orElseThrow(FeedPage::unknown);
  }

  private List<Step> steps(Lease lease) {
    SequencedMap<String, Instant> issued = new LinkedHashMap<>();
    for (KeptReleases.Dated release : kept.dated()) {
      issued.put(release.id(), release.issued());
      if (release.id().equals(lease.release())) {
        return ChangeFeed.steps(issued);
      }
    }
    throw unknown();
  }

  private static ChangeFeed.Place place(Request request, Lease lease) {
    return new ChangeFeed.Place(lease.iris(), request.site() + PATH);
  }

  private static Refusal first() {
    return new Refusal(404, "No release before this one is kept.");
  }

  private static Refusal unknown() {
    return new Refusal(404, "The change feed has no such file. It begins at /ldes.");
  }
}
