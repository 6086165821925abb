package org.techrace.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.riot.system.StreamRDFBase;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A dump is written, packed and parsed by three threads: all of them see the same lines, and a
/// failure of one ends all.
@Timeout(60)
class DumpTest {
  private static final int QUADS = 20_000;

  private @TempDir Path folder;
  private SortedLines lines;

  @BeforeEach
  void addLines() throws IOException {
    lines = new SortedLines(folder, 200_000);
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < QUADS; i++) {
      numbers.add(i);
      numbers.add(i);
    }
    Collections.shuffle(numbers, new Random(1));
    QuadLines quads = new QuadLines(lines, "http://example.org/graph/g");
    for (int i : numbers) {
      quads.triple(Triple.create(node(i), node(0), NodeFactory.createLiteralString("text " + i)));
    }
  }

  @AfterEach
  void stopThread() {
    lines.close();
  }

  @Test
  void theFileAndTheParserGetEachQuadOnceInOrder() throws IOException {
    List<String> parsed = new ArrayList<>();
    Path file = folder.resolve(Dump.FILE);
    Dump.write(
        lines.finish(),
        folder,
        file,
        "release",
        quads(quad -> parsed.add(quad.getObject().getLiteralLexicalForm())));
    assertThat(parsed).hasSize(QUADS).doesNotHaveDuplicates();
    List<String> written = new ArrayList<>();
    try (BufferedReader in = Dump.lines(file)) {
      in.lines().forEach(written::add);
    }
    assertThat(written).hasSize(QUADS).isSorted();
    assertThat(written.getFirst())
        .isEqualTo(
            "<http://example.org/0> <http://example.org/0> \"text 0\" <http://example.org/graph/g>"
                + " .");
    assertThat(written)
        .extracting(line -> line.substring(line.indexOf('"') + 1, line.lastIndexOf('"')))
        .isEqualTo(parsed);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 6})
  void runsAreMergedInPasses(int most) throws IOException {
    List<Path> runs = lines.finish();
    assertThat(runs).hasSizeGreaterThan(6);
    List<String> written = new ArrayList<>();
    SortedLines.merge(runs, folder, most, written::add);
    assertThat(written).hasSize(QUADS).isSorted().doesNotHaveDuplicates();
    assertThat(runs).allMatch(Files::exists);
  }

  @Test
  void aParserThatFailsEndsTheWriting() {
    assertThatThrownBy(
            () ->
                Dump.write(
                    lines.finish(),
                    folder,
                    folder.resolve(Dump.FILE),
                    "release",
                    (in, labels) -> {
                      assertThat(in.read()).isPositive();
                      throw new IllegalStateException("no room");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no room");
  }

  @Test
  void aFileThatCannotBeWrittenEndsTheWriting() {
    Path nowhere = folder.resolve("missing").resolve(Dump.FILE);
    assertThatThrownBy(
            () -> Dump.write(lines.finish(), folder, nowhere, "release", quads(quad -> {})))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("missing");
  }

  @Test
  void termsAreWrittenAsJenaWritesThem() throws IOException {
    SortedLines few = new SortedLines(folder, 1_000_000);
    QuadLines quads = new QuadLines(few, "http://example.org/graph/g");
    quads.triple(
        Triple.create(
            node(1),
            NodeFactory.createURI("http://example.org/a b"),
            literal("a \"b\" \n \\ \u007F")));
    quads.triple(Triple.create(node(2), node(0), NodeFactory.createLiteralLang("é 中", "zh")));
    quads.triple(
        Triple.create(node(3), node(0), NodeFactory.createLiteralDT("5", XSDDatatype.XSDinteger)));
    List<String> written = new ArrayList<>();
    SortedLines.merge(few.finish(), folder, 128, written::add);
    few.close();
    assertThat(written)
        .containsExactly(
            "<http://example.org/1> <http://example.org/a\\u0020b> \"a \\\"b\\\" \\n"
                + " \\\\ \u007F\" <http://example.org/graph/g> .",
            "<http://example.org/2> <http://example.org/0> \"é 中\"@zh <http://example.org/graph/g>"
                + " .",
            "<http://example.org/3> <http://example.org/0>"
                + " \"5\"^^<http://www.w3.org/2001/XMLSchema#integer> <http://example.org/graph/g>"
                + " .");
  }

  @Test
  void labelsBlankNodesInTripleTerms() throws IOException {
    SortedLines few = new SortedLines(folder, 1_000_000);
    QuadLines quads = new QuadLines(few, "http://example.org/graph/g");
    Node blank = NodeFactory.createBlankNode("odd label");
    Node reifies = NodeFactory.createURI(RDF.uri + "reifies");
    Node inner = NodeFactory.createTripleTerm(blank, node(0), literal("a _:b \" )>>"));
    quads.triple(
        Triple.create(blank, reifies, NodeFactory.createTripleTerm(node(1), node(0), inner)));
    quads.triple(
        Triple.create(node(3), node(0), NodeFactory.createLiteralDirLang("x", "ar", "rtl")));
    Path file = folder.resolve(Dump.FILE);
    List<Quad> parsed = new ArrayList<>();
    Dump.write(few.finish(), folder, file, "release", quads(parsed::add));
    few.close();
    String statement =
        "_:BgX2D1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <http://example.org/1>"
            + " <http://example.org/0> <<( _:BgX2D1 <http://example.org/0> \"a _:b \\\" )>>\" )>>"
            + " )>> <http://example.org/graph/g> .";
    List<String> lines;
    try (BufferedReader in = Dump.lines(file)) {
      lines = in.lines().toList();
    }
    assertThat(lines)
        .containsExactly(
            "<http://example.org/3> <http://example.org/0> \"x\"@ar--rtl"
                + " <http://example.org/graph/g> .",
            statement);
    assertThat(Changes.withLabels(statement))
        .isEqualTo(statement.replace("_:BgX2D1", "<_:BgX2D1>"));
    assertThat(parsed)
        .filteredOn(quad -> quad.getSubject().isBlank())
        .singleElement()
        .satisfies(
            quad ->
                assertThat(quad.getObject().getTriple().getObject().getTriple().getSubject())
                    .isEqualTo(quad.getSubject()));
  }

  private static Dump.Parser quads(Consumer<Quad> target) {
    return (in, labels) ->
        RDFParser.source(in)
            .lang(Lang.NQUADS)
            .labelToNode(LabelToNode.createScopeByDocumentHash(labels))
            .parse(
                new StreamRDFBase() {
                  @Override
                  public void quad(Quad quad) {
                    target.accept(quad);
                  }
                });
  }

  private static Node literal(String text) {
    return NodeFactory.createLiteralString(text);
  }

  private static Node node(int number) {
    return NodeFactory.createURI("http://example.org/" + number);
  }
}
