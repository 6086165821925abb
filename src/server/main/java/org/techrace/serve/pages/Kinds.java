package org.techrace.serve.pages;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.view.Shown;

/// The classes that have members.
public final class Kinds {
  private Kinds() {}

  /// A class.
  ///
  /// @param type the class
  /// @param beside its prefixed name if another class has the same label, else empty
  /// @param definition its definition, if it has one
  /// @param number the number of its members
  public record Kind(Term.Link type, String beside, Optional<Term> definition, String number) {
    /// Returns its name in addresses.
    public String name() {
      return Kinds.name(type);
    }

    /// Returns the address of the list of its members.
    public String address() {
      return ListPage.address(type);
    }
  }

  /// Returns the class with a name, see [ClassNames].
  ///
  /// @throws Refusal 404 if there is none, with the nearest one
  static Kind named(String name, Lease lease) {
    return ClassNames.known(
        name, of(lease.entities()), kind -> kind.type.iri(), kind -> kind.type.text(), 404, lease);
  }

  /// Returns the local name of a class, which is the name of its list.
  static String name(Term type) {
    return Iris.localName(type.key());
  }

  /// Returns the classes whose label is not unique, by IRI, each with its prefixed name in the
  /// text.
  public static Map<String, Term> alike(Entities entities) {
    return of(entities).stream()
        .filter(kind -> !kind.beside.isEmpty())
        .collect(
            Collectors.toMap(
                kind -> kind.type.iri(),
                kind -> kind.type.called(kind.type.text() + " " + kind.beside)));
  }

  /// Returns all classes, largest first.
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
                            row.get("definition"),
                            row.get("things").map(Shown::text).orElse("")))
                    : Stream.of())
        .toList();
  }
}
