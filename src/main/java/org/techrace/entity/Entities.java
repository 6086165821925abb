package org.techrace.entity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.QueryExecBuilder;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.RDF;
import org.techrace.rdf.Iris;

/// The entities of one release. Which statements belong to an entity, and where they are written,
/// say the files of `queries/pages`; a new kind of entity needs nothing here.
public final class Entities {
  /// One part in so many of the memory holds labels.
  private static final int OF_LABELS = 4;

  /// So many of the longest answers are made for the next release before it is served.
  private static final int ANTICIPATED = 500;

  private final DatasetGraph dataset;
  private final PageQueries queries;
  private final Labels labels;
  private final long bytes;

  /// Answers that depend on the release alone. They are few, all pages of the whole release are
  /// made from them, and nothing that is asked of single things drives them out.
  private final Cache<Object, Remembered> ofTheWhole;

  private final Cache<Object, Remembered> ofParts;

  /// Stops the queries when it is set.
  private final AtomicBoolean stop;

  /// An answer; a release does not change, so it holds as long as that is open.
  private record Remembered(Supplier<Query> query, List<ResultRow> rows) {
    /// How many bytes it takes, about.
    int bytes() {
      return 200 + rows.stream().mapToInt(ResultRow::bytes).sum();
    }
  }

  /// The entities of a dataset.
  ///
  /// @param dataset read only; its default graph is the union of its named graphs
  /// @param bytes how much memory what is remembered may take
  public Entities(DatasetGraph dataset, PageQueries queries, long bytes) {
    this(dataset, queries, bytes, Optional.empty());
  }

  private Entities(
      DatasetGraph dataset, PageQueries queries, long bytes, Optional<Labels> otherLabels) {
    this.dataset = dataset;
    this.queries = queries;
    this.bytes = bytes;
    this.labels = new Labels(dataset, queries, bytes / OF_LABELS, otherLabels);
    this.ofTheWhole = memory((bytes - bytes / OF_LABELS) / 2);
    this.ofParts = memory((bytes - bytes / OF_LABELS) / 2);
    this.stop = new AtomicBoolean();
  }

  private Entities(Entities same, AtomicBoolean stop) {
    this.dataset = same.dataset;
    this.queries = same.queries;
    this.bytes = same.bytes;
    this.labels = same.labels;
    this.ofTheWhole = same.ofTheWhole;
    this.ofParts = same.ofParts;
    this.stop = stop;
  }

  /// The same, but what they ask is stopped, by [QueryCancelledException], once a signal is set.
  public Entities until(AtomicBoolean signal) {
    return new Entities(this, signal);
  }

  /// Those of another dataset. What has no label there is called as it is here.
  public Entities of(DatasetGraph other) {
    return new Entities(other, queries, bytes, Optional.of(labels));
  }

  private static Cache<Object, Remembered> memory(long bytes) {
    return Caffeine.newBuilder()
        .maximumWeight(bytes)
        .executor(Runnable::run)
        .weigher((Object asked, Remembered answer) -> answer.bytes())
        .build();
  }

  /// Gives the longest of the answers that another release still remembers, so that whoever asks
  /// next need not wait.
  public void anticipate(Entities before) {
    Stream.of(before.ofTheWhole, before.ofParts)
        .flatMap(memory -> memory.asMap().entrySet().stream())
        .sorted(Comparator.comparingInt(e -> -e.getValue().bytes()))
        .limit(ANTICIPATED)
        .forEach(e -> remembered(e.getKey(), e.getValue().query));
  }

  /// All that the release says of an IRI, or nothing if it says nothing.
  public Optional<Entity> get(String iri) {
    return Txn.calculateRead(dataset, () -> read(NodeFactory.createURI(iri)));
  }

  /// A thing of which the name is known.
  public Term.Link link(String iri, String name) {
    return new Term.Link(iri, name, true, iris().local(iri));
  }

  /// The IRI spaces of the graph.
  public Iris iris() {
    return queries.iris();
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
    return construct("description", NodeFactory.createURI(iri));
  }

  /// The triples that a query of `queries/pages` constructs about a thing.
  public Graph construct(String query, Node thing) {
    return Txn.calculateRead(
        dataset,
        () -> {
          try (QueryExec exec = about(query, thing)) {
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

  /// The solutions of a query of `queries/pages`, its terms with labels.
  public List<ResultRow> rows(Ask ask) {
    return remembered(ask, () -> ask.applyTo(queries.get(ask.query()).query()));
  }

  /// All solutions of a query.
  public List<ResultRow> rows(String query) {
    return rows(Ask.of(query));
  }

  /// The solutions of a SELECT that is no file of `queries/pages`.
  public List<ResultRow> rows(Query select) {
    return remembered(select, () -> select);
  }

  /// The solutions of a query that is asked for a file to take along: long, and hardly asked twice.
  public List<ResultRow> rowsOnce(Ask ask) {
    return read(ask.applyTo(queries.get(ask.query()).query()));
  }

  /// Two that ask the same at once both read: nobody waits for another's answer.
  private List<ResultRow> remembered(Object asked, Supplier<Query> query) {
    Cache<Object, Remembered> memory =
        asked instanceof Ask ask && !ask.isOfTheWhole() ? ofParts : ofTheWhole;
    Remembered known = memory.getIfPresent(asked);
    if (known == null) {
      known = new Remembered(query, read(query.get()));
      memory.put(asked, known);
    }
    return known.rows;
  }

  /// The queries of the pages.
  public PageQueries queries() {
    return queries;
  }

  /// Where they are read from.
  public DatasetGraph dataset() {
    return dataset;
  }

  /// The labels of the release. Ask them inside a read transaction.
  public Labels labels() {
    return labels;
  }

  private List<ResultRow> read(Query query) {
    return Txn.calculateRead(
        dataset,
        () -> {
          List<ResultRow> rows = new ArrayList<>();
          Map<Node, Term> known = new HashMap<>();
          try (QueryExec exec = stoppable(query).build()) {
            exec.select().forEach(row -> rows.add(row(row, known)));
          }
          return List.copyOf(rows);
        });
  }

  private ResultRow row(Binding row, Map<Node, Term> known) {
    Map<String, Term> terms = new LinkedHashMap<>();
    row.forEach(
        (variable, node) ->
            terms.put(variable.getVarName(), known.computeIfAbsent(node, labels::term)));
    return new ResultRow(terms);
  }

  private Optional<Entity> read(Node thing) {
    Statements statements = statements("statements", thing);
    Statements incoming = incoming(thing);
    if (statements.isEmpty() && incoming.isEmpty()) {
      return Optional.empty();
    }
    Set<Node> types = statements.take(RDF.Nodes.type);
    return Optional.of(
        new Entity(
            thing.getURI(),
            labels.of(thing),
            labels.all(thing),
            types.stream().filter(Node::isURI).map(labels::link).toList(),
            statements.groups(),
            incoming.properties()));
  }

  private Statements incoming(Node thing) {
    Statements incoming = statements("incoming", thing);
    if (incoming.rows() == queries.get("incoming").query().getLimit()) {
      // Not all that points to it was read.
      try (QueryExec exec = about("pointing", thing)) {
        exec.select()
            .forEach(
                row ->
                    incoming.count(
                        row.get("property"),
                        ((Number) row.get("number").getLiteralValue()).intValue()));
      }
    }
    for (Node property : incoming.crowded()) {
      Set<Node> first = first(property, thing);
      if (!incoming.has(property, first)) {
        Query asked = queries.get("incoming").query().cloneQuery();
        Var subject = Var.alloc("object");
        asked.setValuesDataBlock(
            List.of(subject),
            first.stream().map(node -> BindingFactory.binding(subject, node)).toList());
        try (QueryExec exec = about(asked, thing)) {
          exec.select().forEach(incoming::add);
        }
      }
      incoming.first(property, first);
    }
    return incoming;
  }

  /// The first subjects of a property with a given object, as its list has them.
  private Set<Node> first(Node property, Node object) {
    Ask ask = Ask.of("list/named").slice(0, Statements.SHOWN);
    for (int condition = 1; condition <= 4; condition++) {
      ask = ask.with("p" + condition, property).with("v" + condition, object);
    }
    return rows(ask).stream()
        .flatMap(row -> row.iri("thing").stream())
        .map(NodeFactory::createURI)
        .collect(Collectors.toSet());
  }

  private Statements statements(String query, Node thing) {
    Statements statements = new Statements(labels);
    try (QueryExec exec = about(query, thing)) {
      exec.select().forEach(statements::add);
    }
    return statements;
  }

  private QueryExec about(String query, Node thing) {
    return about(queries.get(query).query(), thing);
  }

  private QueryExec about(Query query, Node thing) {
    return stoppable(query).substitution(Var.alloc("this"), thing).build();
  }

  private QueryExecBuilder stoppable(Query query) {
    return QueryExec.dataset(dataset).query(query).set(ARQConstants.symCancelQuery, stop);
  }
}
