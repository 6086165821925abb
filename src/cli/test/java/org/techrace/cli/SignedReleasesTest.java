package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.release.Releases;

/// Releases that are signed where they are built, and verified where they are received: whoever can
/// write to the store cannot make a server serve something else.
final class SignedReleasesTest {
  @TempDir private Path folder = Path.of("");
  private Path key = Path.of("");
  private Path signers = Path.of("");
  private Path store = Path.of("");
  private Path replica = Path.of("");
  private Project project = Project.at(Path.of(""));

  @BeforeEach
  void build() throws Exception {
    assumeTrue(run("ssh-keygen", "-?") != 127, "needs ssh-keygen (openssh-client): skipped");
    key = folder.resolve("key");
    assertThat(run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())).isZero();
    signers =
        Files.writeString(
            folder.resolve("signers"), "curator " + Files.readString(folder.resolve("key.pub")));
    store = Files.createDirectory(folder.resolve("store"));
    replica = folder.resolve("replica");
    project = Project.in(folder.resolve("project"));
    assertThat(project.run("build").code()).isZero();
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException _) {
      return 127;
    }
  }

  private Project.Outcome releases(String... command) {
    return project.run(
        Stream.concat(Stream.of("releases"), Arrays.stream(command)).toArray(String[]::new));
  }

  private void sign() {
    Project.Outcome signed = releases("sign", "--key", key.toString());
    assertThat(signed.code()).as(signed.err()).isZero();
  }

  private Project.Outcome push() {
    Project.Outcome pushed = releases("push", store.toUri().toString());
    assertThat(pushed.code()).as(pushed.err()).isZero();
    return pushed;
  }

  /// Pulls into the folder of a replica, which has no project.
  private Project.Outcome pull() {
    return project.command(
        "releases",
        "pull",
        store.toUri().toString(),
        "--signers",
        signers.toString(),
        "--releases",
        replica.toString());
  }

  private String change(String label) throws IOException {
    project.edit("data/telescopes/telescopes.csv", label, label + " changed");
    assertThat(project.run("build").code()).isZero();
    return project.releases().promoted();
  }

  @Test
  void verifiesWhatItSigned() throws IOException {
    assertThat(releases("verify", "--signers", signers.toString()).err())
        .contains("is not signed (SHA256SUMS.sig is missing)");
    sign();
    Project.Outcome verified = releases("verify", "--signers", signers.toString());
    assertThat(verified.code()).as(verified.err()).isZero();
    assertThat(verified.out()).contains("is unchanged since it was sealed, signed by curator");
    assertThat(project.run("build").out()).contains("is up to date");
    assertThat(project.run("serve", "--rehearse").code()).isZero();
  }

  @Test
  void isVerifiedWithTheToolOfOpenSsh() throws Exception {
    sign();
    Path release = project.releases().folder(project.releases().promoted());
    for (String file : new String[] {"SHA256SUMS", "SITE_SHA256SUMS"}) {
      Process verify =
          new ProcessBuilder(
                  "ssh-keygen",
                  "-Y",
                  "verify",
                  "-f",
                  signers.toString(),
                  "-I",
                  "curator",
                  "-n",
                  "techrace-release",
                  "-s",
                  release.resolve(file + ".sig").toString())
              .redirectInput(release.resolve(file).toFile())
              .redirectErrorStream(true)
              .start();
      String printed = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(verify.waitFor()).as(printed).isZero();
    }
  }

  @Test
  void isReceivedOnlyIfItIsSigned() throws IOException {
    push();
    Project.Outcome refused = pull();
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).startsWith("ERROR release ").contains("is not signed");
    assertThat(new Releases(replica).names()).isEmpty();
    sign();
    push();
    Project.Outcome pulled = pull();
    assertThat(pulled.code()).as(pulled.err()).isZero();
    assertThat(new Releases(replica).promoted()).isEqualTo(project.releases().promoted());
  }

  @Test
  void keepsTheReleaseItHasIfTheNextOneIsNotSigned() throws IOException {
    sign();
    push();
    assertThat(pull().code()).isZero();
    String before = new Releases(replica).promoted();
    change("Very Large Telescope");
    push();
    assertThat(pull().code()).isEqualTo(1);
    assertThat(new Releases(replica).promoted()).isEqualTo(before);
    assertThat(new Releases(replica).names()).containsExactly(before);
  }

  @Test
  void refusesAnotherKey() throws Exception {
    Path other = folder.resolve("other");
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString());
    assertThat(releases("sign", "--key", other.toString()).code()).isZero();
    push();
    Project.Outcome refused = pull();
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("is signed with a key that", "does not have");
    assertThat(new Releases(replica).names()).isEmpty();
  }

  /// The queries and settings of the project come with the release, and are signed with it.
  @Test
  void refusesChangedQueriesOfTheProject() throws IOException {
    sign();
    project.write(
        "queries/pages/explore/more.rq", "# Title: More\nSELECT ?thing { ?thing a ?class }");
    push();
    Project.Outcome refused = pull();
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("queries/pages/explore/more.rq of the project is not as it was signed");
    assertThat(new Releases(replica).names()).isEmpty();
  }

  @Test
  void refusesASignatureOfAnotherRelease() throws IOException {
    sign();
    Path first = project.releases().folder(project.releases().promoted());
    Path second = project.releases().folder(change("Very Large Telescope"));
    for (String file : new String[] {"SITE_SHA256SUMS", "SITE_SHA256SUMS.sig", "SHA256SUMS.sig"}) {
      Files.copy(first.resolve(file), second.resolve(file));
    }
    assertThat(releases("verify", "--signers", signers.toString()).err())
        .contains("the signature of SHA256SUMS of release", "is not the signature of this file");
    sign();
    for (String file : new String[] {"SITE_SHA256SUMS", "SITE_SHA256SUMS.sig"}) {
      Files.copy(first.resolve(file), second.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(releases("verify", "--signers", signers.toString()).err())
        .contains("SITE_SHA256SUMS is that of another release");
  }

  @Test
  void takesNoKeyOutOfTheProject() throws IOException {
    Path inside = project.folder().resolve("key");
    Files.copy(key, inside);
    Project.Outcome refused = releases("sign", "--key", inside.toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("is in the project, which others get to see");
  }

  @Test
  void theChainShowsMissingAndReplacedReleases() throws IOException {
    String first = project.releases().promoted();
    String second = change("Very Large Telescope");
    String third = change("Keck");
    Project.Outcome whole = releases("verify", "--chain");
    assertThat(whole.code()).as(whole.err()).isZero();
    assertThat(whole.out())
        .contains("release %s names no release before it".formatted(first))
        .contains("release %s follows %s, which is as it was".formatted(third, second));
    Path sums = project.releases().folder(second).resolve("SHA256SUMS");
    String before = Files.readString(sums);
    Files.writeString(sums, before.replaceFirst("^.", "0").replaceFirst("^0(.)", "0f"));
    assertThat(releases("verify", "--chain").err())
        .contains("release %s follows %s, which was replaced".formatted(third, second));
    Files.writeString(sums, before);
    PathUtils.deleteDirectory(project.releases().folder(second));
    Project.Outcome missing = releases("verify", "--chain");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.err())
        .contains("ERROR release %s follows %s, which is missing here".formatted(third, second));
    PathUtils.deleteDirectory(project.releases().folder(first));
    assertThat(releases("verify", "--chain").out()).contains("the chain begins here");
  }
}
