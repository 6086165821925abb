package org.techrace.serve.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// The bodies made for one request. Every body is finished before its first byte is sent, so a
/// client gets a complete answer or an error, and a slow reader does not keep a query running.
/// Closing this object returns the disk space of all bodies and stops an evaluation that still
/// writes one. Safe for use by the thread of the request and the thread of its evaluation.
public final class Bodies implements AutoCloseable {

  /// The disk space for the long bodies of all requests: four bodies of the greatest length, two of
  /// them for one client. So a client that does not read its answers leaves space to others.
  public static final class Space {
    private static final int LONGEST_AT_ONCE = 4;

    private final long longest;
    private final Map<String, Long> taken = new HashMap<>();
    private long takenByAll;

    /// Disk space for bodies.
    ///
    /// @param longest the greatest length of one body, in bytes
    public Space(long longest) {
      this.longest = longest;
    }

    /// The greatest length of one body, in bytes.
    long longest() {
      return longest;
    }

    /// Takes space for a client.
    ///
    /// @return false if the client, or all clients together, have too little space left
    synchronized boolean take(String client, long bytes) {
      long all = LONGEST_AT_ONCE * longest;
      long byClient = taken.getOrDefault(client, 0L) + bytes;
      if (byClient > all / 2 || takenByAll + bytes > all) {
        return false;
      }
      taken.put(client, byClient);
      takenByAll += bytes;
      return true;
    }

    synchronized void giveBack(String client, long bytes) {
      takenByAll -= bytes;
      taken.computeIfPresent(client, (c, by) -> by == bytes ? null : by - bytes);
    }
  }

  /// The size of the buffer for a packed file, in bytes.
  private static final int UNPACKED_AT_ONCE = 1 << 16;

  private final Space space;
  private final String client;
  private final List<Closeable> open = new ArrayList<>();
  private boolean closed;

  /// The bodies for one request of a client.
  public Bodies(Space space, Neighbour client) {
    this.space = space;
    this.client = client.name();
  }

  /// Starts a body that is written in parts. It is finished when the last part is written.
  public Spool spool() {
    Spool spool = new Spool(space, client);
    own(spool::discard);
    return spool;
  }

  /// A body with the content of a file. The file may be deleted while the body is sent.
  ///
  /// @throws IOException if the file cannot be opened
  public Body file(Path file) throws IOException {
    long size = Files.size(file);
    InputStream in = Files.newInputStream(file);
    own(in);
    return new OpenFile(size, in);
  }

  /// A body with the unpacked content of a gzip file. The file may be deleted while the body is
  /// sent.
  ///
  /// @param size the size of the content in bytes
  /// @throws IOException if the file cannot be opened
  public Body unpacked(Path file, long size) throws IOException {
    InputStream in = new GZIPInputStream(Files.newInputStream(file), UNPACKED_AT_ONCE);
    own(in);
    return new OpenFile(size, in);
  }

  /// The same body, moved to disk if it is longer than 128 KB, because the client may read it
  /// slowly.
  ///
  /// @throws Refusal 400 if it is longer than a body may be, 503 if there is too little disk space
  Body settled(Body body) throws IOException {
    if (!(body instanceof Body.InMemory) || body.size() <= Spool.IN_MEMORY) {
      return body;
    }
    Spool spool = spool();
    body.writeTo(spool);
    return spool;
  }

  private synchronized void own(Closeable file) {
    if (closed) {
      close(file);
      throw new IllegalStateException("the request has been answered");
    }
    open.add(file);
  }

  @Override
  public synchronized void close() {
    closed = true;
    open.forEach(Bodies::close);
    open.clear();
  }

  private static void close(Closeable file) {
    try {
      file.close();
    } catch (IOException e) {
      // The file was only read, or its content is not needed any more.
    }
  }

  private record OpenFile(long size, InputStream in) implements Body {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      in.transferTo(out);
    }

    @Override
    public void writeTo(OutputStream out, long from, long length) throws IOException {
      in.skipNBytes(from);
      in.transferTo(new PartOutputStream(out, 0, length));
    }
  }
}
