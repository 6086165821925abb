package org.techrace.rdf;

import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.irix.IRIxResolver;
import org.apache.jena.riot.RIOT;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.ParserProfileStd;
import org.apache.jena.riot.system.PrefixMapFactory;
import org.apache.jena.riot.system.RiotLib;
import org.jspecify.annotations.Nullable;

/// Makes the terms of a document. Errors at their place are: a triple term, which RDF 1.2 adds and
/// no part of a release knows; a text that not every format can write; an IRI that runs something.
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
  public Node createURI(String iri, long line, long column) {
    String character = SafeIris.characterFault(iri);
    refuse(
        character == null ? null : "<%s> is not an IRI: %s".formatted(iri, character),
        line,
        column);
    refuse(Schemes.fault(iri), line, column);
    return super.createURI(iri, line, column);
  }

  @Override
  public Node createStringLiteral(String text, long line, long column) {
    check(text, line, column);
    return super.createStringLiteral(text, line, column);
  }

  @Override
  public Node createLangLiteral(String text, String language, long line, long column) {
    check(text, line, column);
    return super.createLangLiteral(text, language, line, column);
  }

  @Override
  public Node createTypedLiteral(String text, RDFDatatype datatype, long line, long column) {
    check(text, line, column);
    return super.createTypedLiteral(text, datatype, line, column);
  }

  private void check(String text, long line, long column) {
    if (!Characters.isPlain(text)) {
      String fault = Characters.fault(text);
      refuse(fault == null ? null : fault + "; remove it from the literal", line, column);
      String deception = Characters.deception(text);
      if (deception != null) {
        getErrorHandler().warning(deception + "; remove it", line, column);
      }
    }
  }

  private void refuse(@Nullable String fault, long line, long column) {
    if (fault != null) {
      getErrorHandler().error(fault, line, column);
      throw new RiotException(fault);
    }
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
