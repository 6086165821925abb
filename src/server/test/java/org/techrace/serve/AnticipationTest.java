package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.Collected;
import org.techrace.QueryCounter;
import org.techrace.serve.current.Current;

/// Tests that a new release is warmed up before it is served, and that static files do not depend
/// on the release.
final class AnticipationTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ontology", "/explore/sources", "/list/Firm", "/search?q=huawei"})
  void warmsUpARelease(String path) throws Exception {
    try (TestServer server = small("2026-11-24-000001");
        QueryCounter queries = new QueryCounter()) {
      String before = server.get(path, "text/html").body();
      assertThat(queries.since()).isPositive();
      server.server.promote(release("2026-11-24-000002"));
      assertThat(queries.since()).as("asked before it is served").isPositive();
      String after = server.get(path, "text/html").body();
      assertThat(queries.since()).isZero();
      assertThat(after)
          .isEqualTo(before.replace("2026-11-24-000001", "2026-11-24-000002"))
          .isNotEqualTo(before);
    }
  }

  /// The next release takes over what was asked, and nothing that knows the one before.
  @Test
  void replacedReleasesLeaveTheMemory() throws Exception {
    List<WeakReference<DatasetGraph>> releases = new ArrayList<>();
    try (TestServer server = TestServer.of(release(1, releases), TestServer.OPTIONS)) {
      for (String path : List.of("/", "/list/Firm", "/search?q=huawei", "/page/huawei")) {
        server.get(path, "text/html");
        server.server.promote(release(releases.size() + 1, releases));
      }
      Collected.await(releases.subList(0, releases.size() - 1));
    }
  }

  private static Current.Open release(int number, List<WeakReference<DatasetGraph>> all) {
    Current.Open release = release("2026-11-24-00000" + number);
    all.add(new WeakReference<>(release.dataset()));
    return release;
  }

  @Test
  void staticFilesKeepTheirEtagAcrossReleases() throws Exception {
    try (TestServer one = small("2026-11-24-000001");
        TestServer two = small("2026-11-24-000002")) {
      assertThat(etag(one, "/static/techrace.css")).isEqualTo(etag(two, "/static/techrace.css"));
      assertThat(etag(one, "/static/techrace.css")).isNotEqualTo(etag(one, "/static/suggest.js"));
      assertThat(etag(one, "/explore")).isNotEqualTo(etag(two, "/explore"));
    }
  }

  private static String etag(TestServer server, String path) throws Exception {
    var headers = server.get(path, "*/*").headers();
    assertThat(headers.firstValue("Cache-Control")).hasValue("public, no-cache");
    return headers.firstValue("ETag").orElseThrow();
  }

  private static TestServer small(String release) throws Exception {
    return TestServer.of(release(release), TestServer.OPTIONS);
  }

  private static Current.Open release(String id) {
    return TestServer.open(
        id, RDFDataMgr.loadDataset("src/server/test/resources/serve/small.trig").asDatasetGraph());
  }
}
