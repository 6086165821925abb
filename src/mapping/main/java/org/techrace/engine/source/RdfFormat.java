package org.techrace.engine.source;

import java.util.List;
import java.util.Set;
import org.techrace.table.SourceTable;
import org.techrace.table.format.FileFormat;
import org.techrace.table.format.FileSource;
import org.techrace.table.format.Formulation;

/// RDF files, which a SELECT query reads. The columns are its variables.
public final class RdfFormat implements FileFormat {
  @Override
  public String name() {
    return "RDF";
  }

  @Override
  public Set<Formulation> formulations() {
    return Set.of(Formulation.SPARQL_RESULTS);
  }

  @Override
  public List<String> endings() {
    return List.of("ttl", "nt", "nq", "trig", "rdf", "jsonld");
  }

  @Override
  public Set<String> mediaTypes() {
    return Set.of(
        "text/turtle",
        "application/n-triples",
        "application/n-quads",
        "application/trig",
        "application/rdf+xml",
        "application/ld+json");
  }

  @Override
  public Set<Option> options() {
    return Set.of();
  }

  @Override
  public SourceTable open(FileSource source) {
    return new SparqlTable(source.name(), source.file(), source.iterator(""));
  }
}
