package org.techrace.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.techrace.access.Access;
import org.techrace.release.Durable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.toml.TomlMapper;

/// `sources.lock` in the folder of a project: the fetched files, sorted by table, so that the same
/// entries give the same bytes. Every change is written immediately and atomically.
///
/// Thread-safe.
public final class LockFile {
  /// The name of the file.
  public static final String FILE = "sources.lock";

  private static final String HEAD =
      "# Files fetched by `techrace fetch`. Written by the program; do not edit.";

  private final Path file;
  private final Map<String, LockEntry> entries = new TreeMap<>();

  private LockFile(Path file) {
    this.file = file;
  }

  /// Reads the lock file of a project. Without a file, it has no entries.
  ///
  /// @throws IOException if the file cannot be read or has syntax errors
  public static LockFile read(Path project) throws IOException {
    LockFile lock = new LockFile(project.resolve(FILE));
    try (InputStream in = Access.none().allowReading(project).file(lock.file).stream()) {
      for (JsonNode entry : TomlMapper.shared().readTree(in).path("file")) {
        LockEntry one = entry(entry);
        lock.entries.put(one.table(), one);
      }
    } catch (NoSuchFileException e) {
      return lock;
    } catch (JacksonException | DateTimeParseException e) {
      throw new IOException(
          "%s cannot be read: %s; restore it, or delete it and fetch again"
              .formatted(FILE, e.getMessage()),
          e);
    }
    return lock;
  }

  private static LockEntry entry(JsonNode entry) {
    return new LockEntry(
        entry.required("table").asString(),
        entry.required("url").asString(),
        Instant.parse(entry.required("fetched").asString()),
        entry.required("bytes").asLong(),
        entry.required("sha256").asString(),
        entry.required("licence").asString(),
        text(entry, "etag"),
        text(entry, "last-modified"));
  }

  private static Optional<String> text(JsonNode entry, String name) {
    return entry.hasNonNull(name) ? Optional.of(entry.get(name).asString()) : Optional.empty();
  }

  /// Returns the entry of a distribution.
  public synchronized Optional<LockEntry> entry(String table) {
    return Optional.ofNullable(entries.get(table));
  }

  /// Adds or replaces an entry.
  synchronized void put(LockEntry entry) throws IOException {
    if (!entry.equals(entries.put(entry.table(), entry))) {
      write();
    }
  }

  /// Removes the entries of tables that are not declared any more.
  synchronized void retain(Collection<String> tables) throws IOException {
    if (entries.keySet().retainAll(tables)) {
      write();
    }
  }

  private void write() throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (LockEntry entry : entries.values()) {
      text.append("\n\n[[file]]");
      line(text, "table", entry.table());
      line(text, "url", entry.url());
      line(text, "fetched", entry.fetched().toString());
      text.append("\nbytes = ").append(entry.bytes());
      line(text, "sha256", entry.sha256());
      line(text, "licence", entry.licence());
      entry.etag().ifPresent(etag -> line(text, "etag", etag));
      entry.lastModified().ifPresent(time -> line(text, "last-modified", time));
    }
    Durable.write(file, text.toString());
  }

  /// Adds a text. JSON strings are valid TOML strings.
  private static void line(StringBuilder text, String name, String value) {
    text.append('\n').append(name).append(" = ");
    text.append(JsonMapper.shared().writeValueAsString(value));
  }
}
