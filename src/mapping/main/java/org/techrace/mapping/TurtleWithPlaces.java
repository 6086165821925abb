package org.techrace.mapping;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RIOT;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.lang.RiotParsers;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.PrefixMap;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.graph.GraphFactory;
import org.jspecify.annotations.Nullable;
import org.techrace.mapping.syntax.Translation;
import org.techrace.rdf.CheckedTerms;
import org.techrace.rdf.RdfVersion;
import org.techrace.rdf.Schemes;
import org.techrace.rdf.SyntaxAdvice;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// A Turtle document as a graph with the places of its nodes and triples. A document in another
/// notation is translated first.
///
/// RIOT passes the position of every token to its parser profile, and the profile of this class
/// records them. The place of a blank node is its opening bracket, the place of an IRI is its first
/// occurrence as a subject, and the place of a triple is its predicate.
final class TurtleWithPlaces {
  /// @param number distinguishes triples at the same place: the objects of one predicate
  private record Position(long line, long column, int number) {
    Position(long line, long column) {
      this(line, column, 0);
    }
  }

  private final Path file;
  private final String name;
  private final Graph graph = GraphFactory.createDefaultGraph();

  /// The property with the file of a data set, in VoID and as targets of DCAT have it.
  private static final String DATA_DUMP = "dataDump";

  private final Map<Node, Position> nodes = new HashMap<>();
  private final Map<Triple, Position> triples = new HashMap<>();
  private final Map<Node, Position> lastSeen = new HashMap<>();

  /// The IRIs that name files.
  private final Set<Node> files = new HashSet<>();

  /// The document in Turtle, if the file is in another notation.
  private @Nullable Translation translation;

  /// The position that the parser has reached.
  private @Nullable Position latest;

  private TurtleWithPlaces(Path file) {
    this.file = file;
    this.name = Place.nameOf(file);
  }

  /// Returns the folder of the document, which the paths in it are relative to.
  Path folder() {
    return file.toAbsolutePath().resolveSibling("");
  }

  /// Reads a document. Errors are reported; the graph then contains the triples before the error.
  ///
  /// @param file the file of the document
  /// @param read the document; empty if it cannot be read
  /// @param version the version of RDF of the output
  static TurtleWithPlaces read(
      Path file, Optional<MappingDocument> read, RdfVersion version, Report report) {
    TurtleWithPlaces document = new TurtleWithPlaces(file);
    ErrorHandler errors = document.new Errors(report);
    String base = file.toAbsolutePath().toUri().toString();
    if (read.isEmpty()) {
      return document;
    }
    document.translation = read.get().translation().orElse(null);
    try {
      RiotParsers.factoryTTL
          .create(
              Lang.TURTLE, document.new Profile(base, version, document.prefixes(report), errors))
          .read(
              new StringReader(read.get().turtle()),
              base,
              Lang.TURTLE.getContentType(),
              StreamRDFLib.graph(document.graph),
              RIOT.getContext().copy());
      document.checkFiles(report);
    } catch (RiotException _) {
      // Reported by the error handler, which ends parsing with this exception.
    } catch (StackOverflowError _) {
      report.error(
          document.place(document.latest),
          "the brackets are nested too deeply; give some of the nodes names");
    }
    return document;
  }

  private PrefixMap prefixes(Report report) {
    return new LenientPrefixes(
        (prefix, namespace) ->
            report.info(
                Place.file(name),
                "the prefix %s is not declared and is taken for <%s>; declare it"
                    .formatted(prefix, namespace)));
  }

  /// Reports IRIs of files that are not the file of a data set, and so may be terms of the output.
  private void checkFiles(Report report) {
    for (Node file : files) {
      graph
          .find(Node.ANY, Node.ANY, file)
          .filterDrop(triple -> triple.getPredicate().getLocalName().equals(DATA_DUMP))
          .forEach(
              triple -> report.error(place(triple), String.valueOf(Schemes.fault(file.getURI()))));
    }
  }

  Graph graph() {
    return graph;
  }

  Place place(Node node) {
    return place(nodes.get(node));
  }

  Place place(Triple triple) {
    Position position = triples.get(triple);
    return position == null ? place(triple.getSubject()) : place(position);
  }

  /// Returns a sort key for the position of a node in the document.
  String order(Node node) {
    return order(nodes.get(node));
  }

  /// Returns a sort key for the position of the object of a triple in the document.
  String order(Triple triple) {
    Position object = nodes.get(triple.getObject());
    return order(object != null ? object : triples.get(triple));
  }

  private static String order(@Nullable Position position) {
    return position == null
        ? ""
        : "%09d:%09d:%09d".formatted(position.line, position.column, position.number);
  }

  private Place place(@Nullable Position position) {
    return position == null ? Place.file(name) : place(position.line, position.column);
  }

  private Place place(long line, long column) {
    Translation made = translation;
    if (made == null) {
      return new Place.InFile(name, line, (int) column);
    }
    return Place.line(name, made.origin(line));
  }

  private final class Errors implements ErrorHandler {
    private final Report report;

    Errors(Report report) {
      this.report = report;
    }

    @Override
    public void warning(String message, long line, long column) {
      report.warn(at(line, column), message);
    }

    /// Reports a term that is well-formed but refused.
    @Override
    public void error(String message, long line, long column) {
      report.error(at(line, column), SyntaxAdvice.of(message));
      throw new RiotException(message);
    }

    /// Reports a syntax error.
    @Override
    public void fatal(String message, long line, long column) {
      error("this is not Turtle: " + message, line, column);
    }

    private Place at(long line, long column) {
      return line > 0 && column > 0 ? place(line, column) : Place.file(name);
    }
  }

  private final class Profile extends CheckedTerms {
    Profile(String base, RdfVersion version, PrefixMap prefixes, ErrorHandler errors) {
      super(base, version, prefixes, errors);
    }

    @Override
    protected String tripleTermFault() {
      return "a mapping does not contain triple terms; generate them with rml:quotedTriplesMap";
    }

    private Position at(long line, long column) {
      latest = new Position(line, column);
      return latest;
    }

    @Override
    protected @Nullable String schemeFault(String iri) {
      return iri.startsWith("file:") ? null : super.schemeFault(iri);
    }

    @Override
    public Node createURI(String iri, long line, long column) {
      Node node = super.createURI(OldVocabulary.current(iri), line, column);
      if (iri.startsWith("file:")) {
        files.add(node);
      }
      lastSeen.put(node, at(line, column));
      return node;
    }

    @Override
    public Node createBlankNode(Node scope, long line, long column) {
      Node node = super.createBlankNode(scope, line, column);
      nodes.put(node, at(line, column));
      return node;
    }

    @Override
    public Node createBlankNode(Node scope, String label, long line, long column) {
      Node node = super.createBlankNode(scope, label, line, column);
      nodes.putIfAbsent(node, at(line, column));
      return node;
    }

    @Override
    public Triple createTriple(Node s, Node p, Node o, long line, long column) {
      Triple triple = super.createTriple(s, p, o, line, column);
      Position here = new Position(line, column);
      nodes.putIfAbsent(s, lastSeen.getOrDefault(s, here));
      Position predicate = lastSeen.getOrDefault(p, here);
      triples.put(triple, new Position(predicate.line, predicate.column, triples.size()));
      return triple;
    }
  }
}
