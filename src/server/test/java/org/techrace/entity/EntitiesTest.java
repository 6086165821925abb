package org.techrace.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.OwnGraph;
import org.techrace.QueryCounter;

/// Tests which answers [Entities] caches, and which statements of large entities it shows.
final class EntitiesTest {
  private static final String QUERY = "ontology/members";

  private final DatasetGraph dataset =
      RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph();
  private final PageQueries queries;
  private final QueryCounter counter = new QueryCounter();

  EntitiesTest() throws IOException {
    queries = OwnGraph.pageQueries();
  }

  @AfterEach
  void countNoMore() {
    counter.close();
  }

  /// The code is known as a value of the thing. A number, or a part of a key, is no name.
  @ParameterizedTest
  @CsvSource({
    "specimens-X-01, X-01, X-01",
    "specimens-a%2Fb, a/b, a/b",
    "specimens-Z%C3%BCrich, Zürich, Zürich",
    "specimens-X%, y, specimens-X%",
    "specimens-7, 7, specimens-7",
    "figures-X-2020, 2020, figures-X-2020",
    "figures-X-2020, X, figures-X-2020",
    "specimens-X-01, x, specimens-X-01"
  })
  void aThingWithoutLabelIsCalledByItsCode(String local, String value, String name) {
    Node thing = NodeFactory.createURI(OwnGraph.IRIS.base() + "id/" + local);
    dataset
        .getDefaultGraph()
        .add(thing, NodeFactory.createURI("http://e/code"), NodeFactory.createLiteralString(value));
    dataset.add(
        NodeFactory.createURI("http://e/g"),
        thing,
        NodeFactory.createURI("http://e/code"),
        NodeFactory.createLiteralString(value));
    assertThat(new Entities(dataset, queries, 1 << 20).labels().of(thing)).isEqualTo(name);
  }

  @Test
  void cachesAnswers() {
    Entities entities = new Entities(dataset, queries, 1 << 20);
    assertThat(entities.rows(QUERY)).isSameAs(entities.rows(QUERY));
    assertThat(counter.since()).isEqualTo(1);
  }

  @Test
  void doesNotCacheAnswersLargerThanTheMemory() {
    Entities entities = new Entities(dataset, queries, 100);
    assertThat(entities.rows(QUERY)).isEqualTo(entities.rows(QUERY));
    assertThat(counter.since()).isEqualTo(2);
  }

  @Test
  void sharedTermsOfAnAnswerCountOnce() {
    Term place = new Term.Value("A place with a long name", "en", "");
    ResultRow one = new ResultRow(Map.of("place", place));
    int single = ResultRow.bytes(List.of(one));
    int both = ResultRow.bytes(List.of(one, new ResultRow(Map.of("place", place))));
    assertThat(both - single).isLessThan(single - place.text().length());
    assertThat(ResultRow.bytes(List.of(one, new ResultRow(Map.of("place", other(place))))))
        .isEqualTo(2 * single);
  }

  /// An equal term that is another object.
  private static Term other(Term term) {
    return new Term.Value(term.text(), "en", "");
  }

  @Test
  void evaluatesOnceForAllThingsWhatComparesEachWithAllOthers(@TempDir Path folder)
      throws IOException {
    Path panels = Files.createDirectories(folder.resolve("pages/entity"));
    Files.writeString(
        panels.resolve("10-types.rq"),
        """
        # Title: Others of its class
        # Once: ?this
        SELECT (COUNT(DISTINCT ?other) AS ?number) ?class ?this
        WHERE { GRAPH ?g { ?this a ?class . ?other a ?class } }
        GROUP BY ?class ?this
        """);
    PageQueries once = PageQueries.read(folder, OwnGraph.IRIS, List.of("en"));
    Entities entities = new Entities(dataset, once, 1 << 20);
    List<Node> things =
        dataset.getUnionGraph().find(Node.ANY, RDF.Nodes.type, Node.ANY).toList().stream()
            .map(Triple::getSubject)
            .distinct()
            .toList();
    assertThat(things).hasSizeGreaterThan(1);
    for (Node thing : things) {
      Ask ask = Ask.of("entity/10-types").with("this", thing);
      List<ResultRow> direct = entities.rows(entities.query(ask));
      counter.since();
      assertThat(entities.rows(ask))
          .as("the answer about %s", thing)
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              direct.stream().map(row -> row.without("this")).toList())
          .isEqualTo(entities.rowsOnce(ask));
      assertThat(counter.since()).isEqualTo(thing.equals(things.getFirst()) ? 1 : 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Once", "Translated"})
  void refusesAVariableThatIsNotOfTheAnswer(String key, @TempDir Path folder) throws IOException {
    Path panels = Files.createDirectories(folder.resolve("pages/entity"));
    Files.writeString(
        panels.resolve("10-types.rq"),
        "# " + key + ": ?that\nSELECT ?this WHERE { ?this a ?class }\n");
    assertThatThrownBy(() -> PageQueries.read(folder, OwnGraph.IRIS, List.of("en")))
        .hasMessageContaining("10-types.rq")
        .hasMessageContaining("'" + key + "' is '?that'")
        .hasMessageContaining("[this]");
  }

  /// Two notes in English, which are translated, one without a language, and a note in French.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "en | 12, fast, large",
        "de | 12, groß, schnell",
        "zh | 12, 大, 快",
        "fr | 12, fast, large"
      })
  void ofTranslationsAReaderGetsTheBestLanguage(
      String language, String expected, @TempDir Path folder) throws IOException {
    Path pages = Files.createDirectories(folder.resolve("pages"));
    Files.writeString(
        pages.resolve("notes.rq"),
        """
        # Translated: ?note
        SELECT ?this ?note WHERE { GRAPH ?g { ?this <http://www.w3.org/2004/02/skos/core#note> ?note } }
        ORDER BY STR(?note)
        """);
    DatasetGraph notes = DatasetGraphFactory.create();
    Node graph = NodeFactory.createURI("http://x/graph");
    Node thing = NodeFactory.createURI("http://x/thing");
    Node other = NodeFactory.createURI("http://x/other");
    Node note = SKOS.note.asNode();
    for (String text :
        List.of("large@en", "fast@en", "groß@de", "schnell@de", "大@zh-Hans", "快@zh-Hans", "12@")) {
      String[] parts = text.split("@", -1);
      notes.add(graph, thing, note, NodeFactory.createLiteralLang(parts[0], parts[1]));
    }
    notes.add(graph, other, note, NodeFactory.createLiteralLang("vite", "fr"));
    Entities entities =
        new Entities(
                notes, PageQueries.read(folder, OwnGraph.IRIS, List.of("en", "de", "zh")), 1 << 20)
            .in(language);
    assertThat(
            entities.rows("notes").stream()
                .filter(row -> row.iri("this").filter(thing.getURI()::equals).isPresent())
                .map(row -> row.text("note")))
        .containsExactlyInAnyOrder(expected.split(", ", -1));
    assertThat(entities.rows("notes").stream().map(row -> row.text("note"))).contains("vite");
    assertThat(
            entities.get(thing.getURI()).orElseThrow().groups().stream()
                .flatMap(group -> group.properties().stream())
                .flatMap(property -> property.terms().stream())
                .map(Term::text))
        .as("statements")
        .containsExactlyInAnyOrder(expected.split(", ", -1));
  }

  @Test
  void preparesTheCachedAnswersOfTheReleaseBefore() {
    Entities before = new Entities(dataset, queries, 1 << 20);
    before.rows(QUERY);
    before.rows(Ask.of("list/cells").about(List.of()));
    Entities next = new Entities(dataset, queries, 1 << 20);
    next.anticipate(before);
    assertThat(counter.since()).isEqualTo(4);
    assertThat(next.rows(QUERY)).isEqualTo(before.rows(QUERY));
    assertThat(counter.since()).isZero();
  }

  /// Has more incoming links than are shown (60), sorted (1,000) or read (20,000).
  @ParameterizedTest
  @ValueSource(ints = {100, 1_500, 20_500})
  void showsTheFirstSubjectsByNumberWithTheirSources(int parts) {
    DatasetGraph book = DatasetGraphFactory.create();
    Graph union = book.getDefaultGraph();
    Node graph = NodeFactory.createURI("http://example.org/graph");
    Node part = NodeFactory.createURI("http://example.org/part");
    List<Integer> numbers = new ArrayList<>(IntStream.rangeClosed(1, parts).boxed().toList());
    Collections.shuffle(numbers, new Random(1));
    for (int i : numbers) {
      Node passage = NodeFactory.createURI("http://example.org/passage" + i);
      book.add(graph, passage, RDFS.Nodes.label, NodeFactory.createLiteralString("¶ " + i));
      book.add(graph, passage, part, NodeFactory.createURI("http://example.org/book"));
      book.find(graph, passage, Node.ANY, Node.ANY)
          .forEachRemaining(quad -> union.add(quad.asTriple()));
    }
    Entity.Property shown =
        new Entities(book, queries, 1 << 20)
            .get("http://example.org/book")
            .orElseThrow()
            .incoming()
            .getFirst();
    assertThat(shown.count()).isEqualTo(parts);
    assertThat(shown.statements()).noneMatch(statement -> statement.evidence().isEmpty());
    assertThat(shown.terms())
        .extracting(Term::text)
        .isEqualTo(IntStream.rangeClosed(1, 60).mapToObj(i -> "¶ " + i).toList());
  }

  @Test
  void countsEachPropertyWhenMoreLinksExistThanAreRead() {
    DatasetGraph book = DatasetGraphFactory.create();
    Graph union = book.getDefaultGraph();
    Node graph = NodeFactory.createURI("http://example.org/graph");
    Node it = NodeFactory.createURI("http://example.org/book");
    for (int i = 0; i < 20_100; i++) {
      Node thing = NodeFactory.createURI("http://example.org/thing" + i);
      Node property =
          NodeFactory.createURI("http://example.org/" + (i % 2000 == 1 ? "cites" : "part"));
      book.add(graph, thing, property, it);
      union.add(thing, property, it);
    }
    Entities entities = new Entities(book, queries, 1 << 20);
    assertThat(entities.get(it.getURI()).orElseThrow().incoming())
        .extracting(
            property ->
                property.property().text() + " " + property.count() + " " + property.terms().size())
        .containsExactly("cites 11 11", "part 20089 60");
  }
}
