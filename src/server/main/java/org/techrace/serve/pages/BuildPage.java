package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.entity.Entities;
import org.techrace.entity.Natural;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.pages.BuiltQuery.Comparison;
import org.techrace.serve.pages.BuiltQuery.Condition;
import org.techrace.serve.pages.Kinds.Kind;
import org.techrace.serve.text.Reader;
import org.techrace.serve.view.Address;
import org.techrace.serve.view.Line;
import org.techrace.serve.view.Table;

/// `/build`: builds a query without SPARQL, by forms: a class, a property, a value, as often as
/// needed. Shows the number of things after each step, the first of them, and the query. The
/// address has the whole query, so each step can be linked and undone.
///
/// - `kind`: the local name of a class
/// - `where`: a condition, `PROPERTY SIGN VALUE`; repeatable
/// - `show`: a property whose values are shown; repeatable
/// - `property`: the property for which values are offered
/// - `sign`, `value`, `from`, `to`, `text`: the condition to add on `property`
public final class BuildPage implements Processor, Part {
  private static final String PATH = "/build";
  private static final int MOST_VALUES = 500;
  private static final int LINES = 50;
  private static final String THING = "thing";

  private final Templates templates;
  private final ShapeRules shapes;

  public BuildPage(Templates templates, ShapeRules shapes) {
    this.templates = templates;
    this.shapes = shapes;
  }

  /// The content of the page.
  ///
  /// @param kinds the classes
  /// @param kind the chosen class
  /// @param count the number of members of the class
  /// @param steps the conditions
  /// @param hidden the parameters that the forms keep
  /// @param expected the properties that the shapes name for the class
  /// @param others the other properties of the things
  /// @param property the property for which values are offered
  /// @param values the values offered
  /// @param input the type of the input fields for a range; empty if the values have no order
  /// @param texts true if some values are texts, which can be searched
  /// @param shown the properties that are shown, each with the address without it
  /// @param table the first things
  /// @param found the number of things
  /// @param query the query
  public record Content(
      List<Kind> kinds,
      Optional<Kind> kind,
      long count,
      List<Step> steps,
      List<Hidden> hidden,
      List<Offer> expected,
      List<Offer> others,
      Optional<Term> property,
      List<Offer> values,
      String input,
      boolean texts,
      List<Step> shown,
      Table table,
      long found,
      String query) {

    /// Returns the text of the chosen property in addresses.
    public String propertyText() {
      return property.map(Term::key).map(iri -> "<" + iri + ">").orElse("");
    }

    /// Returns the address of the page without the chosen property.
    public String back() {
      Address address = Address.of(PATH);
      for (Hidden kept : hidden) {
        address = address.with(kept.name, kept.value);
      }
      return address.toString();
    }
  }

  /// A condition in words, with the number of things that meet it and those before it.
  ///
  /// @param address the address without it
  public record Step(
      Term property, String comparison, Optional<Term> value, long count, String address) {}

  /// A parameter that is kept.
  public record Hidden(String name, String value) {}

  /// A property or a value that can be chosen.
  ///
  /// @param text what is shown
  /// @param value the value of the form field
  /// @param count the number of things
  public record Offer(String text, String value, long count) {}

  @Override
  public List<Route> routes() {
    return List.of(Route.page("/build", this));
  }

  /// Returns the address of the page that starts with a class.
  public static String address(String kind) {
    return Address.of(PATH).with("kind", kind).toString();
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    Entities entities = lease.entities();
    Parameters asked = request.parameters();
    List<Kind> kinds = Kinds.of(entities);
    Optional<String> name = asked.first("kind").filter(k -> !k.isEmpty());
    Optional<Kind> kind = name.map(n -> Kinds.named(n, lease));
    if (kind.isEmpty()) {
      Content start =
          new Content(
              kinds,
              kind,
              0,
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              Optional.empty(),
              List.of(),
              "",
              false,
              List.of(),
              new Table(List.of(), List.of()),
              0,
              "");
      return templates.page("build", lease, Map.of("page", start));
    }
    BuiltQuery query = query(NodeFactory.createURI(kind.get().type().iri()), asked, entities);
    Optional<Node> property = asked.first("property").filter(p -> !p.isEmpty()).map(query::term);
    Optional<BuiltQuery> next = property.flatMap(p -> changed(query, p, asked, entities));
    if (next.isPresent()) {
      return Answer.seeOther(address(next.get(), kind.get()));
    }
    Content content = content(query, kinds, kind.get(), property, entities);
    return templates.page(
        "build", lease, Sources.of(content.table.lines(), entities), Map.of("page", content));
  }

  private static BuiltQuery query(Node type, Parameters asked, Entities entities) {
    BuiltQuery query = new BuiltQuery(type, List.of(), List.of(), OntologyPrefixes.of(entities));
    for (String condition : asked.all("where")) {
      query = query.with(query.condition(condition));
    }
    for (String property : asked.all("show")) {
      query = query.toggled(query.term(property));
    }
    return query;
  }

  /// Returns the query with what the form adds, or empty if it adds nothing.
  private static Optional<BuiltQuery> changed(
      BuiltQuery query, Node property, Parameters asked, Entities entities) {
    String sign = asked.first("sign").orElse("");
    BuiltQuery next = query;
    switch (sign) {
      case "" -> {
        return Optional.empty();
      }
      case "show" -> next = next.toggled(property);
      case "*" -> next = next.with(new Condition(property, Comparison.HAS, property));
      case "=", "!=" -> {
        String value = asked.first("value").orElse("");
        if (value.isEmpty()) {
          return Optional.empty();
        }
        next = next.with(new Condition(property, Comparison.of(sign), query.term(value)));
      }
      case "contains" -> {
        String text = asked.first("text").orElse("").strip();
        if (text.isEmpty()) {
          return Optional.empty();
        }
        Node part = NodeFactory.createLiteralString(text);
        next = next.with(new Condition(property, Comparison.CONTAINS, part));
      }
      case "range" -> {
        List<ResultRow> values = entities.found(query.values(property, MOST_VALUES));
        RDFDatatype type = ordered(values).orElse(XSDDatatype.XSDdecimal);
        for (Comparison end : List.of(Comparison.FROM, Comparison.TO)) {
          String text = asked.first(end == Comparison.FROM ? "from" : "to").orElse("").strip();
          if (!text.isEmpty()) {
            next = next.with(new Condition(property, end, literal(text, type)));
          }
        }
      }
      default -> throw new Refusal(400, "'" + sign + "' is not a sign of this form.");
    }
    return Optional.of(next).filter(q -> !q.equals(query) || !sign.equals("range"));
  }

  private static Node literal(String text, RDFDatatype type) {
    if (!type.isValid(text)) {
      throw new Refusal(400, "'" + text + "' is not a valid value of this property.");
    }
    return NodeFactory.createLiteralDT(text, type);
  }

  private Content content(
      BuiltQuery query, List<Kind> kinds, Kind kind, Optional<Node> property, Entities entities) {
    List<Long> counts =
        IntStream.rangeClosed(0, query.conditions().size())
            .mapToObj(i -> count(entities.found(query.first(i).count())))
            .toList();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < query.conditions().size(); i++) {
      Condition condition = query.conditions().get(i);
      boolean valued = condition.comparison() != Comparison.HAS;
      steps.add(
          new Step(
              term(condition.property(), entities),
              Reader.text("build.is." + condition.comparison().name().toLowerCase(Locale.ROOT)),
              valued ? Optional.of(term(condition.value(), entities)) : Optional.empty(),
              counts.get(i + 1),
              address(query.without(condition), kind)));
    }
    List<Offer> properties = new ArrayList<>();
    List<Offer> others = new ArrayList<>();
    Set<String> expected = expected(query.type(), entities);
    if (property.isEmpty() && counts.getLast() > 0) {
      for (ResultRow row : entities.found(query.properties())) {
        String iri = row.iri("property").orElseThrow();
        if (!iri.equals(RDF.type.getURI())) {
          Offer offer =
              new Offer(
                  row.text("property"), query.shortened(NodeFactory.createURI(iri)), count(row));
          (expected.contains(iri) ? properties : others).add(offer);
        }
      }
    }
    List<ResultRow> values =
        property.map(p -> entities.found(query.values(p, MOST_VALUES))).orElse(List.of());
    List<Hidden> hidden = new ArrayList<>(List.of(new Hidden("kind", Kinds.name(kind.type()))));
    query.conditions().forEach(c -> hidden.add(new Hidden("where", query.text(c))));
    query.shown().forEach(p -> hidden.add(new Hidden("show", query.shortened(p))));
    return new Content(
        kinds,
        Optional.of(kind),
        counts.getFirst(),
        steps,
        hidden,
        properties,
        others,
        property.map(p -> term(p, entities)),
        values.stream()
            .map(row -> new Offer(row.text("value"), written(row, query), count(row)))
            .sorted(Comparator.comparing(Offer::text, Natural.ORDER))
            .toList(),
        ordered(values).map(BuildPage::input).orElse(""),
        values.stream().anyMatch(row -> isText(row)),
        query.shown().stream()
            .map(
                p ->
                    new Step(
                        term(p, entities),
                        "",
                        Optional.empty(),
                        0,
                        address(query.toggled(p), kind)))
            .toList(),
        table(query, entities),
        counts.getLast(),
        query.select().toString());
  }

  /// The properties that the shapes of a class and of its superclasses name.
  private Set<String> expected(Node type, Entities entities) {
    Set<String> types = new HashSet<>();
    Txn.executeRead(entities.dataset(), () -> addTypes(type, types, entities));
    return shapes.rules().stream()
        .filter(rule -> types.contains(rule.type()))
        .map(ShapeRules.Rule::property)
        .collect(Collectors.toSet());
  }

  private static void addTypes(Node type, Set<String> types, Entities entities) {
    if (type.isURI() && types.add(type.getURI())) {
      entities
          .dataset()
          .getUnionGraph()
          .find(type, RDFS.subClassOf.asNode(), Node.ANY)
          .toList()
          .forEach(triple -> addTypes(triple.getObject(), types, entities));
    }
  }

  private static Table table(BuiltQuery query, Entities entities) {
    Query select = query.select();
    select.setLimit(LINES * 4L);
    List<Line> lines =
        Line.of(entities.found(select), List.of(THING)).stream().limit(LINES).toList();
    Map<String, Node> properties = query.propertiesByColumn();
    List<Table.Column> columns = new ArrayList<>();
    for (String variable : select.getResultVars()) {
      Node property = properties.get(variable);
      String heading =
          property == null ? Reader.text("build.thing") : term(property, entities).text();
      columns.add(new Table.Column(variable, heading, Table.numeric(variable, lines), "", "none"));
    }
    return new Table(columns, lines);
  }

  private static String address(BuiltQuery query, Kind kind) {
    return Address.of(PATH)
        .with("kind", Kinds.name(kind.type()))
        .with("where", query.conditions().stream().map(query::text).toList())
        .with("show", query.shown().stream().map(query::shortened).toList())
        .toString();
  }

  private static Term term(Node node, Entities entities) {
    return Txn.calculateRead(entities.dataset(), () -> entities.labels().term(node));
  }

  private static long count(List<ResultRow> rows) {
    return rows.isEmpty() ? 0 : count(rows.getFirst());
  }

  private static long count(ResultRow row) {
    return row.count("things");
  }

  /// The term of a value in SPARQL's syntax; empty for a blank node or a triple term.
  private static String written(ResultRow row, BuiltQuery query) {
    return switch (row.get("value").orElseThrow()) {
      case Term.Link link -> query.shortened(NodeFactory.createURI(link.iri()));
      case Term.Value value when !value.language().isEmpty() ->
          query.shortened(NodeFactory.createLiteralLang(value.text(), value.language()));
      case Term.Value value ->
          query.shortened(
              NodeFactory.createLiteralDT(
                  value.text(), TypeMapper.getInstance().getSafeTypeByName(value.datatype())));
      case Term.Unnamed _, Term.Triple _ -> "";
    };
  }

  private static boolean isText(ResultRow row) {
    return row.get("value").orElseThrow() instanceof Term.Value value
        && (!value.language().isEmpty() || value.datatype().equals(XSDDatatype.XSDstring.getURI()));
  }

  /// The datatype of the values if they have an order.
  private static Optional<RDFDatatype> ordered(List<ResultRow> values) {
    return values.stream()
        .flatMap(row -> row.get("value").stream())
        .flatMap(term -> term instanceof Term.Value v ? Stream.of(v) : Stream.of())
        .map(value -> TypeMapper.getInstance().getSafeTypeByName(value.datatype()))
        .filter(type -> !input(type).isEmpty())
        .findFirst();
  }

  /// The type of the input field for a datatype; empty if its values have no order.
  private static String input(RDFDatatype type) {
    if (type.equals(XSDDatatype.XSDdate)) {
      return "date";
    }
    if (type.equals(XSDDatatype.XSDgYearMonth)) {
      return "month";
    }
    boolean number =
        type.equals(XSDDatatype.XSDgYear)
            || (type.getJavaClass() != null && Number.class.isAssignableFrom(type.getJavaClass()));
    return number ? "number" : "";
  }
}
