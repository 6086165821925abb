package org.techrace.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFBase;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests that lines are read as RIOT reads them, whatever the size of the blocks and the number of
/// threads.
@Timeout(120)
final class LineReaderTest {
  private static final UUID SEED = new UUID(1, 2);
  private static final String XSD = "http://www.w3.org/2001/XMLSchema#";

  private static final List<String> RESOURCES =
      List.of(
          "<http://e/a>",
          "<http://e/b>",
          "<http://e/a#b>",
          "<http://e/a%20b?c=d&e>",
          "<http://e/é/中/😀>",
          "<urn:x:1>",
          "_:a",
          "_:b1",
          "_:0-x");

  private static final List<String> ODD_RESOURCES =
      List.of(
          "<http://e/a b>",
          "<http://e/\\u0041>",
          "<http://e/%zz>",
          "<http://e/#a#b>",
          "<relative>",
          "<>",
          "<_:label>",
          "<::p>",
          "<http://e/{}>",
          "<http://e/",
          "<urn:x-arq:DefaultGraph>",
          "_:a.b",
          "_:é",
          "_:-a",
          "_:");

  private static final List<String> LITERALS =
      List.of(
          "\"\"",
          "\"a\"",
          "\"a\\tb\\\"\\\\\\n\"",
          "\"é 中 😀\"",
          "\"a\tb\"",
          "\"a\"@en",
          "\"a\"@EN-gb",
          "\"\"@zh-Hans-x1",
          "\"1\"^^<" + XSD + "integer>",
          "\"01\"^^<" + XSD + "int>",
          "\"-1.50\"^^<" + XSD + "decimal>",
          "\"1e5\"^^<" + XSD + "double>",
          "\"true\"^^<" + XSD + "boolean>",
          "\"x\"^^<" + XSD + "string>",
          "\"2026-11-24\"^^<" + XSD + "date>",
          "\"2026\"^^<" + XSD + "gYear>",
          "\"a\"^^<http://e/type>",
          "\"x\"^^<" + XSD + "integer>");

  private static final List<String> ODD_LITERALS =
      List.of(
          "\"\\u00e9\"",
          "\"\\ud83d\\ude00\"",
          "\"\\x\"",
          "\"\"\"a\"\"\"",
          "'a'",
          "\"a\" @en",
          "\"a\"@en-",
          "\"a\"@ar--rtl",
          "\"a\"@ar--xxx",
          "\"a\"@1",
          "\"a\" ^^<http://e/type>",
          "\"a\"^^ <http://e/type>",
          "\"a\"^^<type>",
          "\"a\"^<http://e/type>",
          "\"a\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>",
          "\"<a/>\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#XMLLiteral>",
          "\"[1]\"^^<http://w3id.org/awslabs/neptune/SPARQL-CDTs/List>",
          "\"a\u0001\uFFFD\"",
          "\"\uFEFF\"",
          "12",
          "true",
          "<<( <http://e/a> <http://e/b> \"a\"@en )>>");

  @TempDir private Path folder;
  private int read;

  @Test
  void parsesUsualTermsWithoutRiot() {
    StringBuilder text = new StringBuilder();
    for (String object : Stream.concat(RESOURCES.stream(), LITERALS.stream()).toList()) {
      for (String resource : RESOURCES) {
        text.append(resource).append(" <http://e/p>\t").append(object).append("  ");
        text.append(resource).append(" .\r\n");
      }
    }
    byte[] lines = text.toString().getBytes(UTF_8);
    Chunk chunk = new Chunk(1000);
    int end = lines.length - 1;
    assertThat(new LineParser(chunk, Lang.NQUADS, SEED).parse(lines, 0, end)).isEqualTo(end + 1);
    assertThat(chunk.quads()).isEqualTo(RESOURCES.size() * (RESOURCES.size() + LITERALS.size()));
  }

  /// A bit more than half of these documents are valid.
  @Test
  void readsRandomLinesAsRiotDoes() throws Exception {
    int valid = 0;
    int rounds = Integer.getInteger("techrace.rounds", 2000);
    Random random = new Random(Long.getLong("techrace.seed", 1));
    for (int i = 0; i < rounds; i++) {
      Lang lang = random.nextBoolean() ? Lang.NQUADS : Lang.NTRIPLES;
      byte[] document = document(random, lang);
      valid += check(document, lang, 16 + random.nextInt(300), 1 + random.nextInt(3)) ? 1 : 0;
    }
    assertThat(valid).isBetween(rounds / 4, 3 * rounds / 4);
  }

  private static byte[] document(Random random, Lang lang) {
    StringBuilder text = new StringBuilder();
    boolean odd = random.nextBoolean();
    for (int n = random.nextInt(20); n > 0; n--) {
      line(text, random, lang, odd && random.nextInt(5) == 0);
    }
    if (random.nextInt(4) == 0 && !text.isEmpty()) {
      text.setLength(text.length() - 1);
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    if (odd && bytes.length > 0 && random.nextInt(3) == 0) {
      String changes = "\n\r\t <>\"\\.#@^_:\u00C0\u0080\u00F5\u0000";
      bytes[random.nextInt(bytes.length)] =
          changes.substring(random.nextInt(changes.length())).getBytes(ISO_8859_1)[0];
    }
    return bytes;
  }

  private static void line(StringBuilder text, Random random, Lang lang, boolean odd) {
    List<String> terms = new ArrayList<>();
    terms.add(any(random, odd, RESOURCES, ODD_RESOURCES));
    terms.add(any(random, odd, RESOURCES.subList(0, 6), ODD_RESOURCES));
    terms.add(
        random.nextBoolean()
            ? any(random, odd, RESOURCES, ODD_RESOURCES)
            : any(random, odd, LITERALS, ODD_LITERALS));
    if ((lang.equals(Lang.NQUADS) && random.nextBoolean()) || (odd && random.nextInt(9) == 0)) {
      terms.add(any(random, odd, RESOURCES, ODD_RESOURCES));
    }
    terms.add(".");
    if (odd && random.nextInt(6) == 0) {
      terms.remove(random.nextInt(terms.size()));
    }
    for (String term : terms) {
      text.append(term).append(odd ? pick(random, " ", "", "\t ", "\n", " \r\n", " #c\n") : " ");
    }
    text.append(pick(random, "", "", " ", odd ? "# comment" : "", odd ? "<http://e/a> " : ""));
    text.append(pick(random, "\n", "\n", "\n", "\r\n", "\n\n"));
  }

  private static String any(Random random, boolean odd, List<String> usual, List<String> other) {
    List<String> from = odd && random.nextBoolean() ? other : usual;
    return from.get(random.nextInt(from.size()));
  }

  private static String pick(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  /// Compares the quads, or the message of the error. Returns true if there is no error.
  private boolean check(byte[] document, Lang lang, int blockBytes, int threads) throws Exception {
    String description =
        "%s in blocks of %d bytes, %d threads:%n%s"
            .formatted(lang.getName(), blockBytes, threads, new String(document, UTF_8));
    Set<Quad> expected = new HashSet<>();
    RiotException error = null;
    try {
      parse(document, lang, expected);
    } catch (RiotException e) {
      error = e;
    }
    if (error == null) {
      assertThat(readQuads(document, lang, blockBytes, threads))
          .as(description)
          .isEqualTo(expected);
      return true;
    }
    assertThatThrownBy(() -> readQuads(document, lang, blockBytes, threads))
        .as(description)
        .isInstanceOf(error.getClass())
        .hasMessage(error.getMessage());
    return false;
  }

  private static void parse(byte[] document, Lang lang, Set<Quad> target) {
    RDFParser.source(new ByteArrayInputStream(document))
        .lang(lang)
        .checking(false)
        .labelToNode(LabelToNode.createScopeByDocumentHash(SEED))
        .errorHandler(ErrorHandlerFactory.errorHandlerSimple())
        .parse(
            new StreamRDFBase() {
              @Override
              public void triple(Triple triple) {
                quad(Quad.create(Quad.defaultGraphIRI, triple));
              }

              @Override
              public void quad(Quad quad) {
                Node graph = quad.isDefaultGraph() ? Quad.defaultGraphIRI : quad.getGraph();
                target.add(Quad.create(graph, quad.asTriple()));
              }
            });
  }

  /// Reads a document into chunks and returns the quads of all runs.
  private Set<Quad> readQuads(byte[] document, Lang lang, int blockBytes, int threads)
      throws Exception {
    Set<Quad> quads = new HashSet<>();
    LineReader reader =
        new LineReader(
            new ByteArrayInputStream(document),
            lang,
            SEED,
            blockBytes,
            ErrorHandlerFactory.errorHandlerSimple(),
            run -> add(run, quads));
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  reader.read(new Chunk(7));
                  return null;
                }));
      }
      for (Future<?> each : running) {
        Tasks.await(each, "lines were read");
      }
    }
    return quads;
  }

  private synchronized void add(Chunk chunk, Set<Quad> quads) throws IOException {
    Path termFile = folder.resolve("terms-" + read);
    Path quadFile = folder.resolve("quads-" + read);
    int expected = chunk.quads();
    chunk.write(termFile, quadFile);
    List<Node> terms = new ArrayList<>();
    byte[] last = {};
    try (TermRun run = new TermRun(termFile, folder.resolve("ids-" + read++))) {
      while (run.next()) {
        byte[] key = Arrays.copyOf(run.key, run.length);
        assertThat(Arrays.compareUnsigned(last, key)).isNegative();
        last = key;
        terms.add(TermKey.read(key, key.length));
      }
    }
    int count = 0;
    try (IntFile.Reader in = new IntFile.Reader(quadFile)) {
      for (; in.hasNext(); count++) {
        Triple triple =
            Triple.create(terms.get(in.next()), terms.get(in.next()), terms.get(in.next()));
        int graph = in.next();
        quads.add(
            Quad.create(graph == Chunk.NO_GRAPH ? Quad.defaultGraphIRI : terms.get(graph), triple));
      }
    }
    assertThat(count).isEqualTo(expected);
  }

  /// The first statement takes the terms of the second line, which is plain by itself.
  @Test
  void readsStatementsOverSeveralBlocks() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append("<http://e/").append(i).append(">\n<http://e/a> <http://e/b> <http://e/c> .\n");
    }
    for (int threads = 1; threads < 4; threads++) {
      assertThat(check(text.toString().getBytes(UTF_8), Lang.NQUADS, 45, threads)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"7, 40, 16", "100, 1000, 128", "100, 300, 2", "1000000, 1000000, 128"})
  void writesTheStoreThatIsWrittenFromQuads(int chunk, int blockBytes, int most)
      throws IOException {
    Random random = new Random(chunk);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      lines.append("<http://e/").append(random.nextInt(400)).append("> ");
      line(lines, random, Lang.NTRIPLES, false);
    }
    // A statement has one subject: the first term of each line becomes its graph.
    String text = lines.toString().replaceAll("(?m)^(<http://e/\\d+>) (\\S.*) \\. *$", "$2 $1 .");
    Path expected = folder.resolve("expected");
    try (StoreWriter writer = new StoreWriter(expected, Progress.NONE)) {
      StreamRDF quads = writer;
      RDFParser.source(new ByteArrayInputStream(text.getBytes(UTF_8)))
          .lang(Lang.NQUADS)
          .checking(false)
          .labelToNode(LabelToNode.createScopeByDocumentHash(SEED))
          .parse(quads);
      writer.seal();
    }
    Path store = folder.resolve("store");
    StoreWriter.Sizes sizes = new StoreWriter.Sizes(chunk, blockBytes, 256, most);
    try (StoreWriter writer = new StoreWriter(store, Optional.empty(), Progress.NONE, sizes);
        InputStream in = new ByteArrayInputStream(text.getBytes(UTF_8))) {
      writer.read(in, Lang.NQUADS, SEED);
      writer.seal();
    }
    Map<String, byte[]> files = files(store);
    assertThat(files).hasSize(8);
    files(expected).forEach((name, bytes) -> assertThat(files.get(name)).as(name).isEqualTo(bytes));
    try (Store opened = Store.open(store)) {
      assertThat(opened.quads()).isGreaterThan(2000);
    }
  }

  private static Map<String, byte[]> files(Path store) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (Order order : Order.values()) {
      files.put(order.fileName(), Files.readAllBytes(store.resolve(order.fileName())));
    }
    for (String name :
        List.of(Dictionary.FILE, SymbolTables.FILE, TrigramIndex.FILE, Store.SUMMARY)) {
      files.put(name, Files.readAllBytes(store.resolve(name)));
    }
    return files;
  }

  @Test
  void reportsAnInputThatFails() throws IOException {
    InputStream broken =
        new InputStream() {
          private boolean begun;

          @Override
          public int read() throws IOException {
            throw new IOException("the disk is gone");
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            if (begun) {
              return read();
            }
            begun = true;
            bytes[from] = '\n';
            return 1;
          }
        };
    StoreWriter.Sizes sizes = new StoreWriter.Sizes(100, 10, 100, 16);
    try (StoreWriter writer =
        new StoreWriter(folder.resolve("store"), Optional.empty(), Progress.NONE, sizes)) {
      assertThatThrownBy(() -> writer.read(broken, Lang.NTRIPLES, SEED))
          .isInstanceOf(IOException.class)
          .hasMessage("the disk is gone");
    }
  }
}
