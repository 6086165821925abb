package org.techrace.engine.output;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.RDF;
import org.techrace.mapping.TermMap;
import org.techrace.memory.Memory;

/// Writes collections and containers (RML-CC). Those whose head is named are gathered over all
/// rows, within the budget of memory, and written at the end.
///
/// @param <T> the form of a term
public final class GatheredLists<T> {
  /// What a member takes beside its term: its place in the list, and when it is written, two quads.
  private static final int MEMBER = 200;

  private record Key(Object head, Object graph) {}

  private record Open<T>(RowQuads.Gathered<T> collection, T graph, List<T> members) {}

  private final TermFactory<T> terms;
  private final FreshNodes fresh;
  private final Memory memory;
  private final Map<Key, Open<T>> open = new LinkedHashMap<>();

  private long taken;
  private boolean full;

  /// @param memory what those gathered over all rows are kept in
  public GatheredLists(TermFactory<T> terms, FreshNodes fresh, Memory memory) {
    this.terms = terms;
    this.fresh = fresh;
    this.memory = memory;
  }

  /// Adds a collection to a graph: at once, or if its head is shared, when all rows are read.
  public void add(RowQuads.Gathered<T> collection, T graph, RowQuads<T> out) {
    if (collection.shared()) {
      if (!take(collection)) {
        return;
      }
      open.computeIfAbsent(
              new Key(terms.key(collection.head()), terms.key(graph)),
              _ -> new Open<>(collection, graph, new ArrayList<>()))
          .members
          .addAll(collection.members());
    } else {
      write(collection, collection.members(), graph, out);
    }
  }

  private boolean take(RowQuads.Gathered<T> collection) {
    long bytes = 0;
    for (T member : collection.members()) {
      bytes += MEMBER + terms.bytes(member);
    }
    full |= !memory.take(bytes);
    taken += full ? 0 : bytes;
    return !full;
  }

  /// Whether the memory was too small for those gathered over all rows: then some lack members.
  public boolean isFull() {
    return full;
  }

  /// Writes those gathered over all rows.
  public void finish(RowSink<T> to) throws IOException {
    RowQuads<T> made = new RowQuads<>();
    for (Open<T> o : open.values()) {
      write(o.collection, o.members, o.graph, made);
      to.row(made);
      made.clear();
    }
    open.clear();
    memory.giveBack(taken);
    taken = 0;
  }

  private void write(RowQuads.Gathered<T> collection, List<T> members, T graph, RowQuads<T> out) {
    if (collection.kind() == TermMap.Kind.LIST) {
      writeList(collection.head(), members, graph, out);
      return;
    }
    T head = collection.head();
    T kind = rdf(collection.kind().localName);
    out.add(head, rdf("type"), kind, graph, List.of());
    for (int i = 0; i < members.size(); i++) {
      out.add(head, rdf("_" + (i + 1)), members.get(i), graph, List.of());
    }
  }

  private void writeList(T head, List<T> members, T graph, RowQuads<T> out) {
    T cell = head;
    for (int i = 0; i < members.size(); i++) {
      T next = i + 1 < members.size() ? terms.blankNode(fresh.label()) : rdf("nil");
      out.add(cell, rdf("first"), members.get(i), graph, List.of());
      out.add(cell, rdf("rest"), next, graph, List.of());
      cell = next;
    }
  }

  private T rdf(String localName) {
    return terms.constant(NodeFactory.createURI(RDF.getURI() + localName));
  }
}
