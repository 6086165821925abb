package org.techrace.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// A folder or a file that a run may open.
///
/// @param given the path as the user gave it, absolute and normalized
/// @param real the path without links
/// @param place the path with a folder without links; writing there replaces a link
/// @param folder true for a folder, which includes everything below it
record Root(Path given, Path real, Path place, boolean folder) {

  /// Creates a root. A file need not exist.
  static Root of(Path path) {
    Path given = path.toAbsolutePath().normalize();
    Path name = given.getFileName();
    Path parent = given.getParent();
    Path place = name == null || parent == null ? given : real(parent).resolve(name);
    return new Root(given, real(given), place, Files.isDirectory(given));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException _) {
      return path;
    }
  }

  /// Returns true if an absolute and normalized path is in this root, judged by its names only.
  boolean names(Path path) {
    return path.startsWith(given) || path.startsWith(real) || path.equals(place);
  }

  /// Returns true if a file may be opened.
  ///
  /// @param path the real path of the file, or its name in the real path of its folder
  boolean holds(Path path) {
    return folder
        ? path.startsWith(real) && !path.equals(real)
        : path.equals(real) || path.equals(place);
  }

  /// Returns true if a folder with this real path is in this root.
  boolean holdsFolder(Path path) {
    return folder && path.startsWith(real);
  }

  /// Returns true if this root is a device or a pipe of this name. Only the user can name one.
  boolean isDevice(Path path) {
    return !folder
        && path.equals(given)
        && Files.exists(path)
        && !Files.isRegularFile(path)
        && !Files.isDirectory(path);
  }

  /// Returns true if a name in a path below this folder begins with a dot, as in the files of Git
  /// and of shells.
  boolean hides(Path path) {
    if (folder) {
      for (Path name : real.relativize(path)) {
        if (name.toString().startsWith(".")) {
          return true;
        }
      }
    }
    return false;
  }

  /// Opens the folder of a file in this root.
  ///
  /// @param file the real path of the file
  Folder open(Path file) throws IOException {
    Path parent = Objects.requireNonNull(file.getParent());
    Path top = folder ? real : parent;
    return Folder.open(top, top.relativize(parent));
  }
}
