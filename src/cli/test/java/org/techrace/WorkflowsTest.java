package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What runs in workflows and scripts of continuous integration cannot be exchanged by others, and
/// a pull request, which may be anyone's, gets neither secrets nor rights.
final class WorkflowsTest {
  private static final Path FOLDER = Path.of(".github/workflows");
  private static final Pattern USES = Pattern.compile("(?m)^ *(?:- )?uses: (.*)$");
  private static final Pattern JOB = Pattern.compile("(?m)^  (?=\\S+:$)");

  static List<Path> workflows() throws Exception {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void actionsArePinnedByDigest(Path workflow) throws Exception {
    List<String> actions =
        USES.matcher(Files.readString(workflow)).results().map(uses -> uses.group(1)).toList();
    assertThat(actions).isNotEmpty();
    assertThat(actions).allMatch(action -> action.matches("[\\w./-]+@[0-9a-f]{40} # v[\\d.]+"));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void aWorkflowMayOnlyReadUnlessAJobNeedsMore(Path workflow) throws Exception {
    String text = Files.readString(workflow);
    assertThat(text).contains("\npermissions:\n  contents: read\n");
    assertThat(text).doesNotContain("pull_request_target", "secrets.");
  }

  @Test
  void aPullRequestIsTestedWithoutRoot() throws Exception {
    String ci = Files.readString(FOLDER.resolve("ci.yml"));
    List<String> jobs =
        JOB.splitAsStream(ci.substring(ci.indexOf("\njobs:")))
            .filter(job -> job.contains("runs-on:"))
            .toList();
    assertThat(jobs).hasSize(2);
    for (String job : jobs) {
      if (!job.contains("if: github.event_name == 'push'")) {
        assertThat(job).contains("if: github.event_name == 'pull_request'").doesNotContain("sudo");
      }
    }
  }

  @Test
  void packagesOfNpmHaveTheVersionsOfALockFileAndRunNoScripts() throws Exception {
    List<String> lines =
        Files.readAllLines(Path.of(".ci/run")).stream()
            .filter(line -> line.strip().startsWith("npm "))
            .toList();
    assertThat(lines).isNotEmpty();
    assertThat(lines)
        .allMatch(line -> line.contains("npm ci ") && line.contains("--ignore-scripts"));
  }

  @Test
  void artefactsOfATagAreAttestedAndPublished() throws Exception {
    assertThat(Files.readString(FOLDER.resolve("release.yml")))
        .contains(
            "actions/attest-build-provenance@", "-sbom.json", "SHA256SUMS", "gh release create");
  }
}
