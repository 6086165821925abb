package org.techrace.engine;

/// Takes the quads of a run, one row's after the other's.
///
/// @param <T> the form of a term
interface QuadSink<T> {
  /// Takes one quad.
  ///
  /// @param graph a named graph, or [Terms#defaultGraph]
  void quad(T subject, T predicate, T object, T graph);
}
