package org.techrace.serve.sparql;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.vocabulary.OWL2;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.rdf.DataCube;
import org.techrace.rdf.Tool;

/// Finds properties whose values a query shows, counts by or fixes without the property that says
/// what they mean (`tool:readWith`), such as stances without whom they concern: its rows then have
/// together what is about different things. Also finds measures in words, such as a standing, that
/// a query asks for without reading which one each observation has.
final class OpenMeanings {
  /// The most values that a sentence names.
  private static final int MAX_NAMED = 3;

  private final Rereading reading;

  /// The dimensions that have a sentence already.
  private final Set<String> said;

  /// The properties that say what the values of others mean, each with true if they are properties
  /// of these values, false if they are of the same thing.
  private final Map<String, Map<String, Boolean>> with = new LinkedHashMap<>();

  /// The properties of measures, each with true if its values are things, not numbers.
  private final Map<String, Boolean> measures = new LinkedHashMap<>();

  /// The properties whose values mean nothing by themselves, by what says it.
  private final Map<Meaning, Set<String>> open = new LinkedHashMap<>();

  /// A property that says what values mean.
  ///
  /// @param holder the variable of what has the property
  private record Meaning(Select select, Var holder, String property) {}

  private OpenMeanings(Set<String> said, Rereading reading) {
    this.reading = reading;
    this.said = said;
    for (ResultRow row :
        reading.rows(
            """
            SELECT ?meant ?meaning (EXISTS { ?any ?meant ?value . ?value ?meaning ?of } AS ?ofValue) {
              ?meant <%s> ?meaning
            } ORDER BY ?meant ?meaning\
            """
                .formatted(Tool.READ_WITH))) {
      with.computeIfAbsent(row.iri("meant").orElseThrow(), _ -> new LinkedHashMap<>())
          .put(row.iri("meaning").orElseThrow(), row.text("ofValue").equals("true"));
    }
    for (ResultRow row :
        reading.rows(
            "SELECT ?measure (EXISTS { ?measure a <%s> } AS ?ofThings) { ?measure a <%s> } ORDER BY ?measure"
                .formatted(OWL2.ObjectProperty.getURI(), DataCube.MEASURE_PROPERTY))) {
      measures.put(row.iri("measure").orElseThrow(), row.text("ofThings").equals("true"));
    }
  }

  /// Returns a sentence for each such property.
  ///
  /// @param inSteps the query, [in steps][Select#inSteps]
  /// @param said the [dimensions][OpenDimensions#dimension] that have a sentence already
  static List<String> of(Query inSteps, Set<String> said, Rereading reading) {
    OpenMeanings found = new OpenMeanings(said, reading);
    Select.eachIn(inSteps, found::read);
    Set<String> sentences = new LinkedHashSet<>();
    found.open.forEach(
        (meaning, properties) -> found.sentence(meaning, properties).ifPresent(sentences::add));
    return List.copyOf(sentences);
  }

  private void read(Select select) {
    for (TriplePath one : select.allPatterns()) {
      if (Var.isVar(one.getSubject())) {
        Select.links(one).forEach(property -> read(select, one, property));
      }
    }
  }

  private void read(Select select, TriplePath pattern, String property) {
    Var thing = Var.alloc(pattern.getSubject());
    Node value = pattern.getObject();
    boolean isUsed = select.uses(value);
    boolean isInWords = measures.getOrDefault(property, false);
    // The name of an observation says what is measured.
    boolean isNamed = measures.containsKey(property) && select.shows(thing);
    if (isNamed || !(isInWords || isUsed)) {
      return;
    }
    if (!isUsed) {
      add(select, thing, property, property);
    }
    with.getOrDefault(property, Map.of())
        .forEach(
            (meaning, isOfValue) -> {
              Node holder = isOfValue ? value : thing;
              if (Var.isVar(holder) && !select.uses(holder, meaning)) {
                add(select, Var.alloc(holder), meaning, property);
              }
            });
  }

  private void add(Select select, Var holder, String meaning, String property) {
    if (!said.contains(OpenDimensions.dimension(holder, meaning))) {
      open.computeIfAbsent(new Meaning(select, holder, meaning), _ -> new LinkedHashSet<>())
          .add(property);
    }
  }

  private Optional<String> sentence(Meaning meaning, Set<String> properties) {
    Select select = meaning.select;
    Var holder = meaning.holder;
    List<ResultRow> rows =
        reading.rows(
            "SELECT ?meantBy (COUNT(DISTINCT %1$s) AS ?number) { %2$s OPTIONAL { %1$s <%3$s> ?meantBy } } GROUP BY ?meantBy ORDER BY DESC(?number) ?meantBy"
                .formatted(holder, Rereading.pattern(select, holder), meaning.property));
    if (rows.size() < 2) {
      return Optional.empty();
    }
    String values =
        rows.stream()
                .limit(MAX_NAMED)
                .map(
                    row ->
                        "%s (%,d)"
                            .formatted(
                                row.get("meantBy").map(Term::text).orElse("none"),
                                Rereading.number(row, "number")))
                .collect(Collectors.joining(", "))
            + (rows.size() > MAX_NAMED ? " and %d more".formatted(rows.size() - MAX_NAMED) : "");
    String subject = properties.stream().map(reading.shortName()).collect(Collectors.joining(", "));
    String lack =
        properties.contains(meaning.property)
            ? "the query does not tell its values apart"
            : "%s meaning depends on %s, which the query does not %s"
                .formatted(
                    properties.size() == 1 ? "its" : "their",
                    reading.shortName().apply(meaning.property),
                    select.value(holder, meaning.property).isPresent() ? "show" : "read");
    boolean some = rows.stream().anyMatch(row -> row.get("meantBy").isEmpty());
    return Optional.of(
        "%s: %s: %s; %s"
            .formatted(
                subject,
                lack,
                values,
                select.showing(holder, meaning.property, some, select.place(holder), reading)));
  }
}
