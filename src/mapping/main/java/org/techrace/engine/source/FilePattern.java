package org.techrace.engine.source;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.techrace.access.Access;

/// The files in a folder, or those whose paths match a pattern. In a pattern, `*` and `?` match
/// characters of a name, and the name `**` any number of folders. Hidden files are not included.
///
/// @param root the folder that the names of the files are relative to: the part of the path before
///   the first `*` or `?`
/// @param names the patterns of the names below it
record FilePattern(Path root, List<String> names) {
  private static final String FOLDERS = "**";

  static FilePattern of(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute)) {
      return new FilePattern(absolute, List.of("*"));
    }
    Path root = Objects.requireNonNull(absolute.getRoot());
    List<String> names = new ArrayList<>();
    for (Path part : absolute) {
      String name = part.toString();
      if (names.isEmpty() && !isPattern(name)) {
        root = root.resolve(name);
      } else {
        names.add(name);
      }
    }
    return new FilePattern(root, names);
  }

  private static boolean isPattern(String name) {
    return name.contains("*") || name.contains("?");
  }

  /// Returns the files that may be read, sorted by their paths.
  List<Path> files(Access access) throws IOException {
    List<Path> files = new ArrayList<>();
    add(root, names, access, files);
    files.sort(Comparator.comparing(this::nameOf));
    return new ArrayList<>(new LinkedHashSet<>(files));
  }

  /// Returns the name of a file: its path below the root, with slashes.
  String nameOf(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private static void add(Path folder, List<String> names, Access access, List<Path> to)
      throws IOException {
    String name = names.getFirst();
    List<String> below = names.subList(1, names.size());
    boolean anyDepth = name.equals(FOLDERS) && !below.isEmpty();
    if (anyDepth) {
      add(folder, below, access, to);
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + escaped(name));
    for (Path file : access.list(folder)) {
      Path last = file.getFileName();
      if (last == null || last.toString().startsWith(".") || !matcher.matches(last)) {
        continue;
      }
      if (Files.isDirectory(file)) {
        if (anyDepth) {
          add(file, names, access, to);
        } else if (!below.isEmpty()) {
          add(file, below, access, to);
        }
      } else if (below.isEmpty()) {
        to.add(file);
      }
    }
  }

  /// Escapes the characters that have a meaning in patterns of Java only.
  private static String escaped(String name) {
    return name.replaceAll("[\\[\\]{}\\\\]", "\\\\$0");
  }
}
