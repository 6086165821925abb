package org.techrace.entity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.RDF;
import org.techrace.entity.Entity.Property;
import org.techrace.entity.Entity.Statement;

/// The entities of one release. Which statements belong to an entity, and where they are written,
/// say the files of `queries/pages`; a new kind of entity needs nothing here.
public final class Entities {
  private final DatasetGraph dataset;
  private final PageQueries queries;

  /// The entities of a dataset.
  ///
  /// @param dataset read only; its default graph is the union of its named graphs
  public Entities(DatasetGraph dataset, PageQueries queries) {
    this.dataset = dataset;
    this.queries = queries;
  }

  /// All that the release says of an IRI, or nothing if it says nothing.
  public Optional<Entity> get(String iri) {
    return Txn.calculateRead(dataset, () -> read(NodeFactory.createURI(iri)));
  }

  /// Whether the release says anything of an IRI.
  public boolean knows(String iri) {
    Node thing = NodeFactory.createURI(iri);
    return Txn.calculateRead(
        dataset,
        () ->
            dataset.contains(Node.ANY, thing, Node.ANY, Node.ANY)
                || dataset.contains(Node.ANY, Node.ANY, Node.ANY, thing));
  }

  /// The triples of the document about an IRI; empty if it is unknown.
  public Graph description(String iri) {
    return Txn.calculateRead(
        dataset,
        () -> {
          try (QueryExec exec = about("description", NodeFactory.createURI(iri))) {
            return exec.construct();
          }
        });
  }

  /// A copy of a named graph; empty if there is none of that name.
  public Graph graph(String name) {
    return Txn.calculateRead(
        dataset,
        () -> {
          Graph copy = GraphFactory.createDefaultGraph();
          dataset
              .find(NodeFactory.createURI(name), Node.ANY, Node.ANY, Node.ANY)
              .forEachRemaining(quad -> copy.add(quad.asTriple()));
          return copy;
        });
  }

  /// The rows of a query of `queries/pages` that asks about nothing in particular, its terms with
  /// labels.
  public List<Row> rows(String query) {
    return rows(queries.get(query));
  }

  /// The rows of a SELECT, its terms with labels.
  public List<Row> rows(Query select) {
    return Txn.calculateRead(
        dataset,
        () -> {
          Labels labels = new Labels(dataset);
          List<Row> rows = new ArrayList<>();
          try (QueryExec exec = QueryExec.dataset(dataset).query(select).build()) {
            exec.select().forEach(row -> rows.add(row(row, labels)));
          }
          return rows;
        });
  }

  private static Row row(Binding row, Labels labels) {
    Map<String, Term> terms = new LinkedHashMap<>();
    row.forEach((variable, node) -> terms.put(variable.getVarName(), labels.term(node)));
    return new Row(terms);
  }

  private Optional<Entity> read(Node thing) {
    Labels labels = new Labels(dataset);
    Map<Node, Map<Node, Said>> statements = said("statements", thing);
    Map<Node, Map<Node, Said>> incoming = said("incoming", thing);
    if (statements.isEmpty() && incoming.isEmpty()) {
      return Optional.empty();
    }
    Map<Node, Said> types = statements.getOrDefault(RDF.Nodes.type, Map.of());
    statements.remove(RDF.Nodes.type);
    statements.keySet().removeIf(Labels::names);
    return Optional.of(
        new Entity(
            thing.getURI(),
            labels.of(thing),
            labels.all(thing),
            types.keySet().stream().filter(Node::isURI).map(labels::link).toList(),
            properties(statements, labels),
            properties(incoming, labels)));
  }

  /// Who says a statement, and where it is written.
  private record Said(Set<Node> graphs, Set<Node> passages) {}

  /// The statements of a query, by property and object.
  private Map<Node, Map<Node, Said>> said(String query, Node thing) {
    Map<Node, Map<Node, Said>> said = new LinkedHashMap<>();
    try (QueryExec exec = about(query, thing)) {
      exec.select()
          .forEach(
              row -> {
                Said one =
                    said.computeIfAbsent(row.get("property"), p -> new LinkedHashMap<>())
                        .computeIfAbsent(
                            row.get("object"),
                            o -> new Said(new LinkedHashSet<>(), new LinkedHashSet<>()));
                one.graphs.add(row.get("graph"));
                Node passage = row.get("passage");
                if (passage != null && passage.isURI()) {
                  one.passages.add(passage);
                }
              });
    }
    return said;
  }

  private static List<Property> properties(Map<Node, Map<Node, Said>> said, Labels labels) {
    return said.entrySet().stream()
        .map(e -> new Property(labels.link(e.getKey()), statements(e.getValue(), labels)))
        .sorted(Comparator.comparing(p -> p.property().text()))
        .toList();
  }

  private static List<Statement> statements(Map<Node, Said> said, Labels labels) {
    return said.entrySet().stream()
        .map(
            e ->
                new Statement(
                    labels.term(e.getKey()),
                    e.getValue().graphs.stream().map(labels::link).toList(),
                    e.getValue().passages.stream().map(labels::link).toList()))
        .sorted(Comparator.comparing(s -> s.term().text()))
        .toList();
  }

  private QueryExec about(String query, Node thing) {
    return QueryExec.dataset(dataset)
        .query(queries.get(query))
        .substitution(Var.alloc("this"), thing)
        .build();
  }
}
