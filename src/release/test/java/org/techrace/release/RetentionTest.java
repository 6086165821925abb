package org.techrace.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests which releases stay: the latest, the last of each month, those that were cited.
final class RetentionTest {
  @TempDir private Path folder = Path.of("");
  private Releases releases = new Releases(folder);
  private final List<String> ids = new ArrayList<>();

  @BeforeEach
  void seal() throws IOException {
    Making making = new Making(folder);
    releases = making.releases();
    for (String day :
        List.of("2026-01-10", "2026-01-20", "2026-02-10", "2026-02-20", "2026-03-10")) {
      ids.add(making.publish(":a :b \"" + day + "\" .", Making.clock(day + "T12:00:00Z")));
    }
  }

  @Test
  void keepsTheLatest() throws IOException {
    assertThat(releases.prune(Retention.latest(2))).isEqualTo(ids.subList(0, 3));
    assertThat(releases.list()).isEqualTo(ids.subList(3, 5));
  }

  @Test
  void keepsAll() throws IOException {
    assertThat(releases.prune(Retention.ALL)).isEmpty();
  }

  @Test
  void keepsTheLastOfEachMonth() throws IOException {
    assertThat(releases.prune(new Retention(1, true, true)))
        .containsExactly(ids.get(0), ids.get(2));
  }

  @Test
  void keepsWhatWasCitedUnlessToldOtherwise() throws IOException {
    releases.cite(ids.get(1), CitationLimit.DEFAULT);
    releases.cite(ids.get(1), CitationLimit.DEFAULT);
    releases.cite("2020-01-01-000000", CitationLimit.DEFAULT);
    assertThat(releases.cited()).containsExactly(ids.get(1));
    assertThat(releases.prune(Retention.latest(1)))
        .containsExactly(ids.get(0), ids.get(2), ids.get(3));
    assertThat(releases.prune(new Retention(1, false, false))).containsExactly(ids.get(1));
  }
}
