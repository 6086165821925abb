package org.techrace.table;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Notes which references ever found something. In formats without a header this is the only way to
/// know a reference that is misspelt.
final class Presence {
  private final String table;
  private final List<Reference> references;
  private final boolean[] asked;
  private final boolean[] found;
  private List<String> names = List.of();
  private long rows;
  private boolean ended;

  Presence(String table, List<Reference> references) {
    this.table = table;
    this.references = List.copyOf(references);
    this.asked = new boolean[references.size()];
    this.found = new boolean[references.size()];
  }

  /// Notes a row.
  ///
  /// @param namesInIt the names of what is in it, of which one may be meant by a name that is not
  void row(Supplier<? extends Collection<String>> namesInIt) {
    if (rows++ == 0) {
      names = List.copyOf(namesInIt.get());
    }
  }

  /// Notes that a row was asked for a reference.
  void asked(int slot, boolean something) {
    asked[slot] = true;
    if (something) {
      found[slot] = true;
    }
  }

  /// Notes that the table was read to its end.
  void end() {
    ended = true;
  }

  /// Reports, when all rows were read and mapped, each reference that found nothing in any.
  void reportMissing(Report report) {
    for (int i = 0; i < found.length; i++) {
      if (ended && asked[i] && !found[i]) {
        Reference reference = references.get(i);
        Optional<String> meant = Nearest.of(reference.text(), names);
        report.error(
            Place.file(table),
            reference.tell(
                "the reference '%s' finds nothing in any of the %d rows; %s"
                    .formatted(
                        reference.text(),
                        rows,
                        meant
                            .map("did you mean '%s'?"::formatted)
                            .orElse("correct it or leave it out"))));
      }
    }
  }
}
