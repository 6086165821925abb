package org.techrace.serve.sparql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;

/// The components of observations and amounts, by their roles: the rows of the query `components`
/// of `queries/pages`. The sets of properties have the order of the rows.
///
/// @param rows each with a property and one of its roles
public record Components(List<ResultRow> rows) {
  /// The role of the measures.
  public static final String MEASURE = "measure";

  /// The role of the measures that are the bounds of another.
  static final String BOUND = "bound";

  /// The role of the measure that has bounds.
  static final String BOUNDED = "bounded";

  /// The role of the property that says what is measured.
  static final String QUANTITY = "quantity";

  /// The role of the dimensions whose values are things that are counted one by one.
  static final String MEMBER = "member";

  static final String UNIT = "unit";

  /// The role of days and years.
  static final String TIME = "time";

  /// The role of the day that a period begins.
  static final String FROM = "from";

  /// The role of the day that a period ends.
  static final String TO = "to";

  /// The role of the day of the edition that a value is of.
  static final String EDITION = "edition";

  /// The role of the two dimensions that are the ends of a relation, such as two areas that work
  /// together.
  static final String END = "end";

  private static final Set<String> NOT_OF_DIMENSIONS = Set.of(MEASURE, BOUND, BOUNDED, EDITION);

  /// Reads the components of a release.
  public static Components of(Entities entities) {
    return new Components(entities.rows("components"));
  }

  /// Returns the properties with one of some roles.
  public Set<String> with(String... roles) {
    return properties(Set.of(roles)::contains);
  }

  /// Returns the properties that tell values apart: all but the measures and the edition.
  Set<String> dimensions() {
    return properties(role -> !NOT_OF_DIMENSIONS.contains(role));
  }

  /// Returns all properties.
  public Set<String> all() {
    return properties(_ -> true);
  }

  private Set<String> properties(Predicate<String> role) {
    Set<String> properties = new LinkedHashSet<>();
    for (ResultRow row : rows) {
      if (role.test(row.text("role"))) {
        properties.add(row.iri("property").orElseThrow());
      }
    }
    return properties;
  }
}
