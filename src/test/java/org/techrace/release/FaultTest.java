package org.techrace.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.jena.atlas.RuntimeIOException;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.store.DamagedStoreException;

/// Damaged bytes, a full disk, a read-only folder, a second builder: nothing wrong is served and
/// nothing is lost.
final class FaultTest {
  @TempDir private Path folder = Path.of("");
  private Making making = new Making(folder);

  @BeforeEach
  void open() {
    making = new Making(folder);
  }

  /// One byte flipped in each file of a release: the full verification finds each. Whoever reads it
  /// without verification gets the right answer or an exception.
  @Test
  void oneDamagedByte() throws IOException {
    String id = making.publish(Victim.text(7), Making.NOON);
    List<Triple> right = read(id);
    Random random = new Random(5);
    int refused = 0;
    for (Path file : files(making.releases().folder(id))) {
      byte[] sealed = Files.readAllBytes(file);
      for (int n = 0; n < Math.min(20, sealed.length); n++) {
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
    Path current = making.releases().folder(two).resolve(Description.FILE);
    Files.writeString(current, "damaged");
    String three = making.publish(":a :b 3 .", Making.NOON);
    assertThat(making.releases().current()).contains(three);
    making.releases().open(three).close();
  }

  @Test
  void aFullDiskLeavesTheCurrentRelease() throws Exception {
    mount("tmpfs", "-t", "tmpfs", "-o", "size=2m");
    try {
      String id = making.publish(":a :b 1 .", Making.NOON);
      StringBuilder large = new StringBuilder();
      Random random = new Random(3);
      for (int i = 0; i < 60_000; i++) {
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
    } finally {
      run("umount", folder.toString());
    }
  }

  @Test
  void aReadOnlyFolderIsReadAndNotWritten() throws Exception {
    String id = making.publish(Victim.text(1), Making.NOON);
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
    } finally {
      run("umount", folder.toString());
    }
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
