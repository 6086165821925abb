package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Literals of one language, some of which have a base direction. In the dictionary those with a
/// direction follow the others.
final class BaseDirectionTest {
  private static final DatasetGraph MEMORY = DatasetGraphFactory.createTxnMem();
  private static StoreDataset store;

  @BeforeAll
  static void make(@TempDir Path folder) {
    StringBuilder data = new StringBuilder("PREFIX : <http://e/>\n");
    String[] tags = {"@en", "@en--ltr", "@en--rtl", "@en-GB", "@fr", "@fr--ltr", ""};
    for (int i = 0; i < 140; i++) {
      String text = "%c%03d".formatted("cab".charAt(i % 3), i * 37 % 140);
      data.append(":s%d :label '%s'%s .\n".formatted(i, text, tags[i % tags.length]));
    }
    RDFParser.fromString(data.toString(), Lang.TURTLE).parse(MEMORY);
    store = Stores.of(MEMORY, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ?s { ?s :label ?l } ORDER BY STR(?l)",
        "SELECT ?s { ?s :label ?l FILTER STRSTARTS(STR(?l), 'b') } ORDER BY STR(?l)",
        "SELECT ?s { ?s :label ?l FILTER STRSTARTS(?l, 'a0') } ORDER BY STR(?l)",
        "SELECT ?s { ?s :label ?l FILTER REGEX(?l, '^c1') } ORDER BY STR(?l)",
        "SELECT ?s { ?s :label ?l FILTER REGEX(STR(?l), '^b0') } ORDER BY STR(?l)",
        "SELECT ?s { ?s :label ?l FILTER (LANG(?l) = 'en') } ORDER BY STR(?l)",
        "SELECT ?l (COUNT(*) AS ?n) { ?s :label ?l } GROUP BY ?l ORDER BY DESC(?n) LIMIT 30",
        "SELECT ?l (STRLEN(?l) AS ?n) (LANG(?l) AS ?t) { ?s :label ?l } ORDER BY STR(?l)",
        "SELECT ?t (COUNT(*) AS ?n) { ?s :label ?l BIND(LANG(UCASE(?l)) AS ?t) } GROUP BY ?t"
            + " ORDER BY ?t",
      })
  void returnsTheSameAsArqInMemory(String query) {
    assertThat(rows(store, query)).isEqualTo(rows(MEMORY, query)).isNotEmpty();
  }

  private static List<String> rows(DatasetGraph data, String query) {
    List<String> rows = new ArrayList<>();
    try (QueryExec exec = QueryExec.dataset(data).query("PREFIX : <http://e/> " + query).build()) {
      // The columns of a solution have no order.
      exec.select()
          .forEachRemaining(
              (Binding row) -> {
                Map<String, Node> values = new TreeMap<>();
                row.forEach((variable, value) -> values.put(variable.getName(), value));
                rows.add(values.toString());
              });
    }
    return rows;
  }
}
