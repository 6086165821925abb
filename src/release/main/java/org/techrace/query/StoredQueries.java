package org.techrace.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RiotException;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.system.G;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.rdf.Wording;

/// The questions of a project: the `sh:SPARQLExecutable` of each file.
public final class StoredQueries {
  private static final List<String> FORMS = List.of("select", "ask", "construct", "describe");

  /// A question.
  ///
  /// @param title the question in one sentence, in English if it has an English title
  /// @param text the query in SPARQL 1.1
  public record StoredQuery(String title, String text) {}

  private StoredQueries() {}

  /// Reads the questions of a folder, by the name of their file. A folder that does not exist has
  /// none.
  ///
  /// @throws IOException if a file cannot be read or is not valid Turtle
  public static Map<String, StoredQuery> read(Path folder) throws IOException {
    Map<String, StoredQuery> queries = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return queries;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".ttl")).toList()) {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.ttl$", "");
        query(file).ifPresent(query -> queries.put(name, query));
      }
    }
    return queries;
  }

  private static Optional<StoredQuery> query(Path file) throws IOException {
    Graph graph = GraphFactory.createDefaultGraph();
    try {
      RDFDataMgr.read(graph, file.toUri().toString());
    } catch (RiotException e) {
      throw new IOException("[" + file + "] " + e.getMessage(), e);
    }
    for (String form : FORMS) {
      Node property = NodeFactory.createURI(SHACL.getURI() + form);
      for (Node example :
          G.find(graph, null, property, null).mapWith(t -> t.getSubject()).toList()) {
        String text = G.getOneSP(graph, example, property).getLiteralLexicalForm();
        Wording title = Wording.of(G.listSP(graph, example, RDFS.label.asNode()));
        return Optional.of(new StoredQuery(title.in("en").orElse(""), text));
      }
    }
    return Optional.empty();
  }
}
