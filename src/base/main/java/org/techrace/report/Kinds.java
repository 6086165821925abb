package org.techrace.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Groups findings whose messages differ in names and numbers only.
public final class Kinds {
  /// A name in quotation marks or angle brackets, a prefixed name, or a number.
  private static final Pattern NAME =
      Pattern.compile(
          "(?<!\\p{L})'[^']*'|\"[^\"]*\"(?:\\^\\^[^\\s,;)]+|@[\\w-]+)?|<[^>]*>"
              + "|[\\p{L}\\p{N}_-]*:[\\p{L}\\p{N}_./%-]*[\\p{L}\\p{N}_-]|\\p{N}(?:[\\p{N}.,:/-]*\\p{N})?");

  private static final Comparator<Finding> BY_LINE =
      Comparator.comparing(Kinds::file).thenComparingLong(Kinds::line);

  private Kinds() {}

  /// A kind of finding.
  ///
  /// @param message the message with `…` for each name and number
  public record Kind(Severity severity, String message) {
    /// Returns the kind of a finding.
    public static Kind of(Finding finding) {
      return new Kind(finding.severity(), NAME.matcher(finding.message()).replaceAll("…"));
    }
  }

  /// Returns the findings by kind: the kinds in the order in which they were found, the findings of
  /// each by file and line, because several threads find them.
  public static Map<Kind, List<Finding>> of(List<Finding> findings) {
    Map<Kind, List<Finding>> kinds = new LinkedHashMap<>();
    for (Finding finding : findings) {
      kinds.computeIfAbsent(Kind.of(finding), _ -> new ArrayList<>()).add(finding);
    }
    kinds.values().forEach(kind -> kind.sort(BY_LINE));
    return kinds;
  }

  private static String file(Finding finding) {
    return inFile(finding).map(Place.InFile::file).orElse("");
  }

  private static long line(Finding finding) {
    return inFile(finding).map(Place.InFile::line).orElse(0L);
  }

  private static Optional<Place.InFile> inFile(Finding finding) {
    Place place = finding.place() instanceof Place.InCell cell ? cell.row() : finding.place();
    return place instanceof Place.InFile file ? Optional.of(file) : Optional.empty();
  }
}
