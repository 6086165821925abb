package org.techrace.release;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.RDF;

/// Collects the subjects and classes of lines that only one of two releases has.
final class DifferenceFinder {
  static {
    // The vocabularies below must not be the first classes of Jena that are loaded.
    JenaSystem.init();
  }

  private static final int MOST_SUBJECTS = 100_000;
  private static final String TYPE = " <" + RDF.type.getURI() + "> ";

  private final Path earlier;
  private final Set<String> subjects = new HashSet<>();
  private final Set<String> classes = new HashSet<>();
  private boolean tooMuch;

  /// @param earlier the folder of the earlier release
  DifferenceFinder(Path earlier) {
    this.earlier = earlier;
  }

  /// Adds a line of N-Quads.
  void line(String line) {
    if (tooMuch) {
      return;
    }
    int end = line.indexOf(' ');
    add(line, 0, end, subjects);
    if (line.startsWith(TYPE, end)) {
      int object = end + TYPE.length();
      add(line, object, line.indexOf(' ', object), classes);
    }
    tooMuch |= subjects.size() > MOST_SUBJECTS;
  }

  /// Adds an IRI. One with escapes would have to be parsed; it is so rare that the difference is
  /// given up.
  private void add(String line, int from, int to, Set<String> iris) {
    if (line.charAt(from) == '<') {
      String iri = line.substring(from + 1, to - 1);
      tooMuch |= iri.indexOf('\\') >= 0;
      iris.add(iri);
    }
  }

  /// Returns the difference, or empty if it has too many subjects or an IRI with escapes.
  Optional<Difference> difference() {
    return tooMuch ? Optional.empty() : Optional.of(new Difference(earlier, subjects, classes));
  }
}
