package org.techrace.nanopub;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;
import org.techrace.rdf.DataCheck;

/// Checks the nanopublications that others published, before their statements are used.
/// ServiceLoader finds it.
public final class ReadNanopublications implements DataCheck {
  private static final Pattern CODE = Pattern.compile("RA[A-Za-z0-9_-]{43}");

  /// Returns a sentence for each nanopublication whose content is not the one that its name was
  /// computed from. A name without a code cannot be checked and passes.
  ///
  /// @param data the data, with the named graphs of the nanopublications
  @Override
  public List<String> faults(DatasetGraph data) {
    List<Quad> heads =
        Iter.toList(
            data.findNG(
                Node.ANY, Node.ANY, RDF.Nodes.type, Nanopublication.term("Nanopublication")));
    if (heads.isEmpty()) {
      return List.of();
    }
    Map<Node, List<Quad>> graphs =
        Iter.asStream(data.findNG(Node.ANY, Node.ANY, Node.ANY, Node.ANY))
            .collect(Collectors.groupingBy(Quad::getGraph));
    List<String> faults = new ArrayList<>();
    for (Quad head : heads) {
      Matcher named = CODE.matcher(head.getSubject().toString());
      if (named.find()) {
        fault(content(graphs, head), named.group(), head.getSubject(), faults);
      }
    }
    return faults;
  }

  private static void fault(List<Quad> content, String code, Node self, List<String> faults) {
    try {
      if (!TrustyUri.verifies(content, code)) {
        faults.add(
            "the content of the nanopublication <%s> was changed: its checksum is not the one in its name; fetch it again"
                .formatted(self));
      }
    } catch (IllegalArgumentException e) {
      faults.add(
          "the nanopublication <%s> cannot be checked: it has blank nodes, which a trusty URI does not allow"
              .formatted(self));
    }
  }

  /// Returns the quads of a nanopublication: its head, and the graphs that the head names.
  ///
  /// @param graphs the quads of each graph
  private static List<Quad> content(Map<Node, List<Quad>> graphs, Quad head) {
    List<Quad> ofHead = graphs.getOrDefault(head.getGraph(), List.of());
    Stream<Node> named =
        ofHead.stream()
            .filter(quad -> quad.getSubject().equals(head.getSubject()))
            .map(Quad::getObject);
    return Stream.concat(Stream.of(head.getGraph()), named)
        .distinct()
        .flatMap(name -> graphs.getOrDefault(name, List.of()).stream())
        .toList();
  }
}
