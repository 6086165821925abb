package org.techrace.serve.pages;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.system.G;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDFS;

/// The example queries, in the form that the SIB made common: one `sh:SPARQLExecutable` a file.
///
/// @param graph the files together, for `/.well-known/sparql-examples`
/// @param list the questions in the order of their files
public record Questions(Graph graph, List<Question> list) {

  private static final List<Node> QUERY_FORMS =
      Stream.of("select", "ask", "construct", "describe")
          .map(form -> NodeFactory.createURI(SHACL.getURI() + form))
          .toList();

  private static final List<Node> TITLES =
      List.of(DCTerms.title.asNode(), RDFS.label.asNode(), RDFS.comment.asNode());

  /// One example.
  ///
  /// @param title one sentence
  /// @param query SPARQL, with its prefixes
  public record Question(String title, String query) {
    /// The endpoint with the query in it.
    public String address() {
      return "/sparql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
    }
  }

  /// Reads every `*.ttl` in a folder; none if there is no such folder.
  ///
  /// @throws IOException if a file cannot be read or is no Turtle
  public static Questions read(Path folder) throws IOException {
    Graph all = GraphFactory.createDefaultGraph();
    List<Question> questions = new ArrayList<>();
    for (Path file : files(folder)) {
      Graph one = GraphFactory.createDefaultGraph();
      try {
        RDFDataMgr.read(one, file.toUri().toString());
      } catch (RuntimeException e) {
        throw new IOException("[" + file + "] " + e.getMessage(), e);
      }
      one.find().forEach(all::add);
      all.getPrefixMapping().setNsPrefixes(one.getPrefixMapping());
      for (Node example :
          G.nodesOfTypeAsList(one, NodeFactory.createURI(SHACL.getURI() + "SPARQLExecutable"))) {
        text(one, example, QUERY_FORMS)
            .ifPresent(
                query ->
                    questions.add(
                        new Question(
                            text(one, example, TITLES).orElse(String.valueOf(file.getFileName())),
                            query)));
      }
    }
    return new Questions(all, List.copyOf(questions));
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".ttl")).sorted().toList();
    }
  }

  private static Optional<String> text(Graph graph, Node subject, List<Node> properties) {
    return properties.stream()
        .flatMap(p -> Iter.asStream(G.iterSP(graph, subject, p)))
        .filter(Node::isLiteral)
        .map(Node::getLiteralLexicalForm)
        .findFirst();
  }
}
