package org.techrace.table;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.techrace.report.Finding;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Records which references have found a value, and whether the iterator has found a row. In
/// formats without a header this is the only way to detect a misspelt name.
public final class Presence implements Serializable {
  /// The maximum number of names kept for suggestions.
  private static final int MAX_NAMES = 100;

  private final String table;
  private final Reference iterator;
  private final List<Reference> references;
  private final boolean[] asked;
  private final boolean[] found;

  /// For each reference, the number of values that it passed over, and one of them.
  private final long[] passedOver;

  private final @Nullable String[] examples;

  /// For each reference, the line and the column of the row of the example.
  private final long[] lines;

  private final int[] columns;
  private final Severity severity;
  private List<String> names = List.of();
  private long rows;
  private boolean ended;

  /// The deepest step of the iterator at which something was skipped, and the names of what was
  /// skipped there.
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
    this.passedOver = new long[references.size()];
    this.examples = new @Nullable String[references.size()];
    this.lines = new long[references.size()];
    this.columns = new int[references.size()];
  }

  /// Returns the references, in the order of their slots.
  public List<Reference> references() {
    return references;
  }

  /// Records that a value was skipped because a step of the iterator does not select it.
  public void passed(int step, String name) {
    if (rows == 0 && step >= deepest) {
      if (step > deepest) {
        deepest = step;
        passed.clear();
      }
      if (passed.size() < MAX_NAMES) {
        passed.add(name);
      }
    }
  }

  /// Records a row.
  ///
  /// @param namesInIt returns the names in the row, as suggestions for a misspelt reference
  public synchronized void row(Supplier<? extends Collection<String>> namesInIt) {
    rows++;
    if (names.isEmpty()) {
      names = List.copyOf(namesInIt.get());
    }
  }

  /// Records rows after the first one.
  public synchronized void rows(long more) {
    rows += more;
  }

  /// Records that a reference was read in a row, and whether it found a value.
  public void asked(int slot, boolean something) {
    // Writing what is there would take the line from the cache of the other threads.
    if (!asked[slot]) {
      asked[slot] = true;
    }
    if (something && !found[slot]) {
      found[slot] = true;
    }
  }

  /// Records that a reference goes on below a value that has nothing below it, such as to the
  /// elements of a text.
  ///
  /// @param line the line of the row, from 1
  /// @param column its column
  public synchronized void passedOver(int slot, String value, long line, int column) {
    passedOver[slot]++;
    keepFirst(slot, value, line, column);
  }

  private void keepFirst(int slot, @Nullable String value, long line, int column) {
    if (value != null && (examples[slot] == null || line < lines[slot])) {
      examples[slot] = value;
      lines[slot] = line;
      columns[slot] = column;
    }
  }

  /// Records that the table has been read to its end.
  public void end() {
    ended = true;
  }

  /// Adds what was found in the next part of the same table.
  public void add(Presence next) {
    if (rows == 0) {
      names = next.names;
      if (next.deepest > deepest) {
        deepest = next.deepest;
        passed.clear();
      }
      if (next.deepest == deepest) {
        next.passed.stream().limit(MAX_NAMES - passed.size()).forEach(passed::add);
      }
    }
    rows += next.rows;
    ended &= next.ended;
    for (int i = 0; i < found.length; i++) {
      asked[i] |= next.asked[i];
      found[i] |= next.found[i];
      passedOver[i] += next.passedOver[i];
      keepFirst(i, next.examples[i], next.lines[i], next.columns[i]);
    }
  }

  /// Reports each reference that found nothing in any row, or the iterator if it found no row. Call
  /// it after all rows have been mapped.
  public void reportMissing(Report report) {
    if (ended && rows == 0) {
      report.warn(
          Place.file(table),
          iterator.withOrigin(
              "the iterator '%s' finds no rows%s"
                  .formatted(
                      iterator.text(),
                      passed.isEmpty() ? "" : "; it skips: " + String.join(", ", passed))));
    }
    for (int i = 0; i < found.length; i++) {
      if (passedOver[i] > 0) {
        Reference reference = references.get(i);
        report.warn(
            new Place.InFile(table, lines[i], columns[i]),
            reference.withOrigin(
                "the reference '%s' goes on below values that have nothing below them, such as '%s', and leaves out %d of them; correct them, or read them by another triples map"
                    .formatted(reference.text(), examples[i], passedOver[i])));
      }
      if (ended && asked[i] && !found[i]) {
        Reference reference = references.get(i);
        Optional<String> meant = Nearest.of(reference.text(), names);
        report.add(
            new Finding(
                severity,
                Place.file(table),
                reference.withOrigin(
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
