package org.techrace.rdf;

import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.irix.IRIxResolver;
import org.apache.jena.riot.RIOT;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.ParserProfileStd;
import org.apache.jena.riot.system.PrefixMapFactory;
import org.apache.jena.riot.system.RiotLib;

/// Makes the terms of a document. A triple term, which RDF 1.2 adds and no part of a release knows,
/// is an error where it stands.
public class NoTripleTerms extends ParserProfileStd {
  /// Of a document with this base IRI.
  public NoTripleTerms(String base, ErrorHandler errors) {
    super(
        RiotLib.factoryRDF(),
        errors,
        IRIxResolver.create(base).build(),
        PrefixMapFactory.create(),
        RIOT.getContext().copy(),
        true,
        false);
  }

  @Override
  public Node createTripleTerm(Node s, Node p, Node o, long line, long column) {
    String message =
        "a triple about a triple is RDF 1.2, only RDF 1.1 is read; give what is stated an IRI of"
            + " its own";
    getErrorHandler().error(message, line, column);
    throw new RiotException(message);
  }

  @Override
  public Node createTripleTerm(Triple triple, long line, long column) {
    return createTripleTerm(
        triple.getSubject(), triple.getPredicate(), triple.getObject(), line, column);
  }
}
