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
import org.techrace.entity.Term;
import org.techrace.serve.text.Reader;

/// The rules that the SHACL shapes set for the members of classes.
///
/// @param rules the rules, one per class and property
public record ShapeRules(List<Rule> rules) {
  public ShapeRules {
    rules = List.copyOf(rules);
  }

  /// A rule.
  ///
  /// @param type the IRI of the class
  /// @param property the IRI of the property
  /// @param least the least number of values, or empty
  /// @param most the greatest number of values, or empty
  /// @param message the message for a curator who breaks the rule
  public record Rule(String type, String property, String least, String most, Term message) {
    /// Returns the allowed number of values as text; empty if any number is allowed.
    String count() {
      return ShapeRules.count(least, most);
    }
  }

  /// Reads all `*.ttl` files in a folder. Returns no rules if the folder does not exist.
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
        row.text("least"),
        row.text("most"),
        row.get("message").orElse(new Term.Unnamed("")));
  }

  private static String count(String least, String most) {
    if (least.equals(most)) {
      return least.isEmpty() ? "" : Reader.text("exactly", least);
    }
    if (least.isEmpty() || least.equals("0")) {
      return Reader.text("at-most", most);
    }
    return most.isEmpty() ? Reader.text("at-least", least) : Reader.text("from-to", least, most);
  }
}
