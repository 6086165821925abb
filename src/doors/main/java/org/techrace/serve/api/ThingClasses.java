package org.techrace.serve.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.export.ReleaseTable;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;
import org.techrace.export.ReleaseTables;
import org.techrace.export.TableFiles;
import org.techrace.rdf.Iris;
import org.techrace.release.Releases;
import org.techrace.report.Nearest;
import org.techrace.search.WordIndex;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.ClassNames;
import org.techrace.serve.pages.NearestTerms;
import org.techrace.serve.pages.ThingNames;

/// The classes of a release with the fields of their things, as the tables of the release have
/// them. Safe for use by several threads.
final class ThingClasses {
  private static final int RELEASES = 2;

  private final Optional<Releases> releases;
  private final Cache<String, List<ThingClass>> known =
      Caffeine.newBuilder().maximumSize(RELEASES).executor(Runnable::run).build();

  /// @param releases the folder of the releases; empty if the served data is not in files
  ThingClasses(Optional<Releases> releases) {
    this.releases = releases;
  }

  /// A class with things.
  ///
  /// @param name its name in addresses
  /// @param type its IRI
  /// @param label its label
  /// @param definition its definition; may be empty
  /// @param fields the properties of its things; a row has the label in any case
  record ThingClass(String name, String type, String label, String definition, List<Field> fields) {
    /// Other names of the label of a thing.
    private static final Set<String> NAMES = Set.of("name", "title", "names", "labels");

    /// Returns a field.
    ///
    /// @throws Refusal 400 if there is none, with the nearest one
    Field field(String field) {
      return fields.stream()
          .filter(one -> one.name.equals(field))
          .findFirst()
          .orElseThrow(
              () ->
                  new Refusal(
                      400,
                      "There is no field '%s' of '%s'; %s"
                          .formatted(field, name, suggested(field))));
    }

    /// Returns a hint about a field that does not exist: the label for a name of things, the field
    /// whose name or label has its words, the nearest one, or the one whose definition has them.
    private String suggested(String field) {
      String local = field.substring(field.indexOf(':') + 1);
      return (NAMES.contains(local.toLowerCase(Locale.ROOT))
              ? Optional.of(ThingList.LABEL)
              : named(local, one -> one.name + " " + one.label)
                  .or(() -> Nearest.of(local, fields.stream().map(Field::name).toList()))
                  .or(() -> named(local, Field::definition)))
          .map("did you mean '%s'?"::formatted)
          .orElseGet(() -> Nearest.suggest(local, fields.stream().map(Field::name).toList()));
    }

    /// Returns the first field with a text that has all words of a name, or words of the same root.
    private Optional<String> named(String name, Function<Field, String> text) {
      return fields.stream()
          .filter(one -> WordIndex.hasAllOf(NearestTerms.words(name), text.apply(one)))
          .map(Field::name)
          .findFirst();
    }
  }

  /// A property of the things of a class.
  ///
  /// @param name its name in addresses and answers
  /// @param property the IRI of the property
  /// @param label the label of the property
  /// @param definition the definition of the property; may be empty
  /// @param kind what its values are
  /// @param translated true if its values are texts in several languages
  /// @param several true if a thing can have several values in one language
  record Field(
      String name,
      String property,
      String label,
      String definition,
      Kind kind,
      boolean translated,
      boolean several) {
    /// Reports whether the values are the names of the things.
    boolean isLabel() {
      return property.equals(RDFS.label.getURI());
    }

    boolean isNumber() {
      return kind == Kind.INTEGER || kind == Kind.NUMBER;
    }
  }

  /// Returns the class with a name, see [ClassNames].
  ///
  /// @throws Refusal 404 if there is none, with the nearest one
  ThingClass named(String name, Lease lease) {
    List<ThingClass> all = all(lease);
    return all.stream()
        .filter(one -> one.name.equals(name))
        .findFirst()
        .orElseGet(
            () -> {
              try {
                return ClassNames.known(name, all, ThingClass::type, ThingClass::label, 404, lease);
              } catch (Refusal refusal) {
                throw thing(name, lease).map(refusal::with).orElse(refusal);
              }
            });
  }

  /// Returns a sentence with the address of the thing that has the name, if there is one.
  private static Optional<String> thing(String name, Lease lease) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    String iri = ThingNames.iri(last, lease);
    return lease.entities().knows(iri)
        ? Optional.of("The thing '%s' has the address %s/%s.".formatted(last, Api.ENTITIES, last))
        : Optional.empty();
  }

  /// Returns the classes, ordered by name. A release without tables is read as a whole.
  List<ThingClass> all(Lease lease) {
    return Objects.requireNonNull(
        known.get(
            lease.release(),
            id ->
                releases
                    .flatMap(folder -> TableFiles.list(folder.folder(id)))
                    .map(written -> written.stream().map(TableFiles.Written::table).toList())
                    .orElseGet(() -> read(lease))
                    .stream()
                    .filter(ReleaseTable::hasThings)
                    .map(ThingClasses::of)
                    .toList()));
  }

  private static List<ReleaseTable> read(Lease lease) {
    return Txn.calculateRead(
        lease.dataset(), () -> new ReleaseTables(lease.dataset(), lease.iris()).all());
  }

  private static ThingClass of(ReleaseTable table) {
    Map<String, List<Column>> byProperty =
        table.columns().stream()
            .filter(column -> !column.property().isEmpty())
            .collect(
                Collectors.groupingBy(Column::property, LinkedHashMap::new, Collectors.toList()));
    List<Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>(Set.of(ThingList.ID, ThingList.LABEL));
    byProperty.forEach((property, columns) -> fields.add(field(property, columns, names)));
    return new ThingClass(
        table.name(), table.type(), table.label(), table.definition(), List.copyOf(fields));
  }

  private static Field field(String property, List<Column> columns, Set<String> names) {
    String plain = Iris.localName(property);
    String name = plain;
    if (!property.equals(RDFS.label.getURI())) {
      for (int n = 2; !names.add(name); n++) {
        name = plain + n;
      }
    }
    Column first = columns.getFirst();
    Set<Kind> kinds = columns.stream().map(Column::kind).collect(Collectors.toSet());
    return new Field(
        name,
        property,
        first.label(),
        first.definition(),
        kinds.size() == 1 ? first.kind() : Kind.MIXED,
        columns.stream().allMatch(column -> !column.language().isEmpty()),
        (columns.size() > 1 && columns.stream().anyMatch(column -> column.language().isEmpty()))
            || columns.stream().anyMatch(Column::several));
  }
}
