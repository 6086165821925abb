package org.techrace.mapping;

import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;

/// The terms of the RML vocabulary (`http://w3id.org/rml/`), and the few terms of CSV on the Web
/// and SHACL that mappings and their functions use.
final class Rml {
  static final String NS = "http://w3id.org/rml/";
  static final String CSVW = "http://www.w3.org/ns/csvw#";
  static final String SHACL = "http://www.w3.org/ns/shacl#";
  static final Node DEFAULT_GRAPH = term("defaultGraph");
  static final Node TABLE_SCHEMA = csvw("tableSchema");
  static final Node PRIMARY_KEY = csvw("primaryKey");
  static final Node FOREIGN_KEY = csvw("foreignKey");
  static final Node COLUMN_REFERENCE = csvw("columnReference");
  static final Node REFERENCE = csvw("reference");
  static final Node RESOURCE = csvw("resource");

  private Rml() {}

  static Node term(String localName) {
    return NodeFactory.createURI(NS + localName);
  }

  static Node csvw(String localName) {
    return NodeFactory.createURI(CSVW + localName);
  }
}
