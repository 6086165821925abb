package org.techrace.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.RDF;
import org.techrace.mapping.TermMap;

/// Writes collections and containers (RML-CC). Those whose head is named are gathered over all rows
/// and written at the end.
///
/// @param <T> the form of a term
final class Lists<T> {
  private record Key(Object head, Object graph) {}

  private record Open<T>(RowQuads.Gathered<T> collection, T graph, List<T> members) {}

  private final Terms<T> terms;
  private final FreshNodes fresh;
  private final Map<Key, Open<T>> open = new LinkedHashMap<>();

  Lists(Terms<T> terms, FreshNodes fresh) {
    this.terms = terms;
    this.fresh = fresh;
  }

  /// Adds a collection to a graph: at once, or if its head is shared, when all rows are read.
  void add(RowQuads.Gathered<T> collection, T graph, RowQuads<T> out) {
    if (collection.shared()) {
      open.computeIfAbsent(
              new Key(terms.key(collection.head()), terms.key(graph)),
              _ -> new Open<>(collection, graph, new ArrayList<>()))
          .members
          .addAll(collection.members());
    } else {
      write(collection, collection.members(), graph, out);
    }
  }

  /// Writes those gathered over all rows.
  void finish(RowQuads<T> out) {
    open.values().forEach(o -> write(o.collection, o.members, o.graph, out));
    open.clear();
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
