package org.techrace.table;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.techrace.report.Finding;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Notes which references ever found something, and whether the iterator did. In formats without a
/// header this is the only way to know one that is misspelt.
public final class Presence {
  /// How many names are kept to choose from.
  private static final int NAMES = 100;

  private final String table;
  private final Reference iterator;
  private final List<Reference> references;
  private final boolean[] asked;
  private final boolean[] found;
  private final Severity severity;
  private List<String> names = List.of();
  private long rows;
  private boolean ended;

  /// The deepest step of the iterator that something stood in the way of, and the names of that.
  private int deepest;

  private final Set<String> passed = new TreeSet<>();

  /// Takes a reference that finds nothing for an error.
  public Presence(String table, Reference iterator, List<Reference> references) {
    this(table, iterator, references, Severity.ERROR);
  }

  /// @param severity how bad a reference is that finds nothing
  public Presence(String table, Reference iterator, List<Reference> references, Severity severity) {
    this.severity = severity;
    this.table = table;
    this.iterator = iterator;
    this.references = List.copyOf(references);
    this.asked = new boolean[references.size()];
    this.found = new boolean[references.size()];
  }

  /// Notes that something was passed over because a step of the iterator does not select it.
  public void passed(int step, String name) {
    if (rows == 0 && step >= deepest) {
      if (step > deepest) {
        deepest = step;
        passed.clear();
      }
      if (passed.size() < NAMES) {
        passed.add(name);
      }
    }
  }

  /// Notes a row.
  ///
  /// @param namesInIt the names of what is in it, of which one may be meant by a name that is not
  public void row(Supplier<? extends Collection<String>> namesInIt) {
    if (rows++ == 0) {
      names = List.copyOf(namesInIt.get());
    }
  }

  /// Notes that a row was asked for a reference.
  public void asked(int slot, boolean something) {
    asked[slot] = true;
    if (something) {
      found[slot] = true;
    }
  }

  /// Notes that the table was read to its end.
  public void end() {
    ended = true;
  }

  /// Reports, when all rows were read and mapped, each reference that found nothing in any, and an
  /// iterator that found no row.
  public void reportMissing(Report report) {
    if (ended && rows == 0) {
      report.warn(
          Place.file(table),
          iterator.tell(
              "the iterator '%s' finds no row%s"
                  .formatted(
                      iterator.text(),
                      passed.isEmpty()
                          ? ""
                          : "; what it passes over is: " + String.join(", ", passed))));
    }
    for (int i = 0; i < found.length; i++) {
      if (ended && asked[i] && !found[i]) {
        Reference reference = references.get(i);
        Optional<String> meant = Nearest.of(reference.text(), names);
        report.add(
            new Finding(
                severity,
                Place.file(table),
                reference.tell(
                    "the reference '%s' finds nothing in any of the %d rows; %s"
                        .formatted(
                            reference.text(),
                            rows,
                            meant
                                .map("did you mean '%s'?"::formatted)
                                .orElse("correct it or leave it out")))));
      }
    }
  }
}
