/// IRIs, prefixes, lexical forms and the few vocabulary constants that all parts of techrace share.
/// The package does not depend on tables or HTTP.
///
/// [Iris] has the namespaces, [SafeIris] encodes values and checks IRIs, [LexicalForms] checks the
/// texts of typed literals. [RdfFiles] parses a file in any RDF syntax, [LocalQueryRules] run the
/// queries of mappings, and [Prefixes] shortens IRIs for people:
///
/// ```java
/// Prefixes prefixes = Prefixes.read(file); // ontology/prefixes.ttl
/// prefixes.show(NodeFactory.createURI(iris.id() + "org-aspi")); // id:org-aspi
/// ```
@NullMarked
package org.techrace.rdf;

import org.jspecify.annotations.NullMarked;
