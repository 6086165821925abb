package org.techrace.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Merges sorted files into fewer ones, so that a last merge has a limited number of files open at
/// a time, however many there were.
public final class MergePasses {
  /// The maximum number of files that one merge reads. A process usually may open 1,024 files, and
  /// up to half of them are libraries and connections. Two merges run at a time, or one that also
  /// writes a file for each that it reads.
  public static final int MOST_FILES = 128;

  private MergePasses() {}

  /// Merges some sorted files into one.
  @FunctionalInterface
  public interface Merge {
    /// Merges files.
    ///
    /// @param files the files to merge
    /// @param number a number that is different in each call
    /// @return the merged file
    /// @throws IOException if a file cannot be read or written
    Path merge(List<Path> files, int number) throws IOException;
  }

  /// Merges files until at most `most` are left. Files that need not be merged stay as they are.
  ///
  /// @param most the maximum number of files that a merge reads, from 2
  /// @return the files that are left
  /// @throws IOException if a merge fails
  public static List<Path> reduce(List<Path> files, int most, Merge merge) throws IOException {
    Deque<Path> left = new ArrayDeque<>(files);
    for (int number = 0; left.size() > most; number++) {
      // Each merge leaves one file in place of those that it reads.
      int count = Math.min(most, left.size() - most + 1);
      List<Path> some = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        some.add(left.removeFirst());
      }
      left.addLast(merge.merge(some, number));
    }
    return List.copyOf(left);
  }
}
