package org.techrace.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.techrace.release.Digests;
import org.techrace.release.Durable;

/// A folder as a store, for example on a network file system. A file is written next to its place
/// and renamed. A lock on a file of the folder makes compare-and-swap atomic, so the file system
/// must support locks.
final class FileStore implements ObjectStore {
  private static final String LOCK = ".lock";
  private static final String UNFINISHED = ".new-";

  /// A file lock excludes other processes only.
  private static final Object IN_THIS_PROCESS = new Object();

  private final Path folder;

  FileStore(Path folder) {
    this.folder = folder;
  }

  /// Creates the folder, but not the folders above it: they would be missing if a file system is
  /// not mounted.
  @Override
  public void prepare() throws IOException {
    if (!Files.isDirectory(folder)) {
      try {
        Files.createDirectory(folder);
      } catch (NoSuchFileException e) {
        throw new IOException(
            "%s: the folder above the store does not exist; mount or create it".formatted(folder),
            e);
      }
    }
  }

  private Path file(String key) {
    return folder.resolve(key);
  }

  @Override
  public Optional<Versioned> read(String key) throws IOException {
    try (InputStream in = regular(file(key))) {
      byte[] content = ObjectStore.start(in);
      return Optional.of(versioned(key, content, Digests.sha256(content)));
    } catch (NoSuchFileException e) {
      return reachable(Optional.empty());
    }
  }

  @Override
  public InputStream open(String key) throws IOException {
    try {
      return regular(file(key));
    } catch (NoSuchFileException e) {
      throw new IOException(reachable(address(key) + " is missing"), e);
    }
  }

  /// Opens a file. The opening of a pipe might never end.
  private static InputStream regular(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("%s is not a regular file".formatted(file));
    }
    return Files.newInputStream(file);
  }

  @Override
  public Optional<Stored> find(String key) throws IOException {
    try {
      return Optional.of(stored(file(key)));
    } catch (NoSuchFileException e) {
      return reachable(Optional.empty());
    }
  }

  /// Returns a value if the folder exists: a file system that is not mounted is not an empty store.
  private <T> T reachable(T value) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IOException(
          "the store %s does not exist; mount it, or push a release to it first".formatted(folder));
    }
    return value;
  }

  private Stored stored(Path file) throws IOException {
    return new Stored(
        folder.relativize(file).toString().replace('\\', '/'),
        Files.size(file),
        Files.getLastModifiedTime(file).toInstant());
  }

  @Override
  public void put(String key, Slice content) throws IOException {
    MessageDigest digest = Digests.sha256();
    write(
        key,
        out -> {
          try (InputStream in = new DigestInputStream(new SliceStream(content), digest)) {
            in.transferTo(out);
          }
          if (!HexFormat.of().formatHex(digest.digest()).equals(content.sha256())) {
            throw new IOException(
                "%s changed while it was sent; push the release again".formatted(content.file()));
          }
        });
  }

  /// Writes the bytes of an object.
  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private void write(String key, Writing content) throws IOException {
    Path file = file(key);
    Path parent = file.resolveSibling("");
    Files.createDirectories(parent);
    Path beside = parent.resolve(UNFINISHED + UUID.randomUUID());
    try {
      try (FileChannel channel =
              FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        content.to(out);
        channel.force(true);
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Durable.forceFolderOf(file);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  @Override
  public boolean create(String key, byte[] content) throws IOException {
    return swap(key, content, Optional.empty());
  }

  @Override
  public boolean replace(String key, byte[] content, String version) throws IOException {
    return swap(key, content, Optional.of(version));
  }

  private boolean swap(String key, byte[] content, Optional<String> expected) throws IOException {
    synchronized (IN_THIS_PROCESS) {
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        if (!read(key).map(Versioned::version).equals(expected)) {
          return false;
        }
        write(key, out -> out.write(content));
        return true;
      }
    }
  }

  @Override
  public List<Stored> list(String prefix) throws IOException {
    Path start = file(prefix.substring(0, prefix.lastIndexOf('/') + 1));
    if (!Files.isDirectory(start)) {
      return reachable(List.of());
    }
    List<Stored> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(start)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (!file.getFileName().toString().startsWith(UNFINISHED)) {
          all.add(stored(file));
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
    return all.stream().filter(object -> object.key().startsWith(prefix)).toList();
  }

  @Override
  public void delete(String key) throws IOException {
    Files.deleteIfExists(file(key));
    try {
      Files.deleteIfExists(file(key).resolveSibling(""));
    } catch (DirectoryNotEmptyException e) {
      // Other objects are in the folder.
    }
  }

  @Override
  public String address(String key) {
    return file(key).toString();
  }

  @Override
  public void close() {
    // A folder needs no connection.
  }
}
