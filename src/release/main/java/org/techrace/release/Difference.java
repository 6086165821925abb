package org.techrace.release;

import java.nio.file.Path;
import java.util.Set;

/// What differs between a release and an earlier one.
///
/// @param earlier the folder of the earlier release
/// @param subjects the IRIs of the subjects of statements that only one of them has
/// @param classes the IRIs of the classes that a thing has in only one of them
public record Difference(Path earlier, Set<String> subjects, Set<String> classes) {
  public Difference {
    subjects = Set.copyOf(subjects);
    classes = Set.copyOf(classes);
  }
}
