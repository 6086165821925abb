package org.techrace.store.query.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingBuilder;
import org.apache.jena.sparql.expr.ExprException;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.function.FunctionEnvBase;
import org.apache.jena.sparql.util.NodeCmp;
import org.apache.jena.sparql.util.NodeFactoryExtra;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.ValueOrder;
import org.techrace.threads.Helpers;

/// Compares sorts of random rows with sorts of their terms.
final class SortRowsTest {
  private static final int CASES = 12;
  private static final List<String> CONDITIONS =
      List.of(
          "?a",
          "DESC(?a)",
          "?b",
          "DESC(?b)",
          "?c",
          "STR(?a)",
          "DESC(STR(?b))",
          "STRLEN(STR(?a))",
          "LCASE(STR(?c))",
          "ASC(?b + 1)");

  /// Terms of all kinds, those of the store first.
  private static final List<Node> TERMS = new ArrayList<>();

  private static int stored;
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    for (String term :
        List.of(
            "\"\"",
            "\"a\"",
            "\"B\"",
            "\"b\"@en",
            "\"B\"@EN",
            "\"B\"@en",
            "\"b\"@de",
            "1",
            "01",
            "1.0",
            "1.00",
            "2",
            "1e0",
            "1.0e0",
            "-0e0",
            "0e0",
            "true",
            "\"2020\"^^xsd:gYear",
            "\"2020-01-01\"^^xsd:date",
            "\"2020-01-01T00:00:00Z\"^^xsd:dateTime",
            "\"2020-01-01T00:00:00\"^^xsd:dateTime",
            "\"x\"^^xsd:integer",
            "\"1\"^^xsd:float",
            "<http://e/a>",
            "<urn:e:b>",
            "_:b",
            "\"NaN\"^^xsd:double",
            "\"en\"^^<http://e/tag>")) {
      TERMS.add(NodeFactoryExtra.parseNode(term));
    }
    for (int i = 0; i < 500; i++) {
      TERMS.add(NodeFactory.createURI("http://e/" + i * 7919 % 1000));
      TERMS.add(NodeFactoryExtra.intToNode(i));
      TERMS.add(NodeFactoryExtra.parseNode(i % 50 + "." + i % 3));
      TERMS.add(NodeFactory.createLiteralString("text " + i * 7919 % 1000));
    }
    DatasetGraph quads = DatasetGraphFactory.createTxnMem();
    stored = TERMS.size();
    TERMS.forEach(
        term ->
            quads.add(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("http://e/s"),
                NodeFactory.createURI("http://e/p"),
                term));
    for (String made :
        List.of(
            "\"made\"",
            "7.25",
            "\"a\"@fr",
            "<http://e/made>",
            "7000",
            "-7",
            "\"2021\"^^xsd:gYear")) {
      TERMS.add(NodeFactoryExtra.parseNode(made));
    }
    store = Stores.of(quads, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void sortsRowsAsTheirTerms(int threads) {
    for (int i = 0; i < CASES; i++) {
      sortsRowsAsTheirTerms(threads, new Random(100L * threads + i));
    }
  }

  private static void sortsRowsAsTheirTerms(int threads, Random random) {
    ExecutionContext context = ExecutionContext.create(store);
    new Helpers(threads, 0, 0, 0).lendTo(context.getContext());
    QueryRun run = new QueryRun(store.store(), context);
    int[] columns =
        Arrays.stream("abc".split("")).mapToInt(v -> run.layout().column(Var.alloc(v))).toArray();
    int size = random.nextInt(1, 12_000);
    // Often all terms are of one kind, or few are different.
    int kinds = random.nextInt(1, TERMS.size());
    int start = random.nextInt(TERMS.size() - kinds + 1);
    int step = random.nextBoolean() ? 1 : 4;
    int[][] ids = new int[3][size];
    for (int[] values : ids) {
      for (int row = 0; row < size; row++) {
        int term =
            Math.min(TERMS.size() - 1, start + step * random.nextInt((kinds + step - 1) / step));
        values[row] = random.nextInt(50) == 0 ? Batch.UNBOUND : id(run, term);
      }
    }
    List<String> conditions = new ArrayList<>(CONDITIONS);
    Collections.shuffle(conditions, random);
    String order = String.join(" ", conditions.subList(0, random.nextInt(1, 4)));
    List<SortCondition> sorted =
        QueryFactory.create("SELECT * { ?a ?b ?c } ORDER BY " + order).getOrderBy();
    long limit =
        random.nextInt(3) == 0
            ? Long.MAX_VALUE
            : random.nextInt(1, random.nextBoolean() ? 20 : 4000);
    List<Binding> rows = IntStream.range(0, size).mapToObj(row -> binding(run, ids, row)).toList();
    List<List<@Nullable NodeValue>> keys = rows.stream().map(row -> keys(sorted, row)).toList();
    List<Integer> expected =
        IntStream.range(0, size)
            .boxed()
            .sorted((x, y) -> compare(sorted, keys.get(x), keys.get(y), rows.get(x), rows.get(y)))
            .limit(limit)
            .toList();
    List<Binding> result =
        read(
            run,
            new SortRows(run, true, batches(columns, ids, size, random), sorted, limit, context),
            columns);
    assertThat(result)
        .as(order + " limit " + limit)
        .isEqualTo(expected.stream().map(rows::get).toList());
  }

  private static int id(QueryRun run, int term) {
    int id = run.terms().id(TERMS.get(term));
    return term < stored ? run.terms().canonical(id) : id;
  }

  private static Binding binding(QueryRun run, int[][] ids, int row) {
    BindingBuilder binding = Binding.builder();
    for (int c = 0; c < ids.length; c++) {
      if (ids[c][row] != Batch.UNBOUND) {
        binding.add(Var.alloc("abc".substring(c, c + 1)), run.terms().node(ids[c][row]));
      }
    }
    return binding.build();
  }

  private static QueryRows batches(int[] columns, int[][] ids, int size, Random random) {
    int[] made = {0};
    return () -> {
      int from = made[0];
      int n = Math.min(size - from, random.nextInt(1, Batch.MAX_ROWS + 1));
      if (n == 0) {
        return null;
      }
      int[][] values = new int[columns.length][];
      for (int c = 0; c < columns.length; c++) {
        values[columns[c]] = Arrays.copyOfRange(ids[c], from, from + n);
      }
      made[0] += n;
      return new Batch(n, values);
    };
  }

  private static List<Binding> read(QueryRun run, QueryRows rows, int[] columns) {
    List<Binding> all = new ArrayList<>();
    for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
      int[][] ids = new int[columns.length][];
      for (int c = 0; c < columns.length; c++) {
        ids[c] = batch.column(columns[c]) == null ? new int[batch.size] : batch.column(columns[c]);
      }
      for (int row = 0; row < batch.size; row++) {
        all.add(binding(run, ids, row));
      }
    }
    return all;
  }

  private static List<@Nullable NodeValue> keys(List<SortCondition> conditions, Binding row) {
    List<@Nullable NodeValue> keys = new ArrayList<>();
    for (SortCondition condition : conditions) {
      try {
        keys.add(condition.getExpression().eval(row, new FunctionEnvBase()));
      } catch (ExprException e) {
        keys.add(null);
      }
    }
    return keys;
  }

  private static int compare(
      List<SortCondition> conditions,
      List<@Nullable NodeValue> x,
      List<@Nullable NodeValue> y,
      Binding a,
      Binding b) {
    for (int i = 0; i < conditions.size(); i++) {
      NodeValue left = x.get(i);
      NodeValue right = y.get(i);
      int order =
          left == null || right == null
              ? Boolean.compare(left != null, right != null)
              : ValueOrder.compare(left, right);
      if (order != 0) {
        return conditions.get(i).getDirection() == Query.ORDER_DESCENDING ? -order : order;
      }
    }
    Comparator<@Nullable Node> byTerm = Comparator.nullsFirst(NodeCmp::compareRDFTerms);
    for (String variable : List.of("a", "b", "c")) {
      int order = byTerm.compare(a.get(variable), b.get(variable));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
