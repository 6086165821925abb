package org.techrace.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Collects findings from all parts of a build, in the order they were found. Parts detect; the
/// pipeline reads the report and decides. Safe for use by several threads.
///
/// A fault repeated in every row of a large table must not fill the memory: beyond [#KEPT] findings
/// of one severity they are counted and no longer kept.
public final class Report {
  /// How many findings of one severity are kept with their text.
  public static final int KEPT = 10_000;

  /// How many bad rows are told apart, so that a row with several faults counts once.
  public static final int TOLD_APART = 100_000;

  private final Set<Finding> findings = new LinkedHashSet<>();
  private final Map<Severity, Long> counts = new EnumMap<>(Severity.class);
  private final @Nullable BiConsumer<Place, String> setAside;

  /// The places of bad rows, as long as they are few enough to tell them apart.
  private final Set<Place> badRows = new HashSet<>();

  private long faults;

  /// A report for which a bad row is an error.
  public Report() {
    this.setAside = null;
  }

  /// A report that does not count a bad row as an error.
  ///
  /// @param setAside takes the place of each bad row and what is wrong with it
  public Report(BiConsumer<Place, String> setAside) {
    this.setAside = setAside;
  }

  /// Says what is wrong with a row of a table that is therefore passed over.
  public synchronized void badRow(Place row, String message) {
    faults++;
    if (badRows.size() < TOLD_APART) {
      badRows.add(row);
    }
    if (setAside == null) {
      error(row, message);
    } else {
      setAside.accept(row, OneLine.of(message));
    }
  }

  /// How many rows had a fault; [#TOLD_APART] if there were that many or more.
  public synchronized int badRows() {
    return badRows.size();
  }

  /// How many faults of rows there were.
  public synchronized long faultsOfRows() {
    return faults;
  }

  /// Adds a finding, unless it was added before.
  public synchronized void add(Finding finding) {
    if (findings.contains(finding)) {
      return;
    }
    if (counts.merge(finding.severity(), 1L, Long::sum) <= KEPT) {
      findings.add(finding);
    }
  }

  /// Adds all findings of another report, changed. Those it only counted are counted here too.
  public synchronized void addAll(Report other, UnaryOperator<Finding> change) {
    Map<Severity, Long> notKept = new EnumMap<>(Severity.class);
    for (Severity severity : Severity.values()) {
      notKept.put(severity, other.count(severity));
    }
    for (Finding finding : other.findings()) {
      notKept.merge(finding.severity(), -1L, Long::sum);
      add(change.apply(finding));
    }
    notKept.forEach((severity, n) -> counts.merge(severity, n, Long::sum));
  }

  /// Adds a finding that keeps a release from being sealed.
  public void error(Place place, String message) {
    add(new Finding(Severity.ERROR, place, message));
  }

  /// Adds a finding that should be looked at.
  public void warn(Place place, String message) {
    add(new Finding(Severity.WARN, place, message));
  }

  /// Adds a finding that is worth knowing.
  public void info(Place place, String message) {
    add(new Finding(Severity.INFO, place, message));
  }

  /// The findings kept, in the order they were found.
  public synchronized List<Finding> findings() {
    return Collections.unmodifiableList(new ArrayList<>(findings));
  }

  /// How many findings of this severity were added, kept or not.
  public synchronized long count(Severity severity) {
    return counts.getOrDefault(severity, 0L);
  }

  /// Whether there is a finding of severity ERROR.
  public boolean hasErrors() {
    return count(Severity.ERROR) > 0;
  }
}
