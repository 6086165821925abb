package org.techrace.engine.expression;

import java.io.Serializable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Collects the values of one pass over a table that a function has not found, such as codes that a
/// code table lacks. Thread-safe.
public final class Unmatched implements Serializable {
  /// The maximum number of different values of a call that are kept.
  private static final int MAX_VALUES = 100_000;

  /// The maximum number of different values of a call that are listed: those in the first rows.
  private static final int MAX_LISTED = 1_000;

  private static final Comparator<Place> BY_POSITION =
      Comparator.comparing(Unmatched::file).thenComparingLong(Unmatched::position);

  private final Map<Place, Map<String, Found>> calls = new HashMap<>();
  private final Map<Place, Long> others = new HashMap<>();

  /// The rows with a value.
  private static final class Found implements Serializable {
    private final Severity severity;
    private final String advice;
    private Place first;
    private long rows;

    /// The last row that each thread has counted: a row is evaluated by one thread, but a term map
    /// may be evaluated several times.
    private final transient Map<Long, Place> last = new HashMap<>();

    Found(Severity severity, String advice, Place first) {
      this.severity = severity;
      this.advice = advice;
      this.first = first;
    }

    void add(Place row) {
      if (!row.equals(last.put(Thread.currentThread().threadId(), row))) {
        rows++;
        if (BY_POSITION.compare(row, first) < 0) {
          first = row;
        }
      }
    }
  }

  private static String file(Place place) {
    return switch (place) {
      case Place.InFile in -> in.file();
      case Place.InTable in -> in.table();
      case Place.InCell in -> file(in.row());
      case Place.InGraph in -> in.source();
    };
  }

  private static long position(Place place) {
    return switch (place) {
      case Place.InFile in -> in.line();
      case Place.InTable in -> in.row();
      case Place.InCell in -> position(in.row());
      case Place.InGraph _ -> 0;
    };
  }

  /// Adds a value that is an error in its row.
  ///
  /// @param call the place of the function call
  /// @param fault what is wrong with the value
  /// @param advice how to correct it
  /// @param row the place of the row
  void addError(Place call, String fault, String advice, Place row) {
    add(Severity.ERROR, call, fault, advice, row);
  }

  /// Adds a value that a person should look at.
  ///
  /// @param call the place of the function call
  /// @param fault what is wrong with the value
  /// @param advice how to correct it
  /// @param row the place of the row
  void addWarning(Place call, String fault, String advice, Place row) {
    add(Severity.WARN, call, fault, advice, row);
  }

  private synchronized void add(
      Severity severity, Place call, String fault, String advice, Place row) {
    Map<String, Found> values = calls.computeIfAbsent(call, _ -> new HashMap<>());
    Found found = values.get(fault);
    if (found == null && values.size() == MAX_VALUES) {
      others.merge(call, 1L, Long::sum);
      return;
    }
    values.computeIfAbsent(fault, _ -> new Found(severity, advice, row)).add(row);
  }

  /// Adds the values of a pass over other rows of the same table.
  public synchronized void addAll(Unmatched other) {
    other.calls.forEach(
        (call, found) -> {
          Map<String, Found> values = calls.computeIfAbsent(call, _ -> new HashMap<>());
          found.forEach((fault, one) -> add(call, values, fault, one));
        });
    other.others.forEach((call, n) -> others.merge(call, n, Long::sum));
  }

  private void add(Place call, Map<String, Found> values, String fault, Found found) {
    Found known = values.get(fault);
    if (known != null) {
      known.rows += found.rows;
      if (BY_POSITION.compare(found.first, known.first) < 0) {
        known.first = found.first;
      }
    } else if (values.size() < MAX_VALUES) {
      values.put(fault, found);
    } else {
      others.merge(call, 1L, Long::sum);
    }
  }

  /// Reports each value at its first row, with the number of rows. If bad rows are skipped, they
  /// have been reported already.
  public synchronized void report(Report report) {
    for (Map.Entry<Place, Map<String, Found>> call : calls.entrySet()) {
      List<Map.Entry<String, Found>> values =
          call.getValue().entrySet().stream()
              .sorted(
                  Map.Entry.<String, Found>comparingByValue(
                          Comparator.comparing(found -> found.first, BY_POSITION))
                      .thenComparing(Map.Entry.comparingByKey()))
              .toList();
      for (Map.Entry<String, Found> value :
          values.subList(0, Math.min(values.size(), MAX_LISTED))) {
        Found found = value.getValue();
        if (found.severity == Severity.ERROR && report.skipsBadRows()) {
          continue;
        }
        report.add(
            new Finding(
                found.severity,
                found.first,
                "%s, in %,d row%s; %s (%s)"
                    .formatted(
                        value.getKey(),
                        found.rows,
                        found.rows == 1 ? "" : "s",
                        found.advice,
                        call.getKey())));
      }
      long more = values.size() - MAX_LISTED + others.getOrDefault(call.getKey(), 0L);
      if (more > 0) {
        report.warn(
            call.getKey(),
            "%s%,d more values are not found; only the first %,d are listed"
                .formatted(others.containsKey(call.getKey()) ? "about " : "", more, MAX_LISTED));
      }
    }
  }
}
