package org.techrace.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.RDF;
import org.techrace.engine.TriplesMapPlan.Routed;
import org.techrace.mapping.Expression;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.LogicalView;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.RefObjectMap;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TriplesMap;
import org.techrace.report.Report;
import org.techrace.table.Table;

/// Compiles a mapping for one form of terms.
///
/// @param <T> the form of a term
final class Plan<T> {
  private final Map<String, TriplesMap> maps;
  private final Terms<T> terms;
  private final Run run;
  private final Tables tables;
  private final Report report;
  private final Map<IndexKey, JoinIndex<T>> indexes = new HashMap<>();
  private final List<Join<T>> joins = new ArrayList<>();

  /// A parent triples map and the parent's side of join conditions.
  private record IndexKey(String parent, List<Expression> expressions) {}

  Plan(Mapping mapping, Terms<T> terms, Run run, Report report) {
    this.maps =
        mapping.triplesMaps().stream()
            .collect(Collectors.toMap(TriplesMap::name, Function.identity()));
    this.terms = terms;
    this.run = run;
    this.tables = new Tables(run, report);
    this.report = report;
  }

  /// Compiles a triples map, reading the parents of its joins.
  ///
  /// @return nothing if its table does not exist, which is reported
  Optional<TriplesMapPlan<T>> compile(TriplesMap map) throws IOException {
    Optional<Table> table = tables.of(map.source());
    if (table.isEmpty() || !checkCalls(map)) {
      return Optional.empty();
    }
    References references = new References();
    TermMaker<T> subject = compile(map.subject().term(), map, references);
    List<Routed<T>> graphs = routed(map.subject().graphs(), map, references);
    List<TriplesMapPlan.Part<T>> parts = new ArrayList<>();
    for (TriplesMap.PredicateObjectMap part : map.predicateObjects()) {
      List<Routed<T>> objects = new ArrayList<>();
      for (ObjectMap object : part.objects()) {
        objects.add(
            switch (object) {
              case TermMap term -> new Routed<>(compile(term, map, references), term.targets());
              case RefObjectMap ref -> new Routed<>(join(map, ref, references), ref.targets());
            });
      }
      parts.add(
          new TriplesMapPlan.Part<>(
              routed(part.predicates(), map, references),
              objects,
              routed(part.graphs(), map, references)));
    }
    return Optional.of(
        new TriplesMapPlan<>(
            map,
            table.get(),
            references,
            subject,
            terms.constant(RDF.type.asNode()),
            map.subject().classes().stream()
                .map(c -> terms.constant(NodeFactory.createURI(c)))
                .toList(),
            graphs,
            parts,
            terms.defaultGraph()));
  }

  private List<Routed<T>> routed(List<TermMap> makers, TriplesMap map, References references)
      throws IOException {
    List<Routed<T>> routed = new ArrayList<>();
    for (TermMap term : makers) {
      routed.add(new Routed<>(compile(term, map, references), term.targets()));
    }
    return routed;
  }

  private TermMaker<T> compile(TermMap term, TriplesMap map, References references)
      throws IOException {
    TermMaker<T> maker =
        new TermCompiler<>(terms, map.base().orElse(run.options().base()), run.fresh(), noun(map))
            .compile(term, references);
    if (term.gather().isEmpty()) {
      return maker;
    }
    List<TermMaker<T>> items = new ArrayList<>();
    for (ObjectMap item : term.gather().get().items()) {
      items.add(
          switch (item) {
            case TermMap inner -> compile(inner, map, references);
            case RefObjectMap ref -> join(map, ref, references);
          });
    }
    return new GatherMaker<>(
        term.gather().get(),
        maker,
        !(term.expression() instanceof Expression.Fresh),
        items,
        terms.constant(RDF.nil.asNode()));
  }

  /// What a reference is called where the user wrote it.
  private static String noun(TriplesMap map) {
    return switch (map.source()) {
      case LogicalView _ -> "field";
      case LogicalSource source ->
          switch (source.formulation()) {
            case CSV, SQL_TABLE, SQL_QUERY, SPARQL -> "column";
            case JSON_PATH, XPATH -> "reference";
          };
    };
  }

  private TermMaker<T> join(TriplesMap child, RefObjectMap ref, References references)
      throws IOException {
    TriplesMap parent = Objects.requireNonNull(maps.get(ref.parent()));
    TermMap subject = parent.subject().term();
    if (ref.joins().isEmpty()) {
      if (!parent.source().sameRowsAs(child.source())) {
        report.error(
            ref.at(),
            "<%s> iterates over another source and there is no rml:joinCondition; add one"
                .formatted(ref.parent()));
      }
      return compile(subject, parent, references);
    }
    // What is wrong with the parent's table is reported when it is mapped itself.
    Optional<Table> table = new Tables(run, new Report()).of(parent.source());
    if (table.isEmpty()) {
      return (_, _) -> List.of();
    }
    List<Values> childKeys =
        ref.joins().stream()
            .map(j -> Values.compile(j.child(), references, UnaryOperator.identity()))
            .toList();
    Join<T> join = new Join<>(ref, parents(parent, ref, table.get()), childKeys);
    joins.add(join);
    return join;
  }

  /// The index of a parent, which all joins by the same expressions share.
  private JoinIndex<T> parents(TriplesMap parent, RefObjectMap ref, Table table)
      throws IOException {
    List<Expression> expressions = ref.joins().stream().map(RefObjectMap.Join::parent).toList();
    IndexKey key = new IndexKey(parent.name(), expressions);
    JoinIndex<T> index = indexes.get(key);
    if (index == null) {
      References references = new References();
      TermMaker<T> subject = compile(parent.subject().term(), parent, references);
      List<Values> keys =
          expressions.stream()
              .map(e -> Values.compile(e, references, UnaryOperator.identity()))
              .toList();
      index = JoinIndex.read(table, references, subject, keys, run.memory());
      indexes.put(key, index);
    }
    return index;
  }

  /// How many bytes the table of a triples map has, if that is known.
  long bytes(TriplesMap map) throws IOException {
    Optional<Table> table = new Tables(run, new Report()).of(map.source());
    return table.isPresent() ? table.get().bytes() : 0;
  }

  /// Warns of joins that never found a parent, once all rows were mapped.
  void reportUnmatchedJoins() {
    joins.forEach(join -> join.reportUnmatched(report));
  }

  /// Reports every function call of a triples map that cannot be made.
  private boolean checkCalls(TriplesMap map) {
    boolean good = true;
    for (Expression.Call call : Calls.of(map)) {
      good &= Functions.check(call, report);
    }
    return good;
  }
}
