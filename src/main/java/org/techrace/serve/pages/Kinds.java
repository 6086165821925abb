package org.techrace.serve.pages;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;
import org.techrace.serve.view.Shown;

/// The classes that have members.
public final class Kinds {
  private Kinds() {}

  /// A class.
  ///
  /// @param beside its prefixed name if another class is called the same, else empty
  /// @param definition what it is, or empty
  /// @param number how many members it has
  public record Kind(Term.Link type, String beside, String definition, String number) {
    /// Where its members are listed.
    public String address() {
      return ListPage.address(type);
    }
  }

  /// The end of a class's IRI: the name of its list.
  static String name(Term type) {
    return Iris.localName(type.key());
  }

  /// Those that are called like another, by IRI: as they are called to be told apart.
  public static Map<String, Term> alike(Entities entities) {
    return of(entities).stream()
        .filter(kind -> !kind.beside.isEmpty())
        .collect(
            Collectors.toMap(
                kind -> kind.type.iri(),
                kind -> kind.type.called(kind.type.text() + " " + kind.beside)));
  }

  /// All of them, the largest first.
  static List<Kind> of(Entities entities) {
    List<ResultRow> rows = entities.rows("classes");
    Map<String, String> prefixes = OntologyPrefixes.of(entities);
    Map<String, Long> called =
        rows.stream()
            .collect(Collectors.groupingBy(row -> row.text("class"), Collectors.counting()));
    return rows.stream()
        .flatMap(
            row ->
                row.get("class").orElseThrow() instanceof Term.Link type
                    ? Stream.of(
                        new Kind(
                            type,
                            called.getOrDefault(type.text(), 0L) > 1
                                ? OntologyPrefixes.shortened(type, prefixes).text()
                                : "",
                            row.text("definition"),
                            row.get("things").map(Shown::text).orElse("")))
                    : Stream.of())
        .toList();
  }
}
