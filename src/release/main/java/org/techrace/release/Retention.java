package org.techrace.release;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// States which releases stay on disk. The current release always stays.
///
/// @param latest how many of the latest releases stay; 0 keeps all releases
/// @param monthly whether the last release of each month stays too
/// @param cited whether each release that was cited stays too
public record Retention(int latest, boolean monthly, boolean cited) {
  private static final int MONTH = "2026-11".length();

  /// Keeps all releases.
  public static final Retention ALL = new Retention(0, false, true);

  /// Keeps the latest releases and those that were cited.
  public static Retention latest(int number) {
    return new Retention(number, false, true);
  }

  /// Reports whether no release is ever deleted.
  public boolean keepsAll() {
    return latest == 0;
  }

  /// Returns the releases that may be deleted.
  ///
  /// @param all the names of all releases, oldest first; a name begins with its day
  /// @param citedOnes the names of those that were cited
  public List<String> old(List<String> all, Set<String> citedOnes) {
    if (keepsAll()) {
      return List.of();
    }
    Set<String> kept = new HashSet<>(all.subList(Math.max(0, all.size() - latest), all.size()));
    if (cited) {
      kept.addAll(citedOnes);
    }
    if (monthly) {
      Map<String, String> lastOfMonth = new LinkedHashMap<>();
      all.forEach(id -> lastOfMonth.put(id.substring(0, MONTH), id));
      kept.addAll(lastOfMonth.values());
    }
    return all.stream().filter(id -> !kept.contains(id)).toList();
  }
}
