package org.techrace.engine.plan;

import java.util.List;
import org.techrace.engine.output.RowQuads;
import org.techrace.engine.output.TermFactory;
import org.techrace.table.Row;

/// A compiled star map of a subject: creates the reifier of each triple, because a triple term
/// cannot be a subject (RDF 1.2 Concepts, section 3.1). The same triple always has the same
/// reifier.
///
/// @param <T> the form of a term
/// @param quoted creates the triple terms
record Reifiers<T>(TermFactory<T> terms, TermMaker<T> quoted) implements TermMaker<T> {
  @Override
  public List<T> of(Row row, RowQuads<T> made) {
    return of(quoted.of(row, made));
  }

  List<T> of(List<T> tripleTerms) {
    return tripleTerms.stream().map(terms::reifier).toList();
  }
}
