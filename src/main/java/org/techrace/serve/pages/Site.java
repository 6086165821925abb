package org.techrace.serve.pages;

import java.util.List;
import org.techrace.entity.Term;

/// What every page tells of where it comes from.
///
/// @param release the name of the release
/// @param sources the sources of what the page shows
public record Site(String release, List<Source> sources) {

  /// A source.
  ///
  /// @param graph its named graph
  /// @param licence the licence's IRI, or empty
  public record Source(Term.Link graph, String licence) {
    /// What people call the licence.
    public String licenceName() {
      return licence.contains("/licenses/by/4.0")
          ? "CC BY 4.0"
          : licence.contains("/publicdomain/zero/")
              ? "CC0"
              : licence.contains("/publicdomain/mark/") ? "public domain" : "licence";
    }
  }
}
