package org.techrace.nanopub;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;

/// Checks the nanopublications that others published, before their statements are used.
public final class ReadNanopublications {
  private static final Pattern CODE = Pattern.compile("RA[A-Za-z0-9_-]{43}");

  private ReadNanopublications() {}

  /// Returns a sentence for each nanopublication whose content is not the one that its name was
  /// computed from. A name without a code cannot be checked and passes.
  ///
  /// @param data the data, with the named graphs of the nanopublications
  public static List<String> faults(DatasetGraph data) {
    List<String> faults = new ArrayList<>();
    Iterator<Quad> heads =
        data.findNG(Node.ANY, Node.ANY, RDF.Nodes.type, Nanopublication.term("Nanopublication"));
    while (heads.hasNext()) {
      Quad head = heads.next();
      Matcher named = CODE.matcher(head.getSubject().toString());
      if (named.find()) {
        fault(content(data, head), named.group(), head.getSubject(), faults);
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

  /// The quads of a nanopublication: its head, and the graphs that the head names.
  private static List<Quad> content(DatasetGraph data, Quad head) {
    Set<String> names = new TreeSet<>(Set.of(head.getGraph().toString()));
    data.find(head.getGraph(), head.getSubject(), Node.ANY, Node.ANY)
        .forEachRemaining(quad -> names.add(quad.getObject().toString()));
    List<Quad> content = new ArrayList<>();
    data.findNG(Node.ANY, Node.ANY, Node.ANY, Node.ANY)
        .forEachRemaining(
            quad -> {
              if (names.contains(quad.getGraph().toString())) {
                content.add(quad);
              }
            });
    return content;
  }
}
