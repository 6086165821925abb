package org.techrace.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;

/// Orders releases by the time at which they were sealed. Their names tell no more than the day.
///
/// @param folder where they lie
record ByAge(Path folder) implements Comparator<String> {
  @Override
  public int compare(String a, String b) {
    int byTime = sealed(a).compareTo(sealed(b));
    return byTime != 0 ? byTime : a.compareTo(b);
  }

  /// The description is the last file written, and no file of a release is ever changed.
  private FileTime sealed(String id) {
    try {
      return Files.getLastModifiedTime(folder.resolve(id).resolve(Description.FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
