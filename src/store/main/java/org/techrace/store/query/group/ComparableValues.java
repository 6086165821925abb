package org.techrace.store.query.group;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.datatype.DatatypeConstants;
import org.apache.jena.sparql.expr.NodeValue;
import org.techrace.store.Dictionary;
import org.techrace.store.Dictionary.IdRange;
import org.techrace.store.Section;
import org.techrace.store.query.row.QueryRun;

/// Divides terms into kinds. Of two terms of one kind, `<` is true for one order of them, or they
/// have the same value. Used by one thread.
///
/// IRIs and blank nodes have no order in SPARQL, but `<=` is true for a term and itself. For `!=`
/// the order of their ids serves as well as any other.
final class ComparableValues {
  private final QueryRun run;
  private final Dictionary dictionary;
  private final boolean inequality;

  /// The range of ids that was used last.
  private IdRange sorted = new IdRange(0, 0);

  /// The first terms of kinds whose ids are not in the order of their values.
  private final Map<Kind, Integer> others = new HashMap<>();

  private enum Kind {
    STRING,
    EXACT,
    FLOAT,
    DOUBLE,
    DATE,
    DATE_IN_ZONE,
    TIME,
    TIME_IN_ZONE
  }

  /// @param inequality true if the values are compared by `!=`
  ComparableValues(QueryRun run, boolean inequality) {
    this.run = run;
    this.inequality = inequality;
    this.dictionary = run.store().dictionary();
  }

  /// Returns a term of the same kind as a given one, the same for all terms of that kind. A term
  /// that is compared with no other is a kind of its own.
  int kind(int id) {
    if (!sorted.has(id)) {
      sorted = sorted(id);
    }
    return sorted.end() - sorted.start() > 1 ? sorted.start() : kindOfOther(id);
  }

  /// Returns the ids that contain a given one and are in the order of their values.
  private IdRange sorted(int id) {
    if (id <= 0) {
      return run.terms().sortedByValue(id);
    }
    return switch (dictionary.section(id)) {
      case BLANK, IRI -> inequality ? run.terms().sortedByValue(id) : new IdRange(id, id + 1);
      case NUMBER, DOUBLE -> dictionary.range(dictionary.section(id));
      case LANGUAGE -> dictionary.textRange(id);
      default -> run.terms().sortedByValue(id);
    };
  }

  private int kindOfOther(int id) {
    if (!run.terms().node(id).isLiteral()) {
      return id;
    }
    Optional<Kind> kind = kind(run.terms().value(id));
    return kind.isPresent() ? others.computeIfAbsent(kind.get(), _ -> id) : id;
  }

  private static Optional<Kind> kind(NodeValue value) {
    if (value.isNumber()) {
      boolean exact = value.isInteger() || value.isDecimal();
      if (!exact && Double.isNaN(value.getDouble())) {
        return Optional.empty();
      }
      return Optional.of(exact ? Kind.EXACT : value.isFloat() ? Kind.FLOAT : Kind.DOUBLE);
    }
    if (value.isDateTime()) {
      return Optional.of(hasZone(value) ? Kind.TIME_IN_ZONE : Kind.TIME);
    }
    if (value.isDate()) {
      return Optional.of(hasZone(value) ? Kind.DATE_IN_ZONE : Kind.DATE);
    }
    return value.isString() ? Optional.of(Kind.STRING) : Optional.empty();
  }

  private static boolean hasZone(NodeValue time) {
    return time.getDateTime().getTimezone() != DatatypeConstants.FIELD_UNDEFINED;
  }

  /// Compares two terms of one kind.
  int compare(int a, int b) {
    boolean byId = a > 0 && b > 0 && dictionary.section(a) != Section.OTHER;
    return byId ? Integer.compare(a, b) : run.terms().compare(a, b);
  }
}
