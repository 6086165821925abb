package org.techrace.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example in the documentation of [Releases].
final class ReleasesExampleTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void queriesTheCurrentRelease() throws IOException {
    new Making(folder).publish(":a :b 1 .", Making.NOON);
    // @start region="current"
    Releases releases = new Releases(folder);
    String id = releases.current().orElseThrow();
    try (Release release = releases.open(id);
        QueryExec query = QueryExec.dataset(release.dataset()).query("ASK { ?s ?p 1 }").build()) {
      assertThat(query.ask()).isTrue();
    }
    // @end
    assertThat(releases.list()).containsExactly(id);
  }
}
