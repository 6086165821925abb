package org.techrace.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.util.IsoMatcher;
import org.apache.jena.sparql.util.NodeFactoryExtra;
import org.apache.jena.vocabulary.RDF;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.techrace.SharedMaterial;
import org.techrace.access.Access;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;

/// The test cases of RML-star. Their expected triples are in RDF-star: a quoted triple becomes a
/// triple term as an object, and a blank node that reifies it as a subject.
final class RmlStarTest {
  private static final Node REIFIES = NodeFactory.createURI(RDF.uri + "reifies");

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    Path suite = SharedMaterial.suite("rml-star");
    if (!Files.isDirectory(suite)) {
      return Stream.of(
          DynamicTest.dynamicTest(
              "RML-star", () -> assumeTrue(false, "the suite is missing: no folder " + suite)));
    }
    return Stream.of("valid", "invalid")
        .flatMap(kind -> folders(suite.resolve(kind)))
        .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> run(folder)));
  }

  private static Stream<Path> folders(Path of) {
    try (Stream<Path> folders = Files.list(of)) {
      return folders.sorted().toList().stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(Path folder) throws IOException {
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MappingReader.read(folder.resolve("mapping.ttl"), folder, RdfVersion.RDF_1_2, report)
        .ifPresent(
            mapping -> {
              EngineOptions options =
                  EngineOptions.DEFAULT
                      .withBase("http://example.org/")
                      .withAccess(Access.none().allowReading(folder));
              try {
                new Engine(mapping, options, report).writeNQuads(out);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    if (folder.endsWith(Path.of("invalid").resolve(folder.getFileName()))) {
      assertThat(report.hasErrors()).isTrue();
      return;
    }
    assertThat(report.findings()).isEmpty();
    String quads = out.toString(StandardCharsets.UTF_8);
    DatasetGraph made = DatasetGraphFactory.create();
    RDFParser.fromString(quads, Lang.NQUADS).parse(made);
    DatasetGraph expected = new RdfStar(Files.readString(folder.resolve("output.nt"))).dataset();
    assertThat(IsoMatcher.isomorphic(made, expected)).as(quads + "\n" + expected).isTrue();
  }

  /// Reads N-Triples-star.
  private static final class RdfStar {
    private final String text;
    private final DatasetGraph dataset = DatasetGraphFactory.create();
    private final Map<Triple, Node> reifiers = new HashMap<>();
    private int at;

    RdfStar(String text) {
      this.text = text;
    }

    DatasetGraph dataset() {
      skipSpace();
      while (at < text.length()) {
        add(triple());
        expect(".");
      }
      return dataset;
    }

    private void add(Triple triple) {
      dataset.add(Quad.create(Quad.defaultGraphIRI, triple));
    }

    private Triple triple() {
      return Triple.create(term(true), term(false), term(false));
    }

    private Node term(boolean isSubject) {
      if (text.startsWith("<<", at)) {
        expect("<<");
        Triple quoted = triple();
        expect(">>");
        Node term = NodeFactory.createTripleTerm(quoted);
        if (!isSubject) {
          return term;
        }
        Node reifier = reifiers.computeIfAbsent(quoted, _ -> NodeFactory.createBlankNode());
        add(Triple.create(reifier, REIFIES, term));
        return reifier;
      }
      int from = at;
      at = text.startsWith("<", at) ? text.indexOf('>', at) + 1 : text.indexOf(' ', at);
      String token = text.substring(from, at);
      skipSpace();
      return token.startsWith("_:")
          ? NodeFactory.createBlankNode(token.substring(2))
          : NodeFactoryExtra.parseNode(token);
    }

    private void expect(String token) {
      assertThat(text.startsWith(token, at)).as(token + " at " + at + " of " + text).isTrue();
      at += token.length();
      skipSpace();
    }

    private void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
  }
}
