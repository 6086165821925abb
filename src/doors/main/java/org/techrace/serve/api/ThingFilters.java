package org.techrace.serve.api;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.export.ReleaseTable.Kind;
import org.techrace.rdf.Iris;
import org.techrace.report.Nearest;
import org.techrace.serve.api.ThingClasses.Field;
import org.techrace.serve.api.ThingClasses.ThingClass;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.ShortNames;
import org.techrace.serve.text.Reader;

/// The conditions of a list of things as patterns of SPARQL: `filter.FIELD=VALUE`, repeated for one
/// value or another, `from.FIELD` and `to.FIELD`.
final class ThingFilters {
  /// The start of the parameters for the least and the greatest value of a field.
  static final String FROM = "from.";

  static final String TO = "to.";

  /// The number of values that are looked at for the nearest one.
  private static final int LISTED_VALUES = 2_000;

  /// The most things of one label.
  private static final int LABELLED = 20;

  /// The number of things that the search finds for a value that no thing has.
  private static final int SEARCHED = 10;

  /// The datatypes of dates and of parts of them.
  private static final List<XSDDatatype> DATES =
      List.of(
          XSDDatatype.XSDdate,
          XSDDatatype.XSDgYearMonth,
          XSDDatatype.XSDgYear,
          XSDDatatype.XSDdateTime);

  private static final Pattern FOUR_DIGITS = Pattern.compile("\\d{4}(?!\\d)");

  private final ThingClass type;
  private final Lease lease;
  private final List<String> patterns = new ArrayList<>();

  private ThingFilters(ThingClass type, Lease lease) {
    this.type = type;
    this.lease = lease;
  }

  /// Returns the patterns about `?thing` for the parameters of a request.
  ///
  /// @throws Refusal 400 for an unknown field, a wrong value, or bounds with nothing between them
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
    for (String name : bounds.keySet()) {
      if (name.startsWith(FROM)) {
        filters.ordered(name.substring(FROM.length()), bounds);
      }
    }
    return String.join(" ", filters.patterns);
  }

  private void equal(Field field, List<String> values) {
    String variable = "?f" + patterns.size();
    String match = "?thing <%s> %s".formatted(field.property(), variable);
    if (field.kind() == Kind.IRI) {
      String things =
          values.stream()
              .flatMap(value -> things(field, value).stream())
              .distinct()
              .map(iri -> "<" + iri + ">")
              .collect(Collectors.joining(" "));
      patterns.add("VALUES %s { %s } %s .".formatted(variable, things, match));
      return;
    }
    String expected;
    if (field.isNumber()) {
      expected =
          values.stream()
              .map(value -> number(field, value))
              .collect(Collectors.joining(", ", variable + " IN (", ")"));
    } else if (isDate(field)) {
      expected =
          values.stream()
              .map(value -> equalDate(field, variable, value))
              .collect(Collectors.joining(" || "));
    } else {
      expected =
          values.stream()
              .map(value -> equalText(field, value))
              .collect(Collectors.joining(", ", "STR(" + variable + ") IN (", ")"));
    }
    patterns.add("%s FILTER (%s)".formatted(match, expected));
  }

  /// The year 2020 has the days of 2020.
  private static String equalDate(Field field, String variable, String value) {
    checkDate(field, value);
    return "STR(%1$s) = %2$s || STRSTARTS(STR(%1$s), %3$s)"
        .formatted(variable, text(value), text(value + "-"));
  }

  /// Returns a text that a thing has.
  private String equalText(Field field, String value) {
    String literal = text(value);
    String has =
        "SELECT ?value { ?thing a <%s> ; <%s> ?value FILTER (STR(?value) = %s) } LIMIT 1"
            .formatted(type.type(), field.property(), literal);
    if (lease.entities().found(QueryFactory.create(has)).isEmpty()) {
      throw unknown(field, value);
    }
    return literal;
  }

  /// Reports whether all values of a field are dates or parts of them, such as years.
  private boolean isDate(Field field) {
    if (field.kind() == Kind.DATE) {
      return true;
    }
    String datatypes =
        "SELECT DISTINCT ?datatype { ?thing a <%s> ; <%s> ?value BIND (DATATYPE(?value) AS ?datatype) }"
            .formatted(type.type(), field.property());
    List<ResultRow> found = lease.entities().found(QueryFactory.create(datatypes));
    List<String> dates = DATES.stream().map(XSDDatatype::getURI).toList();
    return !found.isEmpty()
        && found.stream().allMatch(row -> row.iri("datatype").filter(dates::contains).isPresent());
  }

  private static void checkDate(Field field, String value) {
    // Dates are compared as text, so a year has four digits.
    if (!FOUR_DIGITS.matcher(value).lookingAt()
        || DATES.stream().noneMatch(datatype -> datatype.isValid(value))) {
      throw new Refusal(
          400,
          "'%s' must be a date, such as 2026, 2026-07 or 2026-07-31, not '%s'."
              .formatted(field.name(), value));
    }
  }

  /// Refuses bounds with nothing between them.
  private void ordered(String name, Map<String, String> bounds) {
    String least = bounds.getOrDefault(FROM + name, "");
    String most = bounds.getOrDefault(TO + name, "");
    boolean reversed =
        type.field(name).isNumber()
            ? !most.isEmpty() && new BigDecimal(least).compareTo(new BigDecimal(most)) > 0
            : least.compareTo(most) > 0 && !least.startsWith(most);
    if (reversed) {
      throw new Refusal(
          400,
          "No '%s' is at least '%s' and at most '%s'; exchange them.".formatted(name, least, most));
    }
  }

  private void bound(String parameter, String value) {
    boolean least = parameter.startsWith(FROM);
    Field field = type.field(parameter.substring(parameter.indexOf('.') + 1));
    if (field.kind() == Kind.IRI || field.translated()) {
      throw new Refusal(
          400,
          "'%s' has no order: its values are things or texts in languages. Use 'filter.%s'."
              .formatted(field.name(), field.name()));
    }
    if (!field.isNumber() && isDate(field)) {
      checkDate(field, value);
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
  /// Those that things of the class have come before others of the same name.
  private List<String> things(Field field, String value) {
    Optional<String> known = thing(value, lease);
    if (known.isPresent()) {
      return List.of(known.get());
    }
    List<String> values =
        iris(
            "SELECT DISTINCT ?value { ?thing a <%s> ; <%s> ?value . ?value <%s> ?name FILTER (STR(?name) = %s || STRENDS(STR(?value), %s) || STRENDS(STR(?value), %s)) }"
                .formatted(
                    type.type(),
                    field.property(),
                    RDFS.label.getURI(),
                    text(value),
                    text("/" + value),
                    text("#" + value)),
            lease);
    List<String> things = values.isEmpty() ? labelled(value, lease) : values;
    if (things.isEmpty()) {
      throw unknown(field, value);
    }
    return things;
  }

  private Refusal unknown(Field field, String value) {
    String values =
        "SELECT DISTINCT ?value { ?thing a <%s> ; <%s> ?value } LIMIT %d"
            .formatted(type.type(), field.property(), LISTED_VALUES);
    List<Term> known =
        lease.entities().found(QueryFactory.create(values)).stream()
            .flatMap(row -> row.get("value").stream())
            .toList();
    // A code, another name, or a name that the search finds.
    String coded =
        "SELECT ?value { { %s } ?value ?code ?text FILTER (STR(?text) = %s) }"
            .formatted(values, text(value));
    Stream<String> other =
        Stream.concat(
            lease.entities().found(QueryFactory.create(coded)).stream()
                .map(row -> row.text("value")),
            lease.search().find(value, List.of(), SEARCHED).stream()
                .flatMap(found -> known.stream().filter(one -> one.key().equals(found.iri())))
                .map(Term::text));
    String nearest =
        (field.kind() == Kind.IRI ? other : Stream.<String>empty())
            .findFirst()
            .map("did you mean '%s'?"::formatted)
            .orElseGet(() -> nearest(value, known));
    return new Refusal(400, "No '%s' is '%s'; %s".formatted(field.name(), value, nearest));
  }

  /// Returns the label that is most like a value, or else the end of an IRI; of an IRI, only the
  /// latter.
  private String nearest(String value, List<Term> known) {
    String expanded = ShortNames.of(lease).expanded(value);
    List<String> labels = known.stream().map(Term::text).toList();
    return Optional.of(value)
        .filter(_ -> !expanded.contains(":"))
        .flatMap(name -> Nearest.of(name, labels))
        .or(
            () ->
                Nearest.of(
                    Iris.localName(expanded),
                    known.stream().map(Term::key).map(Iris::localName).toList()))
        .map("did you mean '%s'?"::formatted)
        .orElseGet(() -> Nearest.suggest(value, labels));
  }

  /// Returns the thing with this IRI, prefixed name, or end of its IRI.
  private static Optional<String> thing(String value, Lease lease) {
    String expanded = ShortNames.of(lease).expanded(value);
    return Stream.of(expanded, lease.iris().id() + value, lease.iris().base() + value)
        .filter(iri -> iri.matches("https?://[^\\s<>\"{}|\\\\^`]+"))
        .filter(lease.entities()::knows)
        .findFirst();
  }

  /// Reports whether a value is the IRI of a thing, its prefixed name, the end of its IRI, or its
  /// label.
  static boolean names(String value, Lease lease) {
    return thing(value, lease).isPresent() || !labelled(value, lease).isEmpty();
  }

  /// Returns the things with a label.
  private static List<String> labelled(String value, Lease lease) {
    String literal = text(value);
    String labels =
        Reader.current().languages().all().stream()
            .map(texts -> literal + "@" + texts.language())
            .collect(Collectors.joining(" ", literal + " ", ""));
    return iris(
        "SELECT DISTINCT ?value { VALUES ?name { %s } ?value <%s> ?name } LIMIT %d"
            .formatted(labels, RDFS.label.getURI(), LABELLED),
        lease);
  }

  private static List<String> iris(String query, Lease lease) {
    return lease.entities().found(QueryFactory.create(query)).stream()
        .flatMap(row -> row.iri("value").stream())
        .toList();
  }

  /// Returns a number as SPARQL writes it. A large exponent stays one.
  private static String number(Field field, String value) {
    return Rows.decimal(field.name(), value).toString();
  }

  private static String text(String value) {
    return NodeFmtLib.strNT(NodeFactory.createLiteralString(value));
  }
}
