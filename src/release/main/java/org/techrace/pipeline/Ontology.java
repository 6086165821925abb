package org.techrace.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWrapper;
import org.techrace.mapping.MappingVocabulary;
import org.techrace.report.Report;

/// Reads the ontology of a project, and collects its terms.
final class Ontology {
  private Ontology() {}

  /// @param to receives the triples of the ontology
  static MappingVocabulary read(Project project, StreamRDF to, Report report) throws IOException {
    Set<String> terms = new HashSet<>();
    StreamRDF noted =
        new StreamRDFWrapper(to) {
          @Override
          public void triple(Triple triple) {
            if (triple.getSubject().isURI()) {
              terms.add(triple.getSubject().getURI());
            }
            super.triple(triple);
          }
        };
    for (Path file : project.vocabulary()) {
      RdfFile.read(project, file, noted, report);
    }
    return new MappingVocabulary(terms);
  }
}
