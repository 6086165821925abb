package org.techrace.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.techrace.report.Finding;
import org.techrace.report.Place;

/// A finding as programs show it: on a line of a file.
///
/// @param place the file with line and column; empty if the finding is about no file
/// @param message the message, with the column of a cell or the place that is in no file
record FindingLocation(Optional<Place.InFile> place, String message) {
  /// @param project the folder that files of findings are relative to
  /// @param root the folder that files of the result are relative to: that of the repository
  static FindingLocation of(Finding finding, Path project, Path root) {
    Place found = finding.place();
    String message = finding.message();
    if (found instanceof Place.InCell cell) {
      found = cell.row();
      message = "column '%s': %s".formatted(cell.column(), message);
    }
    if (!(found instanceof Place.InFile place)) {
      return new FindingLocation(Optional.empty(), finding.place() + ": " + finding.message());
    }
    Path file = project.resolve(place.file());
    if (!Files.exists(file)) {
      file = root.resolve(place.file());
    }
    String name = file.startsWith(root) ? root.relativize(file).toString() : file.toString();
    return new FindingLocation(
        Optional.of(new Place.InFile(name, place.line(), place.column())), message);
  }
}
