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

/// Writes collections and containers (RML-CC). If the head has a name, the members are collected
/// over all rows, within the memory budget, and written at the end.
///
/// @param <T> the form of a term
public final class GatheredLists<T> {
  /// The memory of a member in bytes, in addition to its term: its entry in the list, and two quads
  /// when it is written.
  private static final int MEMBER_BYTES = 200;

  private record Key(Object head, Object graph) {}

  private record Open<T>(RowQuads.Gathered<T> collection, T graph, List<T> members) {}

  private final TermFactory<T> terms;
  private final FreshNodes fresh;
  private final Memory memory;
  private final Map<Key, Open<T>> open = new LinkedHashMap<>();

  private long taken;
  private boolean full;

  /// @param memory the budget for the collections that span several rows
  public GatheredLists(TermFactory<T> terms, FreshNodes fresh, Memory memory) {
    this.terms = terms;
    this.fresh = fresh;
    this.memory = memory;
  }

  /// Adds a collection to a graph. A collection with a shared head is written after all rows, any
  /// other immediately.
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
      bytes += MEMBER_BYTES + terms.bytes(member);
    }
    full |= !memory.take(bytes);
    taken += full ? 0 : bytes;
    return !full;
  }

  /// Returns true if the memory budget was too small, so that some collections lack members.
  public boolean isFull() {
    return full;
  }

  /// Writes the collections that span several rows.
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
