package org.techrace.engine.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.techrace.mapping.Target;
import org.techrace.mapping.TermMap;
import org.techrace.report.Place;

/// The result of mapping one row: its quads, the collections whose heads are among its terms, and
/// its errors. The object is reused for the next row.
///
/// @param <T> the form of a term
public final class RowQuads<T> {
  /// A collection or container.
  ///
  /// @param shared true if the head can occur in other rows, whose members are then added
  public record Gathered<T>(T head, boolean shared, TermMap.Kind kind, List<T> members) {}

  /// An error or warning about a row.
  ///
  /// @param termMap the place of the term map that found it
  /// @param isListed true if it is reported once for all rows with it
  public record Fault(Place termMap, String message, boolean isListed) {
    /// Returns the message with the triples map and the term map.
    public String in(String triplesMap) {
      return "%s (%s of <%s>)".formatted(message, termMap, triplesMap);
    }
  }

  private final List<T> terms = new ArrayList<>();
  private final List<List<Target>> targets = new ArrayList<>();
  private final List<Gathered<T>> gathered = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> doubts = new ArrayList<>();
  private final @Nullable CellUse use;

  public RowQuads() {
    this(null);
  }

  /// @param use records which cells become terms; null to record nothing
  public RowQuads(@Nullable CellUse use) {
    this.use = use;
  }

  /// Returns what records which cells become terms, or null.
  public @Nullable CellUse use() {
    return use;
  }

  /// Adds a quad.
  ///
  /// @param to the logical targets; empty for the default output
  public void add(T subject, T predicate, T object, T graph, List<Target> to) {
    terms.add(subject);
    terms.add(predicate);
    terms.add(object);
    terms.add(graph);
    targets.add(to);
  }

  public int size() {
    return targets.size();
  }

  public T subject(int i) {
    return terms.get(4 * i);
  }

  public T predicate(int i) {
    return terms.get(4 * i + 1);
  }

  public T object(int i) {
    return terms.get(4 * i + 2);
  }

  public T graph(int i) {
    return terms.get(4 * i + 3);
  }

  List<Target> targets(int i) {
    return targets.get(i);
  }

  public void gather(Gathered<T> collection) {
    gathered.add(collection);
  }

  /// Returns the collections added since the last call.
  public List<Gathered<T>> takeGathered() {
    if (gathered.isEmpty()) {
      return List.of();
    }
    List<Gathered<T>> taken = List.copyOf(gathered);
    gathered.clear();
    return taken;
  }

  /// Adds an error.
  ///
  /// @param termMap the place of the term map that found it
  public void fault(Place termMap, String message) {
    fault(termMap, message, false);
  }

  /// Adds an error that may be reported once for all rows with it.
  public void fault(Place termMap, String message, boolean isListed) {
    faults.add(new Fault(termMap, message, isListed));
  }

  public List<Fault> faults() {
    return faults;
  }

  /// Adds a warning: the row is used, and a curator should check it.
  ///
  /// @param termMap the place of the term map that found it
  public void doubt(Place termMap, String message) {
    doubts.add(new Fault(termMap, message, false));
  }

  public List<Fault> doubts() {
    return doubts;
  }

  public void clear() {
    terms.clear();
    targets.clear();
    gathered.clear();
    faults.clear();
    doubts.clear();
  }
}
