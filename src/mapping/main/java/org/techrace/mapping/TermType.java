package org.techrace.mapping;

/// The kinds of terms that a term map can generate (`rml:termType`).
public enum TermType {
  /// An IRI. Reserved characters in template values are percent-encoded; letters outside ASCII are
  /// kept (RFC 3987).
  IRI("IRI"),
  /// An IRI. Template values are inserted unchanged.
  UNSAFE_IRI("UnsafeIRI"),
  /// A URI. Reserved and non-ASCII characters in template values are percent-encoded (RFC 3986).
  URI("URI"),
  /// A URI. Template values are inserted unchanged.
  UNSAFE_URI("UnsafeURI"),
  BLANK_NODE("BlankNode"),
  LITERAL("Literal"),
  /// A triple term of RDF 1.2. Only star maps generate it; no `rml:termType` names it.
  TRIPLE_TERM("TripleTerm");

  /// The local name in the RML vocabulary.
  public final String localName;

  TermType(String localName) {
    this.localName = localName;
  }

  /// Returns true if terms of this type are IRIs.
  public boolean isIri() {
    return switch (this) {
      case IRI, UNSAFE_IRI, URI, UNSAFE_URI -> true;
      case BLANK_NODE, LITERAL, TRIPLE_TERM -> false;
    };
  }
}
