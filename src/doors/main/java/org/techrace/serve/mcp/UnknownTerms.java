package org.techrace.serve.mcp;

import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.XSD;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.NearestTerms;
import org.techrace.serve.pages.ThingNames;
import org.techrace.serve.sparql.NamedTerms;

/// Refuses queries with terms that the release does not contain. Such a query has an empty or a
/// wrong answer, which a program would report as a fact.
final class UnknownTerms {
  /// Terms with a meaning of their own: types of literals, lists, and functions.
  private static final List<String> SYNTAX =
      List.of(XSD.getURI(), RDF.getURI(), "http://jena.apache.org/");

  private UnknownTerms() {}

  /// Checks the terms of a query.
  ///
  /// @throws Refusal 400 if it has an IRI that is not in the release, with the nearest ones, or if
  ///   it asks another endpoint, whose answer would have no evidence
  static void check(NamedTerms terms, Lease lease) {
    if (terms.asksOthers()) {
      throw new Refusal(
          400, "SERVICE is not available here: answers of other endpoints have no evidence.");
    }
    DatasetGraph data = lease.dataset();
    List<String> messages = new ArrayList<>();
    Txn.executeRead(
        data,
        () -> {
          for (String property : terms.properties()) {
            if (!isSyntax(property)
                && !data.contains(Node.ANY, Node.ANY, NodeFactory.createURI(property), Node.ANY)) {
              messages.add(
                  "No statement has the property <%s>%s"
                      .formatted(property, NearestTerms.properties(property, lease)));
            }
          }
          for (String iri : terms.others()) {
            if (!isSyntax(iri) && !NearestTerms.exists(NodeFactory.createURI(iri), data)) {
              messages.add(ThingNames.unknownSentence(iri, lease));
            }
          }
        });
    if (!messages.isEmpty()) {
      throw new Refusal(
          400, "Release %s: %s".formatted(lease.release(), String.join(" ", messages)));
    }
  }

  private static boolean isSyntax(String iri) {
    return SYNTAX.stream().anyMatch(iri::startsWith);
  }
}
