package org.techrace.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.techrace.release.UntrustedException;

/// A store of objects by key. Keys are relative paths. Safe for use by several threads and
/// processes.
public interface ObjectStore extends AutoCloseable {

  /// An object.
  ///
  /// @param modified when it was last written
  record Stored(String key, long bytes, Instant modified) {}

  /// The content of an object, and its version for [#replace].
  final class Versioned {
    private final byte[] content;
    private final String version;

    Versioned(byte[] content, String version) {
      this.content = content;
      this.version = version;
    }

    byte[] content() {
      return content;
    }

    String version() {
      return version;
    }
  }

  /// A range of bytes of a local file.
  ///
  /// @param sha256 the digest of these bytes
  record Slice(Path file, long from, long bytes, String sha256) {}

  /// Makes an empty store ready for its first object.
  void prepare() throws IOException;

  /// The most bytes of an object that is read whole.
  int MOST_BYTES = 64 << 20;

  /// Returns an object that is read whole, or empty if there is none.
  ///
  /// @throws UntrustedException if it has more than [#MOST_BYTES]
  Optional<Versioned> read(String key) throws IOException;

  /// Opens an object.
  ///
  /// @throws IOException if there is none, or the store does not answer
  InputStream open(String key) throws IOException;

  /// Returns the size and time of an object, or empty if there is none.
  Optional<Stored> find(String key) throws IOException;

  /// Writes an object. A reader sees all of it or nothing.
  ///
  /// @throws IOException if the bytes that arrived have another digest
  void put(String key, Slice content) throws IOException;

  /// Writes an object if there is none with this key.
  ///
  /// @return false if there is one
  boolean create(String key, byte[] content) throws IOException;

  /// Writes an object if it still has a version.
  ///
  /// @return false if it has another version
  boolean replace(String key, byte[] content, String version) throws IOException;

  /// Returns the objects whose keys begin with a prefix.
  List<Stored> list(String prefix) throws IOException;

  /// Deletes an object, if it exists.
  void delete(String key) throws IOException;

  /// Returns the address of an object, for messages.
  String address(String key);

  /// Reads an object, but not much more than it may have.
  static byte[] start(InputStream in) throws IOException {
    return in.readNBytes(MOST_BYTES + 1);
  }

  /// Returns the content of an object.
  ///
  /// @param start what [#start] has read
  /// @throws UntrustedException if it has more than [#MOST_BYTES]
  default Versioned versioned(String key, byte[] start, String version) throws UntrustedException {
    if (start.length > MOST_BYTES) {
      throw new UntrustedException(
          "%s has more than %,d bytes, the limit for such an object; push the release again"
              .formatted(address(key), MOST_BYTES));
    }
    return new Versioned(start, version);
  }

  @Override
  void close();
}
