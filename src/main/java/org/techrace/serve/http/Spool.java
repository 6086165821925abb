package org.techrace.serve.http;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Takes a whole answer before its first byte leaves: in memory at first, in a file from then on.
/// So an answer is whole or an error, and a slow reader holds no query. The file has no name any
/// more once it is open: whatever ends the process, nothing stays on the disk.
public final class Spool extends OutputStream implements Whole {
  /// Answers up to this size stay in memory.
  static final int IN_MEMORY = 1 << 17;

  private static final int PART = 1 << 14;

  /// For how long a reader of a file may be slower than [Delivery#SLOWEST].
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final long limit;
  private final Room room;
  private final String client;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream(4096);
  private Optional<FileChannel> file = Optional.empty();
  private OutputStream target = memory;
  private long written;
  private long taken;
  private boolean abandoned;

  /// Takes an answer.
  ///
  /// @param limit how many bytes it may have
  /// @param room what all answers together may still have on disk
  /// @param client for whom it is
  Spool(long limit, Room room, String client) {
    this.limit = limit;
    this.room = room;
    this.client = client;
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
        take(memory.size());
        var path = Files.createTempFile("techrace-answer", null);
        file = Optional.of(FileChannel.open(path, READ, WRITE, DELETE_ON_CLOSE));
        target = Channels.newOutputStream(file.get());
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
    if (!room.take(client, bytes)) {
      throw noRoom();
    }
    taken += bytes;
  }

  private static Refusal noRoom() {
    return new Refusal(
        503,
        "There is no room for an answer of this length now; ask for less, or later.",
        Map.of("Retry-After", "5"));
  }

  @Override
  public long size() {
    return written;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    if (file.isPresent()) {
      send(file.get(), out);
    } else {
      memory.writeTo(out);
    }
  }

  private void send(FileChannel from, OutputStream out) throws IOException {
    from.position(0);
    ByteBuffer part = ByteBuffer.allocate(PART);
    long start = System.nanoTime();
    long sent = 0;
    while (from.read(part.clear()) > 0) {
      out.write(part.array(), 0, part.position());
      sent += part.position();
      double seconds = (System.nanoTime() - start) / 1e9 - GRACE.toSeconds();
      if (seconds * Delivery.SLOWEST > sent) {
        throw new IOException("the client reads more slowly than it may");
      }
    }
    if (sent != written) {
      throw new IOException("the file of an answer is not as it was written");
    }
  }

  /// Whoever still writes is told to stop; what was written is gone.
  @Override
  public synchronized void close() throws IOException {
    abandoned = true;
    room.giveBack(client, taken);
    taken = 0;
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
