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

/// Long answers wait on disk: within the room there is, and without leaving anything there.
final class SpoolTest {
  private static final Path OPEN = Path.of("/proc/self/fd");
  private static final int LONG = Spool.IN_MEMORY + 1;

  private final Room room = new Room(4L * LONG);

  private final Spools spools = new Spools(1 << 20, room);

  private Spool spool(String client) {
    return new Spool(1 << 20, room, client);
  }

  @Test
  void aLongAnswerIsWhole() throws Exception {
    byte[] answer = new byte[LONG + 100_000];
    for (int i = 0; i < answer.length; i++) {
      answer[i] = (byte) (i * 31);
    }
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    try (Spool spool = spool("one")) {
      spool.write(answer, 0, 1000);
      spool.write(answer, 1000, answer.length - 1000);
      assertThat(spool.size()).isEqualTo(answer.length);
      spool.writeTo(sent);
    }
    assertThat(sent.toByteArray()).isEqualTo(answer);
  }

  /// Even if the process is killed.
  @Test
  void itsFileHasNoName() throws Exception {
    assumeTrue(Files.isDirectory(OPEN), "there is no /proc here");
    try (Spool spool = spool("one")) {
      spool.write(new byte[LONG]);
      assertThat(openFiles()).isNotEmpty().allMatch(file -> file.endsWith(" (deleted)"));
    }
  }

  @Test
  void oneClientLeavesRoomToOthers() throws Exception {
    Spool first = spool("one");
    try (Spool second = spool("one");
        Spool third = spool("one");
        Spool other = spool("two")) {
      first.write(new byte[LONG]);
      second.write(new byte[LONG]);
      assertThatThrownBy(() -> third.write(new byte[LONG]))
          .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.status()).isEqualTo(503));
      other.write(new byte[LONG]);
      first.close();
      third.write(new byte[1]);
    }
    assertThat(room.take("one", 2L * LONG)).as("all was given back").isTrue();
    assertThat(room.take("two", 2L * LONG)).as("all was given back").isTrue();
  }

  @Test
  void whatCouldNotBeMadeGivesItsRoomBack() {
    assertThatThrownBy(
            () ->
                spools.fill(
                    "one",
                    spool -> {
                      spool.write(new byte[LONG]);
                      throw new IOException("there is no more");
                    }))
        .hasMessage("there is no more");
    assertThat(room.take("one", 2L * LONG)).isTrue();
  }

  @Test
  void whoWritesOnIsStopped() throws Exception {
    Spool spool = spool("one");
    spool.close();
    assertThatThrownBy(() -> spool.write(1)).isInstanceOf(IOException.class);
  }

  /// The files of answers that this process has open.
  private static List<String> openFiles() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> open = Files.list(OPEN)) {
      for (Path file : open.filter(Files::isSymbolicLink).toList()) {
        try {
          files.add(Files.readSymbolicLink(file).toString());
        } catch (NoSuchFileException e) {
          // It was the one that listed them.
        }
      }
    }
    return files.stream().filter(file -> file.contains("techrace-answer")).toList();
  }
}
