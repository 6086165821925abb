package org.techrace.serve.pages;

import java.util.List;
import org.techrace.serve.view.Shown;

/// The feed of releases (Atom, RFC 4287).
final class ReleaseFeed {
  private ReleaseFeed() {}

  /// Returns the feed.
  ///
  /// @param origin scheme, host and port of this site
  /// @param releases the releases, latest first
  static String of(Site site, String origin, List<Published.Facts> releases) {
    StringBuilder feed =
        new StringBuilder(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
              <id>%1$s</id>
              <title>%2$s: releases</title>
              <updated>%3$s</updated>
              <author><name>%2$s</name></author>
              <link rel="self" href="%4$s/releases.atom"/>
              <link rel="alternate" type="text/html" href="%4$s/downloads"/>
            """
                .formatted(
                    escaped(site.graph().iris().base()),
                    escaped(site.graph().name()),
                    releases.getFirst().issued(),
                    origin));
    for (Published.Facts facts : releases) {
      String changes =
          facts.before().isEmpty()
              ? ""
              : "; since release %s: %s added, %s removed"
                  .formatted(
                      facts.before(), Shown.number(facts.added()), Shown.number(facts.removed()));
      feed.append(
          """
            <entry>
              <id>%s</id>
              <title>Release %s</title>
              <updated>%s</updated>
              <link rel="alternate" type="text/html" href="%s/page/release/%s"/>
              <summary>%s statements%s.</summary>
            </entry>
          """
              .formatted(
                  escaped(site.graph().iris().release(facts.release())),
                  facts.release(),
                  facts.issued(),
                  origin,
                  facts.release(),
                  Shown.text(facts.statements()),
                  changes));
    }
    return feed.append("</feed>\n").toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
