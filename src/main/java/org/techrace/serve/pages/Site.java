package org.techrace.serve.pages;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.techrace.entity.Term;
import org.techrace.settings.GraphSettings;

/// The origin of a page's content, shown in its footer.
///
/// @param graph what the graph is called, and where its IRIs begin
/// @param release the name of the release
/// @param sources the sources of the content
public record Site(GraphSettings graph, String release, List<Source> sources) {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  /// Returns the day when the release was built; the release's name starts with it.
  public String day() {
    return LocalDate.parse(release.substring(0, "2026-11-25".length())).format(DAY);
  }

  /// The year in which the release was made.
  public String year() {
    return release.substring(0, "2026".length());
  }

  /// The addresses of the graph's IRIs.
  public Addresses addresses() {
    return new Addresses(graph.iris());
  }

  /// A source.
  ///
  /// @param graph its named graph
  /// @param licence its licence, if known
  public record Source(Term.Link graph, Optional<Term.Link> licence) {}
}
