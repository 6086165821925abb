package org.techrace.engine.plan;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.References;
import org.techrace.engine.output.CellUse;
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

/// A compiled triples map.
///
/// @param <T> the form of a term
/// @param map the triples map
/// @param table the table that it iterates over
/// @param references the references that it and the other triples maps over the table read from
///   each row
/// @param parents the parent sides of its joins, which are read before the rows
/// @param subject creates the subjects
/// @param subjectTargets the logical targets of all triples
/// @param type the predicate `rdf:type`
/// @param classes the classes of each subject
/// @param reifies the predicate `rdf:reifies`
/// @param graphs create the graphs of all triples of a row
/// @param parts the compiled predicate-object maps
/// @param defaultGraph the marker for the default graph
public record TriplesMapPlan<T>(
    TriplesMap map,
    SourceTable table,
    References references,
    List<JoinIndex<T>> parents,
    TermMaker<T> subject,
    Routes subjectTargets,
    T type,
    List<T> classes,
    T reifies,
    List<Routed<T>> graphs,
    List<Part<T>> parts,
    T defaultGraph) {

  /// A compiled term map with the logical targets of its triples.
  public record Routed<T>(TermMaker<T> maker, Routes targets) {}

  /// A compiled predicate-object map.
  public record Part<T>(
      List<Routed<T>> predicates, List<Routed<T>> objects, List<Routed<T>> graphs) {}

  /// Reads the parents of the joins, unless another triples map has read them.
  ///
  /// @param threads the number of threads that read rows
  public void readParents(Memory memory, int threads) throws IOException {
    for (JoinIndex<T> parent : parents) {
      parent.read(memory, threads);
    }
  }

  /// Opens the table. Its rows fit all triples maps over the table.
  public SourceRows open(Report report) throws IOException {
    return table.open(references.list(), report);
  }

  /// Returns true if the plan builds collections, whose members must be in the order of the rows.
  public boolean gathers() {
    return gathers(map);
  }

  /// Returns true if rows generate quads. A triples map that is not asserted generates only the
  /// `rdf:reifies` triples of its reifiers.
  boolean generatesQuads() {
    return map.asserted() || subject instanceof Reifiers<T>;
  }

  static boolean gathers(TriplesMap map) {
    return Stream.concat(
            Stream.of(map.subject().term()),
            map.predicateObjects().stream().flatMap(part -> part.objects().stream()))
        .anyMatch(object -> object instanceof TermMap term && term.gather().isPresent());
  }

  /// Maps a row. If the subject map has no value, the row generates no triples (RML-Core, section
  /// 4).
  ///
  /// @param out receives the quads and errors
  /// @param lists receives the collections
  public void map(Row row, RowQuads<T> out, GatheredLists<T> lists) {
    List<T> quoted =
        subject instanceof Reifiers<T> reifiers ? reifiers.quoted().of(row, out) : List.of();
    List<T> subjects =
        subject instanceof Reifiers<T> reifiers ? reifiers.of(quoted) : subject.of(row, out);
    List<RowQuads.Gathered<T>> gathered = out.takeGathered();
    if (subjects.isEmpty()) {
      return;
    }
    Map<T, List<Target>> rowGraphs = graphs(graphs, row, out);
    List<Target> ofSubject = subjectTargets.of(row, out);
    addLists(gathered, rowGraphs, lists, out);
    endQuad(true, out);
    if (usesRowGraphs()) {
      reify(subjects, quoted, rowGraphs, ofSubject, out);
    }
    if (!map.asserted()) {
      return;
    }
    for (T s : subjects) {
      for (T c : classes) {
        add(s, type, c, rowGraphs, ofSubject, out);
      }
    }
    for (Part<T> part : parts) {
      Map<T, List<Target>> partGraphs = rowGraphs;
      if (!part.graphs.isEmpty()) {
        partGraphs = new LinkedHashMap<>(rowGraphs);
        partGraphs.putAll(graphs(part.graphs, row, out));
        reify(subjects, quoted, partGraphs, ofSubject, out);
        endQuad(true, out);
      }
      for (Routed<T> object : part.objects) {
        int before = out.size();
        List<T> objects = object.maker.of(row, out);
        addLists(out.takeGathered(), partGraphs, lists, out);
        for (Routed<T> predicate : part.predicates) {
          List<Target> targets =
              union(ofSubject, predicate.targets.of(row, out), object.targets.of(row, out));
          for (T p : predicate.maker.of(row, out)) {
            for (T s : subjects) {
              for (T o : objects) {
                add(s, p, o, partGraphs, targets, out);
              }
            }
          }
        }
        endQuad(out.size() > before, out);
      }
    }
  }

  private static void endQuad(boolean isMade, RowQuads<?> out) {
    @Nullable CellUse use = out.use();
    if (use != null) {
      use.endQuad(isMade);
    }
  }

  /// Returns false if all triples of a row are in graphs of predicate-object maps too.
  private boolean usesRowGraphs() {
    return !graphs.isEmpty()
        || !map.asserted()
        || !classes.isEmpty()
        || parts.isEmpty()
        || parts.stream().anyMatch(part -> part.graphs.isEmpty());
  }

  /// Adds the triples that relate reifiers to their triple terms.
  private void reify(
      List<T> subjects,
      List<T> quoted,
      Map<T, List<Target>> in,
      List<Target> targets,
      RowQuads<T> out) {
    for (int i = 0; i < quoted.size(); i++) {
      add(subjects.get(i), reifies, quoted.get(i), in, targets, out);
    }
  }

  /// Returns the graphs that the graph maps generate, each with its targets.
  private Map<T, List<Target>> graphs(List<Routed<T>> makers, Row row, RowQuads<T> out) {
    if (makers.isEmpty()) {
      return Map.of();
    }
    Map<T, List<Target>> made = new LinkedHashMap<>();
    for (Routed<T> graph : makers) {
      for (T term : graph.maker.of(row, out)) {
        made.put(term, graph.targets.of(row, out));
      }
    }
    return made;
  }

  /// Adds a triple to each graph, or to the default graph without a graph map.
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
