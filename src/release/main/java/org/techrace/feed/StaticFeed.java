package org.techrace.feed;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.techrace.feed.ChangeFeed.Place;
import org.techrace.feed.ChangeFeed.Step;
import org.techrace.rdf.Iris;
import org.techrace.release.Release;
import org.techrace.release.Releases;

/// Writes the change feed as files, for any server of files: the event stream, an RDF Patch per
/// release, and an Atom feed that leads to them.
///
/// @param releases the folder of the releases
/// @param name what the graph is called
/// @param address the address at which the folder will be published; ends with `/`
public record StaticFeed(Releases releases, String name, String address) {
  private static final String ATOM = "releases.atom";

  /// Writes the steps up to a release.
  ///
  /// @return the number of files
  public int write(String last, Path folder) throws IOException {
    Files.createDirectories(folder);
    ChangeFeed feed = new ChangeFeed(releases);
    List<Step> steps = ChangeFeed.steps(upTo(last));
    List<AtomFeed.Entry> entries = new ArrayList<>();
    int files = 2;
    Iris iris = Iris.EXAMPLE;
    for (Step step : steps) {
      try (Release release = releases.open(step.release())) {
        iris = release.iris();
        int pages = feed.pages(step);
        for (int page = 1; page <= pages; page++) {
          try (OutputStream out = open(folder, step.page(page))) {
            feed.writePage(
                step, page, release.dataset().getDefaultGraph(), new Place(iris, address), out);
          }
        }
        files += pages;
      }
      if (step.before().isPresent()) {
        try (OutputStream out = open(folder, step.patch())) {
          feed.writePatch(step.before().get(), step.release(), out);
        }
        files++;
      }
      entries.add(entry(step, iris));
    }
    try (OutputStream out = open(folder, "index.ttl")) {
      feed.writeIndex(steps, new Place(iris, address), out);
    }
    AtomFeed atom =
        new AtomFeed(
            iris.base(),
            name + ": releases",
            name,
            address + ATOM,
            address + "index.ttl",
            entries.reversed());
    Files.writeString(folder.resolve(ATOM), atom.xml(), StandardCharsets.UTF_8);
    return files;
  }

  /// Returns the names and times of a release and of those before it, oldest first.
  private SequencedMap<String, Instant> upTo(String last) throws IOException {
    SequencedMap<String, Instant> issued = new LinkedHashMap<>();
    for (String id : releases.list()) {
      issued.put(id, releases.issued(id));
      if (id.equals(last)) {
        break;
      }
    }
    return issued;
  }

  private AtomFeed.Entry entry(Step step, Iris iris) {
    List<AtomFeed.File> files = new ArrayList<>();
    files.add(new AtomFeed.File(address + step.page(1), "text/turtle"));
    if (step.before().isPresent()) {
      files.add(new AtomFeed.File(address + step.patch(), "application/rdf-patch"));
    }
    return new AtomFeed.Entry(
        iris.release(step.release()),
        "Release " + step.release(),
        step.issued().toString(),
        iris.release(step.release()),
        files,
        step.before().map(before -> "Changes since release " + before + ".").orElse("All things."));
  }

  private static OutputStream open(Path folder, String name) throws IOException {
    return Files.newOutputStream(folder.resolve(name));
  }
}
