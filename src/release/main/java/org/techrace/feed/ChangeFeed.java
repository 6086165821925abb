package org.techrace.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.apache.jena.graph.Graph;
import org.techrace.rdf.Iris;
import org.techrace.release.Releases;

/// The changes from each kept release to the next one. The first kept release has none before it:
/// its step adds all things. Safe for use by several threads.
public final class ChangeFeed {
  /// How many things a page of the event stream has.
  static final int PAGE_SIZE = 250;

  /// The maximum total number of things in the lists that are kept in memory.
  private static final int MOST_REMEMBERED = 200_000;

  private final Releases releases;
  private final Cache<Step, ChangedThings> known =
      Caffeine.newBuilder()
          .maximumWeight(MOST_REMEMBERED)
          .weigher((Step _, ChangedThings things) -> things.all().size() + 1)
          .build();

  /// A release and the one before it.
  ///
  /// @param before the name of the release before it; empty for the first one
  public record Step(String release, Instant issued, Optional<String> before) {
    /// Returns the file name of a page of the event stream.
    ///
    /// @param page the number of the page, from 1
    public String page(int page) {
      return release + "-" + page + ".ttl";
    }

    /// Returns the file name of the RDF Patch.
    public String patch() {
      return release + ".rdfp";
    }
  }

  /// Where the feed is published.
  ///
  /// @param iris the IRIs of the graph
  /// @param address the address of the folder of the feed; ends with `/`
  public record Place(Iris iris, String address) {}

  public ChangeFeed(Releases releases) {
    this.releases = releases;
  }

  /// Returns the steps between releases.
  ///
  /// @param issued the names and times of the releases, oldest first
  public static List<Step> steps(SequencedMap<String, Instant> issued) {
    List<Step> steps = new ArrayList<>();
    issued.forEach(
        (name, time) -> {
          Optional<String> before =
              steps.isEmpty() ? Optional.empty() : Optional.of(steps.getLast().release());
          steps.add(new Step(name, time, before));
        });
    return steps;
  }

  /// Returns the number of pages of a step; at least 1.
  public int pages(Step step) {
    return Math.max(1, (things(step).all().size() + PAGE_SIZE - 1) / PAGE_SIZE);
  }

  private ChangedThings things(Step step) {
    return known.get(
        step,
        asked -> {
          try {
            return asked.before().isEmpty()
                ? ChangedThings.in(asked.release(), releases)
                : ChangedThings.between(asked.before().get(), asked.release(), releases);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /// Writes the first node of the event stream: it leads to the pages of each release.
  public void writeIndex(List<Step> steps, Place place, OutputStream out) {
    new EventStream(place).writeIndex(steps, out);
  }

  /// Writes a page of a step.
  ///
  /// @param page its number, from 1 to [#pages]
  /// @param data the default graph of the release
  public void writePage(Step step, int page, Graph data, Place place, OutputStream out) {
    List<ChangedThings.Thing> all = things(step).all();
    int from = Math.min(all.size(), (page - 1) * PAGE_SIZE);
    List<ChangedThings.Thing> shown = all.subList(from, Math.min(all.size(), from + PAGE_SIZE));
    new EventStream(place).writePage(step, page, pages(step), shown, data, out);
  }

  /// Writes the RDF Patch that changes one release into another.
  public void writePatch(String earlier, String later, OutputStream out) throws IOException {
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    releases.patch(earlier, later, text);
    text.flush();
  }
}
