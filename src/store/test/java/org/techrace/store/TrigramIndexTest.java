package org.techrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests the index of trigrams of 3,000 random texts. `TextCandidatesTest` compares queries.
final class TrigramIndexTest {
  private static final int TEXTS = 3000;

  @TempDir private Path folder;
  private final List<String> texts = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    Random random = new Random(1);
    try (StoreWriter writer = new StoreWriter(folder, Progress.NONE)) {
      for (int i = 0; i < TEXTS; i++) {
        String text = text(random);
        texts.add(text);
        Node object =
            i % 2 == 0
                ? NodeFactory.createLiteralString(text)
                : NodeFactory.createLiteralLang(text, "de");
        writer.quad(Quad.create(Quad.defaultGraphIRI, iri(i), iri(TEXTS), object));
      }
      writer.quad(
          Quad.create(
              Quad.defaultGraphIRI,
              iri(0),
              iri(0),
              SSE.parseNode("<<( <http://e/a> _:b 12345 )>>")));
      writer.seal();
    }
  }

  private static Node iri(int i) {
    return NodeFactory.createURI("http://e/" + i);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(12); n > 0; n--) {
      text.append((char) ((random.nextInt(4) == 0 ? 0xE4 : 'a') + random.nextInt(20)));
    }
    return text.toString();
  }

  @Test
  void returnsEachTermWithThePart() throws IOException {
    try (Store store = Store.open(folder)) {
      TrigramIndex index = store.trigrams().orElseThrow();
      int first = store.dictionary().range(Section.BLANK).end();
      Random random = new Random(2);
      for (int i = 0; i < 500; i++) {
        String text = texts.get(random.nextInt(TEXTS));
        int from = random.nextInt(text.length() + 1);
        String part = text.substring(from, from + random.nextInt(text.length() - from + 1));
        List<String> parts = List.of(part, text.substring(0, from));
        IdRanges found = index.candidates(parts).orElse(IdRanges.ALL);
        for (int id = first; id < triples(store).ranges().getFirst().start(); id++) {
          String other = store.dictionary().text(id);
          if (parts.stream().allMatch(other::contains)) {
            assertThat(found.has(id)).as("%s in %s", parts, other).isTrue();
          }
        }
      }
    }
  }

  @Test
  void returnsFewTermsForARarePart() throws IOException {
    try (Store store = Store.open(folder)) {
      TrigramIndex index = store.trigrams().orElseThrow();
      String text = texts.stream().filter(t -> t.length() > 10).findFirst().orElseThrow();
      IdRanges found = index.candidates(List.of(text)).orElseThrow();
      BitSet ids = new BitSet();
      found.ranges().forEach(range -> ids.set(range.start(), range.end()));
      assertThat(ids.cardinality()).isBetween(2, 10 * DictionaryWriter.BLOCK_TERMS);
      assertThat(found.minus(triples(store))).isNotEqualTo(found);
      assertThat(index.candidates(List.of(text.toUpperCase(Locale.ROOT)))).contains(found);
      assertThat(index.candidates(List.of("http://e/no"))).contains(triples(store));
      assertThat(index.candidates(List.of("ab", ""))).isEmpty();
    }
  }

  private static IdRanges triples(Store store) {
    return IdRanges.of(store.dictionary().range(Section.TRIPLE));
  }

  /// With a small limit, each block of the dictionary is written as a run.
  @Test
  void hasTheSameBytesWithManyRuns() throws IOException {
    byte[] expected = Files.readAllBytes(folder.resolve(TrigramIndex.FILE));
    for (int limit : new int[] {0, 100_000}) {
      Files.delete(folder.resolve(TrigramIndex.FILE));
      new TrigramWriter(folder, folder, limit).write();
      assertThat(folder.resolve(TrigramIndex.FILE)).hasBinaryContent(expected);
      try (java.util.stream.Stream<Path> files = Files.list(folder)) {
        assertThat(files).hasSize(8);
      }
    }
  }

  @Test
  void writesRangesOfBlocks() {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      BlockList list = new BlockList();
      BitSet expected = new BitSet();
      for (int block = random.nextInt(3); expected.cardinality() < i; ) {
        list.add(block);
        list.add(block);
        expected.set(block);
        block += random.nextInt(8) == 0 ? random.nextInt(1000) : 1;
      }
      KeyBuffer bytes = list.complete();
      int[] ranges = BlockList.ranges(new BlockReader(bytes.bytes, 0, bytes.length));
      BitSet found = new BitSet();
      for (int k = 0; k < ranges.length; k += 2) {
        assertThat(ranges[k]).isLessThan(ranges[k + 1]);
        found.set(ranges[k], ranges[k + 1]);
      }
      assertThat(found).isEqualTo(expected);
    }
  }
}
