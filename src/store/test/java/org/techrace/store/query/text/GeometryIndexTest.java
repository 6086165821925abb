package org.techrace.store.query.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.sse.SSE;
import org.apache.jena.sparql.util.Context;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.geo.Boxes;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;
import org.techrace.store.query.row.QueryPlan;
import org.techrace.store.query.row.QueryRun;

final class GeometryIndexTest {
  private static final int SIDE = 60;
  private static final int LINES = 500;
  private static final int GEOMETRIES = SIDE * SIDE + LINES;
  private static final long ENOUGH = 1 << 20;

  private static final String PREFIXES =
      """
      PREFIX : <http://e/>
      PREFIX geo: <http://www.opengis.net/ont/geosparql#>
      PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
      PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/>
      """;

  private static StoreDataset store;

  /// Points at whole degrees from 0 to 59, and lines at 100 degrees of longitude.
  @BeforeAll
  static void make(@TempDir Path folder) {
    DatasetGraph quads = DatasetGraphFactory.create();
    for (int i = 0; i < GEOMETRIES; i++) {
      String wkt =
          i < LINES
              ? "LINESTRING(100 %d, 101 50.%03d)".formatted(i % 50, i)
              : "POINT(%d %d)".formatted((i - LINES) / SIDE, (i - LINES) % SIDE);
      String subject = " <http://e/s%d> ".formatted(i);
      quads.add(
          SSE.parseQuad(
              "(_%s<http://www.opengis.net/ont/geosparql#asWKT> '%s'^^<%s>)"
                  .formatted(subject, wkt, "http://www.opengis.net/ont/geosparql#wktLiteral")));
      quads.add(SSE.parseQuad("(_%s<http://e/kind> <http://e/k%d>)".formatted(subject, i % 3)));
    }
    store = Stores.of(quads, folder.resolve("store"), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    store.close();
  }

  private static QueryRun run(boolean cancelled) {
    ExecutionContext context = ExecutionContext.create(store);
    Context.getOrSetCancelSignal(context.getContext()).set(cancelled);
    return new QueryRun(
        store.store(),
        ExecutionContext.create(store, store.getDefaultGraph(), context.getContext()));
  }

  private static GeometryIndex index(long mostBytes) {
    return new GeometryIndex(store.store().dictionary(), mostBytes);
  }

  @Test
  void hasTheBoxesOfAllGeometries() {
    assertThat(index(ENOUGH).boxes(run(false)).map(Boxes::size)).contains(GEOMETRIES);
  }

  @Test
  void isFilledByAnotherQueryIfTheFirstIsCancelled() {
    GeometryIndex index = index(ENOUGH);
    assertThatThrownBy(() -> index.boxes(run(true))).isInstanceOf(QueryCancelledException.class);
    assertThat(index.isSettled()).isFalse();
    assertThat(index.boxes(run(false)).map(Boxes::size)).contains(GEOMETRIES);
  }

  @Test
  void isFilledOnceForQueriesThatAskAtTheSameTime() throws Exception {
    GeometryIndex index = index(ENOUGH);
    List<Future<Boxes>> tables = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        tables.add(threads.submit(() -> index.boxes(run(false)).orElseThrow()));
      }
    }
    Set<Boxes> distinct = new HashSet<>();
    for (Future<Boxes> table : tables) {
      distinct.add(table.get());
    }
    assertThat(distinct).singleElement().extracting(Boxes::size).isEqualTo(GEOMETRIES);
  }

  @Test
  void isLeftOutIfItTakesTooMuchMemory() {
    long points = (long) Boxes.POINT_BYTES * GEOMETRIES;
    assertThat(index(points - 1).boxes(run(false))).isEmpty();
    assertThat(index(points + 100).boxes(run(false))).as("lines take more").isEmpty();
  }

  /// Returns the plan of a query, and its number of rows.
  private static String plan(String query) {
    QueryPlan plan = new QueryPlan();
    try (QueryExec exec =
        QueryExec.dataset(store).query(PREFIXES + query).set(QueryPlan.symbol(), plan).build()) {
      int[] rows = {0};
      exec.select().forEachRemaining(_ -> rows[0]++);
      return texts(plan.steps()) + ", solutions: " + rows[0];
    }
  }

  private static String texts(List<QueryPlan.Step> steps) {
    return steps.stream()
        .map(step -> step.text() + " " + step.rows() + "\n" + texts(step.parts()))
        .collect(Collectors.joining());
  }

  @Test
  void joinsStartFromTheGeometriesInABox() {
    String square = "'POLYGON((10 10, 14 10, 14 14, 10 14, 10 10))'^^geo:wktLiteral";
    assertThat(
            plan(
                "SELECT * { ?s :kind ?k . ?s geo:asWKT ?w FILTER(geof:sfWithin(?w, "
                    + square
                    + ")) }"))
        .contains("candidates for ?w: 25 25\n", "#asWKT> ?w 25\n", "solutions: 9");
  }

  @Test
  void joinsStartFromTheGeometriesWithinADistance() {
    String condition = "geof:metricDistance(?w, 'POINT(30 30)'^^geo:wktLiteral) < 120000";
    assertThat(plan("SELECT * { ?s :kind ?k . ?s geo:asWKT ?w FILTER(" + condition + ") }"))
        .contains("candidates for ?w: 9 9\n", "solutions: 5");
  }

  @Test
  void joinsDoNotStartFromManyGeometries() {
    String half = "'POLYGON((-1 -1, 30 -1, 30 70, -1 70, -1 -1))'^^geo:wktLiteral";
    assertThat(plan("SELECT * { ?s geo:asWKT ?w FILTER(geof:sfWithin(?w, " + half + ")) }"))
        .doesNotContain("candidates")
        .contains("solutions: 1800");
  }
}
