package org.techrace.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.jena.atlas.RuntimeIOException;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.OwnGraph;
import org.techrace.serve.ReliabilityDoc;
import org.techrace.store.DamagedStoreException;

/// Damaged bytes, a full disk, a read-only folder, a second builder: nothing wrong is served and
/// nothing is lost.
@Tag("long")
final class FaultTest {
  private static final List<List<String>> ROWS = new ArrayList<>();

  @TempDir private Path folder = Path.of("");
  private Making making = new Making(folder);

  private final long start = System.nanoTime();

  @BeforeEach
  void open() {
    making = new Making(folder);
  }

  private void tell(String done, String must, String was) {
    ROWS.add(ReliabilityDoc.fault(done, must, was, start));
  }

  @AfterAll
  static void document() throws IOException {
    ReliabilityDoc.table(
        "Faults of disk, clock and builders",
        "Faults in a folder of releases (`FaultTest`).",
        ReliabilityDoc.FAULTS,
        ROWS);
  }

  /// Flips one byte in each file of a release: the full verification finds each change. A reader
  /// without full verification gets the right answer or an exception.
  @Test
  void oneDamagedByte() throws IOException {
    String id = making.publish(Making.numbered(7), Making.NOON);
    List<Triple> right = read(id);
    Random random = new Random(5);
    int refused = 0;
    int tries = 0;
    for (Path file : files(making.releases().folder(id))) {
      byte[] sealed = Files.readAllBytes(file);
      for (int n = 0; n < Math.min(20, sealed.length); n++) {
        tries++;
        byte[] damaged = sealed.clone();
        damaged[random.nextInt(sealed.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        assertThatThrownBy(() -> making.releases().verify(id))
            .as(file.toString())
            .isInstanceOf(DamagedReleaseException.class)
            .hasMessageStartingWith("the release " + id + " is damaged: ");
        try {
          assertThat(read(id)).as(file.toString()).hasSameElementsAs(right);
        } catch (DamagedReleaseException | DamagedStoreException e) {
          refused++;
        }
      }
      Files.write(file, sealed);
    }
    assertThat(refused).isPositive();
    making.releases().verify(id);
    tell(
        "one bit of a release is flipped, %d times, in each of its files".formatted(tries),
        "`releases verify` names the file; who reads without it gets the right answer or none",
        "%d named; read at once: %d refused, %d right".formatted(tries, refused, tries - refused));
  }

  @Test
  void aFileIsMissingOrCutShort() throws IOException {
    String id = making.publish(Making.numbered(7), Making.NOON);
    int tries = 0;
    for (Path file : files(making.releases().folder(id))) {
      byte[] sealed = Files.readAllBytes(file);
      for (int keep : new int[] {-1, 0, sealed.length / 2, sealed.length - 1}) {
        tries++;
        Files.deleteIfExists(file);
        if (keep >= 0) {
          Files.write(file, Arrays.copyOf(sealed, keep));
        }
        assertThatThrownBy(() -> making.releases().promote(id))
            .as("%s, %d bytes", file, keep)
            .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> making.releases().open(id))
            .as("%s, %d bytes", file, keep)
            .isInstanceOf(IOException.class);
      }
      Files.write(file, sealed);
    }
    making.releases().open(id).close();
    tell(
        "a file of a release is missing or cut short, %d times".formatted(tries),
        "neither opened nor promoted",
        "refused %d times".formatted(tries));
  }

  private List<Triple> read(String id) throws IOException {
    try (Release release = making.releases().open(id)) {
      return Iter.toList(release.dataset().getDefaultGraph().find(Node.ANY, Node.ANY, Node.ANY));
    }
  }

  private static List<Path> files(Path release) throws IOException {
    try (Stream<Path> all = Files.walk(release)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void aDamagedReleaseIsNotPromotedAndAnotherBuildStillWorks() throws IOException {
    String one = making.publish(":a :b 1 .", Making.NOON);
    String two = making.publish(":a :b 2 .", Making.NOON);
    Path dump = making.releases().folder(one).resolve(Dump.FILE);
    byte[] bytes = Files.readAllBytes(dump);
    bytes[bytes.length / 2]++;
    Files.write(dump, bytes);
    assertThatThrownBy(() -> making.releases().promote(one))
        .isInstanceOf(DamagedReleaseException.class)
        .hasMessageContaining("data.nq.gz is not as it was sealed");
    assertThatThrownBy(making.releases()::rollBack).isInstanceOf(DamagedReleaseException.class);
    assertThat(making.releases().current()).contains(two);
    Path current = making.releases().folder(two).resolve(ReleaseDescription.FILE);
    Files.writeString(current, "damaged");
    String three = making.publish(":a :b 3 .", Making.NOON);
    assertThat(making.releases().current()).contains(three);
    making.releases().open(three).close();
    tell(
        "the current release is damaged",
        "another can be built and promoted",
        "built and promoted");
  }

  @ParameterizedTest
  @CsvSource({"2, 60_000", "64, 1_500_000"})
  void aFullDiskLeavesTheCurrentRelease(int megabytes, String statements) throws Exception {
    mount("tmpfs", "-t", "tmpfs", "-o", "size=" + megabytes + "m");
    try {
      String id = making.publish(":a :b 1 .", Making.NOON);
      StringBuilder large = new StringBuilder();
      Random random = new Random(3);
      for (int i = 0; i < Integer.parseInt(statements.replace("_", "")); i++) {
        large.append(":a :b \"").append(random.nextLong()).append("\" . ");
      }
      assertThatThrownBy(() -> making.seal(large.toString(), Clock.systemUTC()))
          .satisfiesAnyOf(
              e -> assertThat(e).isInstanceOf(IOException.class),
              e -> assertThat(e).isInstanceOf(UncheckedIOException.class),
              e -> assertThat(e).isInstanceOf(RuntimeIOException.class))
          .hasMessageContaining("No space left on device");
      assertThat(making.releases().list()).containsExactly(id);
      making.releases().verify(id);
      assertThat(making.releases().clean()).isEmpty();
      String next = making.publish(":a :b 2 .", Making.NOON);
      assertThat(making.releases().current()).contains(next);
      tell(
          "the disk (%d MB) is full while a release is made".formatted(megabytes),
          "“No space left on device”, the current release is sound, the next build works",
          "so");
    } finally {
      run("umount", folder.toString());
    }
  }

  @Test
  void aReadOnlyFolderIsReadAndNotWritten() throws Exception {
    String id = making.publish(Making.numbered(1), Making.NOON);
    mount(folder.toString(), "--bind");
    try {
      assumeTrue(
          run("mount", "-o", "remount,ro,bind", folder.toString()), "cannot mount read-only");
      assertThat(making.releases().clean()).isEmpty();
      making.releases().verify(id);
      assertThat(read(id)).hasSize(900);
      assertThatThrownBy(() -> making.seal(":a :b 2 .", Clock.systemUTC()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Read-only file system");
      assertThat(making.releases().current()).contains(id);
      tell(
          "the folder is read-only",
          "releases are verified, opened and read; a build says “Read-only file system”",
          "so");
    } finally {
      run("umount", folder.toString());
    }
  }

  @Test
  void aSecondBuilderInAnotherProcess() throws Exception {
    String id = making.publish(":a :b 1 .", Making.NOON);
    Process other = builder();
    try (BufferedReader out = other.inputReader()) {
      assertThat(out.readLine()).isEqualTo("ready");
      assertThatThrownBy(() -> making.seal(":a :b 2 .", Making.NOON))
          .hasMessage(
              "another build is at work in %s (process %d); wait for it to end"
                  .formatted(folder, other.pid()));
      assertThat(making.releases().clean()).as("it belongs to the other").isEmpty();
      assertThat(making.releases().current()).contains(id);
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(making.releases().clean()).as("what the dead one left").hasSize(1);
    try (Staging _ =
        making.releases().stage(OwnGraph.PUBLICATION, Making.inputs("x"), Making.NOON)) {
      Process late = builder();
      assertThat(late.inputReader().readLine())
          .contains("another build is at work", "process " + ProcessHandle.current().pid());
      assertThat(late.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
    making.publish(":a :b 3 .", Making.NOON);
    tell(
        "a second process builds in the same folder, and is killed",
        "the later one reports the process of the earlier; the files of the killed one are removed",
        "so");
  }

  private Process builder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SecondBuilder.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  @Test
  void aClockSetBackChangesNoOrder() throws IOException {
    String one = making.publish(":a :b 1 .", Making.clock("2026-11-24T12:00:00Z"));
    String two = making.publish(":a :b 2 .", Making.clock("2024-01-01T00:00:00Z"));
    assertThat(two).startsWith("2026-11-24-");
    assertThat(making.releases().list()).containsExactly(one, two);
    assertThat(making.releases().rollBack()).isEqualTo(one);
    tell(
        "the clock is set back two years between two builds",
        "the later release stays the later one; roll back finds the earlier",
        "so");
  }

  /// Only who may mount can try this; others skip it.
  private void mount(String what, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(options));
    command.addAll(List.of(what, folder.toString()));
    assumeTrue(
        run(command.toArray(String[]::new)), "needs the right to mount a file system: skipped");
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
