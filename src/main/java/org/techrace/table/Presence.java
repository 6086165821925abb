package org.techrace.table;

import java.util.List;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Notes which references ever found something. In formats without a header this is the only way to
/// know a reference that is misspelt.
final class Presence {
  private final String table;
  private final List<String> references;
  private final boolean[] found;
  private long rows;
  private boolean ended;

  Presence(String table, List<String> references) {
    this.table = table;
    this.references = List.copyOf(references);
    this.found = new boolean[references.size()];
  }

  void row() {
    rows++;
  }

  void found(int slot) {
    found[slot] = true;
  }

  /// Notes that the table was read to its end.
  void end() {
    ended = true;
  }

  /// Reports, when all rows were read and mapped, each reference that found nothing in any.
  void reportMissing(Report report) {
    for (int i = 0; i < found.length; i++) {
      if (ended && rows > 0 && !found[i]) {
        report.error(
            Place.file(table),
            "the reference '%s' finds nothing in any of the %d rows; correct it or leave it out"
                .formatted(references.get(i), rows));
      }
    }
  }
}
