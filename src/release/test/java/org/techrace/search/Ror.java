package org.techrace.search;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.zip.GZIPInputStream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.SharedMaterial;
import org.techrace.TemporaryFolder;
import org.techrace.rdf.LanguageOrder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the Research Organization Registry (ROR) as test data: real organisations with aliases,
/// acronyms and names in many languages. The dump contains records of schema versions 1 and 2.
final class Ror {
  static final String TYPE = "https://ror.org/Organization";
  static final String PLACE = "https://ror.org/place";

  private Ror() {}

  enum Kind {
    MAIN,
    ALIAS,
    LABEL,
    ACRONYM
  }

  record Named(String text, Kind kind) {}

  /// An organisation.
  ///
  /// @param place the two-letter country code
  record Organisation(
      String id, List<Named> names, String place, String status, Optional<String> wikidata) {

    /// Reports whether the organisation is in the half that was not used for tuning.
    boolean heldOut() {
      return Math.floorMod(id.hashCode() * 31 + 7, 2) == 1;
    }

    String main() {
      return names.getFirst().text();
    }
  }

  /// Returns the dump in the shared folder, if it exists.
  static Optional<Path> dump() {
    Path dump = SharedMaterial.path("data/ror/ror-latest.jsonl.gz");
    return Files.exists(dump) ? Optional.of(dump) : Optional.empty();
  }

  static List<Organisation> read(Path dump) throws IOException {
    JsonMapper json = new JsonMapper();
    List<Organisation> read = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(dump)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode record = json.readTree(line);
        read.add(record.has("names") ? version2(record) : version1(record));
      }
    }
    return read;
  }

  private static Organisation version1(JsonNode record) {
    List<Named> names = new ArrayList<>();
    add(names, record.path("name"), Kind.MAIN);
    record.path("labels").forEach(label -> add(names, label.path("label"), Kind.LABEL));
    record.path("aliases").forEach(alias -> add(names, alias, Kind.ALIAS));
    record.path("acronyms").forEach(acronym -> add(names, acronym, Kind.ACRONYM));
    JsonNode wikidata = record.path("external_ids").path("Wikidata");
    return new Organisation(
        record.path("id").stringValue(""),
        names,
        record.at("/country/country_code").stringValue(""),
        record.path("status").stringValue(""),
        wikidata.path("all").values().stream().findFirst().map(n -> n.stringValue("")));
  }

  private static Organisation version2(JsonNode record) {
    List<Named> names = new ArrayList<>();
    for (JsonNode name : record.path("names")) {
      if (name.path("types").toString().contains("ror_display")) {
        add(names, name.path("value"), Kind.MAIN);
      }
    }
    for (JsonNode name : record.path("names")) {
      String types = name.path("types").toString();
      add(
          names,
          name.path("value"),
          types.contains("acronym")
              ? Kind.ACRONYM
              : types.contains("alias") ? Kind.ALIAS : Kind.LABEL);
    }
    Optional<String> wikidata = Optional.empty();
    for (JsonNode external : record.path("external_ids")) {
      if (external.path("type").stringValue("").equals("wikidata")) {
        wikidata = Optional.of(external.path("all").path(0).stringValue(""));
      }
    }
    return new Organisation(
        record.path("id").stringValue(""),
        names,
        record.at("/locations/0/geonames_details/country_code").stringValue(""),
        record.path("status").stringValue(""),
        wikidata);
  }

  private static void add(List<Named> names, JsonNode text, Kind kind) {
    String value = text.stringValue("");
    if (!value.isBlank() && names.stream().noneMatch(n -> n.text().equals(value))) {
      names.add(new Named(value, kind));
    }
  }

  /// Builds and opens an index of a graph's names.
  static LabelIndex index(Graph graph, TemporaryFolder folder) throws IOException {
    LabelIndex.build(graph, folder.path(), LanguageOrder.NONE);
    return LabelIndex.open(folder.path());
  }

  /// Returns the organisations as RDF.
  ///
  /// @param keep selects the names to include
  static Graph graph(List<Organisation> organisations, BiPredicate<Organisation, Named> keep) {
    Graph graph = GraphFactory.createDefaultGraph();
    Node type = NodeFactory.createURI(TYPE);
    Node place = NodeFactory.createURI(PLACE);
    Node sameAs = NodeFactory.createURI("https://schema.org/sameAs");
    for (Organisation organisation : organisations) {
      Node subject = NodeFactory.createURI(organisation.id());
      graph.add(subject, RDF.Nodes.type, type);
      graph.add(
          subject,
          place,
          NodeFactory.createLiteralString(organisation.place().toUpperCase(Locale.ROOT)));
      organisation
          .wikidata()
          .ifPresent(
              q ->
                  graph.add(
                      subject,
                      sameAs,
                      NodeFactory.createURI("http://www.wikidata.org/entity/" + q)));
      for (Named named : organisation.names()) {
        if (keep.test(organisation, named)) {
          graph.add(
              subject,
              named.kind() == Kind.MAIN ? RDFS.Nodes.label : SKOS.altLabel.asNode(),
              NodeFactory.createLiteralString(named.text()));
        }
      }
    }
    return graph;
  }
}
