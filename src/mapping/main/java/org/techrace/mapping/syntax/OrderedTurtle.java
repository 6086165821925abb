package org.techrace.mapping.syntax;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.riot.system.PrefixMap;
import org.apache.jena.riot.system.PrefixMapFactory;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;

/// Writes triples as Turtle in the order in which they arrive. A blank node with one mention is
/// written in brackets where it is mentioned.
final class OrderedTurtle implements StreamRDF {
  private static final String INDENT = "    ";

  private final Map<Node, List<Triple>> subjects = new LinkedHashMap<>();
  private final Map<Node, Integer> mentions = new HashMap<>();
  private final PrefixMap prefixes = PrefixMapFactory.create();
  private final Map<String, String> declared = new LinkedHashMap<>();
  private final Map<Node, String> labels = new HashMap<>();
  private final Set<Node> open = new HashSet<>();

  @Override
  public void start() {}

  @Override
  public void triple(Triple triple) {
    subjects.computeIfAbsent(triple.getSubject(), _ -> new ArrayList<>()).add(triple);
    mentions.merge(triple.getObject(), 1, Integer::sum);
  }

  @Override
  public void quad(Quad quad) {
    triple(quad.asTriple());
  }

  @Override
  public void base(String base) {}

  @Override
  public void prefix(String prefix, String iri) {
    prefixes.add(prefix, iri);
    declared.put(prefix, iri);
  }

  @Override
  public void version(String version) {}

  @Override
  public void finish() {}

  /// Returns the document. Nothing may be added afterwards.
  Translation toTurtle() {
    TurtleText text = new TurtleText();
    declared.forEach(text::prefix);
    subjects.forEach(
        (subject, triples) -> {
          if (!isNested(subject)) {
            text.line(0, term(subject));
            text.line(0, properties(triples, INDENT) + " .");
            text.line(0, "");
          }
        });
    return text.finish();
  }

  private boolean isNested(Node node) {
    return node.isBlank() && mentions.getOrDefault(node, 0) == 1;
  }

  private String properties(List<Triple> triples, String indent) {
    Map<Node, List<String>> byPredicate = new LinkedHashMap<>();
    for (Triple triple : triples) {
      byPredicate
          .computeIfAbsent(triple.getPredicate(), _ -> new ArrayList<>())
          .add(object(triple.getObject(), indent));
    }
    List<String> parts = new ArrayList<>();
    byPredicate.forEach(
        (predicate, objects) ->
            parts.add(
                indent
                    + (predicate.equals(RDF.type.asNode()) ? "a" : term(predicate))
                    + " "
                    + String.join(" , ", objects)));
    return String.join(" ;\n", parts);
  }

  private String object(Node node, String indent) {
    List<Triple> triples = subjects.get(node);
    if (!isNested(node) || triples == null || !open.add(node)) {
      return isNested(node) && triples == null ? "[ ]" : term(node);
    }
    return "[\n" + properties(triples, indent + INDENT) + "\n" + indent + "]";
  }

  private String term(Node node) {
    return node.isBlank()
        ? labels.computeIfAbsent(node, _ -> "_:b" + labels.size())
        : NodeFmtLib.str(node, prefixes);
  }
}
