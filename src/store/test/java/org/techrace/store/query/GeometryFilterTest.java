package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.geo.Boxes;

/// Compares conditions on geometries, which a store decides by an index, with ARQ in memory, which
/// calls the functions: random points, lines and polygons, also empty and broken ones, in several
/// shapes of queries.
///
/// To search for new faults, set another seed with `-Dtechrace.seed=N` and more datasets with
/// `-Dtechrace.datasets=N`.
final class GeometryFilterTest {
  private static final long SEED = Long.getLong("techrace.seed", 20261127);
  private static final int DATASETS = Integer.getInteger("techrace.datasets", 2);
  private static final int GEOMETRIES = 1500;
  private static final int QUERIES = 60;
  private static final AtomicInteger FOUND = new AtomicInteger();

  private static final String PREFIXES =
      """
      PREFIX : <http://e/>
      PREFIX geo: <http://www.opengis.net/ont/geosparql#>
      PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
      PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/>
      """;

  /// `C` and `D` are conditions, `L` is a literal.
  private static final List<String> SHAPES =
      List.of(
          "SELECT * { ?s geo:asWKT ?w FILTER(C) }",
          "SELECT * { ?s geo:asWKT ?w ; :kind ?k FILTER(C) }",
          "SELECT * { ?s :kind :k3 . ?s geo:asWKT ?w FILTER(C) }",
          "SELECT * { ?s ?p ?w FILTER(C) }",
          "SELECT * { ?s geo:asWKT ?w FILTER(C && D) }",
          "SELECT * { ?s geo:asWKT ?w FILTER(C || D) }",
          "SELECT * { ?s geo:asWKT ?w FILTER(!(C)) }",
          "SELECT * { ?s geo:asWKT ?w FILTER(!(C) && D) }",
          "SELECT * { ?s :kind ?k OPTIONAL { ?s geo:asWKT ?w FILTER(C) } }",
          "SELECT * { ?s :kind ?k OPTIONAL { ?s geo:asWKT ?w } FILTER(C) }",
          "SELECT * { ?s :kind ?k FILTER EXISTS { ?s geo:asWKT ?w FILTER(C) } }",
          "SELECT * { ?s geo:asWKT ?w FILTER EXISTS { ?s :kind ?k FILTER(C) } }",
          "SELECT * { ?s :kind ?k MINUS { ?s geo:asWKT ?w FILTER(C) } }",
          "SELECT * { VALUES ?w { L L L } ?s geo:asWKT ?w FILTER(C) }",
          "SELECT * { VALUES ?w { L L L } FILTER(C) }",
          "SELECT * { { ?s geo:asWKT ?w } UNION { VALUES ?w { L L } } FILTER(C) }",
          "SELECT * { { ?s geo:asWKT ?w FILTER(C) } UNION { ?s :old ?w FILTER(D) } ?s :kind ?k }",
          "SELECT * { ?s geo:asWKT ?w ; :old ?w FILTER(C) }",
          "SELECT * { ?w :kind ?k FILTER(C) }",
          "SELECT (COUNT(*) AS ?n) { ?s geo:asWKT ?w ; :kind ?k FILTER(C) }",
          "SELECT ?k (COUNT(*) AS ?n) { ?s geo:asWKT ?w ; :kind ?k FILTER(C) } GROUP BY ?k",
          "SELECT DISTINCT ?k { ?s geo:asWKT ?w ; :kind ?k FILTER(C) }",
          "SELECT * { GRAPH ?g { ?s geo:asWKT ?w FILTER(C) } }",
          "SELECT * { { SELECT ?s ?w { ?s geo:asWKT ?w FILTER(C) } } ?s :kind ?k }",
          "SELECT * { ?s geo:asWKT ?w BIND(geof:metricDistance(?w, L) AS ?d) FILTER(?d < 1e6) }",
          "SELECT * { ?s geo:asWKT ?w } ORDER BY geof:metricDistance(?w, L) ?s LIMIT 9",
          "SELECT * { ?s geo:asWKT ?w } ORDER BY geof:distance(L, ?w, uom:degree) DESC(?s) LIMIT"
              + " 99",
          "SELECT * { ?s geo:asWKT ?w } ORDER BY DESC(geof:metricDistance(?w, L)) ?s LIMIT 9",
          "SELECT ?s ?d { ?s geo:asWKT ?w BIND(geof:distance(?w, L, uom:radian) AS ?d) }"
              + " ORDER BY ?d ?s LIMIT 9",
          "SELECT ?s ?d { ?s geo:asWKT ?w BIND(geof:distance(?w, L, uom:metre) AS ?d) FILTER(C) }"
              + " ORDER BY ?d ?s LIMIT 50",
          "SELECT ?s ?d { ?s geo:asWKT ?w BIND(geof:metricDistance(?w, L) AS ?d) FILTER(C) }");

  @AfterAll
  static void printCount() {
    System.out.printf("%d solutions with a condition on a geometry%n", FOUND.get());
  }

  @Test
  void hasTheAnswersOfTheFunctions(@TempDir Path folder) {
    for (int n = 0; n < DATASETS; n++) {
      Random random = new Random(SEED + n);
      RandomGeometries geometries = new RandomGeometries(random);
      DatasetGraph memory = dataset(random, geometries);
      try (StoreDataset store =
          Stores.of(memory, folder.resolve("store" + n), StoreDataset.DefaultGraph.OWN)) {
        for (int i = 0; i < QUERIES; i++) {
          compare(query(random, geometries), memory, store);
        }
      }
    }
    assertThat(FOUND).as("answers are not all empty").hasValueGreaterThan(DATASETS * 1000);
  }

  private static void compare(String text, DatasetGraph memory, StoreDataset store) {
    Query query = QueryFactory.create(PREFIXES + text);
    Answer expected = Answer.of(query, memory);
    Answer found = Answer.of(query, store);
    assertThat(found.matches(expected)).as("%s: %s, not %s", text, found, expected).isTrue();
    if (expected instanceof Answer.Solutions solutions) {
      FOUND.addAndGet(solutions.rows().size());
    }
  }

  private static String query(Random random, RandomGeometries geometries) {
    String shape = SHAPES.get(random.nextInt(SHAPES.size()));
    StringBuilder query = new StringBuilder();
    for (String word : shape.splitWithDelimiters("\\b[CDL]\\b", 0)) {
      query.append(
          switch (word) {
            case "C", "D" -> geometries.condition();
            case "L" -> geometries.literal();
            default -> word;
          });
    }
    return query.toString();
  }

  private static DatasetGraph dataset(Random random, RandomGeometries geometries) {
    DatasetGraph quads = DatasetGraphFactory.create();
    RDFDatatype type = TypeMapper.getInstance().getSafeTypeByName(Boxes.WKT_LITERAL);
    Node asWkt = NodeFactory.createURI("http://www.opengis.net/ont/geosparql#asWKT");
    Node old = NodeFactory.createURI("http://e/old");
    Node kind = NodeFactory.createURI("http://e/kind");
    Node graph = NodeFactory.createURI("http://e/graph");
    for (int i = 0; i < GEOMETRIES; i++) {
      Node subject = NodeFactory.createURI("http://e/s" + i);
      Node geometry = NodeFactory.createLiteralDT(geometries.wkt(), type);
      quads.add(Quad.defaultGraphIRI, subject, asWkt, geometry);
      Node k = NodeFactory.createURI("http://e/k" + random.nextInt(40));
      quads.add(Quad.defaultGraphIRI, subject, kind, k);
      if (i % 5 == 0) {
        quads.add(graph, subject, asWkt, geometry);
        quads.add(Quad.defaultGraphIRI, subject, old, geometry);
      }
      if (i % 50 == 0) {
        quads.add(Quad.defaultGraphIRI, subject, asWkt, NodeFactory.createLiteralString("a text"));
        quads.add(Quad.defaultGraphIRI, subject, old, subject);
      }
    }
    return quads;
  }
}
