package org.techrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.store.query.StoreDataset;

/// A store with more than 2^31 rows. Real ones would take 40 GB, so the blocks of this one have
/// 1,024 equal rows in 52 bytes: first rows of the term `a` alone, then some of the term `b`.
final class ManyRowsTest {
  private static final int BLOCKS_OF_A = (1 << 21) + 8;
  private static final long ROWS_OF_A = BLOCKS_OF_A * 1024L;
  private static final long ROWS_OF_B = 2 * 1024L + 10;
  private static final Node A = NodeFactory.createURI("http://e/a");
  private static final Node B = NodeFactory.createURI("http://e/b");

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void write() throws IOException {
    try (StoreWriter writer = new StoreWriter(folder.resolve("store"), Progress.NONE)) {
      writer.triple(Triple.create(A, A, A));
      writer.triple(Triple.create(B, B, B));
      writer.seal();
    }
    Path file = Files.createDirectory(folder.resolve("large")).resolve("rows");
    try (BlockFileWriter out = new BlockFileWriter(file, 3)) {
      byte[] a = block(1);
      for (int i = 0; i < BLOCKS_OF_A; i++) {
        out.block(a, a.length, 1, 1, 1);
      }
      for (int i = 0; i < 3; i++) {
        out.block(block(2), a.length, 2, 2, 2);
      }
      out.finish(ROWS_OF_A + ROWS_OF_B);
    }
    for (Order order : Order.values()) {
      Path small = folder.resolve("store").resolve(order.fileName());
      Files.delete(small);
      Files.createLink(small, file);
    }
  }

  /// Returns a block whose rows are all the same id three times, in the first graph set.
  private static byte[] block(int id) {
    int header = PermutationWriter.COLUMNS * PermutationWriter.COLUMN_HEADER;
    ByteBuffer block = ByteBuffer.allocate(header + Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int column = 0; column < PermutationWriter.COLUMNS; column++) {
      block.putInt(column == 3 ? 0 : id).putInt(header).putInt(0);
    }
    return block.array();
  }

  private static Store open() throws IOException {
    return Store.open(folder.resolve("store"));
  }

  @Test
  void positionsOfRowsAreLongs() throws IOException {
    try (Store store = open()) {
      Cursor cursor = store.permutation(Order.POS).cursor();
      assertThat(ROWS_OF_A).isGreaterThan(1L << 31);
      assertThat(store.triples()).isEqualTo(ROWS_OF_A + ROWS_OF_B);
      assertThat(cursor.size()).isEqualTo(ROWS_OF_A + ROWS_OF_B);
      assertThat(cursor.seek(0, 1, 2, 0, 0)).isEqualTo(ROWS_OF_A);
      assertThat(cursor.seek(0, 3, 2, 2, 2)).isEqualTo(ROWS_OF_A);
      assertThat(cursor.seek(ROWS_OF_A + 5, 2, 2, 2, 0)).isEqualTo(ROWS_OF_A + 5);
      assertThat(cursor.end(0, 1, 1, 0, 0)).isEqualTo(ROWS_OF_A);
      assertThat(cursor.end(ROWS_OF_A, 2, 2, 2, 0)).isEqualTo(ROWS_OF_A + ROWS_OF_B);
      assertThat(cursor.seek(0, 1, 3, 0, 0)).isEqualTo(cursor.size());
      assertThat(cursor.get(ROWS_OF_A - 1, 2)).isEqualTo(1);
      assertThat(cursor.get(ROWS_OF_A, 2)).isEqualTo(2);
      int[] copied = new int[5];
      cursor.copy(0, ROWS_OF_A - 2, ROWS_OF_A + 2, copied, 1);
      assertThat(copied).containsExactly(0, 1, 1, 2, 2);
    }
  }

  @Test
  void queriesCountAndReadRowsAfterThem() throws IOException {
    try (StoreDataset dataset = new StoreDataset(open(), StoreDataset.DefaultGraph.OWN)) {
      assertThat(ask(dataset, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
          .containsExactly(ROWS_OF_A + ROWS_OF_B + "");
      assertThat(ask(dataset, "SELECT (COUNT(*) AS ?n) { <http://e/a> ?p ?o }"))
          .containsExactly(ROWS_OF_A + "");
      assertThat(ask(dataset, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p"))
          .containsExactly("http://e/a", ROWS_OF_A + "", "http://e/b", ROWS_OF_B + "");
      assertThat(ask(dataset, "SELECT DISTINCT ?o { ?s ?p ?o }"))
          .containsExactly("http://e/a", "http://e/b");
      assertThat(ask(dataset, "SELECT ?s { ?s ?p <http://e/b> } LIMIT 3"))
          .containsExactly("http://e/b", "http://e/b", "http://e/b");
      assertThat(
              ask(dataset, "SELECT (COUNT(*) AS ?n) { ?s <http://e/b> ?o . <http://e/a> ?q ?r }"))
          .containsExactly(ROWS_OF_A * ROWS_OF_B + "");
      assertThat(ask(dataset, "SELECT (COUNT(*) AS ?n) { ?s <http://e/b> ?o . ?o ?q ?r }"))
          .containsExactly(ROWS_OF_B * ROWS_OF_B + "");
      assertThat(ask(dataset, "SELECT ?o { <http://e/b> (<http://e/b>|<http://e/c>)+ ?o }"))
          .containsExactly("http://e/b");
      assertThat(dataset.getDefaultGraph().size()).isEqualTo(Integer.MAX_VALUE);
      assertThat(dataset.getDefaultGraph().stream(B, Node.ANY, Node.ANY).count())
          .isEqualTo(ROWS_OF_B);
    }
  }

  /// Returns the values of all solutions, each in the order of the query's columns.
  private static List<String> ask(StoreDataset dataset, String query) {
    List<String> values = new ArrayList<>();
    try (QueryExec exec = QueryExec.dataset(dataset).query(query).build()) {
      RowSet rows = exec.select();
      rows.forEachRemaining(
          row ->
              rows.getResultVars()
                  .forEach(
                      v -> {
                        Node value = row.get(v);
                        values.add(value.isURI() ? value.getURI() : value.getLiteralLexicalForm());
                      }));
    }
    return values;
  }
}
