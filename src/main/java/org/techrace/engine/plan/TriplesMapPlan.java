package org.techrace.engine.plan;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.techrace.engine.expression.References;
import org.techrace.engine.output.GatheredLists;
import org.techrace.engine.output.RowQuads;
import org.techrace.mapping.Target;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TriplesMap;
import org.techrace.memory.Memory;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.SourceTable;

/// A triples map, compiled: what is read of its table and what is made of each row.
///
/// @param <T> the form of a term
/// @param map what it was compiled from
/// @param table what it iterates over
/// @param references what it reads of each row
/// @param parents what must be read before the rows: the parent sides of its joins
/// @param subject makes the subjects
/// @param type the predicate `rdf:type`
/// @param classes the classes of each subject
/// @param graphs make the graphs of all triples of a row
/// @param parts the predicate-object maps
/// @param defaultGraph where triples go that have no graph
public record TriplesMapPlan<T>(
    TriplesMap map,
    SourceTable table,
    References references,
    List<JoinIndex<T>> parents,
    TermMaker<T> subject,
    T type,
    List<T> classes,
    List<Routed<T>> graphs,
    List<Part<T>> parts,
    T defaultGraph) {

  /// A term map with the targets its triples go to.
  public record Routed<T>(TermMaker<T> maker, List<Target> targets) {}

  /// A compiled predicate-object map.
  public record Part<T>(
      List<Routed<T>> predicates, List<Routed<T>> objects, List<Routed<T>> graphs) {}

  /// Opens its table, having read the parents of its joins.
  public SourceRows open(Memory memory, Report report) throws IOException {
    for (JoinIndex<T> parent : parents) {
      parent.read(memory);
    }
    return table.open(references.list(), report);
  }

  /// Whether collections are gathered, whose members come in the order of the rows.
  public boolean gathers() {
    return Stream.concat(
            Stream.of(map.subject().term()),
            map.predicateObjects().stream().flatMap(part -> part.objects().stream()))
        .anyMatch(object -> object instanceof TermMap term && term.gather().isPresent());
  }

  /// Makes what a row gives. A row whose subject map gives nothing gives no triples (RML-Core,
  /// section 4).
  ///
  /// @param lists takes the collections made
  public void map(Row row, RowQuads<T> out, GatheredLists<T> lists) {
    List<T> subjects = subject.of(row, out);
    List<RowQuads.Gathered<T>> gathered = out.takeGathered();
    if (subjects.isEmpty()) {
      return;
    }
    Map<T, List<Target>> rowGraphs = graphs(graphs, row, out);
    List<Target> subjectTargets = map.subject().term().targets();
    addLists(gathered, rowGraphs, lists, out);
    for (T s : subjects) {
      for (T c : classes) {
        add(s, type, c, rowGraphs, subjectTargets, out);
      }
    }
    for (Part<T> part : parts) {
      Map<T, List<Target>> partGraphs = rowGraphs;
      if (!part.graphs.isEmpty()) {
        partGraphs = new LinkedHashMap<>(rowGraphs);
        partGraphs.putAll(graphs(part.graphs, row, out));
      }
      for (Routed<T> object : part.objects) {
        List<T> objects = object.maker.of(row, out);
        addLists(out.takeGathered(), partGraphs, lists, out);
        for (Routed<T> predicate : part.predicates) {
          List<Target> targets = union(subjectTargets, predicate.targets, object.targets);
          for (T p : predicate.maker.of(row, out)) {
            for (T s : subjects) {
              for (T o : objects) {
                add(s, p, o, partGraphs, targets, out);
              }
            }
          }
        }
      }
    }
  }

  /// The graphs that some graph maps make, each with its targets.
  private Map<T, List<Target>> graphs(List<Routed<T>> makers, Row row, RowQuads<T> out) {
    if (makers.isEmpty()) {
      return Map.of();
    }
    Map<T, List<Target>> made = new LinkedHashMap<>();
    for (Routed<T> graph : makers) {
      for (T term : graph.maker.of(row, out)) {
        made.put(term, graph.targets);
      }
    }
    return made;
  }

  /// Without any graph map the triple goes to the default graph.
  private void add(
      T s, T p, T o, Map<T, List<Target>> graphs, List<Target> targets, RowQuads<T> out) {
    if (graphs.isEmpty()) {
      out.add(s, p, o, defaultGraph, targets);
    } else {
      graphs.forEach((graph, more) -> out.add(s, p, o, graph, union(targets, more)));
    }
  }

  private void addLists(
      List<RowQuads.Gathered<T>> gathered,
      Map<T, List<Target>> graphs,
      GatheredLists<T> lists,
      RowQuads<T> out) {
    for (RowQuads.Gathered<T> collection : gathered) {
      if (graphs.isEmpty()) {
        lists.add(collection, defaultGraph, out);
      } else {
        graphs.keySet().forEach(graph -> lists.add(collection, graph, out));
      }
    }
  }

  @SafeVarargs
  private static List<Target> union(List<Target>... lists) {
    boolean none = true;
    for (List<Target> list : lists) {
      none &= list.isEmpty();
    }
    if (none) {
      return List.of();
    }
    Set<Target> all = new LinkedHashSet<>();
    for (List<Target> list : lists) {
      all.addAll(list);
    }
    return List.copyOf(all);
  }
}
