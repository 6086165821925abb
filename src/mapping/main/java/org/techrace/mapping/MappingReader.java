package org.techrace.mapping;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.RDF;
import org.techrace.access.ReadableFile;
import org.techrace.mapping.TriplesMap.PredicateObjectMap;
import org.techrace.mapping.TriplesMap.SubjectMap;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Reads an RML document (`http://w3id.org/rml/`), or one of R2RML or of the first version of RML.
///
/// Nothing is ignored: a property that is unknown, or has no meaning where it is used, is an error
/// with its place.
public final class MappingReader {
  static {
    // Programs may call this class first, and Jena's vocabularies need an initialized Jena.
    JenaSystem.init();
  }

  private static final String ASSERTED = "AssertedTriplesMap";
  private static final String NON_ASSERTED = "NonAssertedTriplesMap";
  private static final Set<String> TRIPLES_MAP =
      Set.of("logicalSource", "subjectMap", "subject", "predicateObjectMap", "baseIRI");
  private static final Set<String> PREDICATE_OBJECT_MAP =
      Set.of("predicateMap", "predicate", "objectMap", "object", "graphMap", "graph");

  private final TurtleWithPlaces document;
  private final RdfVersion rdf;
  private final Report report;
  private final TermMapReader terms;
  private final ViewReader sources;

  private MappingReader(
      TurtleWithPlaces document, SourceReader sources, RdfVersion rdf, Report report) {
    this.document = document;
    this.rdf = rdf;
    this.report = report;
    this.terms = new TermMapReader(new TargetReader(sources), rdf);
    this.sources = new ViewReader(sources, terms);
  }

  /// Reads a document that the user has named, for output in RDF 1.1. Errors are reported with
  /// their places.
  ///
  /// @return the mapping, or empty if there was an error
  public static Optional<Mapping> read(Path file, Report report) {
    return read(file, Path.of(""), RdfVersion.RDF_1_1, report);
  }

  /// Reads a document, with the given folder as `rml:CurrentWorkingDirectory`.
  ///
  /// @param rdf the version of RDF of the output
  public static Optional<Mapping> read(
      Path file, Path workingFolder, RdfVersion rdf, Report report) {
    return read(ReadableFile.named(file), workingFolder, Map.of(), Optional.empty(), rdf, report);
  }

  /// Reads a document whose logical tables may name no database, as in R2RML.
  ///
  /// @param database the database of these tables
  /// @param rdf the version of RDF of the output
  public static Optional<Mapping> read(
      Path file, Optional<DatabaseLogin> database, RdfVersion rdf, Report report) {
    return read(ReadableFile.named(file), Path.of(""), Map.of(), database, rdf, report);
  }

  /// Reads a document of a project.
  ///
  /// @param elsewhere files to read instead of others, by the absolute, normalized path of the
  ///   other
  /// @param rdf the version of RDF of the output
  public static Optional<Mapping> read(
      ReadableFile file, Map<Path, Path> elsewhere, RdfVersion rdf, Report report) {
    return read(file, Path.of(""), elsewhere, Optional.empty(), rdf, report);
  }

  /// Reads a document that another process has read from its file, which need not exist here.
  ///
  /// @param text the text of the file
  /// @param database the database of logical tables that name none
  /// @param rdf the version of RDF of the output
  public static Optional<Mapping> read(
      Path file, String text, Optional<DatabaseLogin> database, RdfVersion rdf, Report report) {
    long errors = report.count(Severity.ERROR);
    return MappingDocument.of(file, text, report)
        .flatMap(
            document -> {
              SourceReader sources =
                  new SourceReader(folder(file), Path.of(""), Map.of(), database);
              return read(file, document, sources, rdf, errors, report);
            });
  }

  private static Optional<Mapping> read(
      ReadableFile file,
      Path workingFolder,
      Map<Path, Path> elsewhere,
      Optional<DatabaseLogin> database,
      RdfVersion rdf,
      Report report) {
    long errors = report.count(Severity.ERROR);
    try {
      SourceReader sources =
          new SourceReader(folder(file.path()), workingFolder, elsewhere, database);
      return MappingDocument.read(file, report)
          .flatMap(document -> read(file.path(), document, sources, rdf, errors, report));
    } catch (IOException e) {
      report.error(
          Place.file(Place.nameOf(file.path())),
          file.exists()
              ? "the mapping cannot be read: " + e.getMessage()
              : "the mapping does not exist; " + Nearest.hintOfFile(file.path()));
      return Optional.empty();
    }
  }

  private static Path folder(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
  }

  /// @param errors the number of errors before the document was read
  private static Optional<Mapping> read(
      Path file,
      MappingDocument document,
      SourceReader sources,
      RdfVersion rdf,
      long errors,
      Report report) {
    TurtleWithPlaces turtle = TurtleWithPlaces.read(file, Optional.of(document), rdf, report);
    List<TriplesMap> maps =
        report.count(Severity.ERROR) == errors
            ? triplesMaps(turtle, sources, rdf, report)
            : List.of();
    if (maps.isEmpty() && report.count(Severity.ERROR) == errors) {
      report.error(
          Place.file(Place.nameOf(file)),
          "the document has no triples map; expected a node with rml:logicalSource and"
              + " rml:subjectMap");
    }
    return report.count(Severity.ERROR) == errors
        ? Optional.of(new Mapping(file, maps, rdf))
        : Optional.empty();
  }

  private static List<TriplesMap> triplesMaps(
      TurtleWithPlaces document, SourceReader sources, RdfVersion rdf, Report report) {
    try {
      return new MappingReader(document, sources, rdf, report).triplesMaps();
    } catch (StackOverflowError _) {
      Nesting worst = Nesting.worst(document.graph());
      report.error(
          document.place(worst.node()),
          worst.isCircle()
              ? "this node is a part of itself; remove the cycle"
              : "this node is nested too deeply; give some of the nodes around it names");
      return List.of();
    }
  }

  private List<TriplesMap> triplesMaps() {
    Set<Node> nodes = new HashSet<>();
    for (String type : List.of("TriplesMap", ASSERTED, NON_ASSERTED)) {
      collectSubjects(nodes, RDF.type.asNode(), Rml.term(type));
    }
    collectSubjects(nodes, Rml.term("logicalSource"), Node.ANY);
    collectSubjects(nodes, Rml.term("subjectMap"), Node.ANY);
    // The first version of FNML states a function call as a triples map without a subject.
    document
        .graph()
        .find(Node.ANY, Rml.term("functionValue"), Node.ANY)
        .mapWith(Triple::getObject)
        .forEach(nodes::remove);
    List<TriplesMap> maps = new ArrayList<>();
    nodes.stream()
        .sorted(Comparator.comparing(document::order))
        .forEach(node -> triplesMap(description(node)).ifPresent(maps::add));
    checkParents(nodes, "parentTriplesMap");
    checkParents(nodes, "quotedTriplesMap");
    StarMaps.check(maps, report);
    RelativeTemplates.warn(maps, report);
    return maps;
  }

  private void collectSubjects(Set<Node> nodes, Node property, Node value) {
    document
        .graph()
        .find(Node.ANY, property, value)
        .mapWith(Triple::getSubject)
        .forEach(nodes::add);
  }

  private RmlResource description(Node node) {
    return new RmlResource(document, report, node);
  }

  private Optional<TriplesMap> triplesMap(RmlResource map) {
    map.allowOnly("a triples map", TRIPLES_MAP);
    Optional<? extends AbstractLogicalSource> source = Optional.empty();
    Optional<Node> sourceNode = map.one("logicalSource");
    if (sourceNode.isEmpty()) {
      map.error("the triples map has no rml:logicalSource; add one to state its rows");
    } else {
      source = sources.read(map.of(sourceNode.get()));
      FunctionSources.check(map);
    }
    Optional<SubjectMap> subject = subjectMap(map);
    if (map.isA(NON_ASSERTED) && map.isA(ASSERTED)) {
      map.error(
          "the triples map is an rml:AssertedTriplesMap and an rml:NonAssertedTriplesMap; remove"
              + " one of the classes");
    }
    if (map.isA(NON_ASSERTED) && !rdf.hasTripleTerms()) {
      map.error(RdfVersion.needed("an rml:NonAssertedTriplesMap"));
    }
    List<PredicateObjectMap> predicateObjects =
        map.all("predicateObjectMap").stream().map(n -> predicateObjectMap(map.of(n))).toList();
    if (source.isEmpty() || subject.isEmpty()) {
      return Optional.empty();
    }
    subject.ifPresent(of -> warnOfOneSubject(of.term(), predicateObjects));
    return Optional.of(
        new TriplesMap(
            map.name(),
            map.place(),
            source.get(),
            subject.get(),
            predicateObjects,
            map.iri("baseIRI"),
            !map.isA(NON_ASSERTED)));
  }

  /// Warns of a template that names no column although texts and numbers come from columns.
  private void warnOfOneSubject(TermMap subject, List<PredicateObjectMap> predicateObjects) {
    if (subject.expression() instanceof Expression.Template template
        && template.references().isEmpty()
        && predicateObjects.stream()
            .flatMap(part -> part.objects().stream())
            .anyMatch(
                object ->
                    object instanceof TermMap term
                        && term.type() == TermType.LITERAL
                        && !term.expression().references().isEmpty())) {
      report.warn(
          subject.at(),
          "the template '%s' has no column in braces, so that all rows make one subject; write the column that identifies the row, as in '%s{id}', or rml:constant if one subject is meant"
              .formatted(template.template(), template.template()));
    }
  }

  private Optional<SubjectMap> subjectMap(RmlResource map) {
    List<Node> maps = map.all("subjectMap");
    List<Node> constants = map.all("subject");
    if (maps.size() + constants.size() != 1) {
      map.error(
          "the triples map has %s; expected exactly one rml:subjectMap or rml:subject"
              .formatted(
                  maps.isEmpty() && constants.isEmpty()
                      ? "no subject map"
                      : maps.size() + constants.size() + " subject maps"));
      return Optional.empty();
    }
    if (!constants.isEmpty()) {
      return terms
          .constant(map, constants.getFirst(), TermMapReader.Position.SUBJECT)
          .map(term -> new SubjectMap(term, List.of(), List.of()));
    }
    RmlResource subject = map.of(maps.getFirst());
    List<String> classes = new ArrayList<>();
    for (Node node : subject.all("class")) {
      if (node.isURI()) {
        classes.add(node.getURI());
      } else {
        subject.error("rml:class is %s; expected an IRI".formatted(RmlResource.show(node)));
      }
    }
    return terms
        .read(subject, TermMapReader.Position.SUBJECT)
        .map(term -> new SubjectMap(term, classes, graphs(subject)));
  }

  private List<TermMap> graphs(RmlResource map) {
    return terms.all(map, "graphMap", "graph", TermMapReader.Position.GRAPH);
  }

  private PredicateObjectMap predicateObjectMap(RmlResource map) {
    map.allowOnly("a predicate-object map", PREDICATE_OBJECT_MAP);
    List<TermMap> predicates =
        terms.all(map, "predicateMap", "predicate", TermMapReader.Position.PREDICATE);
    if (!map.has("predicateMap") && !map.has("predicate")) {
      map.error("the predicate-object map has no predicate; add rml:predicateMap or rml:predicate");
    }
    if (!map.has("objectMap") && !map.has("object")) {
      map.error("the predicate-object map has no object; add rml:objectMap or rml:object");
    }
    return new PredicateObjectMap(map.place(), predicates, terms.objects(map), graphs(map));
  }

  /// Reports references to triples maps that do not exist, including those in a triples map with
  /// other errors.
  private void checkParents(Set<Node> nodes, String property) {
    List<String> names =
        nodes.stream().map(n -> TriplesMap.shortName(description(n).name())).sorted().toList();
    document
        .graph()
        .find(Node.ANY, Rml.term(property), Node.ANY)
        .filterDrop(triple -> nodes.contains(triple.getObject()))
        .toList()
        .stream()
        .sorted(Comparator.comparing(triple -> document.order(triple.getSubject())))
        .forEach(
            triple -> {
              RmlResource ref = description(triple.getSubject());
              String parent = TriplesMap.shortName(ref.of(triple.getObject()).name());
              ref.error(
                  "unknown triples map <%s>; %s".formatted(parent, Nearest.suggest(parent, names)));
            });
  }
}
