package org.techrace.engine.plan;

import java.util.ArrayList;
import java.util.List;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.output.TermFactory;
import org.techrace.table.Row;

/// A compiled star map: creates the triples of a triples map as triple terms (RML-star).
///
/// @param <T> the form of a term
/// @param subject creates the subjects
/// @param type the predicate `rdf:type`
/// @param classes the classes of each subject
/// @param parts create the predicates and objects
record QuotedTriples<T>(
    TermFactory<T> terms, TermMaker<T> subject, T type, List<T> classes, List<Part<T>> parts)
    implements TermMaker<T> {

  /// A compiled predicate-object map.
  record Part<T>(List<TermMaker<T>> predicates, List<TermMaker<T>> objects) {}

  @Override
  public List<T> of(Row row, RowQuads<T> made) {
    List<T> subjects = subject.of(row, made);
    if (subjects.isEmpty()) {
      return List.of();
    }
    List<T> triples = new ArrayList<>();
    for (T s : subjects) {
      classes.forEach(c -> triples.add(terms.tripleTerm(s, type, c)));
    }
    for (Part<T> part : parts) {
      List<T> predicates = all(part.predicates, row, made);
      List<T> objects = all(part.objects, row, made);
      for (T s : subjects) {
        for (T p : predicates) {
          objects.forEach(o -> triples.add(terms.tripleTerm(s, p, o)));
        }
      }
    }
    return triples;
  }

  private static <T> List<T> all(List<TermMaker<T>> makers, Row row, RowQuads<T> made) {
    if (makers.size() == 1) {
      return makers.getFirst().of(row, made);
    }
    List<T> all = new ArrayList<>();
    makers.forEach(maker -> all.addAll(maker.of(row, made)));
    return all;
  }
}
