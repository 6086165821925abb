package org.techrace.rdf;

import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.irix.IRIx;
import org.apache.jena.irix.IRIxResolver;
import org.apache.jena.riot.RIOT;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.ParserProfileStd;
import org.apache.jena.riot.system.PrefixMap;
import org.apache.jena.riot.system.PrefixMapFactory;
import org.apache.jena.riot.system.RiotLib;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;

/// Creates the RDF terms of a parsed document and reports three faults with line and column: a term
/// of RDF 1.2 in a graph of RDF 1.1; a text that not every format can write; an IRI whose scheme
/// runs something, such as `javascript:`.
public class CheckedTerms extends ParserProfileStd {
  private final RdfVersion version;

  /// Creates a profile for one document.
  ///
  /// @param base the base IRI of the document
  /// @param version the version of RDF that the document may use
  /// @param errors receives the faults
  public CheckedTerms(String base, RdfVersion version, ErrorHandler errors) {
    this(base, version, PrefixMapFactory.create(), errors);
  }

  /// Creates a profile for one document.
  ///
  /// @param prefixes receives the prefixes of the document; it may have some that need no
  ///   declaration
  protected CheckedTerms(String base, RdfVersion version, PrefixMap prefixes, ErrorHandler errors) {
    super(
        RiotLib.factoryRDF(),
        errors,
        IRIxResolver.create(base).build(),
        prefixes,
        RIOT.getContext().copy(),
        true,
        false);
    this.version = version;
  }

  @Override
  public Node createURI(String iri, long line, long column) {
    String character = SafeIris.characterFault(iri);
    refuse(
        character == null ? null : "<%s> is not an IRI: %s".formatted(iri, character),
        line,
        column);
    refuse(schemeFault(iri), line, column);
    return super.createURI(iri, line, column);
  }

  @Override
  public Node createURI(IRIx iri, long line, long column) {
    return createURI(iri.str(), line, column);
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
  public Node createLangDirLiteral(
      String text, String language, String direction, long line, long column) {
    check(text, XSD.xstring.getURI(), line, column);
    refuse(
        version.hasBaseDirections()
            ? null
            : RdfVersion.directionNeeded(language + "--" + direction),
        line,
        column);
    return super.createLangDirLiteral(text, language, direction, line, column);
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
      String decoding = WrongDecoding.fault(text);
      if (decoding != null) {
        getErrorHandler().warning(decoding, line, column);
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
    refuse(tripleTermFault(), line, column);
    return super.createTripleTerm(s, p, o, line, column);
  }

  @Override
  public Node createTripleTerm(Triple triple, long line, long column) {
    return createTripleTerm(
        triple.getSubject(), triple.getPredicate(), triple.getObject(), line, column);
  }

  /// Returns the reason why the document may not contain an IRI with such a scheme, or null if it
  /// may.
  protected @Nullable String schemeFault(String iri) {
    return Schemes.fault(iri);
  }

  /// Returns the reason why the document may not contain triple terms, or null if it may.
  protected @Nullable String tripleTermFault() {
    return version.hasTripleTerms() ? null : RdfVersion.tripleTermNeeded();
  }
}
