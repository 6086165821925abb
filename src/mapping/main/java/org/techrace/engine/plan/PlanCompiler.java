package org.techrace.engine.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.RDF;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.References;
import org.techrace.engine.output.Targets;
import org.techrace.engine.output.TermFactory;
import org.techrace.engine.plan.TriplesMapPlan.Routed;
import org.techrace.engine.source.ForeignKeys;
import org.techrace.engine.source.SourceTables;
import org.techrace.mapping.AbstractLogicalSource;
import org.techrace.mapping.Expression;
import org.techrace.mapping.LogicalSource;
import org.techrace.mapping.LogicalView;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.ObjectMap;
import org.techrace.mapping.RefObjectMap;
import org.techrace.mapping.TermMap;
import org.techrace.mapping.TermType;
import org.techrace.mapping.TriplesMap;
import org.techrace.mapping.Unpivot;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;
import org.techrace.table.SourceTable;

/// Compiles the triples maps of a mapping to plans.
///
/// @param <T> the form of a term
public final class PlanCompiler<T> {
  private final Map<String, TriplesMap> maps;
  private final RdfVersion rdf;
  private final TermFactory<T> terms;
  private final MappingRun run;
  private final SourceTables tables;
  private final Report report;
  private final Map<AbstractLogicalSource, SharedTable> sharedBySource = new HashMap<>();
  private final Map<ParentRows.Key, JoinIndex<T>> indexes = new HashMap<>();
  private final List<Join<T>> joins = new ArrayList<>();

  /// The slots that joins read in the rows of their parents, if cells are counted.
  private final Map<References, BitSet> keySlots = new HashMap<>();

  /// A table, and the references of the triples maps that share it.
  private record SharedTable(SourceTable table, References references) {}

  public PlanCompiler(Mapping mapping, TermFactory<T> terms, MappingRun run, Report report) {
    this.maps =
        mapping.triplesMaps().stream()
            .collect(Collectors.toMap(TriplesMap::name, Function.identity()));
    this.rdf = mapping.rdf();
    this.terms = terms;
    this.run = run;
    this.tables =
        new SourceTables(
            run.functions(),
            run.access(),
            run.tables(),
            run.downloads(),
            run.memory(),
            run.countsCells(),
            report);
    this.report = report;
  }

  /// Compiles a triples map and checks its references against the headers of its table and of the
  /// parents of its joins. No row is read.
  ///
  /// @return the plan, or empty if the table does not exist or lacks a referenced column, which is
  ///   reported
  public Optional<TriplesMapPlan<T>> compile(TriplesMap map) throws IOException {
    Optional<SharedTable> shared = shared(map.source());
    if (shared.isEmpty() || !checkCalls(map, report)) {
      return Optional.empty();
    }
    SourceTable table = shared.get().table();
    References references =
        TriplesMapPlan.gathers(map) ? references(table) : shared.get().references();
    int others = references.size();
    Set<JoinIndex<T>> parents = new LinkedHashSet<>();
    TermMap subjects = map.subject().term();
    TermMaker<T> subject =
        SubjectKeys.of(
            subjects, compile(subjects, map, references, parents), references, table.name());
    Routes targets = Routes.of(subjects.targets(), references);
    List<Routed<T>> graphs = routed(map.subject().graphs(), map, references, parents);
    List<TriplesMapPlan.Part<T>> parts = new ArrayList<>();
    for (TriplesMap.PredicateObjectMap part : map.predicateObjects()) {
      List<Routed<T>> objects = new ArrayList<>();
      for (ObjectMap object : part.objects()) {
        objects.add(
            new Routed<>(
                compile(object, map, references, parents),
                Routes.of(Targets.targets(object), references)));
      }
      parts.add(
          new TriplesMapPlan.Part<>(
              routed(part.predicates(), map, references, parents),
              objects,
              routed(part.graphs(), map, references, parents)));
    }
    long errors = report.count(Severity.ERROR);
    table.open(references.list(), report).close();
    for (JoinIndex<T> parent : parents) {
      parent.check(report);
    }
    if (report.count(Severity.ERROR) > errors) {
      references.keepFirst(others);
      return Optional.empty();
    }
    return Optional.of(
        new TriplesMapPlan<>(
            map,
            table,
            references,
            List.copyOf(parents),
            subject,
            targets,
            terms.constant(RDF.type.asNode()),
            classes(map),
            terms.constant(RDF.reifies.asNode()),
            graphs,
            parts,
            terms.defaultGraph()));
  }

  private List<T> classes(TriplesMap map) {
    return map.subject().classes().stream()
        .map(c -> terms.constant(NodeFactory.createURI(c)))
        .toList();
  }

  /// Compiles triples maps, and groups the plans that read the same rows, so that each table is
  /// read once. Leaves out those that generate no quads of their own, and those with errors, which
  /// are reported.
  public List<List<TriplesMapPlan<T>>> compileByTable(List<TriplesMap> triplesMaps)
      throws IOException {
    Map<References, List<TriplesMapPlan<T>>> groups = new LinkedHashMap<>();
    for (TriplesMap map : triplesMaps) {
      compile(map)
          .filter(TriplesMapPlan::generatesQuads)
          .ifPresent(
              plan -> groups.computeIfAbsent(plan.references(), _ -> new ArrayList<>()).add(plan));
    }
    return List.copyOf(groups.values());
  }

  /// Orders tables so that parents are read before their children where possible. The parents of
  /// joins are then collected from the rows that are read for their own triples maps.
  ///
  /// @param groups the result of [#compileByTable]
  public List<TableScan<T>> scans(List<List<TriplesMapPlan<T>>> groups) {
    Map<References, List<TriplesMapPlan<T>>> byRows = new LinkedHashMap<>();
    groups.forEach(group -> byRows.put(group.getFirst().references(), group));
    Set<References> seen = new HashSet<>();
    List<References> order = new ArrayList<>();
    byRows.keySet().forEach(rows -> order(rows, byRows, seen, order));
    Map<JoinIndex<T>, Integer> firstUses = new LinkedHashMap<>();
    for (int i = 0; i < order.size(); i++) {
      for (JoinIndex<T> parent : parents(byRows.get(order.get(i)))) {
        firstUses.putIfAbsent(parent, i);
      }
    }
    List<TableScan<T>> scans = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      References rows = order.get(i);
      List<ParentCollector<T>> collectors = new ArrayList<>();
      for (Map.Entry<JoinIndex<T>, Integer> use : firstUses.entrySet()) {
        if (use.getValue() > i && rows.equals(rowsOf(use.getKey()))) {
          collectors.add(collector(use.getKey(), rows));
        }
      }
      scans.add(new TableScan<>(Objects.requireNonNull(byRows.get(rows)), collectors));
    }
    return List.copyOf(scans);
  }

  /// Adds a table to an order, after the tables with its parents.
  private void order(
      References rows,
      Map<References, List<TriplesMapPlan<T>>> byRows,
      Set<References> seen,
      List<References> order) {
    if (!seen.add(rows)) {
      return;
    }
    for (JoinIndex<T> parent : parents(byRows.get(rows))) {
      @Nullable References of = rowsOf(parent);
      if (of != null && byRows.containsKey(of)) {
        order(of, byRows, seen, order);
      }
    }
    order.add(rows);
  }

  private static <T> Set<JoinIndex<T>> parents(@Nullable List<TriplesMapPlan<T>> group) {
    Set<JoinIndex<T>> parents = new LinkedHashSet<>();
    Objects.requireNonNull(group).forEach(plan -> parents.addAll(plan.parents()));
    return parents;
  }

  /// Returns the references of the rows that a parent can be collected from, or null. Expressions
  /// other than references and templates are evaluated once for each reading, as they may report
  /// values or be slow.
  private @Nullable References rowsOf(JoinIndex<T> parent) {
    TriplesMap map = Objects.requireNonNull(maps.get(parent.parent()));
    if (!parent.isCollectable(map.subject().term())) {
      return null;
    }
    @Nullable SharedTable shared = sharedBySource.get(anywhere(map.source()));
    return shared == null ? null : shared.references();
  }

  private ParentCollector<T> collector(JoinIndex<T> parent, References rows) {
    TriplesMap map = Objects.requireNonNull(maps.get(parent.parent()));
    rows.readBy(map.subject().term().at(), map.shortName());
    return parent.collector(terms(map).compile(map.subject().term(), rows), rows);
  }

  private TermCompiler<T> terms(TriplesMap map) {
    return new TermCompiler<>(
        terms,
        map.base().orElse(run.base()),
        map.base().isPresent() || run.resolvesValues(),
        run.fresh(),
        noun(map),
        map.subject().term(),
        rdf);
  }

  private static AbstractLogicalSource anywhere(AbstractLogicalSource source) {
    return source instanceof LogicalSource logical ? logical.movedTo(Place.file("")) : source;
  }

  /// Returns the table of a source. Triples maps that read the same rows in the same way share it.
  private Optional<SharedTable> shared(AbstractLogicalSource source) {
    AbstractLogicalSource anywhere = anywhere(source);
    SharedTable known = sharedBySource.get(anywhere);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<SharedTable> opened =
        tables.of(source).map(table -> new SharedTable(table, references(table)));
    opened.ifPresent(table -> sharedBySource.put(anywhere, table));
    return opened;
  }

  private References references(SourceTable table) {
    return new References(tables.scope(), table.name());
  }

  private List<Routed<T>> routed(
      List<TermMap> makers, TriplesMap map, References references, Set<JoinIndex<T>> parents)
      throws IOException {
    List<Routed<T>> routed = new ArrayList<>();
    for (TermMap term : makers) {
      routed.add(
          new Routed<>(
              compile(term, map, references, parents), Routes.of(term.targets(), references)));
    }
    return routed;
  }

  private TermMaker<T> compile(
      ObjectMap object, TriplesMap map, References references, Set<JoinIndex<T>> parents)
      throws IOException {
    return switch (object) {
      case TermMap term -> compile(term, map, references, parents);
      case RefObjectMap ref -> join(map, ref, references, parents);
    };
  }

  private TermMaker<T> compile(
      TermMap term, TriplesMap map, References references, Set<JoinIndex<T>> parents)
      throws IOException {
    references.readBy(term.at(), map.shortName());
    if (term.expression() instanceof Expression.Quoted(RefObjectMap triples)) {
      TermMaker<T> quoted = star(map, triples, references, parents);
      return term.type() == TermType.TRIPLE_TERM ? quoted : new Reifiers<>(terms, quoted);
    }
    TermMaker<T> maker = counting(terms(map).compile(term, references), cells(term), references);
    if (term.gather().isEmpty()) {
      return maker;
    }
    List<TermMaker<T>> items = new ArrayList<>();
    for (ObjectMap item : term.gather().get().items()) {
      items.add(compile(item, map, references, parents));
    }
    return new GatherMaker<>(
        term.gather().get(),
        maker,
        !(term.expression() instanceof Expression.Fresh),
        items,
        terms.constant(RDF.nil.asNode()));
  }

  /// Returns the word for a reference in the format of the source, for messages.
  private static String noun(TriplesMap map) {
    return switch (map.source()) {
      case LogicalView _ -> "field";
      case Unpivot _ -> "column";
      case LogicalSource source -> source.formulation().hasPaths() ? "reference" : "column";
    };
  }

  private TermMaker<T> join(
      TriplesMap child, RefObjectMap ref, References references, Set<JoinIndex<T>> parents)
      throws IOException {
    TriplesMap parent = Objects.requireNonNull(maps.get(ref.parent()));
    if (ref.joins().isEmpty()) {
      return haveSameRows(child, parent, ref)
          ? compile(parent.subject().term(), parent, references, parents)
          : (_, _) -> List.of();
    }
    return join(child, parent, ref, false, references, parents);
  }

  /// Compiles a star map: the triples of another triples map.
  private TermMaker<T> star(
      TriplesMap child, RefObjectMap ref, References references, Set<JoinIndex<T>> parents)
      throws IOException {
    TriplesMap quoted = Objects.requireNonNull(maps.get(ref.parent()));
    if (ref.joins().isEmpty()) {
      return haveSameRows(child, quoted, ref)
          ? triples(quoted, references, parents)
          : (_, _) -> List.of();
    }
    return join(child, quoted, ref, true, references, parents);
  }

  /// Compiles the triples of a quoted triples map. Its invalid function calls are reported when the
  /// triples map itself is compiled.
  private TermMaker<T> triples(TriplesMap quoted, References references, Set<JoinIndex<T>> parents)
      throws IOException {
    if (!checkCalls(quoted, new Report())) {
      return (_, _) -> List.of();
    }
    List<QuotedTriples.Part<T>> parts = new ArrayList<>();
    for (TriplesMap.PredicateObjectMap part : quoted.predicateObjects()) {
      List<TermMaker<T>> predicates = new ArrayList<>();
      for (TermMap predicate : part.predicates()) {
        predicates.add(compile(predicate, quoted, references, parents));
      }
      List<TermMaker<T>> objects = new ArrayList<>();
      for (ObjectMap object : part.objects()) {
        objects.add(compile(object, quoted, references, parents));
      }
      parts.add(new QuotedTriples.Part<>(predicates, objects));
    }
    return new QuotedTriples<>(
        terms,
        compile(quoted.subject().term(), quoted, references, parents),
        terms.constant(RDF.type.asNode()),
        classes(quoted),
        parts);
  }

  private boolean haveSameRows(TriplesMap child, TriplesMap parent, RefObjectMap ref) {
    boolean isSame = parent.source().sameRowsAs(child.source());
    if (!isSame) {
      report.error(
          ref.at(),
          "<%s> iterates over another source; add an rml:joinCondition"
              .formatted(parent.shortName()));
    }
    return isSame;
  }

  /// @param quoted true to join with the triples of the parent, false to join with its subjects
  private TermMaker<T> join(
      TriplesMap child,
      TriplesMap parent,
      RefObjectMap ref,
      boolean quoted,
      References references,
      Set<JoinIndex<T>> parents)
      throws IOException {
    // Errors in the parent's table are reported when the parent itself is mapped.
    Optional<SourceTable> table = tables.reportingTo(new Report()).of(parent.source());
    if (table.isEmpty()) {
      return (_, _) -> List.of();
    }
    references.readBy(ref.at(), child.shortName());
    JoinKey childKey =
        JoinKey.of(
            ref.at(), ref.joins().stream().map(RefObjectMap.Join::child).toList(), references);
    JoinIndex<T> index = index(child, parent, ref, quoted, table.get(), parents);
    parents.add(index);
    Join<T> join = new Join<>(ref, parent.shortName(), index, childKey);
    joins.add(join);
    if (!run.countsCells()) {
      return join;
    }
    noteKeys(parent, ref);
    return counting(
        join,
        ref.joins().stream().flatMap(on -> on.child().references().stream()).toList(),
        references);
  }

  /// Returns the references of a term map.
  private static List<String> cells(TermMap term) {
    return Stream.of(
            Stream.of(term.expression()), term.language().stream(), term.datatype().stream())
        .flatMap(Function.identity())
        .flatMap(expression -> expression.references().stream())
        .toList();
  }

  /// Returns a maker that records which cells it uses, if cells are counted.
  private TermMaker<T> counting(TermMaker<T> maker, List<String> cells, References references) {
    return run.countsCells() && !cells.isEmpty()
        ? new CountingMaker<>(maker, cells.stream().mapToInt(references::slot).toArray())
        : maker;
  }

  /// Notes the cells of a parent that a join compares, and those of the terms that it finds.
  private void noteKeys(TriplesMap parent, RefObjectMap ref) {
    shared(parent.source())
        .ifPresent(
            table -> {
              table.references().readBy(ref.at(), parent.shortName());
              BitSet slots = keySlots.computeIfAbsent(table.references(), _ -> new BitSet());
              Stream.concat(
                      ref.joins().stream().flatMap(on -> on.parent().references().stream()),
                      cells(parent.subject().term()).stream())
                  .forEach(cell -> slots.set(table.references().slot(cell)));
            });
  }

  /// Returns the slots that joins read in rows, if cells are counted.
  public BitSet keySlots(References rows) {
    return keySlots.getOrDefault(rows, new BitSet());
  }

  /// Returns the columns that no triples map reads, by table.
  public Map<String, List<String>> unreadColumns(Mapping mapping) throws IOException {
    return new UnreadColumns(tables.reportingTo(new Report())).of(mapping);
  }

  /// Returns the paths in files without columns that no triples map reads, by file, with the number
  /// of their values.
  public Map<String, Map<String, Long>> unreadPaths(Mapping mapping) throws IOException {
    return new UnreadColumns(tables.reportingTo(new Report())).paths(mapping);
  }

  /// Returns the index of a parent, which all joins with the same parent expressions share.
  private JoinIndex<T> index(
      TriplesMap child,
      TriplesMap parent,
      RefObjectMap ref,
      boolean quoted,
      SourceTable table,
      Set<JoinIndex<T>> parents)
      throws IOException {
    ParentRows.Key key = JoinIndex.key(ref, quoted);
    JoinIndex<T> index = indexes.get(key);
    if (index == null) {
      References references = references(table);
      // Its terms may themselves join with other parents, which are read first.
      Set<JoinIndex<T>> before = new LinkedHashSet<>();
      TermMaker<T> maker =
          quoted
              ? triples(parent, references, before)
              : compile(parent.subject().term(), parent, references, before);
      references.readBy(ref.at(), child.shortName());
      JoinKey parentKey = JoinKey.of(ref.at(), key.expressions(), references);
      index =
          new JoinIndex<>(
              run.parents(),
              key,
              ref.at(),
              table,
              references,
              maker,
              parentKey,
              !quoted && isOfKey(parent.subject().term(), key.expressions()),
              List.copyOf(before),
              (row, fault) -> report.badRow(row.place(table.name()), fault.located()));
      indexes.put(key, index);
    }
    parents.addAll(index.before());
    return index;
  }

  /// Returns true if the subjects of a parent are made of the value of its only join expression and
  /// nothing else.
  private static boolean isOfKey(TermMap subject, List<Expression> expressions) {
    return expressions.size() == 1
        && expressions.getFirst() instanceof Expression.Reference(String key)
        && (subject.expression() instanceof Expression.Reference
            || subject.expression() instanceof Expression.Template)
        && subject.gather().isEmpty()
        && !subject.expression().references().isEmpty()
        && subject.expression().references().stream().allMatch(key::equals);
  }

  /// Warns about joins that never found a parent, and about those with parents whose rows were set
  /// aside. Call it after all rows have been mapped.
  public void reportUnmatchedJoins() {
    joins.stream().filter(Join::isUnmatched).forEach(join -> report.add(join.warning()));
    for (Join<T> join : joins) {
      List<Place> rows = run.parents().setAside(join.parentMap());
      if (!rows.isEmpty()) {
        report.warn(
            join.at(),
            "rows of the parent were set aside, such as %s; links to their subjects remain, which nothing describes: correct the rows, or remove the links"
                .formatted(rows.stream().map(Place::toString).collect(Collectors.joining(", "))));
      }
    }
  }

  /// Checks the foreign keys of the tables. Reports rows that refer to no row.
  public void checkForeignKeys(Mapping mapping) throws IOException {
    new ForeignKeys(tables, run.memory(), report).check(mapping);
  }

  /// Returns which joins have found a parent so far, and a warning for each that was tried in vain.
  public JoinOutcome joinOutcome() {
    return new JoinOutcome(
        joins.stream().filter(Join::hasMatched).map(Join::at).toList(),
        joins.stream().filter(Join::isUnmatched).map(Join::warning).toList());
  }

  /// Reports every invalid function call in a triples map.
  private boolean checkCalls(TriplesMap map, Report to) {
    boolean good = true;
    for (Expression.Call call : Calls.of(map)) {
      good &= run.functions().check(call, tables.scope(), to);
    }
    return good;
  }
}
