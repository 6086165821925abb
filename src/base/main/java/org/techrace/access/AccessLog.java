package org.techrace.access;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Records the files and folders that a run opens, and whether it opens anything else. Its result
/// then depends on these files only. Safe for use by several threads.
public final class AccessLog {
  private final Set<Path> files = ConcurrentHashMap.newKeySet();
  private final Set<Path> folders = ConcurrentHashMap.newKeySet();
  private volatile boolean isBeyondFiles;

  /// Returns the files that were opened for reading: absolute, normalized paths.
  public Set<Path> files() {
    return Set.copyOf(files);
  }

  /// Returns the folders that were listed: absolute, normalized paths.
  public Set<Path> folders() {
    return Set.copyOf(folders);
  }

  /// Returns true if a host or a database was asked, or a file was written.
  public boolean isBeyondFiles() {
    return isBeyondFiles;
  }

  void read(Path file) {
    files.add(file);
  }

  void list(Path folder) {
    folders.add(folder);
  }

  void beyondFiles() {
    isBeyondFiles = true;
  }
}
