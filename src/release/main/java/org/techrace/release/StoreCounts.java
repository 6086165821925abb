package org.techrace.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.vocabulary.RDF;
import org.techrace.rdf.Iris;
import org.techrace.store.Cursor;
import org.techrace.store.Dictionary;
import org.techrace.store.Order;
import org.techrace.store.Scope;
import org.techrace.store.Section;
import org.techrace.store.Store;

/// Counts the statements of a release in its sealed store.
final class StoreCounts {
  private final Store store;
  private final Map<Node, Long> perGraph = Counts.byNode();
  private final Map<Node, Long> perClass = Counts.byNode();
  private final Map<Node, Long> perProperty = Counts.byNode();
  private final List<Triple> aboutGraphs = new ArrayList<>();
  private final String example;
  private long entities;

  private StoreCounts(Store store, Iris iris) {
    this.store = store;
    Subjects subjects = new Subjects(iris.id());
    countRows(subjects);
    this.example = subjects.example;
    countProperties();
    int type = store.id(RDF.type.asNode());
    count(Order.POS, type, (kind, number) -> perClass.put(term(kind), number));
    Dictionary.IdRange named = store.dictionary().range(Section.IRI);
    count(Order.PSO, type, (subject, _) -> entities += named.has(subject) ? 1 : 0);
    for (int graph : store.namedGraphs()) {
      addStatementsAbout(graph);
    }
  }

  /// Counts the statements of a store.
  ///
  /// @param iris the IRI spaces of the graph
  static Counts of(Store store, Iris iris) {
    StoreCounts counted = new StoreCounts(store, iris);
    return new Counts(
        store.triples(),
        store.subjects(0),
        counted.entities,
        counted.example,
        counted.perGraph,
        counted.perClass,
        counted.perProperty,
        counted.aboutGraphs);
  }

  private Node term(int id) {
    return store.dictionary().term(id);
  }

  /// Reads all rows, and counts the statements of each graph and of each subject.
  private void countRows(Subjects subjects) {
    long[] perSet = new long[store.graphSets().size()];
    Cursor spo = store.permutation(Order.SPO).cursor();
    int subject = 0;
    long first = 0;
    for (long row = 0; row < spo.size(); row++) {
      perSet[spo.get(row, 3)]++;
      int next = spo.get(row, 0);
      if (next != subject) {
        subjects.add(subject, row - first);
        subject = next;
        first = row;
      }
    }
    subjects.add(subject, spo.size() - first);
    for (int set = 0; set < perSet.length; set++) {
      for (int graph : store.graphSets().get(set)) {
        if (graph != Store.DEFAULT_GRAPH) {
          perGraph.merge(term(graph), perSet[set], Long::sum);
        }
      }
    }
  }

  /// Finds the entity with the most statements, and among several the first one of the dump.
  private final class Subjects {
    private final Dictionary.IdRange named = store.dictionary().range(Section.IRI);
    private final Dictionary.TermReader texts = store.dictionary().reader();
    private final String entitySpace;
    private String example;
    private long most = 1;

    Subjects(String entitySpace) {
      this.entitySpace = entitySpace;
      this.example = entitySpace;
    }

    void add(int subject, long statements) {
      if (statements < most || !named.has(subject)) {
        return;
      }
      String iri = texts.text(subject);
      if (iri.startsWith(entitySpace)
          && (statements > most || example.equals(entitySpace) || isBefore(iri, example))) {
        most = statements;
        example = iri;
      }
    }

    /// The lines of the dump have `>` after an IRI.
    private static boolean isBefore(String iri, String other) {
      return (iri + ">").compareTo(other + ">") < 0;
    }
  }

  private void countProperties() {
    Cursor pso = store.permutation(Order.PSO).cursor();
    long row = 0;
    while (row < pso.size()) {
      int property = pso.get(row, 0);
      long end = pso.end(row, 1, property, 0, 0);
      perProperty.put(term(property), end - row);
      row = end;
    }
  }

  @FunctionalInterface
  private interface Counted {
    /// Receives a value of the second column, and the number of its rows.
    void add(int value, long rows);
  }

  /// Counts the rows of each value in the second column among the rows with a value in the first.
  private void count(Order order, int first, Counted counted) {
    Cursor cursor = store.permutation(order).cursor();
    long row = cursor.seek(0, 1, first, 0, 0);
    long end = cursor.end(row, 1, first, 0, 0);
    while (row < end) {
      int value = cursor.get(row, 1);
      long next = cursor.end(row, 2, first, value, 0);
      counted.add(value, next - row);
      row = next;
    }
  }

  private void addStatementsAbout(int graph) {
    Cursor spo = store.permutation(Order.SPO).cursor();
    Scope inGraph = store.graph(graph);
    long row = spo.seek(0, 1, graph, 0, 0);
    long end = spo.end(row, 1, graph, 0, 0);
    for (; row < end; row++) {
      if (inGraph.has(spo.get(row, 3))) {
        aboutGraphs.add(Triple.create(term(graph), term(spo.get(row, 1)), term(spo.get(row, 2))));
      }
    }
  }
}
