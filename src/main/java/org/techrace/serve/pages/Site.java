package org.techrace.serve.pages;

import java.util.List;
import java.util.Optional;
import org.techrace.entity.Term;

/// What every page tells of where it comes from.
///
/// @param release the name of the release
/// @param sources the sources of what the page shows
public record Site(String release, List<Source> sources) {

  /// A source.
  ///
  /// @param graph its named graph
  /// @param licence its licence, if that is known
  public record Source(Term.Link graph, Optional<Term.Link> licence) {}
}
