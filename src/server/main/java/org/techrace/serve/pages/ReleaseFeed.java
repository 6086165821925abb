package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.List;
import org.techrace.feed.AtomFeed;
import org.techrace.serve.http.Format;
import org.techrace.serve.view.Shown;

/// The feed of releases (Atom, RFC 4287). An entry leads to the changes as RDF Patch and as a page
/// of the event stream.
final class ReleaseFeed {
  private ReleaseFeed() {}

  /// Returns the feed.
  ///
  /// @param origin scheme, host and port of this site
  /// @param releases the releases, latest first
  static String of(Site site, String origin, List<Published.Facts> releases) {
    String name = site.graph().name();
    List<AtomFeed.Entry> entries = new ArrayList<>();
    for (int i = 0; i < releases.size(); i++) {
      entries.add(entry(releases.get(i), site, origin, i < releases.size() - 1));
    }
    return new AtomFeed(
            site.graph().iris().base(),
            name + ": releases",
            name,
            origin + "/releases.atom",
            origin + "/downloads",
            entries)
        .xml();
  }

  /// @param follows whether a kept release is before it
  private static AtomFeed.Entry entry(
      Published.Facts facts, Site site, String origin, boolean follows) {
    String changes =
        facts.before().isEmpty()
            ? ""
            : "; since release %s: %s added, %s removed"
                .formatted(
                    facts.before(), Shown.number(facts.added()), Shown.number(facts.removed()));
    List<AtomFeed.File> files = new ArrayList<>();
    String feed = origin + "/ldes/" + facts.release();
    files.add(new AtomFeed.File(feed + "-1.ttl", Format.TURTLE.mediaType()));
    if (follows) {
      files.add(new AtomFeed.File(feed + ".rdfp", Format.RDF_PATCH.mediaType()));
    }
    return new AtomFeed.Entry(
        site.graph().iris().release(facts.release()),
        "Release " + facts.release(),
        facts.issued(),
        origin + "/page/release/" + facts.release(),
        files,
        Shown.text(facts.statements()) + " statements" + changes + ".");
  }
}
