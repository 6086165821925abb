package org.techrace.serve.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.graph.GraphFactory;
import org.techrace.entity.Entities;
import org.techrace.entity.PageQueries;
import org.techrace.entity.ResultRow;

/// What the shapes (SHACL) ask of the members of classes.
///
/// @param rules a property of a class at a time
public record ShapeRules(List<Rule> rules) {
  public ShapeRules {
    rules = List.copyOf(rules);
  }

  /// What is asked.
  ///
  /// @param type the IRI of the class
  /// @param property the IRI of the property
  /// @param count how often it is expected, in words; empty if that is free
  /// @param message what a curator is told who breaks the rule
  public record Rule(String type, String property, String count, String message) {}

  /// Reads every `*.ttl` in a folder; no rules if there is no such folder.
  ///
  /// @throws IOException if a file cannot be read
  public static ShapeRules read(Path folder, PageQueries queries) throws IOException {
    Graph shapes = GraphFactory.createDefaultGraph();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".ttl")).sorted().toList()) {
          RDFDataMgr.read(shapes, file.toUri().toString());
        }
      }
    }
    Entities asked = new Entities(DatasetGraphFactory.wrap(shapes), queries, 0);
    return new ShapeRules(
        asked.rows("ontology/shapes").stream().map(ShapeRules::rule).distinct().toList());
  }

  private static Rule rule(ResultRow row) {
    return new Rule(
        row.iri("class").orElseThrow(),
        row.iri("path").orElseThrow(),
        count(row.text("least"), row.text("most")),
        row.text("message"));
  }

  private static String count(String least, String most) {
    if (least.equals(most)) {
      return least.isEmpty() ? "" : "exactly " + least;
    }
    return least.isEmpty() || least.equals("0")
        ? "at most " + most
        : most.isEmpty() ? "at least " + least : least + " to " + most;
  }
}
