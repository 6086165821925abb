package org.techrace.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.serve.ReliabilityDoc;

/// `kill -9` at random moments of staging, sealing, promoting, rolling back and pruning: the
/// current release stays served and right, and the next start cleans up.
///
/// `-Dtechrace.kills=200` for the long run; its result is in `docs/reliability.md`.
final class KillTest {
  private static final int KILLS = Integer.getInteger("techrace.kills", 5);
  private static final Node NUMBER = NodeFactory.createURI("http://example.org/number");

  @TempDir private Path folder = Path.of("");

  @Test
  void theCurrentReleaseOutlivesItsMaker() throws Exception {
    Releases releases = new Releases(folder);
    new Making(folder).publish(Victim.text(0), Making.NOON);
    int leftovers = 0;
    long start = System.nanoTime();
    Set<String> served = new HashSet<>();
    Random random = new Random(20261124);
    for (int i = 0; i < KILLS; i++) {
      kill(random.nextInt(1500), i);
      String current = releases.current().orElseThrow();
      served.add(current);
      assertSound(releases, current);
      List<String> all = releases.list();
      assertThat(all).contains(current);
      for (String id : all) {
        releases.verify(id);
      }
      leftovers += releases.clean().size();
      assertThat(hidden()).as("after kill %d", i).isSubsetOf(".lock", ".current.new");
      new Making(folder).publish(Victim.text(i), java.time.Clock.systemUTC());
      releases.prune(3);
    }
    assertThat(served).as("the victims did publish").hasSizeGreaterThan(1);
    String result =
        "%d of %d sound; %d different releases were current after them, %d leftovers were cleaned"
            .formatted(KILLS, KILLS, served.size(), leftovers);
    System.out.println(result);
    if (KILLS >= 200) {
      ReliabilityDoc.table(
          "Kills",
          "`kill -9` of a process that stages, seals, promotes, rolls back and prunes without end,"
              + " at random moments. After each kill every release there is verified in full, the"
              + " current one is read and compared, and the next start cleans up (`mvn test"
              + " -Dtest=KillTest -Dtechrace.kills=200 -Dgolden.update=true`; each build tries"
              + " five).",
          ReliabilityDoc.FAULTS,
          List.of(
              ReliabilityDoc.fault(
                  KILLS + " kills",
                  "the old or the new release is current, and sound",
                  result,
                  start)));
    }
  }

  /// Starts a victim and kills it some time after it began to publish.
  private void kill(int milliseconds, int seed) throws IOException, InterruptedException {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString(),
                Integer.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = victim.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("ready");
      Thread.sleep(milliseconds);
    } finally {
      victim.destroyForcibly();
      assertThat(victim.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  /// A release says one number, 300 times: a mixture of two releases would say more or fewer.
  private static void assertSound(Releases releases, String id) throws IOException {
    try (Release release = releases.open(id)) {
      List<Triple> numbers =
          release.dataset().getDefaultGraph().find(Node.ANY, NUMBER, Node.ANY).toList();
      assertThat(numbers).hasSize(300);
      assertThat(numbers.stream().map(Triple::getObject).distinct()).hasSize(1);
      assertThat(release.dataset().getDefaultGraph().size()).isEqualTo(900);
    }
  }

  private List<String> hidden() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).filter(f -> f.startsWith(".")).toList();
    }
  }
}
