package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.XSD;
import org.techrace.serve.current.Lease;
import org.techrace.serve.pages.NearestTerms;
import org.techrace.serve.pages.ThingNames;

/// Finds terms of a query that the release does not contain. Such a query has an empty or a wrong
/// answer, which a program would report as a fact.
public final class UnknownTerms {
  /// Terms with a meaning of their own: types of literals, lists, and functions.
  private static final List<String> SYNTAX =
      List.of(XSD.getURI(), RDF.getURI(), "http://jena.apache.org/");

  /// The most terms with a sentence of their own.
  private static final int MAX_TERMS = 5;

  private UnknownTerms() {}

  /// Returns a sentence for each IRI that is not in the release, with the nearest ones. A query of
  /// several endpoints has none: its terms can be those of another graph.
  public static List<String> of(NamedTerms terms, Lease lease) {
    return terms.asksOthers()
        ? List.of()
        : Txn.calculateRead(lease.dataset(), () -> sentences(terms, lease));
  }

  private static List<String> sentences(NamedTerms terms, Lease lease) {
    DatasetGraph data = lease.dataset();
    List<String> properties =
        own(terms.properties()).filter(iri -> !NearestTerms.isUsed(iri, data)).toList();
    List<String> others =
        own(terms.others())
            .filter(iri -> !NearestTerms.exists(NodeFactory.createURI(iri), data))
            .toList();
    List<String> sentences = new ArrayList<>();
    properties.stream()
        .limit(MAX_TERMS)
        .map(
            iri ->
                "No statement has the property <%s>%s"
                    .formatted(iri, NearestTerms.properties(iri, lease)))
        .forEach(sentences::add);
    others.stream()
        .limit(MAX_TERMS - sentences.size())
        .map(iri -> ThingNames.unknownSentence(iri, lease))
        .forEach(sentences::add);
    int more = properties.size() + others.size() - sentences.size();
    if (more > 0) {
      sentences.add("%d more of its IRIs are not in the graph.".formatted(more));
    }
    return sentences;
  }

  private static Stream<String> own(Collection<String> iris) {
    return iris.stream().filter(iri -> SYNTAX.stream().noneMatch(iri::startsWith));
  }
}
