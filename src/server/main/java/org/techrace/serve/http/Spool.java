package org.techrace.serve.http;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A body that is written piece by piece: in memory up to 128 KB, in a file beyond that. The file
/// has no name once it is open, so nothing stays on disk however the process ends.
public final class Spool extends OutputStream implements Body {
  /// The greatest size in memory, in bytes.
  static final int IN_MEMORY = 1 << 17;

  /// The slowest a client may read a long answer, in bytes per second, after its first minute.
  public static final int SLOWEST = 8_000;

  private static final int PART = 1 << 14;

  /// The time during which a reader of a file may be slower than [#SLOWEST].
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Bodies.Space space;
  private final String client;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream(4096);
  private Optional<FileChannel> file = Optional.empty();
  private OutputStream target = memory;
  private long written;
  private long taken;
  private boolean discarded;

  Spool(Bodies.Space space, String client) {
    this.space = space;
    this.client = client;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /// Appends to the body.
  ///
  /// @throws Refusal 400 if the body becomes too long, 503 if the disk is full
  /// @throws IOException if the request has ended
  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    if (discarded) {
      throw new IOException("no client waits for this answer");
    }
    written += length;
    if (written > space.longest()) {
      throw new Refusal(
          400,
          "The answer is longer than the "
              + space.longest()
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
    if (!space.take(client, bytes)) {
      throw noRoom();
    }
    taken += bytes;
  }

  private static Refusal noRoom() {
    return new Refusal(
        503,
        "The disk has no space for an answer of this length now; request less, or try again later.",
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
      if (seconds * SLOWEST > sent) {
        throw new IOException("the client reads more slowly than it may");
      }
    }
    if (sent != written) {
      throw new IOException("the file of an answer is not as it was written");
    }
  }

  /// A copy in memory that stays valid after the request.
  public Body copy() {
    ByteArrayOutputStream copy = new ByteArrayOutputStream(Math.toIntExact(written));
    try {
      writeTo(copy);
    } catch (IOException e) {
      throw new UncheckedIOException("the file of an answer cannot be read", e);
    }
    return Body.of(copy.toByteArray());
  }

  /// Does nothing: the body stays until [#discard].
  @Override
  public void close() {}

  /// Deletes the body and returns its disk space. Further writes fail.
  synchronized void discard() throws IOException {
    discarded = true;
    space.giveBack(client, taken);
    taken = 0;
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
