package org.techrace.store;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.TxnType;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.store.query.StoreDataset;

/// Tests that a store returns the terms and quads that were written, finds the same as a dataset in
/// memory, and reports damage.
final class StoreTest {
  private static final List<String> TERMS =
      List.of(
          "<http://e/a>",
          "<http://e/b>",
          "<http://é/ü/\uD83D\uDE00>",
          "_:x",
          "'a'",
          "'b'",
          "''",
          "'a\\u0001b'",
          "'\\uFFEE'",
          "'\uD83D\uDE00'",
          "'a'@en",
          "'a'@en-GB",
          "'a'@fr",
          "1",
          "01",
          "+1",
          "-1",
          "1.0",
          "1.50",
          "-0.5",
          "123456789012345678901234567890",
          "0.1234567",
          "1e0",
          "'-0e0'^^xsd:double",
          "'INF'^^xsd:double",
          "'NaN'^^xsd:double",
          "'1'^^xsd:float",
          "true",
          "'1'^^xsd:boolean",
          "'7'^^xsd:byte",
          "'700'^^xsd:byte",
          "' 1 '^^xsd:integer",
          "'x'^^xsd:integer",
          "'2026'^^xsd:gYear",
          "'2026Z'^^xsd:gYear",
          "'2024-02-29'^^xsd:date",
          "'2023-02-29'^^xsd:date",
          "'2026-11-24T10:00:00Z'^^xsd:dateTime",
          "'2026-11-24T10:00:00'^^xsd:dateTime",
          "'2026-11-24T24:00:00Z'^^xsd:dateTime",
          "'2026-11-24T10:00:00.5+01:00'^^xsd:dateTime",
          "'P1D'^^xsd:duration",
          "'a'^^<http://e/type>",
          "<<( <http://e/a> <http://e/b> 'a\\u0001b'@en )>>",
          "<<( _:x <http://e/b> <<( <http://e/a> <http://e/b> 01 )>> )>>");

  @TempDir private Path folder;

  private Path store() {
    return folder.resolve("store");
  }

  private Store write(Iterable<Quad> quads) throws IOException {
    try (StoreWriter writer = new StoreWriter(store(), Progress.NONE)) {
      quads.forEach(writer::quad);
      writer.seal();
    }
    return Store.open(store());
  }

  private static List<Quad> quads(int n) {
    Random random = new Random(n);
    List<Node> terms = TERMS.stream().map(SSE::parseNode).toList();
    List<Node> graphs = new ArrayList<>(List.of(Quad.defaultGraphIRI));
    for (int i = 0; i < 4; i++) {
      graphs.add(NodeFactory.createURI("http://e/g" + i));
    }
    List<Quad> quads = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Node object = terms.get(random.nextInt(terms.size()));
      quads.add(
          Quad.create(
              graphs.get(random.nextInt(graphs.size())),
              terms.get(random.nextInt(4)),
              terms.get(random.nextInt(3)),
              object));
    }
    return quads;
  }

  private static Set<String> strings(Iterator<Quad> quads) {
    Set<String> strings = new TreeSet<>();
    while (quads.hasNext()) {
      Quad quad = quads.next();
      assertThat(strings.add(quad.toString())).as("returned twice: %s", quad).isTrue();
    }
    return strings;
  }

  @Test
  void returnsEveryTermUnchanged() throws IOException {
    List<Node> terms = TERMS.stream().map(SSE::parseNode).toList();
    Node a = terms.get(0);
    try (Store store = write(terms.stream().map(o -> Quad.create(a, a, a, o)).toList())) {
      for (Node term : terms) {
        int id = store.id(term);
        assertThat(id).as("%s", term).isPositive();
        assertThat(store.dictionary().term(id)).isEqualTo(term);
      }
      assertThat(store.triples()).isEqualTo(terms.size());
      assertThat(store.id(SSE.parseNode("'absent'"))).isZero();
    }
  }

  @Test
  void closingAgainDoesNothing() throws IOException {
    Node a = SSE.parseNode("<http://e/a>");
    Store store = write(List.of(Quad.create(a, a, a, a)));
    store.close();
    assertThatCode(store::close).doesNotThrowAnyException();
  }

  /// Computing a checksum holds the files; closing waits for it.
  @RepeatedTest(20)
  void isClosedWhileBlocksAreVerified() throws Exception {
    Store store = write(quads(2_000));
    Thread reader = Thread.ofPlatform().start(() -> verifyUntilClosed(store));
    assertThatCode(store::close).doesNotThrowAnyException();
    reader.join();
  }

  private static void verifyUntilClosed(Store store) {
    try {
      while (true) {
        store.verify();
      }
    } catch (IllegalStateException e) {
      // It is closed.
    }
  }

  /// Runs `reader.py`, which was written from `docs/internals/store.md` alone. It must find every
  /// quad in each of the four orders.
  @Test
  void isReadByAReaderWrittenFromTheDocumentation() throws Exception {
    Path python = Path.of("/usr/bin/python3");
    assumeTrue(Files.isExecutable(python), "there is no " + python);
    List<Quad> quads = quads(5000);
    quads.addAll(numbered(3000));
    write(quads).close();
    Path printed = folder.resolve("printed.nq");
    Process reader =
        new ProcessBuilder(
                python.toString(), "src/store/test/resources/store/reader.py", store().toString())
            .redirectOutput(printed.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(reader.waitFor()).isZero();
    List<String> lines = Files.readAllLines(printed);
    Map<String, Long> times = lines.stream().collect(groupingBy(line -> line, counting()));
    assertThat(times.values()).as("once in each order").containsOnly(4L);
    DatasetGraph read = DatasetGraphFactory.create();
    RDFParser.source(printed)
        .labelToNode(LabelToNode.createUseLabelAsGiven())
        .checking(false)
        .parse(read);
    DatasetGraph written = DatasetGraphFactory.create();
    quads.forEach(written::add);
    assertThat(strings(read.find())).isEqualTo(strings(written.find()));
  }

  /// Returns quads with many subjects and numbers.
  private static List<Quad> numbered(int n) {
    List<Quad> quads = new ArrayList<>();
    Random random = new Random(n);
    for (int i = 0; i < n; i++) {
      Node subject = NodeFactory.createURI("http://e/" + random.nextInt(2000));
      quads.add(Quad.create(Quad.defaultGraphIRI, subject, subject, SSE.parseNode("" + i)));
    }
    return quads;
  }

  @Test
  void ordersIdsWithinASectionByValue() throws IOException {
    List<String> ascending = List.of("-1", "-0.5", "01", "1.50", "2", "10", "100.000001");
    Node a = SSE.parseNode("<http://e/a>");
    try (Store store =
        write(ascending.stream().map(o -> Quad.create(a, a, a, SSE.parseNode(o))).toList())) {
      List<Integer> ids = ascending.stream().map(o -> store.id(SSE.parseNode(o))).toList();
      assertThat(ids).isSorted();
    }
  }

  @Test
  void findsTheSameAsADatasetInMemory() throws IOException {
    List<Quad> quads = quads(3000);
    DatasetGraph memory = DatasetGraphFactory.create();
    quads.forEach(memory::add);
    List<Node> wanted = new ArrayList<>(TERMS.stream().map(SSE::parseNode).toList());
    wanted.add(Node.ANY);
    Random random = new Random(1);
    try (Store store = write(quads)) {
      DatasetGraph sealed = new StoreDataset(store, StoreDataset.DefaultGraph.OWN);
      assertThat(strings(sealed.find())).isEqualTo(strings(memory.find()));
      assertThat(store.quads()).isEqualTo(strings(memory.find()).size());
      List<Node> graphs = new ArrayList<>(List.of(Node.ANY, Quad.defaultGraphIRI, Quad.unionGraph));
      sealed.listGraphNodes().forEachRemaining(graphs::add);
      for (int i = 0; i < 5000; i++) {
        Node g = graphs.get(random.nextInt(graphs.size()));
        Node s = random.nextBoolean() ? Node.ANY : wanted.get(random.nextInt(4));
        Node p = random.nextBoolean() ? Node.ANY : wanted.get(random.nextInt(3));
        Node o = random.nextBoolean() ? Node.ANY : wanted.get(random.nextInt(wanted.size()));
        assertThat(strings(sealed.find(g, s, p, o)))
            .as("%s %s %s %s", g, s, p, o)
            .isEqualTo(strings(memory.find(g, s, p, o)));
      }
      for (Node g : List.of(Quad.defaultGraphIRI, Quad.unionGraph, graphs.get(3))) {
        assertThat(sealed.getGraph(g).size()).isEqualTo(memory.getGraph(g).size());
      }
    }
  }

  @Test
  void opensAnEmptyStore() throws IOException {
    try (Store store = write(List.of())) {
      DatasetGraph sealed = new StoreDataset(store, StoreDataset.DefaultGraph.UNION);
      assertThat(sealed.find()).isExhausted();
      assertThat(store.id(SSE.parseNode("1"))).isZero();
    }
  }

  @Test
  void refusesUpdates() throws IOException {
    try (Store store = write(quads(10))) {
      DatasetGraph sealed = new StoreDataset(store, StoreDataset.DefaultGraph.UNION);
      assertThatThrownBy(() -> sealed.begin(TxnType.WRITE))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("sealed");
    }
  }

  @Test
  void writesTheSameBytesForQuadsInAnyOrder() throws IOException {
    List<Quad> quads = new ArrayList<>(quads(500));
    write(quads).close();
    Files.move(store(), folder.resolve("first"));
    java.util.Collections.reverse(quads);
    write(quads).close();
    try (java.util.stream.Stream<Path> files = Files.list(store())) {
      for (Path file : files.toList()) {
        Path twin = folder.resolve("first").resolve(file.getFileName());
        assertThat(Files.mismatch(file, twin)).as("%s", file.getFileName()).isEqualTo(-1);
      }
    }
  }

  /// @param most the number of runs that are merged at a time
  @ParameterizedTest
  @ValueSource(ints = {128, 23, 5, 2})
  void writesTheSameBytesWithManyRunsAsWithOne(int most) throws IOException {
    List<Quad> quads = quads(3000);
    write(quads).close();
    Files.move(store(), folder.resolve("first"));
    StoreWriter.Sizes sizes = new StoreWriter.Sizes(128, 1 << 10, 256, most);
    try (StoreWriter writer = new StoreWriter(store(), Optional.empty(), Progress.NONE, sizes)) {
      quads.forEach(writer::quad);
      writer.seal();
    }
    assertThat(store().resolve("scratch")).doesNotExist();
    for (Order order : Order.values()) {
      Path file = store().resolve(order.fileName());
      assertThat(file).hasSameBinaryContentAs(folder.resolve("first").resolve(order.fileName()));
    }
    assertThat(store().resolve("terms"))
        .hasSameBinaryContentAs(folder.resolve("first").resolve("terms"));
  }

  /// Flips a bit of each byte of each file in turn. Opening or reading must report the file.
  @Test
  void reportsTheFileOfEveryFlippedBit() throws IOException {
    write(quads(300)).close();
    List<Path> files;
    try (java.util.stream.Stream<Path> all = Files.list(store())) {
      files = all.toList();
    }
    assertThat(files).hasSize(8);
    for (Path file : files) {
      byte[] sound = Files.readAllBytes(file);
      for (int i = 0; i < sound.length; i++) {
        byte[] damaged = sound.clone();
        damaged[i] ^= (byte) (1 << (i % 8));
        Files.write(file, damaged, StandardOpenOption.TRUNCATE_EXISTING);
        assertThatThrownBy(this::readAll)
            .as("%s, byte %d", file.getFileName(), i)
            .isInstanceOf(DamagedStoreException.class)
            .hasMessageContaining(file.toString());
      }
      Files.write(file, sound, StandardOpenOption.TRUNCATE_EXISTING);
    }
    readAll();
  }

  /// Flips random bits in a store of many blocks and queries it: every answer is right, or the
  /// damage is reported.
  @Test
  void neverReturnsAWrongAnswerFromADamagedFile() throws IOException {
    Random random = new Random(7);
    List<Quad> quads = quads(1000);
    quads.addAll(numbered(6000));
    write(quads).close();
    Set<String> expected = found();
    List<Path> files;
    try (java.util.stream.Stream<Path> all = Files.list(store())) {
      files = all.sorted().toList();
    }
    for (Path file : files) {
      byte[] sound = Files.readAllBytes(file);
      for (int i = 0; i < 60; i++) {
        byte[] damaged = sound.clone();
        int at = random.nextInt(sound.length);
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged, StandardOpenOption.TRUNCATE_EXISTING);
        assertThatThrownBy(this::readAll)
            .as("%s, byte %d", file.getFileName(), at)
            .isInstanceOf(DamagedStoreException.class)
            .hasMessageContaining(file.toString());
        try {
          assertThat(found()).as("%s, byte %d", file.getFileName(), at).isEqualTo(expected);
        } catch (DamagedStoreException e) {
          assertThat(e).hasMessageContaining(file.toString());
        }
      }
      Files.write(file, sound, StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  /// Returns some quads of the store, found with several orders.
  private Set<String> found() throws IOException {
    try (Store store = Store.open(store())) {
      DatasetGraph sealed = new StoreDataset(store, StoreDataset.DefaultGraph.OWN);
      Set<String> found = new TreeSet<>();
      Node subject = NodeFactory.createURI("http://e/1234");
      for (Node object : List.of(SSE.parseNode("77"), SSE.parseNode("'a'@en"), Node.ANY)) {
        sealed.find(Node.ANY, Node.ANY, Node.ANY, object).forEachRemaining(q -> found.add("" + q));
        sealed.find(Node.ANY, Node.ANY, subject, object).forEachRemaining(q -> found.add("" + q));
      }
      found.add("" + sealed.getUnionGraph().size());
      return found;
    }
  }

  @Test
  void reportsATruncatedFile() throws IOException {
    write(quads(300)).close();
    for (Order order : Order.values()) {
      Path file = store().resolve(order.fileName());
      byte[] sound = Files.readAllBytes(file);
      for (int length = 0; length < sound.length; length += 7) {
        Files.write(
            file, java.util.Arrays.copyOf(sound, length), StandardOpenOption.TRUNCATE_EXISTING);
        assertThatThrownBy(this::readAll).isInstanceOf(DamagedStoreException.class);
      }
      Files.write(file, sound, StandardOpenOption.TRUNCATE_EXISTING);
    }
  }

  private void readAll() throws IOException {
    try (Store store = Store.open(store())) {
      store.verify();
    }
  }

  @Test
  void opensAReadOnlyFolder() throws IOException {
    write(quads(100)).close();
    try (java.util.stream.Stream<Path> files = Files.list(store())) {
      files.forEach(f -> assertThat(f.toFile().setReadOnly()).isTrue());
    }
    assertThat(store().toFile().setReadOnly()).isTrue();
    try (Store first = Store.open(store());
        Store second = Store.open(store())) {
      assertThat(first.triples()).isEqualTo(second.triples()).isPositive();
    } finally {
      assertThat(store().toFile().setWritable(true)).isTrue();
    }
  }
}
