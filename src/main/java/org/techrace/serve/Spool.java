package org.techrace.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Takes a whole answer before its first byte leaves: in memory at first, in a file from then on.
/// So an answer is whole or an error, and a slow reader holds neither thread nor release.
final class Spool extends OutputStream {
  /// Answers up to this size stay in memory.
  static final int IN_MEMORY = 1 << 17;

  private final long limit;
  private final AtomicLong room;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream(4096);
  private Optional<Path> file = Optional.empty();
  private OutputStream target = memory;
  private long written;
  private long taken;
  private boolean abandoned;

  /// Takes an answer.
  ///
  /// @param limit how many bytes it may have
  /// @param room how many bytes all answers together may still have on disk
  Spool(long limit, AtomicLong room) {
    this.limit = limit;
    this.room = room;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    if (abandoned) {
      throw new IOException("nobody waits for this answer");
    }
    written += length;
    if (written > limit) {
      throw new Refusal(
          400,
          "The answer is longer than the "
              + limit
              + " bytes allowed; ask for it in parts, with LIMIT and OFFSET.");
    }
    try {
      if (file.isEmpty() && written > IN_MEMORY) {
        Path path = Files.createTempFile("techrace-answer", null);
        file = Optional.of(path);
        target = Files.newOutputStream(path);
        take(memory.size());
        memory.writeTo(target);
        memory.reset();
      }
      if (file.isPresent()) {
        take(length);
      }
      target.write(bytes, from, length);
    } catch (IOException e) {
      throw noRoom();
    }
  }

  private void take(long bytes) {
    taken += bytes;
    if (room.addAndGet(-bytes) < 0) {
      throw noRoom();
    }
  }

  private static Refusal noRoom() {
    return new Refusal(
        503,
        "There is no room for an answer of this length now; ask for less, or later.",
        Map.of("Retry-After", "5"));
  }

  long size() {
    return written;
  }

  /// The answer, if it is small enough to be in memory.
  Optional<byte[]> bytes() {
    return file.isEmpty() ? Optional.of(memory.toByteArray()) : Optional.empty();
  }

  /// Sends it.
  void sendTo(OutputStream out) throws IOException {
    target.flush();
    if (file.isPresent()) {
      if (Files.copy(file.get(), out) != written) {
        throw new IOException("the file of an answer is not as it was written");
      }
    } else {
      memory.writeTo(out);
    }
  }

  /// Whoever still writes is told to stop; what was written is gone.
  @Override
  public synchronized void close() throws IOException {
    abandoned = true;
    room.addAndGet(taken);
    taken = 0;
    target.close();
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
  }
}
