package org.techrace.scaffold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.XSD;
import org.techrace.rdf.DataCube;
import org.techrace.rdf.Iris;
import org.techrace.rdf.Tool;

/// Statements of a graph about the things of its classes, as counted in it.
///
/// @param classes the classes that do not belong to the vocabularies that describe vocabularies and
///   graphs; those with most things first
public record GraphProfile(List<OfClass> classes) {
  /// The namespaces of vocabularies whose classes are about a graph and its terms.
  private static final List<String> OF_VOCABULARIES =
      List.of(
          "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
          "http://www.w3.org/2000/01/rdf-schema#",
          "http://www.w3.org/2002/07/owl#",
          "http://www.w3.org/2004/02/skos/core#",
          "http://purl.org/dc/terms/",
          "http://www.w3.org/ns/dcat#",
          "http://www.w3.org/ns/prov#",
          "http://www.w3.org/ns/csvw#",
          Tool.NAMESPACE,
          "http://www.w3.org/ns/shacl#",
          "http://rdfs.org/ns/void#",
          DataCube.NAMESPACE);

  /// Integers from here to [#LAST_YEAR] are years.
  private static final double FIRST_YEAR = 1500;

  private static final double LAST_YEAR = 2100;

  private static final String COUNTS =
      """
      SELECT ?class ?property (COUNT(DISTINCT ?thing) AS ?things) (COUNT(*) AS ?values)
        (COUNT(DISTINCT ?value) AS ?distinct) (SUM(IF(isIRI(?value), 1, 0)) AS ?nodes)
        (SUM(IF(isNumeric(?value), 1, 0)) AS ?numbers) (MIN(?type) AS ?first) (MAX(?type) AS ?last)
      WHERE { ?thing a ?class ; ?property ?value FILTER (isIRI(?class)) BIND (STR(DATATYPE(?value)) AS ?type) }
      GROUP BY ?class ?property
      """;

  private static final String RANGES =
      """
      SELECT ?class ?property (MIN(?value) AS ?least) (MAX(?value) AS ?greatest)
        (SUM(IF(STRLEN(STRAFTER(STR(?value), ".")) > 2, 1, 0)) AS ?precise)
      WHERE { ?thing a ?class ; ?property ?value FILTER (isNumeric(?value) && isIRI(?class)) }
      GROUP BY ?class ?property
      """;

  private static final String SAME_NAMES =
      """
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      SELECT ?class ?property
      WHERE { ?thing a ?class ; ?property ?value . ?value rdfs:label ?name }
      GROUP BY ?class ?property
      HAVING (COUNT(DISTINCT ?name) < COUNT(DISTINCT ?value))
      """;

  /// The properties by whose values all things are in groups of one size.
  private static final String EVEN =
      """
      SELECT ?class ?property
      WHERE {
        { SELECT ?class ?property ?value (COUNT(DISTINCT ?thing) AS ?number)
          WHERE { ?thing a ?class ; ?property ?value FILTER (isIRI(?class)) }
          GROUP BY ?class ?property ?value }
      }
      GROUP BY ?class ?property
      HAVING (MIN(?number) = MAX(?number))
      """;

  private static final String LABELS =
      """
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      SELECT ?term (MIN(STR(?name)) AS ?label)
      WHERE { { SELECT DISTINCT ?term { { [] a ?term } UNION { [] ?term [] } } } ?term rdfs:label ?name }
      GROUP BY ?term
      """;

  private static final String OTHER_LABELS =
      """
      PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
      SELECT ?class ?name
      WHERE { { SELECT DISTINCT ?class { [] a ?class } } ?class skos:altLabel ?name }
      """;

  private static final String UNITS =
      "SELECT ?property (MIN(STR(?symbol)) AS ?unit) { ?property <%s> ?symbol } GROUP BY ?property"
          .formatted(NewTerms.SYMBOL);

  /// A class.
  ///
  /// @param label its label, else the words of its name
  /// @param plural the alternative label that is the plural of its label, else its label
  /// @param things the number of its things
  public record OfClass(
      String iri, String label, String plural, long things, List<OfProperty> properties) {}

  /// The range of numbers.
  ///
  /// @param precise how many have at least three digits after the point
  public record Range(double least, double greatest, long precise) {}

  /// A property of the things of a class.
  ///
  /// @param label its label, else the words of its name
  /// @param things how many things have a value
  /// @param values the number of values
  /// @param distinct the number of different values
  /// @param nodes how many values are IRIs
  /// @param numbers how many values are numbers
  /// @param range the range of the values that are numbers; empty if none are
  /// @param datatype the datatype of all values; empty if there are several or none
  /// @param unit the symbol of the unit of all values; empty if none is stated
  /// @param hasAreas true if values are areas of the code list that `init` writes
  /// @param hasSameNames true if two values have the same name, so that a picture by their names
  ///   would mix them
  /// @param isEven true if as many things have each value, so that their numbers say nothing
  public record OfProperty(
      String iri,
      String label,
      long things,
      long values,
      long distinct,
      long nodes,
      long numbers,
      Optional<Range> range,
      Optional<String> datatype,
      Optional<String> unit,
      boolean hasAreas,
      boolean hasSameNames,
      boolean isEven) {

    /// Returns true if no thing has two values.
    public boolean isSingle() {
      return things == values;
    }

    /// Returns true if all values are IRIs.
    public boolean isLink() {
      return nodes == values;
    }

    /// Returns true if all values are texts, with or without a language.
    public boolean isText() {
      return nodes == 0
          && datatype
              .filter(List.of(XSD.xstring.getURI(), RDF.langString.getURI())::contains)
              .isPresent();
    }

    /// Returns true if all values are numbers within a range.
    public boolean isWithin(double least, double greatest) {
      return isNumber()
          && range.filter(of -> of.least >= least && of.greatest <= greatest).isPresent();
    }

    /// Returns true if all values are numbers, and most have at least three digits after the point.
    public boolean isPrecise() {
      return isNumber() && range.filter(of -> of.precise * 2 > values).isPresent();
    }

    /// Returns true if all values are integers that number the things, or years.
    public boolean areNumbersOfThings() {
      boolean isInteger = datatype.filter(XSD.integer.getURI()::equals).isPresent();
      boolean areDense =
          distinct == things
              && range.filter(of -> of.greatest - of.least < 2.0 * things).isPresent();
      return isInteger && (areDense || isWithin(FIRST_YEAR, LAST_YEAR));
    }

    /// Returns true if all values are numbers.
    public boolean isNumber() {
      return numbers == values;
    }
  }

  public GraphProfile {
    classes = List.copyOf(classes);
  }

  /// Counts in a graph.
  ///
  /// @param data its default graph is what is counted
  /// @param iris the IRI spaces of the graph
  public static GraphProfile of(DatasetGraph data, Iris iris) {
    Map<String, String> labels = new HashMap<>();
    each(data, LABELS, row -> labels.put(iri(row, "term"), text(row, "label").orElseThrow()));
    Map<String, String> plurals = new HashMap<>();
    each(
        data,
        OTHER_LABELS,
        row -> {
          String type = iri(row, "class");
          text(row, "name")
              .filter(name -> Plurals.singularTitle(name).equals(labels.get(type)))
              .ifPresent(name -> plurals.put(type, name));
        });
    Map<String, String> units = new HashMap<>();
    each(data, UNITS, row -> units.put(iri(row, "property"), text(row, "unit").orElseThrow()));
    Set<List<String>> areas = new HashSet<>();
    each(
        data,
        """
        SELECT DISTINCT ?class ?property
        WHERE { ?area <http://www.w3.org/2004/02/skos/core#inScheme> <%sarea> . ?thing ?property ?area ; a ?class }
        """
            .formatted(iris.scheme()),
        row -> areas.add(List.of(iri(row, "class"), iri(row, "property"))));
    Set<List<String>> same = new HashSet<>();
    each(data, SAME_NAMES, row -> same.add(List.of(iri(row, "class"), iri(row, "property"))));
    Set<List<String>> even = new HashSet<>();
    each(data, EVEN, row -> even.add(List.of(iri(row, "class"), iri(row, "property"))));
    Map<List<String>, Range> ranges = new HashMap<>();
    each(
        data,
        RANGES,
        row ->
            ranges.put(
                List.of(iri(row, "class"), iri(row, "property")),
                new Range(
                    decimal(row, "least"), decimal(row, "greatest"), number(row, "precise"))));
    Map<String, Long> things = new LinkedHashMap<>();
    Map<String, List<OfProperty>> properties = new HashMap<>();
    each(
        data,
        COUNTS,
        row -> {
          String type = iri(row, "class");
          String property = iri(row, "property");
          if (property.equals(RDF.type.getURI())) {
            things.put(type, number(row, "things"));
            return;
          }
          properties
              .computeIfAbsent(type, _ -> new ArrayList<>())
              .add(
                  new OfProperty(
                      property,
                      label(property, labels),
                      number(row, "things"),
                      number(row, "values"),
                      number(row, "distinct"),
                      number(row, "nodes"),
                      number(row, "numbers"),
                      Optional.ofNullable(ranges.get(List.of(type, property))),
                      text(row, "first").filter(text(row, "last").orElse("")::equals),
                      Optional.ofNullable(units.get(property)),
                      areas.contains(List.of(type, property)),
                      same.contains(List.of(type, property)),
                      even.contains(List.of(type, property))));
        });
    return new GraphProfile(
        things.entrySet().stream()
            .filter(type -> !isOfVocabularies(type.getKey()))
            .map(
                type ->
                    new OfClass(
                        type.getKey(),
                        label(type.getKey(), labels),
                        plurals.getOrDefault(type.getKey(), label(type.getKey(), labels)),
                        type.getValue(),
                        properties.getOrDefault(type.getKey(), List.of()).stream()
                            .sorted(Comparator.comparing(OfProperty::iri))
                            .toList()))
            .sorted(
                Comparator.comparingLong(OfClass::things).reversed().thenComparing(OfClass::iri))
            .toList());
  }

  private static boolean isOfVocabularies(String type) {
    return OF_VOCABULARIES.stream().anyMatch(type::startsWith);
  }

  private static String label(String iri, Map<String, String> labels) {
    return labels.getOrDefault(iri, String.join(" ", HeaderWords.of(Iris.localName(iri))));
  }

  private static void each(DatasetGraph data, String query, Consumer<Binding> row) {
    try (QueryExec execution = QueryExec.dataset(data).query(query).build()) {
      execution.select().forEachRemaining(row);
    }
  }

  private static String iri(Binding row, String name) {
    return row.get(name).toString();
  }

  private static Optional<String> text(Binding row, String name) {
    return Optional.ofNullable(row.get(name)).map(Node::getLiteralLexicalForm);
  }

  private static double decimal(Binding row, String name) {
    return text(row, name).map(Double::parseDouble).orElse(0.0);
  }

  private static long number(Binding row, String name) {
    return text(row, name).map(Long::parseLong).orElse(0L);
  }
}
