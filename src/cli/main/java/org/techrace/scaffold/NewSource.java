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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
import org.techrace.engine.expression.Linker;
import org.techrace.rdf.Iris;
import org.techrace.rdf.RdfFiles;
import org.techrace.rdf.SafeIris;
import org.techrace.rdf.Slug;
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
    Set<String> taken = new LinkedHashSet<>(known);
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
    String stem = iris.id() + type.toLowerCase(Locale.ROOT) + "-" + SafeIris.safe(Slug.of(label));
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
  /// @param known searches the graph for what the values of columns name
  /// @param terms where the new terms go
  /// @param options what is known about the table
  /// @param today the day on which the source is issued
  public void writeRest(
      Path table,
      List<ReadableFile> ontology,
      Linker known,
      Path terms,
      SourceDescription description,
      TableOptions options,
      LocalDate today,
      Report report)
      throws IOException {
    FirstMapping draft =
        new FirstMapping(ontology, iris, prefix, options, report).whole(this).withNamesIn(known);
    String mapping = draft.of(List.of(ReadableFile.named(table))).orElse("");
    write(table.resolveSibling("mapping.ttl"), mapping);
    write(
        table.resolveSibling("source.ttl"),
        description.turtle(iris.graph(name), String.valueOf(table.getFileName()), today));
    if (!knowsType(ontology)) {
      draft.needsType(type(), type.toLowerCase(Locale.ROOT));
    }
    Optional<String> needed = draft.newTerms(name);
    if (needed.isPresent()) {
      write(terms, needed.get());
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

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(Path.of("")));
    try (OutputStream out = Access.writeNamed(file, () -> true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
