package org.techrace.scaffold;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.rdf.Iris;
import org.techrace.rdf.RdfFiles;
import org.techrace.rdf.SafeIris;
import org.techrace.report.Report;

/// A source that is made from one table: the table with a column of IRIs, a mapping in which every
/// column is a property, a description, and the terms that the ontology lacks.
///
/// Used once, by one thread.
public final class NewSource {
  /// The column that holds the IRI of each row.
  static final String IRI = "iri";

  private final String name;
  private final Iris iris;
  private final String prefix;
  private final String type;
  private final String names;
  private final String language;
  private final Map<String, String> properties = new LinkedHashMap<>();

  /// @param name the name of the source's folder
  /// @param iris the IRI spaces of the graph
  /// @param prefix the prefix of its classes and properties
  /// @param type the local name of the class of the rows
  /// @param names the column with the names of the things
  /// @param language the language of the names
  public NewSource(
      String name, Iris iris, String prefix, String type, String names, String language) {
    this.name = name;
    this.iris = iris;
    this.prefix = prefix;
    this.type = type;
    this.names = names;
    this.language = language;
  }

  /// The IRI of the class of the rows.
  String type() {
    return iris.ontology() + type;
  }

  /// The column with the names of the things.
  String names() {
    return names;
  }

  /// The language of the names.
  String language() {
    return language;
  }

  /// Takes a property that the ontology lacks.
  void property(String iri, String column, boolean takesIris) {
    properties.put(
        iri, "%s\t%s".formatted(takesIris ? "ObjectProperty" : "DatatypeProperty", column));
  }

  /// The description of a source. Values that are empty are left out of `source.ttl`.
  ///
  /// @param title its title
  /// @param licence the IRI of its licence, or empty
  /// @param publisher the IRI of its publisher, or empty
  /// @param creator the IRI of its creator, or empty
  /// @param origin the address that it comes from, or empty
  public record Description(
      String title, String licence, String publisher, String creator, String origin) {}

  /// Writes a table in CSV with a column of IRIs: those of entities that are in the graph already,
  /// and new ones of the names of the others.
  ///
  /// @param header the columns
  /// @param rows the cells
  /// @param named which column has the names
  /// @param known the IRI of each row's entity, empty if it is not in the graph yet
  /// @param file where the table goes
  /// @return the IRIs, in the order of the rows
  public List<String> writeTable(
      List<String> header, List<List<String>> rows, int named, List<String> known, Path file)
      throws IOException {
    StringWriter text = new StringWriter();
    Set<String> taken = new LinkedHashSet<>();
    List<String> all = new ArrayList<>();
    try (CsvWriter csv = CsvWriter.builder().build(text)) {
      List<String> columns = new ArrayList<>(List.of(IRI));
      columns.addAll(header);
      csv.writeRecord(columns);
      for (int i = 0; i < rows.size(); i++) {
        String iri = known.get(i).isEmpty() ? fresh(rows.get(i).get(named), taken) : known.get(i);
        all.add(iri);
        List<String> cells = new ArrayList<>(List.of(iri));
        cells.addAll(rows.get(i));
        csv.writeRecord(cells);
      }
    }
    write(file, text.toString());
    return all;
  }

  /// An IRI of a name that no other row has.
  private String fresh(String label, Set<String> taken) {
    String slug =
        label
            .strip()
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{N}]+", "-")
            .replaceAll("^-|-$", "");
    String stem = iris.id() + type.toLowerCase(Locale.ROOT) + "-" + SafeIris.safe(slug);
    String iri = stem;
    for (int n = 2; !taken.add(iri); n++) {
      iri = stem + "-" + n;
    }
    return iri;
  }

  /// Writes the mapping, the description and the new terms.
  ///
  /// @param table the table, in the folder of the source
  /// @param ontology the files of the ontology
  /// @param terms where the new terms go
  /// @param today the day on which the source is issued
  public void writeRest(
      Path table,
      List<ReadableFile> ontology,
      Path terms,
      Description description,
      LocalDate today,
      Report report)
      throws IOException {
    String mapping =
        new FirstMapping(ontology, iris, prefix, report)
            .whole(this)
            .of(List.of(ReadableFile.named(table)));
    write(table.resolveSibling("mapping.ttl"), mapping);
    write(table.resolveSibling("source.ttl"), source(description, table, today));
    boolean hasType = knowsType(ontology);
    if (!hasType || !properties.isEmpty()) {
      write(terms, terms(hasType));
    }
  }

  private boolean knowsType(List<ReadableFile> ontology) throws IOException {
    Graph terms = GraphFactory.createDefaultGraph();
    for (ReadableFile file : ontology) {
      try (InputStream in = file.stream()) {
        RdfFiles.read(in, file.toString(), iris.base(), StreamRDFLib.graph(terms));
      }
    }
    return terms.contains(NodeFactory.createURI(type()), RDF.Nodes.type, OWL2.Class.asNode());
  }

  private String source(Description said, Path table, LocalDate today) {
    StringBuilder turtle =
        new StringBuilder(
            """
            # Who says what the table says, and under which licence.

            @prefix dcat: <http://www.w3.org/ns/dcat#> .
            @prefix dct: <http://purl.org/dc/terms/> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

            <%s> a dcat:Dataset ;
                rdfs:label %s@en ; dct:title %s@en ;
                dct:description %s@en ;
            """
                .formatted(
                    iris.graph(name),
                    FirstMapping.quoted(said.title),
                    FirstMapping.quoted(said.title),
                    FirstMapping.quoted(
                        "The table %s, added on %s.".formatted(table.getFileName(), today))));
    resource(turtle, "license", said.licence);
    resource(turtle, "publisher", said.publisher);
    resource(turtle, "creator", said.creator);
    resource(turtle, "source", said.origin);
    return turtle + "    dct:issued \"" + today + "\"^^xsd:date .\n";
  }

  private static void resource(StringBuilder turtle, String property, String iri) {
    if (!iri.isEmpty()) {
      turtle.append("    dct:%s <%s> ;%n".formatted(property, iri));
    }
  }

  private String terms(boolean hasType) {
    StringBuilder turtle =
        new StringBuilder(
            """
            # The terms that the table in data/%1$s needs. Give each a definition that says what it means.

            @prefix %2$s: <%3$s> .
            @prefix owl: <http://www.w3.org/2002/07/owl#> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            """
                .formatted(name, prefix, iris.ontology()));
    if (!hasType) {
      turtle.append(term(iris.ontology() + type, "Class", type.toLowerCase(Locale.ROOT)));
    }
    properties.forEach(
        (iri, kind) ->
            turtle.append(
                term(
                    iri,
                    kind.substring(0, kind.indexOf('\t')),
                    kind.substring(kind.indexOf('\t') + 1))));
    return turtle.toString();
  }

  private String term(String iri, String kind, String label) {
    return "%n<%s> a owl:%s ; rdfs:isDefinedBy <%s> ;%n    rdfs:label %s .%n"
        .formatted(
            iri, kind, iris.ontologyDocument(), FirstMapping.quoted(label.replace('_', ' ')));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(Path.of("")));
    try (OutputStream out = Access.writeNamed(file, () -> true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
