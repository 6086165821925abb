package org.techrace.serve.view;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.techrace.entity.Entity.Evidence;
import org.techrace.entity.Entity.Property;
import org.techrace.entity.Entity.Statements;
import org.techrace.entity.Term;

/// The most frequent sources of the statements of a section. They are named once below the section,
/// and only statements with other sources name theirs.
///
/// @param sources the sources; empty if no two statements share any
/// @param all true if every statement of the section has them
public record SharedSource(List<Source> sources, boolean all) {

  /// A source.
  ///
  /// @param date the date when it was issued, or empty
  public record Source(Term.Link source, String date) {
    static Source of(Evidence evidence) {
      return new Source(evidence.source(), evidence.date());
    }
  }

  /// Finds what the statements of a section share.
  public static SharedSource of(List<Property> properties) {
    Map<List<Source>, Integer> counts = new LinkedHashMap<>();
    int rows = 0;
    for (Property property : properties) {
      for (Statements statements : property.statements()) {
        counts.merge(sources(statements), 1, Integer::sum);
        rows++;
      }
    }
    Map.Entry<List<Source>, Integer> most =
        counts.entrySet().stream()
            .max(Comparator.comparingInt(Map.Entry::getValue))
            .orElse(Map.entry(List.of(), 0));
    return most.getValue() < 2
        ? new SharedSource(List.of(), false)
        : new SharedSource(most.getKey(), most.getValue() == rows);
  }

  private static List<Source> sources(Statements statements) {
    return statements.evidence().stream().map(Source::of).toList();
  }

  /// Reports whether the line below the section names the sources of a statement.
  public boolean names(Statements statements) {
    return !sources.isEmpty() && sources(statements).equals(sources);
  }

  /// Returns what a statement says about its evidence besides its sources.
  public Stream<Evidence> details(Statements statements) {
    return statements.evidence().stream()
        .filter(evidence -> !evidence.hedges().isEmpty() || !evidence.places().isEmpty());
  }
}
