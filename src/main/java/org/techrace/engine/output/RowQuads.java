package org.techrace.engine.output;

import java.util.ArrayList;
import java.util.List;
import org.techrace.mapping.Target;
import org.techrace.mapping.TermMap;
import org.techrace.report.Place;

/// What is made of one row: its quads, the collections its terms are heads of, and its faults. Used
/// again for the next row.
///
/// @param <T> the form of a term
public final class RowQuads<T> {
  /// A collection or container.
  ///
  /// @param shared whether its head may come again in other rows, to which its members then belong
  ///   too
  public record Gathered<T>(T head, boolean shared, TermMap.Kind kind, List<T> members) {}

  /// What is wrong with a row.
  ///
  /// @param termMap where the term map stands that met it
  public record Fault(Place termMap, String message) {
    /// The message with the triples map and the term map it came from.
    public String in(String triplesMap) {
      return "%s (%s of <%s>)".formatted(message, termMap, triplesMap);
    }
  }

  private final List<T> terms = new ArrayList<>();
  private final List<List<Target>> targets = new ArrayList<>();
  private final List<Gathered<T>> gathered = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<Fault> doubts = new ArrayList<>();

  /// Adds a quad.
  ///
  /// @param to where it is written; nowhere named means the default output
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

  /// Takes the collections noted since the last call.
  public List<Gathered<T>> takeGathered() {
    if (gathered.isEmpty()) {
      return List.of();
    }
    List<Gathered<T>> taken = List.copyOf(gathered);
    gathered.clear();
    return taken;
  }

  /// Notes a fault.
  ///
  /// @param termMap where the term map stands that met it
  public void fault(Place termMap, String message) {
    faults.add(new Fault(termMap, message));
  }

  public List<Fault> faults() {
    return faults;
  }

  /// Notes what should be looked at, though the row is used.
  ///
  /// @param termMap where the term map stands that met it
  public void doubt(Place termMap, String message) {
    doubts.add(new Fault(termMap, message));
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
