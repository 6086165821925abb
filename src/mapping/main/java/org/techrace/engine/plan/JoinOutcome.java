package org.techrace.engine.plan;

import java.io.Serializable;
import java.util.List;
import org.techrace.report.Finding;
import org.techrace.report.Place;

/// Which joins of a mapping have found a parent in some of its rows.
///
/// @param matched the places of those that have
/// @param unmatched a warning at the place of each that was tried and has not
public record JoinOutcome(List<Place> matched, List<Finding> unmatched) implements Serializable {
  public JoinOutcome {
    matched = List.copyOf(matched);
    unmatched = List.copyOf(unmatched);
  }
}
