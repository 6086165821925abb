package org.techrace.feed;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.RDF;
import org.techrace.release.Releases;

/// The things that a release changed, sorted by IRI, each with the sources that changed it.
///
/// @param all the things
record ChangedThings(List<Thing> all) {
  static {
    // The vocabularies below must not be the first classes of Jena that are loaded.
    JenaSystem.init();
  }

  /// A thing.
  ///
  /// @param sources the IRIs of the named graphs whose statements about it were added or removed
  record Thing(String iri, Set<String> sources) {}

  private static final String REIFIES = " <" + RDF.reifies.getURI() + "> <<( ";

  /// Finds the things with a statement that only one of two releases has. A change of a blank node
  /// is one of the things that refer to it. A blank node that reifies a triple belongs to the
  /// subject of the triple.
  static ChangedThings between(String earlier, String later, Releases releases) throws IOException {
    TreeMap<String, Set<String>> sources = new TreeMap<>();
    releases.changes(earlier, later, (_, line) -> add(line, sources));
    return of(sources, List.of(earlier, later), releases);
  }

  /// Returns all things of a release.
  static ChangedThings in(String release, Releases releases) throws IOException {
    TreeMap<String, Set<String>> sources = new TreeMap<>();
    releases.lines(release, line -> add(line, sources));
    return of(sources, List.of(release), releases);
  }

  private static void add(String line, Map<String, Set<String>> sources) {
    sources.computeIfAbsent(subject(line), _ -> new TreeSet<>()).add(graph(line));
  }

  private static ChangedThings of(
      TreeMap<String, Set<String>> sources, List<String> of, Releases releases) throws IOException {
    List<String> blanks = sources.keySet().stream().filter(ChangedThings::isBlank).toList();
    if (!blanks.isEmpty()) {
      Map<String, Set<String>> referring = new HashMap<>();
      for (String release : of) {
        releases.lines(release, line -> addReference(line, referring));
      }
      for (String blank : blanks) {
        Set<String> changed = sources.getOrDefault(blank, Set.of());
        for (String thing : referring(blank, referring)) {
          sources.computeIfAbsent(thing, _ -> new TreeSet<>()).addAll(changed);
        }
        sources.remove(blank);
      }
    }
    List<Thing> things = new ArrayList<>();
    sources.forEach(
        (term, graphs) -> things.add(new Thing(term.substring(1, term.length() - 1), graphs)));
    return new ChangedThings(things);
  }

  /// Returns the IRIs that refer to a blank node, directly or through others.
  private static Set<String> referring(String blank, Map<String, Set<String>> referring) {
    Set<String> found = new TreeSet<>();
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(blank));
    while (!open.isEmpty()) {
      for (String subject : referring.getOrDefault(open.remove(), Set.of())) {
        if (!isBlank(subject)) {
          found.add(subject);
        } else if (seen.add(subject)) {
          open.add(subject);
        }
      }
    }
    return found;
  }

  private static void addReference(String line, Map<String, Set<String>> referring) {
    int predicate = line.indexOf(' ');
    if (isBlank(line) && line.startsWith(REIFIES, predicate)) {
      int about = predicate + REIFIES.length();
      referring
          .computeIfAbsent(subject(line), _ -> new HashSet<>())
          .add(line.substring(about, line.indexOf(' ', about)));
    }
    int object = line.indexOf(' ', predicate + 1) + 1;
    if (line.startsWith("_:", object)) {
      referring
          .computeIfAbsent(line.substring(object, line.indexOf(' ', object)), _ -> new HashSet<>())
          .add(subject(line));
    }
  }

  private static boolean isBlank(String term) {
    return term.startsWith("_:");
  }

  private static String subject(String line) {
    return line.substring(0, line.indexOf(' '));
  }

  private static String graph(String line) {
    int end = line.lastIndexOf('>');
    return line.substring(line.lastIndexOf('<', end) + 1, end);
  }
}
