package org.techrace.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.output.LineBuffer.Appended;
import org.techrace.engine.output.LineStart;
import org.techrace.engine.output.NQuadsWriter;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.output.TermFactory;
import org.techrace.engine.plan.TriplesMapPlan.Routed;
import org.techrace.mapping.Expression;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TriplesMap;
import org.techrace.table.Row;

/// A compiled triples map that writes lines of N-Quads: most terms are appended to a buffer instead
/// of being created. Its predicates and graphs are constant, and it has no collections and no
/// logical targets. The lines are those of the quads of [TriplesMapPlan#map].
///
/// @param <T> the form of a term
public final class LinePlan<T> {
  /// The quads with one object map.
  ///
  /// @param starts predicates and graphs, or whole lines but for the subject
  /// @param object creates the objects, or null if the lines are whole
  private record Part<T>(List<LineStart> starts, @Nullable TermMaker<T> object) {}

  private final TermFactory<T> terms;
  private final TermMaker<T> subject;
  private final List<Part<T>> parts;
  private final List<Join<T>> joins = new ArrayList<>();
  private final boolean repeatable;

  private LinePlan(
      TermFactory<T> terms, TermMaker<T> subject, List<Part<T>> parts, boolean repeatable) {
    this.repeatable = repeatable;
    this.terms = terms;
    this.subject = subject;
    this.parts = List.copyOf(parts);
    for (Part<T> part : parts) {
      if (part.object instanceof Join<T> join) {
        joins.add(join);
      }
    }
  }

  /// Returns the line plan of a triples map, or empty if it needs terms.
  public static <T> Optional<LinePlan<T>> of(TriplesMapPlan<T> plan, TermFactory<T> terms) {
    if (plan.gathers()
        || plan.subject() instanceof Reifiers<T>
        || !plan.map().subject().term().targets().isEmpty()) {
      return Optional.empty();
    }
    Optional<List<T>> rowGraphs = constants(plan.graphs());
    if (rowGraphs.isEmpty()) {
      return Optional.empty();
    }
    List<Part<T>> parts = new ArrayList<>();
    if (!plan.classes().isEmpty()) {
      List<LineStart> starts =
          starts(List.of(plan.type()), graphs(plan, rowGraphs.get(), List.of()), terms);
      if (starts == null) {
        return Optional.empty();
      }
      for (T type : plan.classes()) {
        parts.add(new Part<>(whole(starts, type, terms), null));
      }
    }
    for (TriplesMapPlan.Part<T> part : plan.parts()) {
      Optional<List<T>> predicates = constants(part.predicates());
      Optional<List<T>> partGraphs = constants(part.graphs());
      if (predicates.isEmpty() || partGraphs.isEmpty()) {
        return Optional.empty();
      }
      List<LineStart> starts =
          starts(predicates.get(), graphs(plan, rowGraphs.get(), partGraphs.get()), terms);
      for (Routed<T> object : part.objects()) {
        if (starts == null || !object.targets().isEmpty()) {
          return Optional.empty();
        }
        parts.add(
            object.maker() instanceof ConstantMaker<T> constant
                ? new Part<>(whole(starts, constant.term(), terms), null)
                : new Part<>(starts, object.maker()));
      }
    }
    return Optional.of(new LinePlan<>(terms, plan.subject(), parts, isRepeatable(plan.map())));
  }

  private static boolean isRepeatable(TriplesMap map) {
    return Calls.of(map).isEmpty()
        && map.source() instanceof LogicalSource
        && !(map.subject().term().expression() instanceof Expression.Fresh)
        && map.predicateObjects().stream()
            .flatMap(part -> part.objects().stream())
            .noneMatch(
                object ->
                    object instanceof TermMap term
                        && (term.expression() instanceof Expression.Fresh
                            || term.expression() instanceof Expression.Quoted));
  }

  /// Returns the terms of makers that are constant and have no targets, or empty.
  private static <T> Optional<List<T>> constants(List<Routed<T>> makers) {
    List<T> constants = new ArrayList<>();
    for (Routed<T> maker : makers) {
      if (!maker.targets().isEmpty() || !(maker.maker() instanceof ConstantMaker<T> constant)) {
        return Optional.empty();
      }
      constants.add(constant.term());
    }
    return Optional.of(constants);
  }

  private static <T> List<T> graphs(TriplesMapPlan<T> plan, List<T> ofRow, List<T> ofPart) {
    List<T> graphs = new ArrayList<>(ofRow);
    graphs.addAll(ofPart);
    return graphs.isEmpty() ? List.of(plan.defaultGraph()) : graphs;
  }

  private static <T> @Nullable List<LineStart> starts(
      List<T> predicates, List<T> graphs, TermFactory<T> terms) {
    List<LineStart> starts = new ArrayList<>();
    for (T predicate : predicates) {
      for (T graph : graphs) {
        byte[] predicateBytes = terms.inNQuads(predicate);
        byte[] graphBytes = terms.inNQuads(graph);
        if (predicateBytes == null || graphBytes == null) {
          return null;
        }
        starts.add(LineStart.of(predicateBytes, graphBytes));
      }
    }
    return starts;
  }

  private static <T> List<LineStart> whole(List<LineStart> starts, T object, TermFactory<T> terms) {
    byte[] bytes = bytes(object, terms);
    return starts.stream().map(start -> start.with(bytes)).toList();
  }

  /// Returns true if rows with the same values always have the same quads: no function is called,
  /// no blank node is new, and no other triples map is quoted.
  public boolean isRepeatable() {
    return repeatable;
  }

  /// Loads what some rows need into the processor's cache, before they are mapped.
  ///
  /// @param rows contains the rows, from its start
  /// @return any number, for a caller that must use the result
  public long prefetch(@Nullable Row[] rows, int count) {
    long sum = 0;
    for (Join<T> join : joins) {
      sum += join.prefetch(rows, count);
    }
    return sum;
  }

  /// Writes the quads of a row as lines. If the row turns out to have an error, the caller cancels
  /// the row, otherwise it ends the row.
  ///
  /// @param made receives the errors
  /// @return false, with nothing written, if the row must be mapped with [TriplesMapPlan#map]
  public boolean map(Row row, NQuadsWriter out, RowQuads<T> made) {
    out.beginRow();
    int subjects = subject.count(row);
    if (subjects > 1 && !repeatable) {
      // A function may have another result for the next subject.
      return false;
    }
    for (int i = 0; i < subjects; i++) {
      out.beginSubject();
      Appended appended = subject.append(row, i, out.buffer());
      if (appended == Appended.NOT_PLAIN) {
        out.cancelRow();
        return false;
      }
      if (appended == Appended.NONE) {
        return true;
      }
      out.endSubject();
      // The other subjects have the same errors.
      RowQuads<T> errors = i == 0 ? made : new RowQuads<>();
      for (Part<T> part : parts) {
        write(part, row, out, errors);
      }
    }
    return true;
  }

  private void write(Part<T> part, Row row, NQuadsWriter out, RowQuads<T> made) {
    List<LineStart> starts = part.starts;
    TermMaker<T> object = part.object;
    if (object == null) {
      for (int i = 0; i < starts.size(); i++) {
        out.addWholeLine(starts.get(i));
      }
      return;
    }
    int before = out.lineCount();
    int count = object.count(row);
    for (int i = 0; i < count; i++) {
      out.beginLine(starts.getFirst());
      switch (object.append(row, i, out.buffer())) {
        case ONE -> end(starts, out);
        case NONE -> out.cancelLine();
        case NOT_PLAIN -> {
          out.cancelLines(before);
          writeTerms(object.of(row, made), starts, out);
          return;
        }
      }
    }
  }

  private void writeTerms(List<T> objects, List<LineStart> starts, NQuadsWriter out) {
    for (T term : objects) {
      out.beginLine(starts.getFirst());
      out.buffer().append(bytes(term, terms));
      end(starts, out);
    }
  }

  private static <T> byte[] bytes(T term, TermFactory<T> terms) {
    byte[] bytes = terms.inNQuads(term);
    if (bytes == null) {
      throw new IllegalStateException("terms change their form");
    }
    return bytes;
  }

  /// Ends the line with the first start, and writes those with the others.
  private static void end(List<LineStart> starts, NQuadsWriter out) {
    int from = out.objectStart();
    int length = out.buffer().length() - from;
    out.endLine(starts.getFirst());
    for (int i = 1; i < starts.size(); i++) {
      out.addLineWithSameObject(starts.get(i), from, length);
    }
  }
}
