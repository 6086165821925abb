package org.techrace.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.techrace.SharedMaterial;

/// The drafts of `init` for a few public tables are as good as measured. `src/bench/run init`
/// compares all of them.
final class InitScoreTest {
  private static final Path EXPECTED = Path.of("src/bench/init/expected.txt");

  /// Small tables of five publishers.
  private static final Set<String> TABLES =
      Set.of(
          "ai-diffusion/AI_Diffusion_Q12026_Update.csv",
          "epoch-2026/data_center_timelines.csv",
          "epoch-2026/data_centers.csv",
          "usgs-mcs-2026/original/MCS2026_Fig13_Scrap.csv",
          "indicators/population.csv",
          "ncses-2/raw/5913.csv");

  @Test
  void draftsAreAsGoodAsMeasured() throws Exception {
    Path data = SharedMaterial.path("data");
    assumeTrue(Files.isDirectory(data), "the public tables are not here: " + data);
    List<ExpectedTable> chosen =
        ExpectedTable.read(EXPECTED).stream().filter(t -> TABLES.contains(t.path())).toList();
    assertThat(chosen).hasSameSizeAs(TABLES);
    Map<InitScore.Aspect, InitScore.Score> scores =
        new InitScore(data, chosen)
            .run()
            .of(chosen.stream().map(ExpectedTable::path).collect(Collectors.toSet()));
    scores.forEach(
        (aspect, score) -> {
          assertThat(score.precision()).as("precision of %s", aspect).isEqualTo(1);
          assertThat(score.recall()).as("recall of %s", aspect).isEqualTo(1);
        });
  }

  @Test
  void expectationsAreComplete() throws Exception {
    List<ExpectedTable> tables = ExpectedTable.read(EXPECTED);
    assertThat(tables).hasSize(100);
    assertThat(tables.stream().map(ExpectedTable::publisher).distinct().count())
        .isGreaterThanOrEqualTo(8);
    assertThat(ExpectedTable.heldOut(tables)).hasSize(30);
  }
}
