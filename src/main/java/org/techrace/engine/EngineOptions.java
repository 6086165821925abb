package org.techrace.engine;

import org.techrace.rdf.Iris;

/// How a mapping is run.
///
/// @param base the base IRI: what relative IRIs of a triples map without `rml:baseIRI` begin with
/// @param blanksAreMissing whether a blank cell is no value, and a row whose subject cannot be made
///   an error. RML itself takes a blank cell for an empty text and passes over such rows.
/// @param progress is told how far the run is
public record EngineOptions(String base, boolean blanksAreMissing, Progress progress) {

  /// What a build uses: our base, blank cells are missing values, nobody listens.
  public static final EngineOptions DEFAULT = new EngineOptions(Iris.BASE, true, (_, _) -> {});

  /// Listens to a run. It is called often and should return at once.
  public interface Progress {
    /// Says how far the run is.
    ///
    /// @param table the table being read
    /// @param rows how many of its rows were read so far
    void rows(String table, long rows);
  }

  public EngineOptions withBase(String base) {
    return new EngineOptions(base, blanksAreMissing, progress);
  }

  public EngineOptions withProgress(Progress progress) {
    return new EngineOptions(base, blanksAreMissing, progress);
  }

  /// RML to the letter: a blank cell is an empty text, rows without a subject are passed over.
  public EngineOptions lenient() {
    return new EngineOptions(base, false, progress);
  }
}
