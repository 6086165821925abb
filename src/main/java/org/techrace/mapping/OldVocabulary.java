package org.techrace.mapping;

import java.util.Map;

/// Reads documents in the vocabularies before `http://w3id.org/rml/`: R2RML and the first RML.
/// Their terms kept their local names but for a few; a term that is gone is refused like any other
/// that is not known.
final class OldVocabulary {
  private static final String RR = "http://www.w3.org/ns/r2rml#";
  private static final String RML = "http://semweb.mmlab.be/ns/rml#";
  private static final String QL = "http://semweb.mmlab.be/ns/ql#";
  private static final Map<String, String> RENAMED =
      Map.of("column", "reference", "logicalTable", "logicalSource");

  private OldVocabulary() {}

  /// The term of today's vocabulary for an IRI, or the IRI itself.
  static String current(String iri) {
    for (String old : new String[] {RR, RML, QL}) {
      if (iri.startsWith(old)) {
        String name = iri.substring(old.length());
        return Rml.NS + RENAMED.getOrDefault(name, name);
      }
    }
    return iri;
  }
}
