package org.techrace.link;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.access.Access;
import org.techrace.release.Release;

/// Writes a linkset in RDF: the links, and a `void:Linkset` for each predicate (VoID, section 5).
final class Linkset {
  private static final String VOID = "http://rdfs.org/ns/void#";

  private Linkset() {}

  static void write(List<Mapping> mappings, Release release, Path other, Path file)
      throws IOException {
    Model model = ModelFactory.createDefaultModel();
    model.setNsPrefix("skos", SKOS.getURI());
    model.setNsPrefix("void", VOID);
    model.setNsPrefix("dct", DCTerms.getURI());
    for (Mapping m : mappings) {
      model.add(
          model.createResource(m.subject()),
          model.createProperty(m.predicate()),
          model.createResource(m.object()));
    }
    TreeSet<String> predicates = new TreeSet<>();
    mappings.forEach(m -> predicates.add(m.predicate()));
    for (String predicate : predicates) {
      long links = mappings.stream().filter(m -> m.predicate().equals(predicate)).count();
      Resource target = model.createResource().addProperty(RDF.type, term(model, "Dataset"));
      target.addProperty(DCTerms.title, String.valueOf(other.getFileName()));
      model
          .createResource()
          .addProperty(RDF.type, term(model, "Linkset"))
          .addProperty(
              model.createProperty(VOID, "subjectsTarget"),
              model.createResource(release.iris().release(release.id())))
          .addProperty(model.createProperty(VOID, "objectsTarget"), target)
          .addProperty(model.createProperty(VOID, "linkPredicate"), model.createResource(predicate))
          .addLiteral(model.createProperty(VOID, "triples"), links);
    }
    try (OutputStream out = Access.writeNamed(file, () -> true)) {
      RDFDataMgr.write(out, model, RDFFormat.TURTLE_PRETTY);
    }
  }

  private static Resource term(Model model, String name) {
    return model.createResource(VOID + name);
  }
}
