package org.techrace.engine;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.techrace.engine.expression.Unmatched;
import org.techrace.engine.plan.JoinOutcome;
import org.techrace.report.Finding;
import org.techrace.report.Severity;
import org.techrace.table.Presence;

/// The findings of a task. What only holds for the whole table is decided when the results of all
/// tasks are known ([TaskResults]).
///
/// @param task the task
/// @param quads the number of quads, including duplicates
/// @param findings the findings that were kept
/// @param notKept the number of other findings of each severity
/// @param presences the references that have found something in a part of a table; empty if the
///   part is whole
/// @param unmatched the values that functions have not found
/// @param joins the joins that have found a parent
public record TaskResult(
    MappingTask task,
    long quads,
    List<Finding> findings,
    Map<Severity, Long> notKept,
    List<Presence> presences,
    Unmatched unmatched,
    JoinOutcome joins)
    implements Serializable {
  public TaskResult {
    findings = List.copyOf(findings);
    presences = List.copyOf(presences);
    notKept = Map.copyOf(notKept);
  }
}
