package org.techrace.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests that long bodies wait on disk within a space limit, and that no file remains.
final class BodiesTest {
  private static final Path OPEN = Path.of("/proc/self/fd");
  private static final int LONG = Spool.IN_MEMORY + 1;
  private static final int LONGEST = 2 * LONG;

  private final Bodies.Space space = new Bodies.Space(LONGEST);
  private final Bodies bodies = new Bodies(space, new Neighbour("one", false));

  @Test
  void returnsALongBodyAsItWasWritten() throws Exception {
    byte[] content = content(LONG + 100_000);
    try (bodies) {
      Spool spool = bodies.spool();
      spool.write(content, 0, 1000);
      spool.write(content, 1000, content.length - 1000);
      spool.close();
      assertThat(spool.size()).isEqualTo(content.length);
      assertThat(bytes(spool)).isEqualTo(content);
      assertThat(bytes(spool.copy())).isEqualTo(content);
    }
  }

  /// The file has no name, so nothing remains even if the process is killed.
  @Test
  void fileHasNoName() throws Exception {
    assumeTrue(Files.isDirectory(OPEN), "requires /proc");
    try (bodies) {
      bodies.spool().write(new byte[LONG]);
      assertThat(openFiles()).isNotEmpty().allMatch(file -> file.endsWith(" (deleted)"));
    }
  }

  @Test
  void movesALongBodyFromMemoryToDisk() throws Exception {
    byte[] content = content(LONG);
    try (bodies) {
      Body body = Body.of(content);
      Body settled = bodies.settled(body);
      assertThat(settled).isNotSameAs(body);
      assertThat(bytes(settled)).isEqualTo(content);
      Body small = Body.of(new byte[1000]);
      assertThat(bodies.settled(small)).isSameAs(small);
    }
  }

  @Test
  void refusesABodyThatIsTooLong() {
    try (bodies) {
      assertThatThrownBy(() -> bodies.settled(Body.of(new byte[LONGEST + 1])))
          .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(400));
    }
  }

  @Test
  void oneClientLeavesSpaceToOthers() throws Exception {
    try (Bodies second = new Bodies(space, new Neighbour("one", false));
        Bodies third = new Bodies(space, new Neighbour("one", false));
        Bodies other = new Bodies(space, new Neighbour("two", false))) {
      bodies.spool().write(new byte[LONGEST]);
      second.spool().write(new byte[LONGEST]);
      Spool refused = third.spool();
      assertThatThrownBy(() -> refused.write(new byte[LONG]))
          .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(503));
      other.spool().write(new byte[LONGEST]);
      bodies.close();
      third.spool().write(new byte[LONG]);
    }
    assertThat(space.take("one", 2L * LONGEST)).as("all was given back").isTrue();
    assertThat(space.take("two", 2L * LONGEST)).as("all was given back").isTrue();
  }

  @Test
  void stopsAWriterWhenTheRequestIsAnswered() {
    Spool spool = bodies.spool();
    bodies.close();
    assertThatThrownBy(() -> spool.write(1)).isInstanceOf(IOException.class);
    assertThatThrownBy(bodies::spool).isInstanceOf(IllegalStateException.class);
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31);
    }
    return content;
  }

  private static byte[] bytes(Body body) throws IOException {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    body.writeTo(sent);
    return sent.toByteArray();
  }

  /// Returns the body files that this process has open.
  private static List<String> openFiles() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> open = Files.list(OPEN)) {
      for (Path file : open.filter(Files::isSymbolicLink).toList()) {
        try {
          files.add(Files.readSymbolicLink(file).toString());
        } catch (NoSuchFileException e) {
          // The file descriptor of the listing itself.
        }
      }
    }
    return files.stream().filter(file -> file.contains("techrace-answer")).toList();
  }
}
