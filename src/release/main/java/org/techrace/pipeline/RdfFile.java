package org.techrace.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.jena.atlas.RuntimeIOException;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParserRegistry;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.riot.system.StreamRDFWrapper;
import org.apache.jena.sparql.core.Quad;
import org.jspecify.annotations.Nullable;
import org.techrace.access.ReadableFile;
import org.techrace.rdf.CheckedTerms;
import org.techrace.rdf.Iris;
import org.techrace.rdf.RdfFiles;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.UnusableInputException;
import org.techrace.table.input.Packing;
import org.techrace.table.input.TableFile;

/// An RDF file of the project. It is read statement by statement, except JSON-LD, which is read as
/// a whole. Nothing that it refers to is fetched.
///
/// @param file the file
/// @param name its name in the project, for findings; its extension selects the syntax
/// @param iris the base of relative IRIs
/// @param version the version of RDF that the file may use
public record RdfFile(ReadableFile file, String name, Iris iris, RdfVersion version) {
  private static final Map<String, Lang> SYNTAXES =
      Map.of(
          ".ttl", Lang.TURTLE,
          ".nt", Lang.NTRIPLES,
          ".nq", Lang.NQUADS,
          ".trig", Lang.TRIG,
          ".rdf", Lang.RDFXML,
          ".owl", Lang.RDFXML,
          ".jsonld", Lang.JSONLD);

  /// Reads a file of the project that is in Turtle.
  static void read(Project project, Path file, StreamRDF out, Report report) throws IOException {
    new RdfFile(project.file(file), project.nameOf(file), project.iris(), project.rdf())
        .read(out, report);
  }

  /// Returns true if the extension of a file, without that of its compression, is one of RDF.
  public static boolean isRdf(Path file) {
    return syntax(String.valueOf(file.getFileName())).isPresent();
  }

  /// Returns the extensions of RDF files, without a dot.
  public static Set<String> endings() {
    return SYNTAXES.keySet().stream()
        .map(ending -> ending.substring(1))
        .collect(Collectors.toSet());
  }

  private static Optional<Lang> syntax(String name) {
    String packed = Packing.ofEnding(name).ending();
    String plain = name.substring(0, name.length() - packed.length());
    int dot = plain.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : Optional.ofNullable(SYNTAXES.get(plain.substring(dot)));
  }

  /// Reads the file. Errors are reported with their place, and end the file.
  void read(StreamRDF out, Report report) throws IOException {
    parse(new CheckedTerms(iris.base(), version, new ToReport(name, report)), out, report);
  }

  /// Reads the file as data of a source. All statements are in the named graph of the source, also
  /// those for which the file names another graph.
  ///
  /// @param graph the named graph of the source
  /// @param out receives triples
  /// @param read receives the number of statements that have been read so far
  void readInto(String graph, StreamRDF out, LongConsumer read, Report report) throws IOException {
    OneGraph triples = new OneGraph(graph, out, read);
    read(triples, report);
    if (triples.foreign != null) {
      report.info(
          Place.file(name),
          "the file names the graph <%s>; its statements are in the graph of the source, <%s>"
              .formatted(triples.foreign, graph));
    }
  }

  /// Returns the place of the first statement about each subject. A syntax without lines, such as
  /// JSON-LD, has none.
  ///
  /// @param subjects the subjects to look for
  Map<Node, Place> places(Set<Node> subjects) throws IOException {
    Map<Node, Place> places = new HashMap<>();
    CheckedTerms terms =
        new CheckedTerms(iris.base(), version, new ToReport(name, new Report())) {
          @Override
          public Triple createTriple(Node s, Node p, Node o, long line, long column) {
            note(s, line);
            return super.createTriple(s, p, o, line, column);
          }

          @Override
          public Quad createQuad(Node g, Node s, Node p, Node o, long line, long column) {
            note(s, line);
            return super.createQuad(g, s, p, o, line, column);
          }

          private void note(Node subject, long line) {
            if (line > 0 && subjects.contains(subject)) {
              places.putIfAbsent(subject, Place.line(name, line));
            }
          }
        };
    parse(terms, StreamRDFLib.sinkNull(), new Report());
    return places;
  }

  private void parse(CheckedTerms terms, StreamRDF out, Report report) throws IOException {
    Lang syntax = syntax(name).orElseThrow();
    Packing packing = Packing.ofEnding(String.valueOf(file.path().getFileName()));
    try (InputStream in = new TableFile(file, StandardCharsets.UTF_8, packing).open()) {
      RDFParserRegistry.getFactory(syntax)
          .create(syntax, terms)
          .read(
              in, iris.base(), syntax.getContentType(), new Part(out), RdfFiles.withoutFetching());
    } catch (UnusableInputException e) {
      report.error(Place.file(name), String.valueOf(e.getMessage()));
    } catch (RuntimeIOException e) {
      // The file broke off while it was being read.
      if (!(e.getCause() instanceof UnusableInputException cause)) {
        throw e;
      }
      report.error(Place.file(name), String.valueOf(cause.getMessage()));
    } catch (RiotException e) {
      // Already reported by the error handler.
    }
  }

  /// Passes on the statements of one of several files, without `start` and `finish`.
  private static final class Part extends StreamRDFWrapper {
    Part(StreamRDF out) {
      super(out);
    }

    @Override
    public void start() {}

    @Override
    public void finish() {}
  }

  /// Passes on the statements of all graphs as triples.
  private static final class OneGraph extends StreamRDFWrapper {
    private static final int STEP = 10_000;

    private final String graph;
    private final LongConsumer read;
    private long statements;

    /// The first graph that is named and is not that of the source.
    private @Nullable Node foreign;

    OneGraph(String graph, StreamRDF out, LongConsumer read) {
      super(out);
      this.graph = graph;
      this.read = read;
    }

    @Override
    public void triple(Triple triple) {
      super.triple(triple);
      if (++statements % STEP == 0) {
        read.accept(statements);
      }
    }

    @Override
    public void quad(Quad quad) {
      if (foreign == null && !quad.isDefaultGraph() && !quad.getGraph().toString().equals(graph)) {
        foreign = quad.getGraph();
      }
      triple(quad.asTriple());
    }
  }

  private record ToReport(String name, Report report) implements ErrorHandler {
    @Override
    public void warning(String message, long line, long column) {
      report.warn(place(line, column), message);
    }

    @Override
    public void error(String message, long line, long column) {
      report.error(place(line, column), message);
      throw new RiotException(message);
    }

    @Override
    public void fatal(String message, long line, long column) {
      error(message, line, column);
    }

    private Place place(long line, long column) {
      return new Place.InFile(name, Math.max(0, line), line > 0 ? (int) Math.max(0, column) : 0);
    }
  }
}
