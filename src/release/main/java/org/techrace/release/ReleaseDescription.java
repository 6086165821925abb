package org.techrace.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.jena.rdf.model.ResourceFactory.createProperty;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.rdf.model.AnonId;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.Property;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWriter;
import org.apache.jena.shared.JenaException;
import org.apache.jena.sparql.util.NodeCmp;
import org.apache.jena.sparql.vocabulary.FOAF;
import org.apache.jena.vocabulary.DCAT;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.VOID;
import org.techrace.rdf.Iris;
import org.techrace.rdf.SafeIris;
import org.techrace.rdf.Tool;

/// `release.ttl`: the release (DCAT), its inputs and time (PROV), and its content (VoID). The only
/// file of a release with a time.
final class ReleaseDescription {
  static final String FILE = "release.ttl";

  private static final String PROV = "http://www.w3.org/ns/prov#";
  private static final String SPDX = "http://spdx.org/rdf/terms#";

  /// What the description repeats from the description of a source.
  private static final Set<Node> REPEATED =
      Set.of(
          DCTerms.license.asNode(),
          DCTerms.title.asNode(),
          createProperty(Tool.COMPLETENESS).asNode());

  static final Property CHECKSUM = createProperty(SPDX, "checksum");
  static final Property CHECKSUM_VALUE = createProperty(SPDX, "checksumValue");

  private final Model model = ModelFactory.createDefaultModel();
  private final Publication publication;
  private final Iris iris;
  private final Resource release;
  private int unnamed;

  private ReleaseDescription(Publication publication, String id) {
    this.publication = publication;
    this.iris = publication.iris();
    model.setNsPrefix("dcat", DCAT.NS).setNsPrefix("dct", DCTerms.NS).setNsPrefix("prov", PROV);
    model
        .setNsPrefix("spdx", SPDX)
        .setNsPrefix("void", VOID.NS)
        .setNsPrefix("xsd", XSDDatatype.XSD + "#");
    model.setNsPrefix("rdfs", RDFS.uri).setNsPrefix("tool", Tool.NAMESPACE);
    release = model.createResource(iris.release(id));
  }

  /// Returns the name in the IRI of a release. Jena's local name does not work: the name begins
  /// with a digit.
  private String name(Resource release) {
    return release.getURI().substring(iris.release("").length());
  }

  /// Reads the description of the release in a folder. Blank nodes get the same labels every time,
  /// so that the description is always written as the same bytes.
  static Model read(Path folder) {
    return RDFParser.source(folder.resolve(FILE))
        .labelToNode(LabelToNode.createScopeByDocumentHash(labels(folder)))
        .errorHandler(ErrorHandlerFactory.errorHandlerStrictSilent())
        .toModel();
  }

  private static UUID labels(Path folder) {
    return UUID.nameUUIDFromBytes(folder.getFileName().toString().getBytes(UTF_8));
  }

  /// Returns the release of a description.
  ///
  /// @param id the name of the release
  static Optional<Resource> release(Model description, String id) {
    return Iris.of(description.getGraph(), id)
        .map(iris -> description.createResource(iris.release(id)));
  }

  /// Returns the time at which the release in a folder was built; the epoch if its description
  /// cannot be read.
  static Instant issued(Path folder) {
    try {
      Model description = read(folder);
      Resource release = release(description, folder.getFileName().toString()).orElseThrow();
      return Instant.parse(release.getRequiredProperty(DCTerms.issued).getString());
    } catch (JenaException | DateTimeParseException | NoSuchElementException e) {
      return Instant.EPOCH;
    }
  }

  /// Describes the release in a folder, which must contain the dump.
  ///
  /// @param counts the counts of its statements
  /// @param rows the number of rows that each named graph was mapped from, if known
  /// @return what has changed since the previous release; empty if there is none, or too much
  static Optional<Difference> write(
      Path folder, Staging.Origin origin, Counts counts, Map<String, Long> rows)
      throws IOException {
    ReleaseDescription description = new ReleaseDescription(origin.publication(), origin.id());
    description.dataset(origin.id(), origin.when());
    description.distribution(folder.resolve(Dump.FILE));
    description.run(origin.inputs(), origin.when());
    description.contents(counts);
    rows.forEach(description::rows);
    Optional<Difference> difference = Optional.empty();
    Optional<Path> previous = origin.previous();
    if (previous.isPresent()) {
      Changes.Summary changes = Changes.summary(previous.get(), folder);
      description.changes(previous.get(), changes.perGraph());
      difference = changes.things();
    }
    description.write(folder.resolve(FILE));
    return difference;
  }

  /// Writes the description, sorted, so that the same description has the same bytes.
  private void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      StreamRDF turtle = StreamRDFWriter.getWriterStream(out, RDFFormat.TURTLE_BLOCKS);
      turtle.start();
      model.getNsPrefixMap().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(prefix -> turtle.prefix(prefix.getKey(), prefix.getValue()));
      model.getGraph().stream()
          .sorted(
              Comparator.comparing(Triple::getSubject, NodeCmp::compareRDFTerms)
                  .thenComparing(Triple::getPredicate, NodeCmp::compareRDFTerms)
                  .thenComparing(Triple::getObject, NodeCmp::compareRDFTerms))
          .forEach(turtle::triple);
      turtle.finish();
    }
  }

  private void dataset(String id, Instant when) {
    release
        .addProperty(RDF.type, DCAT.Dataset)
        .addProperty(RDF.type, VOID.Dataset)
        .addProperty(RDF.type, model.createResource(PROV + "Entity"))
        .addProperty(RDFS.label, publication.name() + " release " + id, "en")
        .addProperty(DCTerms.title, publication.name() + " release " + id, "en")
        .addProperty(DCTerms.identifier, id)
        .addProperty(createProperty(DCAT.NS, "version"), id)
        .addProperty(DCTerms.issued, time(when))
        .addProperty(VOID.vocabulary, model.createResource(iris.ontology()))
        .addProperty(VOID.uriSpace, iris.id());
    publication
        .licence()
        .ifPresent(
            licence -> release.addProperty(DCTerms.license, model.createResource(licence.iri())));
    if (!publication.publisher().isEmpty()) {
      release.addProperty(
          DCTerms.publisher,
          unnamed()
              .addProperty(RDF.type, FOAF.Agent)
              .addProperty(FOAF.name, publication.publisher()));
    }
  }

  private void distribution(Path dump) throws IOException {
    Resource file =
        model.createResource(iris.base() + "downloads/" + name(release) + "/" + Dump.FILE);
    Resource distribution =
        model
            .createResource(release.getURI() + "#dump")
            .addProperty(RDF.type, DCAT.Distribution)
            .addProperty(RDFS.label, "%s of %s".formatted(Dump.FILE, name(release)), "en")
            .addProperty(DCTerms.title, Dump.FILE, "en")
            .addProperty(DCAT.downloadURL, file)
            .addProperty(
                DCAT.mediaType,
                model.createResource(
                    "https://www.iana.org/assignments/media-types/application/n-quads"))
            .addProperty(
                DCAT.compressFormat,
                model.createResource(
                    "https://www.iana.org/assignments/media-types/application/gzip"))
            .addLiteral(DCAT.byteSize, Files.size(dump));
    checksum(distribution, Digests.sha256(dump));
    release.addProperty(DCAT.distribution, distribution).addProperty(VOID.dataDump, file);
  }

  private void run(Inputs inputs, Instant when) {
    Resource software =
        model
            .createResource(release.getURI() + "#software")
            .addProperty(RDF.type, model.createResource(PROV + "SoftwareAgent"))
            .addProperty(RDFS.label, "techrace " + inputs.version(), "en");
    Resource run =
        model
            .createResource(release.getURI() + "#run")
            .addProperty(RDF.type, model.createResource(PROV + "Activity"))
            .addProperty(RDFS.label, "the build of " + name(release), "en")
            .addProperty(prov("endedAtTime"), time(when))
            .addProperty(prov("wasAssociatedWith"), software)
            .addProperty(DCTerms.identifier, inputs.digest());
    for (Input input : inputs.files()) {
      Resource file =
          model
              .createResource(release.getURI() + "#input-" + safe(input.path()))
              .addProperty(RDF.type, model.createResource(PROV + "Entity"))
              .addProperty(RDFS.label, input.path(), "en")
              .addLiteral(DCAT.byteSize, input.bytes());
      checksum(file, input.sha256());
      input.url().ifPresent(url -> file.addProperty(DCAT.downloadURL, model.createResource(url)));
      run.addProperty(prov("used"), file);
    }
    release.addProperty(prov("wasGeneratedBy"), run);
  }

  /// Escapes a path for use in an IRI: names of files may have any characters.
  private static String safe(String path) {
    return Arrays.stream(path.split("/", -1)).map(SafeIris::safe).collect(Collectors.joining("/"));
  }

  private void contents(Counts counts) {
    release
        .addLiteral(VOID.triples, counts.triples())
        .addLiteral(VOID.entities, counts.entities())
        .addLiteral(VOID.distinctSubjects, counts.subjects())
        .addLiteral(VOID.classes, counts.perClass().size())
        .addLiteral(VOID.properties, counts.perProperty().size());
    release.addProperty(VOID.exampleResource, model.createResource(counts.example()));
    counts
        .perClass()
        .forEach(
            (node, number) ->
                release.addProperty(
                    VOID.classPartition,
                    unnamed()
                        .addProperty(VOID._class, model.asRDFNode(node))
                        .addLiteral(VOID.entities, (long) number)));
    counts
        .perProperty()
        .forEach(
            (node, number) ->
                release.addProperty(
                    VOID.propertyPartition,
                    unnamed()
                        .addProperty(VOID.property, model.asRDFNode(node))
                        .addLiteral(VOID.triples, (long) number)));
    counts.perGraph().forEach(this::subset);
    for (Triple triple : counts.aboutGraphs()) {
      if (REPEATED.contains(triple.getPredicate())) {
        model.add(model.asStatement(triple));
      }
    }
  }

  /// Creates a blank node, labelled with a number in order of creation.
  private Resource unnamed() {
    return model.createResource(new AnonId("n" + ++unnamed));
  }

  private void subset(Node graph, long quads) {
    release.addProperty(
        VOID.subset,
        model
            .createResource(graph.getURI())
            .addProperty(RDF.type, VOID.Dataset)
            .addLiteral(VOID.triples, quads));
  }

  private void rows(String graph, long number) {
    model.createResource(graph).addLiteral(createProperty(Tool.ROWS), number);
  }

  /// Describes what has changed since the release before, and names that one with the checksum of
  /// its checksums, so that it cannot be replaced unnoticed.
  private void changes(Path previous, Map<String, Changes.Count> perGraph) throws IOException {
    Resource before = model.createResource(iris.release(previous.getFileName().toString()));
    release.addProperty(prov("wasRevisionOf"), before);
    checksum(before, Digests.sha256(previous.resolve(Checksums.FILE)));
    perGraph.forEach(
        (graph, count) -> {
          change("added", graph, before, count.added());
          change("removed", graph, before, count.removed());
        });
  }

  /// Describes the statements of one source that were added or removed since another release.
  private void change(String what, String graph, Resource before, long number) {
    String source = Iris.localName(graph);
    model
        .createResource(release.getURI() + "#" + what + "-" + source)
        .addProperty(RDF.type, VOID.Dataset)
        .addProperty(
            RDFS.label, "statements of %s %s since %s".formatted(source, what, name(before)), "en")
        .addProperty(DCTerms.isPartOf, release)
        .addProperty(DCTerms.source, model.createResource(graph))
        .addProperty(prov("wasDerivedFrom"), before)
        .addLiteral(VOID.triples, number);
  }

  private void checksum(Resource of, String sha256) {
    of.addProperty(
        CHECKSUM,
        unnamed()
            .addProperty(RDF.type, model.createResource(SPDX + "Checksum"))
            .addProperty(
                createProperty(SPDX, "algorithm"),
                model.createResource(SPDX + "checksumAlgorithm_sha256"))
            .addProperty(CHECKSUM_VALUE, sha256));
  }

  private org.apache.jena.rdf.model.Literal time(Instant when) {
    return model.createTypedLiteral(
        when.truncatedTo(ChronoUnit.SECONDS).toString(), XSDDatatype.XSDdateTime);
  }

  static Property prov(String name) {
    return createProperty(PROV, name);
  }
}
