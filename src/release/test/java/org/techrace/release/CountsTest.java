package org.techrace.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.OwnGraph;
import org.techrace.store.Progress;
import org.techrace.store.Store;
import org.techrace.store.StoreWriter;

/// The counts of a dump are those of the store of the same statements.
final class CountsTest {
  private static final String QUADS =
      """
      <ID/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/C> <GRAPH/one> .
      <ID/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/C> <GRAPH/two> .
      <ID/a> <https://example.org/p> "x" <GRAPH/one> .
      <ID/a> <https://example.org/p> "x"@en <GRAPH/one> .
      <ID/b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/D> <GRAPH/two> .
      <ID/b> <https://example.org/p> <ID/a> <GRAPH/two> .
      <GRAPH/one> <https://example.org/licence> <https://example.org/free> <GRAPH/one> .
      <GRAPH/one> <https://example.org/licence> <https://example.org/free> <GRAPH/two> .
      _:x <https://example.org/p> <ID/b> <GRAPH/two> .
      """
          .replace("ID/", OwnGraph.IRIS.id())
          .replace("GRAPH/", OwnGraph.IRIS.graph(""));

  @TempDir private Path folder;

  @Test
  void theCountsOfADumpAreThoseOfAStore() throws IOException {
    DumpCounts read = new DumpCounts(OwnGraph.IRIS);
    RDFParser.fromString(QUADS, Lang.NQUADS).parse(read);
    Counts dump = read.counts();
    try (StoreWriter writer = new StoreWriter(folder, Progress.NONE)) {
      RDFParser.fromString(QUADS, Lang.NQUADS).parse(writer);
      writer.seal();
    }
    try (Store store = Store.open(folder)) {
      Counts expected = StoreCounts.of(store, OwnGraph.IRIS);
      assertThat(dump.triples()).isEqualTo(expected.triples()).isEqualTo(7);
      assertThat(dump.subjects()).isEqualTo(expected.subjects());
      assertThat(dump.entities()).isEqualTo(expected.entities()).isEqualTo(2);
      assertThat(dump.example()).isEqualTo(expected.example()).endsWith("a");
      assertThat(dump.perGraph()).isEqualTo(expected.perGraph());
      assertThat(dump.perClass()).isEqualTo(expected.perClass());
      assertThat(dump.perProperty()).isEqualTo(expected.perProperty());
      assertThat(dump.aboutGraphs()).containsExactlyInAnyOrderElementsOf(expected.aboutGraphs());
      assertThat(read.aboutBlankNodes()).isEqualTo(1);
    }
  }
}
