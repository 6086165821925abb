package org.techrace.store.query;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.guard.Scratch;
import org.techrace.guard.ScratchFullException;
import org.techrace.store.query.row.QueryPlan;
import org.techrace.threads.Helpers;

/// Compares ORDER BY, DISTINCT and GROUP BY on disk with the same in memory, row by row.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ScratchTest {
  private static final long LARGE = 1L << 30;
  private static final Helpers HELPERS = new Helpers(3, 0, 0, 0);

  /// The queries sort, group or compare about 12,000 rows.
  private static final String ALL = "?s <urn:v> ?v ; <urn:k> ?k";

  private StoreDataset store;

  @BeforeAll
  void write(@TempDir Path folder) {
    Random random = new Random(43);
    DatasetGraph memory = DatasetGraphFactory.createTxnMem();
    for (int i = 0; i < 12_000; i++) {
      Node subject = NodeFactory.createURI("urn:s" + random.nextInt(9_000));
      add(memory, subject, "urn:v", value(random));
      add(memory, subject, "urn:k", NodeFactory.createURI("urn:k" + random.nextInt(4_000)));
    }
    store = Stores.of(memory, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  void close() {
    store.close();
  }

  private static void add(DatasetGraph to, Node subject, String predicate, Node object) {
    to.add(Quad.defaultGraphIRI, subject, NodeFactory.createURI(predicate), object);
  }

  private static Node value(Random random) {
    int n = random.nextInt(2_000);
    return switch (random.nextInt(7)) {
      case 0 -> NodeFactory.createLiteralDT("" + n, XSDDatatype.XSDinteger);
      case 1 -> NodeFactory.createLiteralDT(n + ".5", XSDDatatype.XSDdecimal);
      case 2 -> NodeFactory.createLiteralDT(n + "e0", XSDDatatype.XSDdouble);
      case 3 -> NodeFactory.createLiteralString("text " + n);
      case 4 -> NodeFactory.createLiteralLang("text " + n, "en");
      case 5 -> NodeFactory.createBlankNode("b" + n);
      default -> NodeFactory.createURI("urn:x" + n);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * { ALL } ORDER BY ?v",
        "SELECT * { ALL } ORDER BY DESC(?v) ?k",
        "SELECT ?v { ALL } ORDER BY LCASE(STR(?v)) DESC(?s)",
        "SELECT ?v { ALL } ORDER BY STR(?v) LIMIT 3000 OFFSET 2500",
        "SELECT * { ALL BIND(CONCAT(STR(?v), 'x') AS ?made) } ORDER BY ?made",
        "SELECT * { ALL OPTIONAL { ?s <urn:none> ?n } } ORDER BY ?n ?k ?v",
        "SELECT ?s ?w { ?s <urn:k> ?k { SELECT ?s ?w { ?s <urn:v> ?w } ORDER BY ?w } } ORDER BY ?w",
        "SELECT DISTINCT ?v { ALL }",
        "SELECT DISTINCT ?k ?v { ALL } ORDER BY DESC(?v)",
        "SELECT DISTINCT (STRLEN(STR(?v)) AS ?n) ?k { ALL }",
        "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?k ?v { ALL } }",
        "SELECT ?v (COUNT(*) AS ?n) { ALL } GROUP BY ?v",
        "SELECT ?k ?v (SAMPLE(?s) AS ?one) (GROUP_CONCAT(?s) AS ?all) { ALL } GROUP BY ?k ?v",
        "SELECT ?k (SUM(?v) AS ?sum) (AVG(?v) AS ?mean) (MIN(?v) AS ?least) { ALL } GROUP BY ?k",
        "SELECT ?k (COUNT(DISTINCT ?v) AS ?n) { ALL } GROUP BY ?k HAVING(COUNT(DISTINCT ?s) > 1)",
        "SELECT ?n (COUNT(?k) AS ?m) { SELECT ?k (COUNT(*) AS ?n) { ALL } GROUP BY ?k } GROUP BY"
            + " ?n",
        "SELECT (COUNT(DISTINCT *) AS ?n) (COUNT(DISTINCT ?v) AS ?m) { ALL }",
        "SELECT ?t (COUNT(DISTINCT *) AS ?n) (COUNT(DISTINCT ?v) AS ?m) (SUM(DISTINCT ?v) AS ?sum)"
            + " { ALL BIND(DATATYPE(?v) AS ?t) } GROUP BY ?t",
        "SELECT ?t (GROUP_CONCAT(DISTINCT ?k) AS ?all) { ALL BIND(DATATYPE(?v) AS ?t) } GROUP BY"
            + " ?t",
        "SELECT ?s ?n { ?s <urn:k> ?k OPTIONAL { SELECT ?s (COUNT(*) AS ?n) { ALL } GROUP BY ?s }"
            + " }",
      })
  void returnsTheSameRowsInTheSameOrder(String query) {
    String text = query.replace("ALL", ALL);
    List<String> expected = rows(text);
    assertThat(expected).isNotEmpty();
    for (long operatorBytes : new long[] {0, 20_000, 200_000}) {
      Scratch scratch = new Scratch(new Scratch.Limits(operatorBytes, LARGE, LARGE));
      scratch.lendTo(store.getContext());
      assertThat(rows(text)).as("%,d bytes in memory", operatorBytes).isEqualTo(expected);
      HELPERS.lendTo(store.getContext());
      assertThat(rows(text)).as("%,d bytes, threads", operatorBytes).isEqualTo(expected);
      store.getContext().remove(Helpers.SYMBOL);
      assertThat(scratch.used()).isZero();
    }
    Scratch.takeFrom(store.getContext());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "order by  | SELECT * { ALL } ORDER BY ?v",
        "distinct  | SELECT DISTINCT ?k ?v { ALL }",
        "group by  | SELECT (COUNT(DISTINCT ?s) AS ?n) { ALL }",
        "group by  | SELECT ?k ?v (COUNT(*) AS ?n) { ALL } GROUP BY ?k ?v"
      })
  void saysInThePlanWhatWentToDisk(String operator, String query) {
    QueryPlan plan = new QueryPlan();
    store.getContext().set(QueryPlan.symbol(), plan);
    new Scratch(new Scratch.Limits(100_000, LARGE, LARGE)).lendTo(store.getContext());
    rows(query.replace("ALL", ALL));
    store.getContext().remove(QueryPlan.symbol());
    Scratch.takeFrom(store.getContext());
    List<String> texts = new ArrayList<>();
    addTexts(plan.steps(), texts);
    assertThat(texts)
        .filteredOn(text -> text.endsWith("(on disk)"))
        .singleElement()
        .asString()
        .startsWith(operator);
  }

  private static void addTexts(List<QueryPlan.Step> steps, List<String> texts) {
    for (QueryPlan.Step step : steps) {
      texts.add(step.text());
      addTexts(step.parts(), texts);
    }
  }

  /// The values of RAND() would be others when rows are read again.
  @Test
  void sortsByRandomNumbersInMemory() {
    Scratch scratch = new Scratch(new Scratch.Limits(0, 0, 1));
    scratch.lendTo(store.getContext());
    assertThat(rows("SELECT ?s { ?s <urn:k> ?k } ORDER BY RAND()")).hasSizeGreaterThan(10_000);
    Scratch.takeFrom(store.getContext());
  }

  @ParameterizedTest
  @CsvSource({
    "100000, 1000000, limits.scratch-bytes-per-query",
    "1000000, 100000, limits.scratch-bytes"
  })
  void endsAQueryThatNeedsMoreDisk(long queryBytes, long allBytes, String setting) {
    Scratch scratch = new Scratch(new Scratch.Limits(10_000, queryBytes, allBytes));
    failsAndGivesBack(scratch, setting + ".");
  }

  /// `/dev/full` fails each write like a full disk.
  @Test
  void endsAQueryOnAFullDisk() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "there is no /dev/full");
    Scratch scratch =
        new Scratch(
            new Scratch.Limits(10_000, LARGE, LARGE), () -> FileChannel.open(full, READ, WRITE));
    failsAndGivesBack(scratch, "(No space left on device); free space");
  }

  @Test
  void endsAQueryWithoutAFolder(@TempDir Path folder) {
    Path missing = folder.resolve("secret/file");
    Scratch scratch =
        new Scratch(
            new Scratch.Limits(10_000, LARGE, LARGE), () -> FileChannel.open(missing, READ));
    failsAndGivesBack(scratch, "free space in its folder for temporary files");
    scratch.lendTo(store.getContext());
    assertThatThrownBy(() -> rows("SELECT DISTINCT * { ?s <urn:v> ?v ; <urn:k> ?k }"))
        .hasMessageNotContaining("secret");
    Scratch.takeFrom(store.getContext());
  }

  private void failsAndGivesBack(Scratch scratch, String message) {
    scratch.lendTo(store.getContext());
    for (String query :
        List.of(
            "SELECT * { ALL } ORDER BY ?v",
            "SELECT DISTINCT * { ALL }",
            "SELECT ?s ?v ?k (COUNT(*) AS ?n) { ALL } GROUP BY ?s ?v ?k")) {
      assertThatThrownBy(() -> rows(query.replace("ALL", ALL)))
          .isInstanceOf(ScratchFullException.class)
          .hasMessageContaining(message);
      assertThat(scratch.used()).isZero();
    }
    Scratch.takeFrom(store.getContext());
  }

  private List<String> rows(String query) {
    List<String> rows = new ArrayList<>();
    try (QueryExec exec = QueryExec.dataset(store).query(QueryFactory.create(query)).build()) {
      RowSet all = exec.select();
      all.forEach(row -> rows.add(all.getResultVars().stream().map(row::get).toList().toString()));
    }
    return rows;
  }
}
