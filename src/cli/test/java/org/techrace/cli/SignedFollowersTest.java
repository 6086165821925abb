package org.techrace.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.release.Digests;
import org.techrace.release.Releases;

/// Two processes follow a store with `--signers`: `releases follow` and `serve --follow`. Whoever
/// can write to the store cannot make them take a release: they keep the one that they have, and
/// take the next one that is signed.
@Tag("long")
final class SignedFollowersTest {
  @TempDir private Path folder = Path.of("");

  /// A process that follows the store.
  private record Following(Process process, Path printed, Releases releases) {}

  @Test
  void keepWhatTheyHaveUnlessTheNextReleaseIsSigned() throws Exception {
    assumeTrue(run("ssh-keygen", "-?") != 127, "needs ssh-keygen (openssh-client): skipped");
    Path curator = key("curator");
    Path stranger = key("stranger");
    Path signers =
        Files.writeString(
            folder.resolve("signers"),
            "curator " + Files.readString(folder.resolve("curator.pub")));
    Path store = folder.resolve("store");
    Project project = Project.in(folder.resolve("project"));
    assertThat(project.run("build").code()).isZero();
    sign(project, curator);
    push(project, store);
    String first = project.releases().promoted();
    List<Following> both = new ArrayList<>();
    try {
      both.add(start(List.of("releases", "follow", store.toUri().toString()), signers));
      both.add(start(List.of("serve", "--follow", store.toUri().toString()), signers));
      awaitCurrent(both, first);

      String unsigned = change(project, "Second");
      push(project, store);
      awaitPrinted(both, "release " + unsigned + " is not signed");
      assertKept(both, first);

      String byStranger = change(project, "Third");
      sign(project, stranger);
      push(project, store);
      awaitPrinted(both, "release " + byStranger + " is signed with a key that");
      assertKept(both, first);

      String tampered = change(project, "Fourth");
      sign(project, curator);
      push(project, store);
      awaitCurrent(both, tampered);
      String next = change(project, "Fifth");
      sign(project, curator);
      Path elsewhere = folder.resolve("elsewhere");
      push(project, elsewhere);
      tamper(elsewhere, next);
      for (String part : List.of("objects", "releases", "current")) {
        copy(elsewhere.resolve(part), store.resolve(part));
      }
      awaitPrinted(both, next + " is damaged: data.nq.gz");
      assertKept(both, tampered);

      String last = change(project, "Sixth");
      sign(project, curator);
      push(project, store);
      awaitCurrent(both, last);
      for (Following one : both) {
        assertThat(one.process.isAlive()).isTrue();
        assertThat(one.releases.names()).contains(first, tampered, last);
        assertThat(one.releases.names()).doesNotContain(unsigned, byStranger, next);
      }
    } finally {
      both.forEach(one -> one.process.destroyForcibly().onExit().join());
    }
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException _) {
      return 127;
    }
  }

  private Path key(String name) throws InterruptedException {
    Path key = folder.resolve(name);
    assertThat(run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())).isZero();
    return key;
  }

  private static void sign(Project project, Path key) {
    Project.Outcome signed = project.run("releases", "sign", "--key", key.toString());
    assertThat(signed.code()).as(signed.err()).isZero();
  }

  private static void push(Project project, Path store, String... options) {
    Project.Outcome pushed =
        project.run(
            Stream.concat(
                    Stream.of("releases", "push", store.toUri().toString()), Stream.of(options))
                .toArray(String[]::new));
    assertThat(pushed.code()).as(pushed.err()).isZero();
  }

  /// Changes a label, builds, and returns the name of the release.
  private static String change(Project project, String label) throws IOException {
    Path table = project.folder().resolve("data/telescopes/telescopes.csv");
    String text = Files.readString(table);
    Matcher name = Pattern.compile("(?m)^([^,\\n]+),([^,\\n]+)").matcher(text);
    assertThat(name.find()).as("a header").isTrue();
    assertThat(name.find()).as("a row").isTrue();
    Files.writeString(table, text.replace(name.group(), name.group(1) + "," + label));
    assertThat(project.run("build").code()).isZero();
    return project.releases().promoted();
  }

  /// Starts a process with a folder of its own, and without a project.
  private Following start(List<String> words, Path signers) throws IOException {
    Path releases = folder.resolve("replica-" + words.getFirst());
    Path printed = folder.resolve("printed-" + words.getFirst());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(words);
    command.addAll(List.of("--signers", signers.toString(), "--releases", releases.toString()));
    command.addAll(List.of("-o", "storage.interval-seconds=0.2"));
    if (words.getFirst().equals("serve")) {
      command.addAll(List.of("--port", "0", "-o", "serve.operations-port=0"));
    }
    Process process =
        new ProcessBuilder(command)
            .directory(Files.createDirectory(folder.resolve("in-" + words.getFirst())).toFile())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    return new Following(process, printed, new Releases(releases));
  }

  private interface Condition {
    boolean holds(Following one) throws IOException;
  }

  private static void await(List<Following> both, String what, Condition condition)
      throws Exception {
    for (Following one : both) {
      for (int i = 0; i < 1800 && one.process.isAlive() && !condition.holds(one); i++) {
        Thread.sleep(100);
      }
      assertThat(condition.holds(one)).as(what + ": " + Files.readString(one.printed)).isTrue();
    }
  }

  private static void awaitCurrent(List<Following> both, String release) throws Exception {
    await(both, release, one -> one.releases.current().equals(Optional.of(release)));
  }

  private static void awaitPrinted(List<Following> both, String text) throws Exception {
    await(both, text, one -> Files.readString(one.printed).contains(text));
  }

  private static void assertKept(List<Following> both, String release) throws IOException {
    for (Following one : both) {
      assertThat(one.releases.current()).contains(release);
    }
  }

  /// Replaces the dump of a release by other bytes and makes the release current, as somebody can
  /// who can write to the store: the manifest and the pointer name the digests of the other bytes.
  private static void tamper(Path store, String release) throws IOException {
    Path manifest = store.resolve("releases").resolve(release + ".json");
    String json = Files.readString(manifest);
    Matcher part =
        Pattern.compile("\"data\\.nq\\.gz\".*?\"sha256\"\\s*:\\s*\"([0-9a-f]+)\"", Pattern.DOTALL)
            .matcher(json);
    assertThat(part.find()).isTrue();
    String digest = part.group(1);
    byte[] bytes = Files.readAllBytes(object(store, digest));
    bytes[bytes.length / 2] ^= 1;
    String other = Digests.sha256(bytes);
    Path object = object(store, other);
    Files.createDirectories(object.resolveSibling(""));
    Files.write(object, bytes);
    byte[] changed = json.replace(digest, other).getBytes(UTF_8);
    Files.write(manifest, changed);
    Files.writeString(store.resolve("current"), release + " " + Digests.sha256(changed) + "\n");
  }

  /// Copies files, replacing those that are there.
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.resolveSibling(""));
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static Path object(Path store, String digest) {
    return store.resolve("objects").resolve(digest.substring(0, 2)).resolve(digest);
  }
}
