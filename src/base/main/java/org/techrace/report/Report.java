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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Collects the findings of all parts of a build in the order they were found. Parts report faults;
/// the pipeline reads the report and decides what to do. Safe for use by several threads.
///
/// A fault that repeats in every row of a large table must not fill the memory: the report keeps at
/// most [#KEPT] findings of each severity and only counts the others.
public final class Report {
  /// The maximum number of findings of one severity that are kept with their text.
  public static final int KEPT = 10_000;

  /// The maximum number of bad rows that are counted exactly. A row with several faults counts
  /// once, so their places must be remembered.
  public static final int MAX_BAD_ROWS = 100_000;

  private final Set<Finding> findings = new LinkedHashSet<>();
  private final Map<Severity, Long> counts = new EnumMap<>(Severity.class);
  private final @Nullable BiConsumer<Place, String> setAside;
  private final Consumer<LeftOut> leftOut;

  /// The places of bad rows, at most [#MAX_BAD_ROWS].
  private final Set<Place> badRows = new HashSet<>();

  private long faults;
  private long lostCells;

  /// Creates a report that records a bad row as an error.
  public Report() {
    this.setAside = null;
    this.leftOut = _ -> {};
  }

  /// Creates a report that passes bad rows on and does not record them as errors.
  ///
  /// @param setAside receives the place of each bad row and a message
  public Report(BiConsumer<Place, String> setAside) {
    this(setAside, _ -> {});
  }

  /// Creates a report that passes bad rows on, and the cells that are in no row.
  ///
  /// @param setAside receives the place of each bad row and a message
  /// @param leftOut receives each cell that the reader of a table left out of its rows
  public Report(BiConsumer<Place, String> setAside, Consumer<LeftOut> leftOut) {
    this.setAside = setAside;
    this.leftOut = leftOut;
  }

  /// A cell that is in none of the rows that the reader of a table returns.
  ///
  /// @param column the reference to its column
  /// @param text its text
  /// @param line its line, or 0 if the format has no lines
  /// @param isNull true if it means "no value"
  public record LeftOut(String column, String text, long line, boolean isNull) {}

  /// Passes on a cell that is in none of the rows that the reader of a table returns.
  public void leaveOut(LeftOut cell) {
    leftOut.accept(cell);
  }

  /// Returns true if bad rows are passed on and not recorded as errors.
  public boolean skipsBadRows() {
    return setAside != null;
  }

  /// Records a fault in a row that is skipped because of it.
  public void badRow(Place row, String message) {
    badRow(row, message, false);
  }

  /// Records a fault in a row that is skipped because of it.
  ///
  /// @param isListed true if the caller records the error itself, once for all rows with it
  public synchronized void badRow(Place row, String message, boolean isListed) {
    faults++;
    if (badRows.size() < MAX_BAD_ROWS) {
      badRows.add(row);
    }
    if (setAside != null) {
      setAside.accept(row, OneLine.of(message));
    } else if (!isListed) {
      error(row, message);
    }
  }

  /// Warns of cells of a row that belong to no column and that nothing reads.
  ///
  /// @param cells their number
  public synchronized void lostCells(Place row, int cells, String message) {
    lostCells += cells;
    warn(row, message);
  }

  /// Returns the number of cells that belong to no column and that nothing reads.
  public synchronized long lostCells() {
    return lostCells;
  }

  /// Returns the number of rows with a fault, at most [#MAX_BAD_ROWS].
  public synchronized int badRows() {
    return badRows.size();
  }

  /// Returns the number of faults in rows; a row can have several.
  public synchronized long faultsOfRows() {
    return faults;
  }

  /// Adds a finding. Adding the same finding again has no effect.
  public synchronized void add(Finding finding) {
    if (findings.contains(finding)) {
      return;
    }
    if (counts.merge(finding.severity(), 1L, Long::sum) <= KEPT) {
      findings.add(finding);
    }
  }

  /// Adds all findings of another report, each changed by a function. Findings that the other
  /// report only counted are counted here, too.
  public void addAll(Report other, UnaryOperator<Finding> change) {
    addAll(other.findings().stream().map(change).toList(), other.notKept());
  }

  /// Adds findings, and counts others that were not kept.
  public synchronized void addAll(List<Finding> kept, Map<Severity, Long> notKept) {
    kept.forEach(this::add);
    notKept.forEach((severity, n) -> counts.merge(severity, n, Long::sum));
  }

  /// Returns the number of findings of each severity that were only counted.
  public synchronized Map<Severity, Long> notKept() {
    Map<Severity, Long> notKept = new EnumMap<>(counts);
    findings.forEach(finding -> notKept.merge(finding.severity(), -1L, Long::sum));
    return notKept;
  }

  /// Adds a finding that prevents the release.
  public void error(Place place, String message) {
    add(new Finding(Severity.ERROR, place, message));
  }

  /// Adds a finding that a person should look at.
  public void warn(Place place, String message) {
    add(new Finding(Severity.WARN, place, message));
  }

  /// Adds a finding for information.
  public void info(Place place, String message) {
    add(new Finding(Severity.INFO, place, message));
  }

  /// Returns the findings that were kept, in the order they were found.
  public synchronized List<Finding> findings() {
    return Collections.unmodifiableList(new ArrayList<>(findings));
  }

  /// Returns the number of findings of a severity, including those that were only counted.
  public synchronized long count(Severity severity) {
    return counts.getOrDefault(severity, 0L);
  }

  /// Reports whether there is a finding of severity ERROR.
  public boolean hasErrors() {
    return count(Severity.ERROR) > 0;
  }
}
