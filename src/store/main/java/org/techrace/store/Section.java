package org.techrace.store;

/// The kinds of terms in a dictionary, in dictionary order. An id is a rank in the sorted
/// dictionary, so the ids of a section are contiguous, and within a section, except [#OTHER] and
/// [#TRIPLE], a smaller id is a smaller term in the order of SPARQL's ORDER BY.
public enum Section {
  BLANK(0),
  IRI(1),
  /// `xsd:string`.
  STRING(2),
  /// Literals with a language tag.
  LANGUAGE(3),
  /// `xsd:decimal`, `xsd:integer` and its derived types, with at most 12 digits before the point
  /// and 6 after it.
  NUMBER(4),
  /// `xsd:double` except NaN.
  DOUBLE(5),
  /// `xsd:dateTime` of the form `2026-11-24T12:00:00Z`.
  DATE_TIME_UTC(6),
  /// `xsd:dateTime` of the form `2026-11-24T12:00:00`.
  DATE_TIME(7),
  /// `xsd:date` of the form `2026-11-24`.
  DATE(8),
  /// `xsd:gYear` of the form `2026`.
  YEAR(9),
  /// Every other literal, by datatype and lexical form.
  OTHER(10),
  /// Triple terms (RDF 1.2).
  TRIPLE(11);

  private static final Section[] ALL = values();

  /// Returns true for the sections of literals.
  public boolean isLiteral() {
    return this != BLANK && this != IRI && this != TRIPLE;
  }

  /// The first byte of a term's key, and the index of the section.
  final int code;

  Section(int code) {
    this.code = code;
  }

  static Section of(int code) {
    return ALL[code];
  }
}
