package org.techrace.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// A folder or a file that a run may open.
///
/// @param given the path as it was given, absolute and normalized
/// @param real the path without links
/// @param place the path in whose folder there are no links; what is written there replaces a link
/// @param folder whether it is a folder: then everything below it counts too
record Root(Path given, Path real, Path place, boolean folder) {

  /// A folder, or a file that need not exist.
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

  /// Whether a path that is absolute and normalized is here, by its names alone.
  boolean names(Path path) {
    return path.startsWith(given) || path.startsWith(real) || path.equals(place);
  }

  /// Whether a file may be opened.
  ///
  /// @param path its real path, or its name in the real path of its folder
  boolean holds(Path path) {
    return folder
        ? path.startsWith(real) && !path.equals(real)
        : path.equals(real) || path.equals(place);
  }

  /// Whether a folder with this real path is here.
  boolean holdsFolder(Path path) {
    return folder && path.startsWith(real);
  }

  /// Whether this is a device or a pipe by this name: only who calls the program names one so.
  boolean isDevice(Path path) {
    return !folder
        && path.equals(given)
        && Files.exists(path)
        && !Files.isRegularFile(path)
        && !Files.isDirectory(path);
  }

  /// Whether a part of a path below this folder begins with a dot, as those of Git and of shells
  /// do.
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

  /// Opens the folder of a file that is here.
  ///
  /// @param file its real path
  Folder open(Path file) throws IOException {
    Path parent = Objects.requireNonNull(file.getParent());
    Path top = folder ? real : parent;
    return Folder.open(top, top.relativize(parent));
  }
}
