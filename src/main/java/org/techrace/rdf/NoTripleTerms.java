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
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;

/// Creates the RDF terms of a parsed document and reports three faults with line and column: a
/// triple term of RDF 1.2, which releases do not support; a text that not every format can write;
/// an IRI whose scheme runs something, such as `javascript:`.
public class NoTripleTerms extends ParserProfileStd {
  /// Creates a profile for one document.
  ///
  /// @param base the base IRI of the document
  /// @param errors receives the faults
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
    check(text, XSD.xstring.getURI(), line, column);
    return super.createStringLiteral(text, line, column);
  }

  @Override
  public Node createLangLiteral(String text, String language, long line, long column) {
    check(text, XSD.xstring.getURI(), line, column);
    return super.createLangLiteral(text, language, line, column);
  }

  @Override
  public Node createTypedLiteral(String text, RDFDatatype datatype, long line, long column) {
    check(text, datatype.getURI(), line, column);
    return super.createTypedLiteral(text, datatype, line, column);
  }

  private void check(String text, String datatype, long line, long column) {
    refuse(LexicalForms.lengthFault(text, datatype), line, column);
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
        "triple terms (RDF 1.2) are not supported, only RDF 1.1; give the statement an IRI"
            + " of its own";
    getErrorHandler().error(message, line, column);
    throw new RiotException(message);
  }

  @Override
  public Node createTripleTerm(Triple triple, long line, long column) {
    return createTripleTerm(
        triple.getSubject(), triple.getPredicate(), triple.getObject(), line, column);
  }
}
