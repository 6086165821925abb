package org.techrace.serve.api;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.export.ReleaseTable.Kind;
import org.techrace.report.Nearest;
import org.techrace.serve.api.ThingClasses.Field;
import org.techrace.serve.api.ThingClasses.ThingClass;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;

/// The conditions of a list of things as patterns of SPARQL: `filter.FIELD=VALUE`, repeated for one
/// value or another, `from.FIELD` and `to.FIELD`.
final class ThingFilters {
  /// The start of the parameters for the least and the greatest value of a field.
  static final String FROM = "from.";

  static final String TO = "to.";

  /// The number of values that are looked at for the nearest one.
  private static final int LISTED_VALUES = 2_000;

  private final ThingClass type;
  private final Lease lease;
  private final List<String> patterns = new ArrayList<>();

  private ThingFilters(ThingClass type, Lease lease) {
    this.type = type;
    this.lease = lease;
  }

  /// Returns the patterns about `?thing` for the parameters of a request.
  ///
  /// @throws Refusal 400 for an unknown field or a wrong value
  static String of(ThingClass type, Parameters parameters, Lease lease) {
    ThingFilters filters = new ThingFilters(type, lease);
    Map<String, String> bounds = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> one : parameters.values().entrySet()) {
      String name = one.getKey();
      if (name.startsWith(Rows.FILTER)) {
        filters.equal(type.field(name.substring(Rows.FILTER.length())), one.getValue());
      } else if (name.startsWith(FROM) || name.startsWith(TO)) {
        bounds.put(name, one.getValue().getFirst());
      }
    }
    bounds.forEach(filters::bound);
    return String.join(" ", filters.patterns);
  }

  private void equal(Field field, List<String> values) {
    String variable = "?f" + patterns.size();
    String match = "?thing <%s> %s".formatted(field.property(), variable);
    if (field.kind().equals(Optional.of(Kind.IRI))) {
      String things =
          values.stream()
              .flatMap(value -> things(field, value).stream())
              .distinct()
              .map(iri -> "<" + iri + ">")
              .collect(Collectors.joining(" "));
      patterns.add("VALUES %s { %s } %s .".formatted(variable, things, match));
      return;
    }
    String expected =
        field.isNumber()
            ? values.stream()
                .map(value -> number(field, value))
                .collect(Collectors.joining(", ", variable + " IN (", ")"))
            : values.stream()
                .map(ThingFilters::text)
                .collect(Collectors.joining(", ", "STR(" + variable + ") IN (", ")"));
    patterns.add("%s FILTER (%s)".formatted(match, expected));
  }

  private void bound(String parameter, String value) {
    boolean least = parameter.startsWith(FROM);
    Field field = type.field(parameter.substring(parameter.indexOf('.') + 1));
    if (field.kind().equals(Optional.of(Kind.IRI)) || field.translated()) {
      throw new Refusal(
          400,
          "'%s' has no order: its values are things or texts in languages. Use 'filter.%s'."
              .formatted(field.name(), field.name()));
    }
    String variable = "?f" + patterns.size();
    String compared =
        field.isNumber()
            ? variable + (least ? " >= " : " <= ") + number(field, value)
            : "STR(" + variable + ")" + (least ? " >= " : " <= ") + text(value);
    if (!least && !field.isNumber()) {
      // The year 2020 has the days of 2020.
      compared += " || STRSTARTS(STR(%s), %s)".formatted(variable, text(value));
    }
    patterns.add("?thing <%s> %s FILTER (%s)".formatted(field.property(), variable, compared));
  }

  /// Returns the things that a value names: by IRI, prefixed name, the end of the IRI, or name.
  private List<String> things(Field field, String value) {
    Entities entities = lease.entities();
    Optional<String> known =
        Stream.of(value, lease.iris().id() + value, lease.iris().base() + value)
            .filter(iri -> iri.matches("https?://[^\\s<>\"{}|\\\\^`]+"))
            .filter(entities::knows)
            .findFirst();
    if (known.isPresent()) {
      return List.of(known.get());
    }
    List<ResultRow> named =
        entities.found(
            QueryFactory.create(
                "SELECT DISTINCT ?value { ?thing a <%s> ; <%s> ?value . ?value <%s> ?name FILTER (STR(?name) = %s) }"
                    .formatted(type.type(), field.property(), RDFS.label.getURI(), text(value))));
    if (named.isEmpty()) {
      List<String> names =
          entities
              .found(
                  QueryFactory.create(
                      "SELECT DISTINCT ?value { ?thing a <%s> ; <%s> ?value } LIMIT %d"
                          .formatted(type.type(), field.property(), LISTED_VALUES)))
              .stream()
              .map(row -> row.text("value"))
              .toList();
      throw new Refusal(
          400, "No '%s' is '%s'; %s".formatted(field.name(), value, Nearest.suggest(value, names)));
    }
    return named.stream().flatMap(row -> row.iri("value").stream()).toList();
  }

  private static String number(Field field, String value) {
    try {
      return new BigDecimal(value).toPlainString();
    } catch (NumberFormatException e) {
      throw new Refusal(400, "'%s' must be a number, not '%s'.".formatted(field.name(), value));
    }
  }

  private static String text(String value) {
    return NodeFmtLib.strNT(NodeFactory.createLiteralString(value));
  }
}
