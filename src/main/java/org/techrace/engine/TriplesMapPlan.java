package org.techrace.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.techrace.mapping.TriplesMap;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.table.Row;
import org.techrace.table.Rows;
import org.techrace.table.Table;

/// A triples map, compiled: what is read of its table and what is made of each row.
///
/// @param <T> the form of a term
/// @param map what it was compiled from
/// @param table what it iterates over
/// @param references what it reads of each row
/// @param subject makes the subjects
/// @param type the predicate `rdf:type`
/// @param classes the classes of each subject
/// @param graphs make the graphs of all triples of a row
/// @param parts the predicate-object maps
/// @param defaultGraph where triples go that have no graph
record TriplesMapPlan<T>(
    TriplesMap map,
    Table table,
    References references,
    TermMaker<T> subject,
    T type,
    List<T> classes,
    List<TermMaker<T>> graphs,
    List<Part<T>> parts,
    T defaultGraph) {

  /// A compiled predicate-object map.
  record Part<T>(
      List<TermMaker<T>> predicates, List<TermMaker<T>> objects, List<TermMaker<T>> graphs) {}

  /// Maps every row of the table. A row with a fault is reported and gives no triple.
  void run(QuadSink<T> out, EngineOptions options, Report report) throws IOException {
    RowFaults faults = new RowFaults();
    List<T> quads = new ArrayList<>();
    QuadSink<T> buffer =
        (s, p, o, g) -> {
          quads.add(s);
          quads.add(p);
          quads.add(o);
          quads.add(g);
        };
    long count = 0;
    try (Rows rows = table.open(references.list(), report)) {
      for (@Nullable Row row = rows.next(); row != null; row = rows.next()) {
        map(row, buffer, faults, options.blankKeys());
        if (faults.isEmpty()) {
          for (int i = 0; i < quads.size(); i += 4) {
            out.quad(quads.get(i), quads.get(i + 1), quads.get(i + 2), quads.get(i + 3));
          }
        } else {
          Place place = Place.line(table.name(), row.line());
          faults.messages().forEach(message -> report.error(place, message));
          faults.clear();
        }
        quads.clear();
        options.progress().rows(table.name(), ++count);
      }
    }
  }

  private void map(Row row, QuadSink<T> out, RowFaults faults, boolean blankKeys) {
    List<T> subjects = subject.of(row, faults);
    if (subjects.isEmpty()) {
      if (blankKeys && faults.isEmpty()) {
        faults.add(map.subject().term().at(), blankKey(row));
      }
      return;
    }
    List<T> rowGraphs = all(graphs, row, faults);
    for (T s : subjects) {
      for (T c : classes) {
        emit(s, type, c, rowGraphs, out);
      }
    }
    for (Part<T> part : parts) {
      List<T> predicates = all(part.predicates, row, faults);
      List<T> objects = all(part.objects, row, faults);
      List<T> partGraphs = rowGraphs;
      if (!part.graphs.isEmpty()) {
        Set<T> both = new LinkedHashSet<>(rowGraphs);
        both.addAll(all(part.graphs, row, faults));
        partGraphs = List.copyOf(both);
      }
      for (T s : subjects) {
        for (T p : predicates) {
          for (T o : objects) {
            emit(s, p, o, partGraphs, out);
          }
        }
      }
    }
  }

  /// Without any graph map the triple goes to the default graph.
  private void emit(T s, T p, T o, List<T> in, QuadSink<T> out) {
    if (in.isEmpty()) {
      out.quad(s, p, o, defaultGraph);
    }
    for (T graph : in) {
      out.quad(s, p, o, graph);
    }
  }

  private static <T> List<T> all(List<TermMaker<T>> makers, Row row, RowFaults faults) {
    if (makers.size() == 1) {
      return makers.getFirst().of(row, faults);
    }
    List<T> made = new ArrayList<>();
    for (TermMaker<T> maker : makers) {
      made.addAll(maker.of(row, faults));
    }
    return made;
  }

  private String blankKey(Row row) {
    List<String> names = references.list();
    List<String> blank =
        map.subject().term().expression().references().stream()
            .distinct()
            .filter(name -> row.values(names.indexOf(name)).isEmpty())
            .map("'%s'"::formatted)
            .toList();
    return blank.size() == 1
        ? "column %s is blank; the subject map needs it".formatted(blank.getFirst())
        : "columns %s are blank; the subject map needs them".formatted(String.join(", ", blank));
  }
}
