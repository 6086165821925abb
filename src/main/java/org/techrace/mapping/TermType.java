package org.techrace.mapping;

/// The kinds of terms a term map can make (`rml:termType`).
public enum TermType {
  /// An IRI; values in templates are made safe, letters outside ASCII are kept (RFC 3987).
  IRI("IRI"),
  /// An IRI; values in templates are inserted as they are.
  UNSAFE_IRI("UnsafeIRI"),
  /// A URI; values in templates are made safe, everything outside ASCII is percent-encoded (RFC
  /// 3986).
  URI("URI"),
  /// A URI; values in templates are inserted as they are.
  UNSAFE_URI("UnsafeURI"),
  BLANK_NODE("BlankNode"),
  LITERAL("Literal");

  /// The term type's name in the RML vocabulary.
  public final String localName;

  TermType(String localName) {
    this.localName = localName;
  }

  /// Whether terms of this type are IRIs.
  public boolean isIri() {
    return this != BLANK_NODE && this != LITERAL;
  }
}
