package org.techrace.engine;

import org.techrace.rdf.Iris;

/// How a mapping is run.
///
/// @param base the base IRI: what relative IRIs of a triples map without `rml:baseIRI` begin with
/// @param blankKeys whether a row whose subject cannot be made is an error. RML passes over such
///   rows; a build does not.
/// @param progress is told how far the run is
public record EngineOptions(String base, boolean blankKeys, Progress progress) {

  /// What a build uses: our base, blank keys are errors, nobody listens.
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
    return new EngineOptions(base, blankKeys, progress);
  }

  public EngineOptions withProgress(Progress progress) {
    return new EngineOptions(base, blankKeys, progress);
  }

  /// RML to the letter: rows without a subject are passed over.
  public EngineOptions lenient() {
    return new EngineOptions(base, false, progress);
  }
}
