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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
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
import org.techrace.guard.LocalQueries;
import org.techrace.rdf.Iris;
import org.techrace.threads.Helpers;

/// Reads the entities of one release. The queries in `queries/pages` decide which statements belong
/// to an entity and what their evidence is; a new kind of entity needs no change here.
///
/// Answers are cached within a memory limit: a release never changes. Safe for use by several
/// threads.
public final class Entities {
  /// The part of the memory used for labels: one quarter.
  private static final int LABEL_MEMORY_DIVISOR = 4;

  /// The number of answers, largest first, that are prepared before the next release is served.
  private static final int MAX_PREPARED_ANSWERS = 500;

  private static final Helpers NO_HELPERS = new Helpers(1);

  private final DatasetGraph dataset;
  private final PageQueries queries;
  private final Labels labels;
  private final long bytes;

  /// Answers that depend only on the release. They are few and every overview page uses them, so
  /// they have a cache of their own: queries about single entities cannot evict them.
  private final Cache<Object, List<ResultRow>> releaseAnswers;

  private final Cache<Object, List<ResultRow>> entityAnswers;

  /// Cancels running queries when set to true.
  private final AtomicBoolean stop;

  /// True if its queries have no helpers.
  private final boolean isAlone;

  /// Creates a reader for a dataset.
  ///
  /// @param dataset the dataset, read only; its default graph is the union of its named graphs
  /// @param queries the queries of the pages
  /// @param bytes the maximum memory for cached answers and labels, in bytes
  public Entities(DatasetGraph dataset, PageQueries queries, long bytes) {
    this(dataset, queries, bytes, Optional.empty());
  }

  private Entities(
      DatasetGraph dataset, PageQueries queries, long bytes, Optional<Labels> otherLabels) {
    this.dataset = dataset;
    this.queries = queries;
    this.bytes = bytes;
    this.labels = new Labels(dataset, queries, bytes / LABEL_MEMORY_DIVISOR, otherLabels);
    long answerBytes = bytes - bytes / LABEL_MEMORY_DIVISOR;
    this.releaseAnswers = cache(answerBytes / 2);
    this.entityAnswers = cache(answerBytes / 2);
    this.stop = new AtomicBoolean();
    this.isAlone = false;
  }

  private Entities(Entities same, Labels labels, AtomicBoolean stop, boolean isAlone) {
    this.isAlone = isAlone;
    this.dataset = same.dataset;
    this.queries = same.queries;
    this.bytes = same.bytes;
    this.labels = labels;
    this.releaseAnswers = same.releaseAnswers;
    this.entityAnswers = same.entityAnswers;
    this.stop = stop;
  }

  /// Returns a view on the same entities whose queries stop with [QueryCancelledException] once a
  /// signal is true.
  public Entities until(AtomicBoolean signal) {
    return new Entities(this, labels, signal, isAlone);
  }

  /// Returns a view on the same entities whose queries have no helpers: the CPU time of the thread
  /// is all that they use.
  public Entities alone() {
    return new Entities(this, labels, stop, true);
  }

  /// Returns a view on the same entities with labels in a language, where there are any. The caches
  /// are shared: an answer is evaluated once for all languages.
  ///
  /// @param language a language tag
  public Entities in(String language) {
    return new Entities(this, labels.in(language), stop, isAlone);
  }

  /// Returns a view on the same entities with labels in the languages of the graph, for answers
  /// that show none: no labels are looked up for a reader.
  public Entities ofGraph() {
    return new Entities(this, labels.ofGraph(), stop, isAlone);
  }

  /// Returns the entities of another dataset, such as the answer of a CONSTRUCT query. Things
  /// without a label there get their label from this release.
  public Entities of(DatasetGraph other) {
    return new Entities(other, queries, bytes, Optional.of(labels));
  }

  private static Cache<Object, List<ResultRow>> cache(long bytes) {
    return Caffeine.newBuilder()
        .maximumWeight(bytes)
        .executor(Runnable::run)
        .weigher((Object asked, List<ResultRow> rows) -> bytes(rows))
        .build();
  }

  /// Returns the estimated size of an answer in bytes.
  private static int bytes(List<ResultRow> rows) {
    return 200 + ResultRow.bytes(rows);
  }

  /// Prepares the largest answers that another release has cached, so that the first readers of
  /// this release need not wait.
  ///
  /// @param before the entities of the release served so far
  public void anticipate(Entities before) {
    record Kept(Cache<Object, List<ResultRow>> cache, Object asked, int bytes) {}
    Map.of(before.releaseAnswers, releaseAnswers, before.entityAnswers, entityAnswers)
        .entrySet()
        .stream()
        .flatMap(
            caches ->
                caches.getKey().asMap().entrySet().stream()
                    .map(e -> new Kept(caches.getValue(), e.getKey(), bytes(e.getValue()))))
        .sorted(Comparator.comparingInt(Kept::bytes).reversed())
        .limit(MAX_PREPARED_ANSWERS)
        .forEach(kept -> cached(kept.cache, kept.asked));
  }

  /// Returns the solutions of several queries of `queries/pages`, which are evaluated at the same
  /// time while processors are idle.
  public Map<Ask, List<ResultRow>> rows(List<Ask> asks) {
    Map<Ask, FutureTask<List<ResultRow>>> tasks = new LinkedHashMap<>();
    asks.forEach(ask -> tasks.put(ask, new FutureTask<>(() -> rows(ask))));
    if (dataset.getContext().get(Helpers.SYMBOL) instanceof Helpers helpers) {
      // From the end: this thread begins with the first.
      for (FutureTask<List<ResultRow>> task : List.copyOf(tasks.values()).reversed()) {
        boolean _ = helpers.submit(Thread.currentThread(), () -> help(task, helpers), () -> {});
      }
    }
    tasks.values().forEach(FutureTask::run);
    Map<Ask, List<ResultRow>> rows = new LinkedHashMap<>();
    tasks.forEach((ask, task) -> rows.put(ask, result(task)));
    return rows;
  }

  private static List<ResultRow> result(FutureTask<List<ResultRow>> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueryCancelledException();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException reason
          ? reason
          : new IllegalStateException(e.getCause());
    }
  }

  private static void help(Runnable task, Helpers helpers) {
    try {
      task.run();
    } finally {
      helpers.endEvaluation();
    }
  }

  /// Returns an entity with all its statements, or empty if no statement of the release mentions
  /// the IRI.
  public Optional<Entity> get(String iri) {
    return Txn.calculateRead(dataset, () -> read(NodeFactory.createURI(iri)));
  }

  /// Returns a thing with a given name.
  public Term.Link link(String iri, String name) {
    return new Term.Link(iri, name, true, iris().local(iri));
  }

  /// Returns the IRI namespaces of the graph.
  public Iris iris() {
    return queries.iris();
  }

  /// Returns the classes of a thing.
  public List<String> types(String iri) {
    return Txn.calculateRead(
        dataset,
        () ->
            dataset
                .getDefaultGraph()
                .find(NodeFactory.createURI(iri), RDF.Nodes.type, Node.ANY)
                .mapWith(triple -> triple.getObject().toString())
                .toList());
  }

  /// Reports whether a statement of the release has this IRI as subject or object.
  public boolean knows(String iri) {
    Node thing = NodeFactory.createURI(iri);
    return Txn.calculateRead(
        dataset,
        () ->
            dataset.contains(Node.ANY, thing, Node.ANY, Node.ANY)
                || dataset.contains(Node.ANY, Node.ANY, Node.ANY, thing));
  }

  /// Returns the triples of the document about an IRI. The graph is empty if the IRI is unknown.
  public Graph description(String iri) {
    return construct("description", NodeFactory.createURI(iri));
  }

  /// Evaluates a CONSTRUCT query of `queries/pages` with `?this` bound to a thing.
  ///
  /// @param query the query's name
  public Graph construct(String query, Node thing) {
    return Txn.calculateRead(
        dataset,
        () -> {
          try (QueryExec exec = about(query, thing)) {
            return exec.construct();
          }
        });
  }

  /// Returns a copy of a named graph. It is empty if the release has no graph of that name.
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

  /// Returns a query that a page asks, with its values.
  public Query query(Ask ask) {
    PageQuery page = queries.get(ask.query());
    Optional<String> each = page.once().filter(ask.bound()::containsKey);
    if (each.isEmpty()) {
      return ask.applyTo(page.query());
    }
    Query asked = ask.without(each.get()).applyTo(page.query());
    Var variable = Var.alloc(each.get());
    asked.setValuesDataBlock(
        List.of(variable), List.of(BindingFactory.binding(variable, ask.bound().get(each.get()))));
    return asked;
  }

  /// Returns the text of a query that a page asks, with its values.
  public String text(Ask ask) {
    return query(ask).toString();
  }

  /// Returns the solutions of a query of `queries/pages`, with labels for all terms.
  public List<ResultRow> rows(Ask ask) {
    return readable(ask, labelled(ofOnce(ask).orElseGet(() -> cached(ask))));
  }

  /// Returns solutions without the translations of a text that the reader does not need: of those
  /// that differ in the variable under `Translated` only.
  private List<ResultRow> readable(Ask ask, List<ResultRow> rows) {
    Optional<String> translated = queries.get(ask.query()).translated();
    if (translated.isEmpty()) {
      return rows;
    }
    String text = translated.get();
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.without(text), LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .flatMap(
            same -> labels.readable(same, row -> row.get(text).map(Term::tag).orElse("")).stream())
        .toList();
  }

  /// Returns the solutions for a value of the variable that a query has under `Once`: a part of
  /// those for all values, which depend only on the release.
  private Optional<List<ResultRow>> ofOnce(Ask ask) {
    return queries
        .get(ask.query())
        .once()
        .flatMap(
            variable ->
                Optional.ofNullable(ask.bound().get(variable))
                    .map(
                        value ->
                            cached(ask.without(variable)).stream()
                                .filter(
                                    row ->
                                        row.iri(variable)
                                            .filter(value.toString()::equals)
                                            .isPresent())
                                .map(row -> row.without(variable))
                                .toList()));
  }

  /// Returns all solutions of a query of `queries/pages`.
  public List<ResultRow> rows(String query) {
    return rows(Ask.of(query));
  }

  /// Returns the solutions of a SELECT query that is not in `queries/pages`.
  public List<ResultRow> rows(Query select) {
    return labelled(cached(select));
  }

  /// Returns the solutions of a SELECT query that a reader has composed. It is cached with those
  /// about single entities, so it evicts none that every overview page needs.
  public List<ResultRow> found(Query select) {
    return labelled(cached(entityAnswers, select));
  }

  /// Returns the solutions of a query without caching them. Used for downloads, which are long and
  /// rarely requested twice.
  public List<ResultRow> rowsOnce(Ask ask) {
    return readable(ask, ofOnce(ask).map(this::labelled).orElseGet(() -> rowsOnce(query(ask))));
  }

  /// Returns the solutions of a SELECT query that a reader has composed, without caching them.
  public List<ResultRow> rowsOnce(Query select) {
    return labelled(read(select));
  }

  /// Returns a cached answer, or reads and caches it. Two threads that ask the same question at the
  /// same time both read: neither waits for the other.
  ///
  /// @param asked an [Ask] or a [Query]. An answer is kept by these, which know no dataset: the
  ///   next release [anticipates][#anticipate] them, and must not keep this one in memory.
  private List<ResultRow> cached(Object asked) {
    return cached(
        asked instanceof Ask ask && !ask.dependsOnReleaseOnly() ? entityAnswers : releaseAnswers,
        asked);
  }

  private List<ResultRow> cached(Cache<Object, List<ResultRow>> cache, Object asked) {
    List<ResultRow> known = cache.getIfPresent(asked);
    if (known == null) {
      known = read(asked instanceof Ask ask ? query(ask) : (Query) asked);
      cache.put(asked, known);
    }
    return known;
  }

  /// Returns solutions with labels in the language of this view.
  private List<ResultRow> labelled(List<ResultRow> rows) {
    return labels.hasLanguage()
        ? Txn.calculateRead(
            dataset, () -> rows.stream().map(row -> row.map(labels::again)).toList())
        : rows;
  }

  /// Returns the queries of the pages.
  public PageQueries queries() {
    return queries;
  }

  /// Returns the dataset that the entities are read from.
  public DatasetGraph dataset() {
    return dataset;
  }

  /// Returns the labels of the release. Call them inside a read transaction.
  public Labels labels() {
    return labels;
  }

  private List<ResultRow> read(Query query) {
    return read(stoppable(query));
  }

  private List<ResultRow> read(QueryExecBuilder query) {
    return Txn.calculateRead(
        dataset,
        () -> {
          List<ResultRow> rows = new ArrayList<>();
          Map<Node, Term> known = new HashMap<>();
          Labels graphLabels = labels.ofGraph();
          try (QueryExec exec = query.build()) {
            exec.select().forEach(row -> rows.add(row(row, known, graphLabels)));
          }
          return List.copyOf(rows);
        });
  }

  private static ResultRow row(Binding row, Map<Node, Term> known, Labels graphLabels) {
    Map<String, Term> terms = new LinkedHashMap<>();
    row.forEach(
        (variable, node) ->
            terms.put(variable.getVarName(), known.computeIfAbsent(node, graphLabels::term)));
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
      // The query reached its limit, so count the incoming links with a query of its own.
      try (QueryExec exec = about("pointing", thing)) {
        exec.select()
            .forEach(
                row ->
                    incoming.count(
                        row.get("property"),
                        ((Number) row.get("number").getLiteralValue()).longValue()));
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

  /// Returns the subjects that the list page of a property and an object shows first.
  private Set<Node> first(Node property, Node object) {
    Ask ask = Ask.of("list/named").slice(0, Statements.MAX_SHOWN);
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
    QueryExecBuilder exec =
        LocalQueries.guarded(query, dataset).set(ARQConstants.symCancelQuery, stop);
    return isAlone ? exec.set(Helpers.SYMBOL, NO_HELPERS) : exec;
  }
}
