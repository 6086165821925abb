package org.techrace.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.techrace.engine.expression.Unmatched;
import org.techrace.report.Finding;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Presence;
import org.techrace.table.Reference;

/// Collects the results of the tasks of a run. A task that ran twice counts once. Not thread-safe.
public final class TaskResults {
  private final Map<Integer, TaskResult> results = new TreeMap<>();

  /// Rows that belong together: some triples maps, one file of their table, and what is read of it.
  private record Rows(List<String> maps, int file, List<Reference> references) {}

  public void add(TaskResult result) {
    results.put(result.task().number(), result);
  }

  /// Returns the number of quads of all tasks, including duplicates.
  public long quads() {
    return results.values().stream().mapToLong(TaskResult::quads).sum();
  }

  /// Reports the findings of all tasks, in the order of the rows. Call it after all tasks.
  public void report(Report report) {
    Map<Rows, Presence> presences = new LinkedHashMap<>();
    Map<List<String>, Unmatched> unmatched = new LinkedHashMap<>();
    Set<Place> matched = new HashSet<>();
    for (TaskResult result : results.values()) {
      List<String> maps = result.task().maps();
      report.addAll(result.findings(), result.notKept());
      for (Presence presence : result.presences()) {
        Rows rows = new Rows(maps, result.task().part().file(), presence.references());
        Presence before = presences.putIfAbsent(rows, presence);
        if (before != null) {
          before.add(presence);
        }
      }
      unmatched.computeIfAbsent(maps, _ -> new Unmatched()).addAll(result.unmatched());
      matched.addAll(result.joins().matched());
    }
    presences.values().forEach(presence -> presence.reportMissing(report));
    unmatched.values().forEach(values -> values.report(report));
    for (TaskResult result : results.values()) {
      for (Finding warning : result.joins().unmatched()) {
        if (!matched.contains(warning.place())) {
          report.add(warning);
        }
      }
    }
  }
}
