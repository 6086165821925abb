package org.techrace.serve.pages;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;
import org.techrace.settings.GraphSettings;

/// The origin of a page's content, shown in its footer.
///
/// @param graph what the graph is called, and where its IRIs begin
/// @param release the name of the release
/// @param root the path below which the pages of the release are; empty if it is the current one
/// @param sources the sources of the content
/// @param origin scheme, host and port of the public site; empty if they are not configured
/// @param doors links for programs
public record Site(
    GraphSettings graph,
    String release,
    String root,
    List<Source> sources,
    String origin,
    List<DoorLink> doors) {

  /// Returns the day when the release was built; the release's name starts with it.
  public String day() {
    LocalDate day = LocalDate.parse(release.substring(0, "2026-11-25".length()));
    return Reader.current().texts().day(day);
  }

  /// Returns the heading of the home page in the language of the reader.
  public String title() {
    return Reader.current().texts().find("graph.title").orElseGet(graph::title);
  }

  /// Returns what the graph is for, in the language of the reader; may be empty.
  public String description() {
    return Reader.current().texts().find("graph.description").orElseGet(graph::description);
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
  /// @param publisher its publisher, unless its name has that of the publisher
  /// @param issued the year in which it was issued, or the years of its editions, or empty
  /// @param completeness whether it has all of its original, or empty
  public record Source(
      Term.Link graph,
      Optional<Term.Link> licence,
      Optional<Term> publisher,
      String issued,
      String completeness) {
    /// Returns a copy with other years.
    Source issuedIn(String years) {
      return new Source(graph, licence, publisher, years, completeness);
    }

    /// Returns its name with the publisher, the year, the licence and its completeness, for a
    /// picture.
    public String credit() {
      return graph.text() + publisher.map(one -> ", " + one.text()).orElse("") + rest();
    }

    /// Returns the credits of some sources, for a line or a cell.
    public static String credits(List<Source> sources) {
      return sources.stream().map(Source::credit).collect(Collectors.joining("; "));
    }

    /// Returns what follows its name in a credit.
    public String rest() {
      return Stream.of(
              "",
              graph.text().contains(issued) ? "" : issued,
              licence.map(Term.Link::text).orElse(""),
              completeness)
          .distinct()
          .collect(Collectors.joining(", "));
    }
  }
}
