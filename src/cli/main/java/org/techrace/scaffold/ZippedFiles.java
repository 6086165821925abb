package org.techrace.scaffold;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.table.input.Packing;

/// The files of a ZIP archive that a project takes.
///
/// @param taken the unpacked files
/// @param others the names of the members that are not taken
public record ZippedFiles(List<Path> taken, List<String> others) {
  public ZippedFiles {
    taken = List.copyOf(taken);
    others = List.copyOf(others);
  }

  /// Returns true if the name of a file is that of a ZIP archive.
  public static boolean isArchive(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".zip");
  }

  /// Unpacks the wanted members into a folder, without the folders that they are in.
  ///
  /// @param isWanted says by the name of a file if it is taken; hidden files, which macOS adds, are
  ///   not
  /// @throws IOException if the archive cannot be read, or a file cannot be written
  public static ZippedFiles unpack(Path archive, Path folder, Predicate<Path> isWanted)
      throws IOException {
    ReadableFile file = ReadableFile.named(archive);
    List<Path> taken = new ArrayList<>();
    List<String> others = new ArrayList<>();
    Set<String> names = new HashSet<>();
    try (InputStream in = file.stream();
        ZipInputStream zip = new ZipInputStream(in)) {
      InputStream bounded = Packing.ZIP.bounded(zip, file.limits().unpackedBytes(file.size()));
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String member = entry.getName().replace('\\', '/');
        String name = member.substring(member.lastIndexOf('/') + 1);
        if (entry.isDirectory() || name.startsWith(".") || member.startsWith("__MACOSX/")) {
          continue;
        }
        Path to = folder.resolve(names.add(name) ? name : member.replace('/', '-'));
        if (!isWanted.test(to)) {
          others.add(member);
          continue;
        }
        try (OutputStream out = Access.none().allowWriting(folder).write(to, () -> true)) {
          bounded.transferTo(out);
        }
        taken.add(to);
      }
    }
    return new ZippedFiles(taken, others);
  }
}
