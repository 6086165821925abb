package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.riot.system.PrefixMap;
import org.apache.jena.riot.system.PrefixMapFactory;
import org.apache.jena.sparql.util.NodeFactoryExtra;
import org.techrace.rdf.Iris;
import org.techrace.serve.http.Refusal;

/// A query that a reader builds step by step: the members of a class that meet some conditions.
/// Immutable.
///
/// @param type the class
/// @param conditions the conditions; a thing must meet all
/// @param shown properties whose values are shown in addition
/// @param prefixes the prefixes of the query, by name
record BuiltQuery(
    Node type, List<Condition> conditions, List<Node> shown, Map<String, String> prefixes) {
  /// The maximum number of conditions, and of shown properties.
  static final int MOST = 8;

  private static final Pattern IRI =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:[^\\s<>\"{}|\\\\^`]+");
  private static final Pattern CONDITION = Pattern.compile("(\\S+) (\\S+)(?: (.+))?");
  private static final String THING = "thing";

  /// How a condition compares.
  enum Comparison {
    IS("="),
    IS_NOT("!="),
    FROM(">="),
    TO("<="),
    CONTAINS("contains"),
    HAS("*");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    static Comparison of(String sign) {
      for (Comparison comparison : values()) {
        if (comparison.sign.equals(sign)) {
          return comparison;
        }
      }
      throw new Refusal(400, "'" + sign + "' is none of =, !=, >=, <=, contains and *.");
    }
  }

  /// A condition. Its text is `PROPERTY SIGN VALUE` in SPARQL's syntax of terms.
  ///
  /// @param value the value; of [Comparison#HAS] the property again, which is not used
  record Condition(Node property, Comparison comparison, Node value) {}

  BuiltQuery {
    conditions = List.copyOf(conditions);
    shown = List.copyOf(shown);
    if (conditions.size() > MOST || shown.size() > MOST) {
      throw new Refusal(400, "A query can have at most " + MOST + " conditions and columns.");
    }
  }

  /// Reads a condition.
  ///
  /// @throws Refusal 400 if it is not a property, a sign and a value
  Condition condition(String text) {
    var parts = CONDITION.matcher(text);
    if (!parts.matches()) {
      throw new Refusal(400, "A condition is a property, a sign and a value, not '" + text + "'.");
    }
    Node property = term(parts.group(1));
    if (!property.isURI()) {
      throw new Refusal(400, "'" + parts.group(1) + "' is not a property.");
    }
    Comparison comparison = Comparison.of(parts.group(2));
    boolean valued = parts.group(3) != null;
    if (valued == (comparison == Comparison.HAS)) {
      throw new Refusal(400, "The condition '" + text + "' has a value too few or too many.");
    }
    return new Condition(property, comparison, valued ? term(parts.group(3)) : property);
  }

  /// Returns the text of a condition.
  String text(Condition condition) {
    String head = shortened(condition.property) + " " + condition.comparison.sign;
    return condition.comparison == Comparison.HAS ? head : head + " " + shortened(condition.value);
  }

  /// Reads a term in SPARQL's syntax.
  ///
  /// @throws Refusal 400 if it is not an IRI or a literal
  Node term(String text) {
    try {
      Node node = NodeFactoryExtra.parseNode(text.strip(), prefixMap());
      boolean iri = node.isURI() && IRI.matcher(node.getURI()).matches();
      if (iri || (node.isLiteral() && node.getLiteral().isWellFormed())) {
        return node;
      }
    } catch (RiotException e) {
      // Refused below.
    }
    throw new Refusal(400, "'" + text + "' is not a valid term here.");
  }

  /// Returns the text of a term, with a prefix where there is one for it.
  String shortened(Node node) {
    return NodeFmtLib.str(node, prefixMap());
  }

  BuiltQuery with(Condition condition) {
    List<Condition> more = new ArrayList<>(conditions);
    more.add(condition);
    return new BuiltQuery(type, more.stream().distinct().toList(), shown, prefixes);
  }

  BuiltQuery without(Condition condition) {
    return new BuiltQuery(
        type, conditions.stream().filter(c -> !c.equals(condition)).toList(), shown, prefixes);
  }

  /// Returns the query with only its first conditions.
  BuiltQuery first(int number) {
    return new BuiltQuery(type, conditions.subList(0, number), List.of(), prefixes);
  }

  /// Returns the query with a property shown, or no longer shown.
  BuiltQuery toggled(Node property) {
    List<Node> others = new ArrayList<>(shown);
    if (!others.remove(property)) {
      others.add(property);
    }
    return new BuiltQuery(type, conditions, others, prefixes);
  }

  /// Returns the query for the things with the values of conditions and columns.
  Query select() {
    String optional =
        shown.stream()
            .filter(property -> !isBound(property))
            .map(p -> "OPTIONAL { ?thing " + nt(p) + " ?" + variable(p) + " }\n")
            .collect(Collectors.joining());
    Set<String> variables = new LinkedHashSet<>();
    conditions.stream()
        .filter(c -> isBinding(c.comparison))
        .forEach(c -> variables.add(variable(c.property)));
    shown.forEach(property -> variables.add(variable(property)));
    String selected = variables.stream().map(v -> " ?" + v).collect(Collectors.joining());
    return query(
        "SELECT DISTINCT ?thing%s WHERE {\n%s%s}\nORDER BY ?thing"
            .formatted(selected, pattern(), optional));
  }

  /// Returns the query for the number of things: `?things`.
  Query count() {
    return query("SELECT (COUNT(DISTINCT ?thing) AS ?things) WHERE {\n" + pattern() + "}");
  }

  /// Returns the query for the properties of the things: `?property`, and the number of `?things`
  /// that have it.
  Query properties() {
    return query(
        """
        SELECT ?property (COUNT(DISTINCT ?thing) AS ?things) WHERE {
        %s?thing ?property ?object }
        GROUP BY ?property ORDER BY DESC(?things) ?property
        """
            .formatted(pattern()));
  }

  /// Returns the query for the values of a property: `?value`, and the number of `?things` that
  /// have it.
  Query values(Node property, int limit) {
    return query(
        """
        SELECT ?value (COUNT(DISTINCT ?thing) AS ?things) WHERE {
        %s?thing %s ?value }
        GROUP BY ?value ORDER BY DESC(?things) ?value LIMIT %d
        """
            .formatted(pattern(), nt(property), limit));
  }

  /// The variables of the selected columns, in order.
  List<String> columns() {
    return select().getResultVars();
  }

  /// The property of each column but the first, by variable.
  Map<String, Node> propertiesByColumn() {
    Map<String, Node> byVariable = new LinkedHashMap<>();
    conditions.forEach(c -> byVariable.put(variable(c.property), c.property));
    shown.forEach(property -> byVariable.put(variable(property), property));
    return byVariable;
  }

  private Query query(String text) {
    Query query = QueryFactory.create(text);
    query.getPrefixMapping().setNsPrefixes(used(text));
    return query;
  }

  /// The prefixes that the query needs.
  private Map<String, String> used(String text) {
    return prefixes.entrySet().stream()
        .filter(prefix -> text.contains("<" + prefix.getValue()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private String pattern() {
    StringBuilder pattern = new StringBuilder("?thing a " + nt(type) + " .\n");
    Set<Node> bound = new LinkedHashSet<>();
    for (Condition condition : conditions) {
      String subject = "?thing " + nt(condition.property) + " ";
      String value = nt(condition.value);
      String variable = "?" + variable(condition.property);
      if (isBinding(condition.comparison) && bound.add(condition.property)) {
        pattern.append(subject).append(variable).append(" .\n");
      }
      pattern.append(
          switch (condition.comparison) {
            case IS -> subject + value + " .\n";
            case IS_NOT -> "FILTER NOT EXISTS { " + subject + value + " }\n";
            case HAS -> "";
            case FROM -> "FILTER (" + variable + " >= " + value + ")\n";
            case TO -> "FILTER (" + variable + " <= " + value + ")\n";
            case CONTAINS ->
                "FILTER CONTAINS(LCASE(STR(" + variable + ")), LCASE(" + value + "))\n";
          });
    }
    return pattern.toString();
  }

  private boolean isBound(Node property) {
    return conditions.stream()
        .anyMatch(c -> isBinding(c.comparison) && c.property.equals(property));
  }

  private static boolean isBinding(Comparison comparison) {
    return comparison != Comparison.IS && comparison != Comparison.IS_NOT;
  }

  /// A variable for the values of a property: its local name, unless another property has it too.
  private String variable(Node property) {
    String name = Iris.localName(property.getURI()).replaceAll("\\W", "_");
    boolean shared =
        name.equals(THING)
            || propertiesUsed().stream()
                .anyMatch(
                    other ->
                        !other.equals(property)
                            && Iris.localName(other.getURI())
                                .equals(Iris.localName(property.getURI())));
    if (shared) {
      return name + "_" + Math.floorMod(property.getURI().hashCode(), 1000);
    }
    return name.matches("[A-Za-z].*") ? name : "value_" + name;
  }

  private Set<Node> propertiesUsed() {
    Set<Node> used = new LinkedHashSet<>(shown);
    conditions.forEach(condition -> used.add(condition.property));
    return used;
  }

  /// A term in N-Triples.
  private static String nt(Node node) {
    return NodeFmtLib.strNT(node);
  }

  private PrefixMap prefixMap() {
    return PrefixMapFactory.create(prefixes);
  }
}
