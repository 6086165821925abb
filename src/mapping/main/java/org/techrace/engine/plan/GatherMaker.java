package org.techrace.engine.plan;

import java.util.ArrayList;
import java.util.List;
import org.techrace.engine.expression.Combinations;
import org.techrace.engine.output.RowQuads;
import org.techrace.mapping.TermMap;
import org.techrace.table.Row;

/// A compiled gather map: creates the heads of collections and records their members (RML-CC).
///
/// @param <T> the form of a term
/// @param gather the gather map
/// @param head creates the heads
/// @param shared true if a head can occur in other rows
/// @param items create the members
record GatherMaker<T>(
    TermMap.Gather gather, TermMaker<T> head, boolean shared, List<TermMaker<T>> items, T nil)
    implements TermMaker<T> {

  @Override
  public List<T> of(Row row, RowQuads<T> made) {
    List<T> heads = new ArrayList<>();
    for (List<T> members : collections(row, made)) {
      if (members.isEmpty() && !gather.allowEmpty()) {
        continue;
      }
      if (members.isEmpty() && gather.as() == TermMap.Kind.LIST) {
        heads.add(nil);
        continue;
      }
      for (T term : head.of(row, made)) {
        heads.add(term);
        made.gather(new RowQuads.Gathered<>(term, shared, gather.as(), members));
      }
    }
    return heads;
  }

  private List<List<T>> collections(Row row, RowQuads<T> made) {
    List<List<T>> members = items.stream().map(item -> item.of(row, made)).toList();
    return gather.cartesian()
        ? Combinations.of(members)
        : List.of(members.stream().flatMap(List::stream).toList());
  }
}
