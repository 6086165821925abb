package org.techrace.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.techrace.release.Digests;
import org.techrace.release.UntrustedException;
import org.techrace.storage.Manifest.Part;
import org.techrace.storage.Manifest.StoredFile;

/// Receives files, several at the same time, and verifies each part on arrival. Parts that are on
/// disk already are verified and not received again.
final class Reception {
  private static final int AT_ONCE = 4;

  private final ObjectStore store;
  private final String step;
  private final long all;
  private final StoredReleases.Progress progress;
  private final AtomicLong done = new AtomicLong();

  Reception(ObjectStore store, String step, long all, StoredReleases.Progress progress) {
    this.store = store;
    this.step = step;
    this.all = all;
    this.progress = progress;
  }

  /// Checks that a file system has space.
  void space(Path folder, long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes) {
      throw new IOException(
          "%s has %,d MB of free space, expected %,d MB for the release; delete other files, or use another folder with --releases"
              .formatted(folder, free >> 20, bytes >> 20));
    }
  }

  /// Receives files into a folder.
  void files(List<StoredFile> files, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("receive-", 0).factory())) {
      List<Future<?>> running = new ArrayList<>();
      for (StoredFile file : files) {
        running.add(
            threads.submit(
                () -> {
                  file(file, folder.resolve(file.path()));
                  return file;
                }));
      }
      try {
        for (Future<?> one : running) {
          one.get();
        }
      } catch (ExecutionException e) {
        threads.shutdownNow();
        throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
      } catch (InterruptedException e) {
        threads.shutdownNow();
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("receiving was interrupted");
      }
    }
  }

  private void file(StoredFile file, Path to) throws IOException {
    Files.createDirectories(to.resolveSibling(""));
    try (FileChannel out =
        FileChannel.open(
            to, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long from = 0;
      for (Part part : file.parts()) {
        if (!isThere(out, from, part)) {
          out.truncate(from);
          receive(part, out, from);
        }
        from += part.bytes();
        progress.at(step, done.addAndGet(part.bytes()), all);
      }
      out.truncate(from);
    }
  }

  private static boolean isThere(FileChannel file, long from, Part part) throws IOException {
    if (file.size() < from + part.bytes()) {
      return false;
    }
    MessageDigest digest = Digests.sha256();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    long left = part.bytes();
    file.position(from);
    while (left > 0) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), left));
      int n = file.read(buffer);
      if (n < 0) {
        return false;
      }
      digest.update(buffer.flip());
      left -= n;
    }
    return HexFormat.of().formatHex(digest.digest()).equals(part.sha256());
  }

  private void receive(Part part, FileChannel out, long from) throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] buffer = new byte[1 << 16];
    long length = 0;
    out.position(from);
    try (InputStream in = store.open(part.key())) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        length += n;
        if (length > part.bytes()) {
          break;
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
    } catch (IOException e) {
      out.truncate(from);
      throw new IOException(
          "%s: the transfer broke after %,d of %,d bytes (%s); it continues with the next pull"
              .formatted(store.address(part.key()), length, part.bytes(), e.getMessage()),
          e);
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (length != part.bytes() || !found.equals(part.sha256())) {
      out.truncate(from);
      String fault =
          length == part.bytes()
              ? "the SHA-256 is %s, expected %s".formatted(found, part.sha256())
              : "the object has %s%,d bytes, expected %,d"
                  .formatted(length > part.bytes() ? "more than " : "", length, part.bytes());
      throw new UntrustedException(
          "%s: %s; send it again with: techrace releases push --again URL"
              .formatted(store.address(part.key()), fault));
    }
  }
}
