package org.techrace.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run cannot open files outside its access, by any path, link or race.
final class AccessTest {
  private static final String SECRET = "secret";

  @TempDir private Path temp = Path.of("");
  private Path inside = Path.of("");
  private Path outside = Path.of("");

  @BeforeEach
  void make() throws IOException {
    inside = Files.createDirectories(temp.resolve("inside"));
    outside = Files.createDirectories(temp.resolve("outside"));
    Files.writeString(outside.resolve("secret"), SECRET);
    Files.writeString(inside.resolve("table"), "table");
    Files.createDirectories(inside.resolve("folder"));
    Files.writeString(inside.resolve("folder/table"), "inner table");
  }

  private Access access() {
    return Access.none().allowReading(inside).allowWriting(inside);
  }

  private static String read(Access access, Path file) throws IOException {
    try (InputStream in = access.file(file).stream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void write(Access access, Path file, String text) throws IOException {
    try (OutputStream out = access.write(file, () -> true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void readsBelowAFolder() throws IOException {
    assertThat(read(access(), inside.resolve("table"))).isEqualTo("table");
    assertThat(read(access(), inside.resolve("folder/../folder/./table"))).isEqualTo("inner table");
    assertThat(access().file(inside.resolve("table")).size()).isEqualTo(5);
  }

  @Test
  void readsNothingElse() {
    for (Path file :
        new Path[] {
          outside.resolve("secret"),
          inside.resolve("../outside/secret"),
          inside.resolve("folder/../../outside/secret"),
          Path.of("/etc/passwd")
        }) {
      assertThatThrownBy(() -> access().read(file))
          .as(file.toString())
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("outside of what this run may read; allow it with --read ");
    }
    assertThatThrownBy(() -> Access.none().read(inside.resolve("table")))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aFileThatIsNotThereIsNoRefusal() {
    assertThatThrownBy(() -> access().read(inside.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void followsNoLinkOut() throws IOException {
    Files.createSymbolicLink(inside.resolve("file"), outside.resolve("secret"));
    Files.createSymbolicLink(inside.resolve("relative"), Path.of("../outside/secret"));
    Files.createSymbolicLink(inside.resolve("away"), outside);
    Files.createSymbolicLink(inside.resolve("again"), inside.resolve("file"));
    for (String name : new String[] {"file", "relative", "away/secret", "again"}) {
      assertThatThrownBy(() -> access().read(inside.resolve(name)))
          .as(name)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("is a link out of what this run may read");
    }
  }

  @Test
  void followsLinksInside() throws IOException {
    Files.createSymbolicLink(inside.resolve("link"), Path.of("folder"));
    assertThat(read(access(), inside.resolve("link/table"))).isEqualTo("inner table");
    Path alias = Files.createSymbolicLink(temp.resolve("alias"), inside);
    assertThat(read(Access.none().allowReading(alias), alias.resolve("table"))).isEqualTo("table");
  }

  @Test
  void whatIsNoRegularFileIsRefused() {
    for (Path folder : new Path[] {inside, inside.resolve("folder")}) {
      assertThatThrownBy(() -> access().read(folder))
          .isInstanceOf(RefusedException.class)
          .hasMessage("'%s' is a folder; expected a file", folder);
    }
  }

  @Test
  void aFileAllowedByNameAllowsNoOther() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("link"), inside.resolve("table"));
    Access access = Access.none().allowReading(link);
    assertThat(read(access, link)).isEqualTo("table");
    assertThatThrownBy(() -> access.read(inside.resolve("folder/table")))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void listsNothingBehindALinkOut() throws IOException {
    Files.createSymbolicLink(inside.resolve("away"), outside);
    assertThat(access().list(inside))
        .extracting(path -> path.getFileName().toString())
        .containsExactly("away", "folder", "table");
    assertThat(access().list(inside.resolve("away"))).isEmpty();
    assertThat(access().list(inside.resolve("none"))).isEmpty();
  }

  @Test
  void writesBelowAFolder() throws IOException {
    write(access(), inside.resolve("folder/new"), "new");
    write(access(), inside.resolve("folder/table"), "newer");
    assertThat(inside.resolve("folder/new")).hasContent("new");
    assertThat(inside.resolve("folder/table")).hasContent("newer");
    assertThat(inside.resolve("folder")).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void writesNothingElse() throws IOException {
    Files.createSymbolicLink(inside.resolve("away"), outside);
    for (Path file :
        new Path[] {
          outside.resolve("new"),
          inside.resolve("../outside/new"),
          inside.resolve("away/new"),
          temp.resolve("new")
        }) {
      assertThatThrownBy(() -> write(access(), file, "new"))
          .as(file.toString())
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("allow it with --write ");
    }
    assertThat(outside).isDirectoryNotContaining("glob:**new*");
    assertThat(temp).isDirectoryNotContaining("glob:**new*");
  }

  @Test
  void writesNoHiddenFile() {
    for (String name : new String[] {".git/config", ".bashrc", "folder/.hidden", ".."}) {
      assertThatThrownBy(() -> write(access(), inside.resolve(name), "new"))
          .as(name)
          .isInstanceOf(IOException.class);
    }
    assertThat(inside).isDirectoryNotContaining("glob:**/.*");
  }

  /// A link is replaced; what it led to stays.
  @Test
  void writesThroughNoLink() throws IOException {
    Path link = Files.createSymbolicLink(inside.resolve("link"), outside.resolve("secret"));
    Files.createSymbolicLink(inside.resolve("new.part"), outside.resolve("secret"));
    write(access(), link, "new");
    assertThat(link).isRegularFile().hasContent("new");
    assertThatThrownBy(() -> write(access(), inside.resolve("new"), "new"))
        .isInstanceOf(RefusedException.class);
    assertThat(outside.resolve("secret")).hasContent(SECRET);
  }

  @Test
  void aFileThatIsNotSoundDoesNotAppear() throws IOException {
    Path table = inside.resolve("table");
    access().write(table, () -> false).close();
    assertThat(table).hasContent("table");
    assertThat(inside).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aDryRunWritesNothingAndRefusesAll() throws IOException {
    write(access().dryRun(), inside.resolve("new"), "new");
    assertThat(inside.resolve("new")).doesNotExist();
    assertThatThrownBy(() -> write(access().dryRun(), outside.resolve("new"), "new"))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void aDeviceThatTheUserNamedTakesTheBytes() throws IOException {
    write(Access.none().allowWriting(Path.of("/dev/null")), Path.of("/dev/null"), "new");
    assertThatThrownBy(() -> write(access(), Path.of("/dev/null"), "new"))
        .isInstanceOf(RefusedException.class);
  }

  /// Only the path at the time of opening counts.
  @Test
  void aFolderThatBecameALinkIsNotOpened() throws IOException {
    Files.createSymbolicLink(inside.resolve("away"), outside);
    Files.createSymbolicLink(inside.resolve("file"), outside.resolve("secret"));
    assertThatThrownBy(() -> Folder.open(inside, Path.of("away")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("became a link while it was opened");
    assertThatThrownBy(() -> Folder.open(inside, Path.of("..", "outside")))
        .isInstanceOf(IllegalArgumentException.class);
    try (Folder folder = Folder.open(inside, Path.of(""))) {
      assertThatThrownBy(() -> folder.open(Path.of("file"), StandardOpenOption.READ))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("became a link while it was opened");
    }
  }

  /// An attacker exchanges a folder and a link out, as fast as it can be done, while the run reads
  /// and writes in it.
  @Test
  void whoeverSwapsLinksWhileFilesAreOpenedGetsNothing() throws Exception {
    Path good = inside.resolve("good");
    Path swapped = inside.resolve("swapped");
    Files.createDirectory(good);
    Files.writeString(good.resolve("secret"), "harmless");
    Path link = Files.createSymbolicLink(inside.resolve("link"), outside);
    AtomicBoolean stop = new AtomicBoolean();
    Thread attacker =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (!stop.get()) {
                    swap(good, swapped);
                    swap(swapped, good);
                    swap(link, swapped);
                    swap(swapped, link);
                  }
                });
    int read = 0;
    int refused = 0;
    long end = System.nanoTime() + 3_000_000_000L;
    while (System.nanoTime() < end) {
      try {
        assertThat(read(access(), swapped.resolve("secret"))).isEqualTo("harmless");
        read++;
        write(access(), swapped.resolve("written"), "new");
      } catch (IOException e) {
        refused++;
      }
    }
    stop.set(true);
    attacker.join();
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
    assertThat(outside.resolve("secret")).hasContent(SECRET);
    assertThat(outside).isDirectoryNotContaining("glob:**written*");
  }

  private static void swap(Path from, Path to) {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      // The next round.
    }
  }
}
