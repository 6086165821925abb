package org.techrace.mapping;

import java.util.Map;

/// Translates the vocabularies before `http://w3id.org/rml/`: R2RML and the first version of RML.
/// Most of their terms have kept their local names. A term without a successor is an error, like
/// any unknown term.
final class OldVocabulary {
  private static final String RR = "http://www.w3.org/ns/r2rml#";
  private static final String RML = "http://semweb.mmlab.be/ns/rml#";
  private static final String QL = "http://semweb.mmlab.be/ns/ql#";
  private static final String FNML = "http://semweb.mmlab.be/ns/fnml#";
  private static final String TARGET = "http://semweb.mmlab.be/ns/rml-target#";
  private static final String COMPRESSION = "http://semweb.mmlab.be/ns/rml-compression#";
  private static final Map<String, String> RENAMED =
      Map.of("column", "reference", "logicalTable", "logicalSource", "sqlQuery", "query");

  private OldVocabulary() {}

  /// Returns the current term for an IRI of an old vocabulary, or the IRI itself.
  static String current(String iri) {
    for (String old : new String[] {RR, RML, QL, FNML, TARGET, COMPRESSION}) {
      if (iri.startsWith(old)) {
        String name = iri.substring(old.length());
        return Rml.NS + RENAMED.getOrDefault(name, name);
      }
    }
    return iri;
  }
}
