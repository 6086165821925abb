package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.Var;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.pattern.Pattern;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.pattern.TripleTermPattern;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.plan.ExistsPlan;
import org.techrace.store.query.plan.Facts;
import org.techrace.store.query.plan.NodeStates;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.GraphColumn;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.text.IdConditions;

/// Splits nodes of a plan into [Group]s.
///
/// Joins are flattened. Conditions in them move to the group if their variables are bound in any
/// order of joins. `EXISTS` and alternatives of IRIs become parts of the join. OPTIONAL and MINUS
/// move to the end if no other part reads the variables that they may bind: `leftjoin(A, B) join C`
/// becomes `leftjoin(A join C, B)`.
public final class GroupParser {
  private final QueryRun run;
  private final Scope scope;
  private final @Nullable GraphColumn graph;
  private final ChoicePoints points;
  private final GroupOperators operators;
  private final NodeStates states;
  private final Estimator estimator;
  private final GeometryCandidates geometries;
  private final TextCandidates texts;

  /// A group that rows are joined with, if a node is one, and its plans. A node such as OPTIONAL
  /// joins many batches with the same group.
  private record Fed(Optional<Group> group, KeptPlans plans) {}

  /// Creates a parser for the patterns of one graph.
  ///
  /// @param graph the variable of `GRAPH ?g` around the patterns, or null to search the scope
  /// @param points when the plan of a group that many batches are joined with may change
  /// @param states keeps the groups that rows are joined with
  public GroupParser(
      QueryRun run,
      Scope scope,
      @Nullable GraphColumn graph,
      ChoicePoints points,
      GroupOperators operators,
      NodeStates states) {
    this.run = run;
    this.scope = scope;
    this.graph = graph;
    this.points = points;
    this.operators = operators;
    this.states = states;
    this.estimator = new Estimator(run, this);
    this.geometries = new GeometryCandidates(run);
    this.texts = new TextCandidates(run, operators);
  }

  /// Estimates the result of a node for one of some rows.
  ///
  /// @param rows the rows that it is evaluated for: a batch of rows, or the row that binds nothing
  /// @param demand the columns that are read of the result, or null for all
  public Estimate estimate(Plan node, Batch rows, @Nullable Demand demand) {
    Map<Integer, Sample> bound = JoinRows.samples(run, rows);
    int sorted = bound.keySet().stream().filter(rows::isAscending).findFirst().orElse(-1);
    return estimator.of(node, bound, sorted, demand);
  }

  /// Joins rows with a node.
  ///
  /// @param demand the columns that are read of the result, or null for all
  /// @return empty if the node is not a group or must keep the order of its parts; the input is not
  ///   read then
  public Optional<QueryRows> join(QueryRows input, Plan node, @Nullable Demand demand) {
    boolean unit = input instanceof QueryRows.Unit;
    Fed fed = unit ? null : fed(node);
    Optional<Group> group = fed == null ? parse(node, true) : fed.group();
    if (group.isPresent() && group.get().conjuncts().stream().anyMatch(GroupParser::isEmpty)) {
      input.close();
      return Optional.of(QueryRows.none());
    }
    return group.map(
        g ->
            fed == null
                ? new JoinRows(run, input, linked(g), operators, demand, null, node.header().read())
                : new JoinRows(run, input, g, operators, demand, fed.plans(), Long.MAX_VALUE));
  }

  /// Returns the group of a node that rows are joined with, the same for all batches.
  private Fed fed(Plan node) {
    return states.of(
        node.header().number(),
        Fed.class,
        () -> {
          Optional<Group> group =
              parse(node, false)
                  .filter(g -> g.conjuncts().stream().noneMatch(GroupParser::isSensitive));
          return new Fed(group, new KeptPlans(points));
        });
  }

  private static boolean isSensitive(Conjunct conjunct) {
    return conjunct instanceof PartConjunct part && part.isSensitive();
  }

  private static boolean isEmpty(Conjunct conjunct) {
    return conjunct instanceof PatternConjunct pattern && pattern.isEmpty();
  }

  /// Returns the group with an [EqualityConjunct] for parts that only a filter connects.
  Group linked(Group group) {
    return EqualityLinks.link(run, operators, group);
  }

  /// Splits a node into a group.
  ///
  /// @param alone true if no row from outside gives its variables a value
  @SuppressWarnings("ReferenceEquality") // a node that is not divided is the very node
  Optional<Group> parse(Plan node, boolean alone) {
    List<Condition> filters = new ArrayList<>();
    Plan root = node;
    while (root instanceof Plan.Filter filter) {
      filters.addAll(filter.conditions());
      root = filter.below();
    }
    if (!root.facts().isClosed()) {
      return Optional.empty();
    }
    GroupParts parts = GroupParts.of(root, run.uses(Rewrite.LATE_PARTS));
    boolean single = parts.elements().size() == 1 && parts.elements().getFirst() == root;
    if (single && !isSimple(root)) {
      return Optional.empty();
    }
    filters.addAll(parts.filters());
    List<Conjunct> conjuncts = new ArrayList<>();
    parts.elements().forEach(e -> conjuncts.addAll(conjuncts(e, parts)));
    parts.assignments().forEach(a -> conjuncts.add(new ExtendConjunct(run, operators, a)));
    List<Condition> left = new ArrayList<>();
    for (Condition filter : filters) {
      Optional<Conjunct> joined = joined(filter, root, parts.elements(), alone);
      joined.ifPresentOrElse(conjuncts::add, () -> left.add(filter));
    }
    left.forEach(filter -> geometries.of(filter.expr(), conjuncts).ifPresent(conjuncts::add));
    for (Condition filter : left) {
      IdConditions.of(filter.expr(), run)
          .ifPresent(
              condition ->
                  conjuncts.replaceAll(
                      c -> c instanceof PatternConjunct pattern ? pattern.within(condition) : c));
    }
    left.forEach(filter -> texts.of(filter, conjuncts).ifPresent(conjuncts::add));
    List<LastPart> last = parts.last().stream().map(l -> LastPart.of(l, run)).toList();
    return Optional.of(new Group(sorted(conjuncts), left, last));
  }

  /// Returns conjuncts in an order that does not depend on that of the query.
  private static List<Conjunct> sorted(List<Conjunct> conjuncts) {
    if (conjuncts.size() < 2) {
      return conjuncts;
    }
    record Keyed(String key, Conjunct conjunct) {}
    return conjuncts.stream()
        .map(c -> new Keyed(c.key(), c))
        .sorted(Comparator.comparing(Keyed::key))
        .map(Keyed::conjunct)
        .toList();
  }

  /// Returns a condition as a part of the join, if it can be one. The variables that it reads must
  /// be bound in every solution.
  private Optional<Conjunct> joined(
      Condition filter, Plan root, List<Plan> elements, boolean alone) {
    Set<Var> bound = root.facts().certain();
    Optional<Conjunct> alternatives =
        IriAlternatives.of(filter.expr())
            .filter(_ -> run.uses(Rewrite.IRI_ALTERNATIVES))
            .filter(a -> bound.contains(a.variable()))
            .map(a -> new TableConjunct(run, operators, a.table()));
    if (alternatives.isPresent() || !alone || graph != null || !run.uses(Rewrite.SEMI_JOINS)) {
      return alternatives;
    }
    Set<Var> visible = root.facts().possible();
    return semiJoined(filter)
        .flatMap(
            exists -> {
              ExistsPlan read = withoutAssignments(exists, visible);
              Facts pattern = read.pattern().facts();
              Set<Var> shared = common(visible, pattern.mentioned());
              boolean joined =
                  !shared.isEmpty()
                      && bound.containsAll(shared)
                      && pattern.certain().containsAll(shared)
                      && elements.stream().allMatch(e -> bindsAll(e.facts(), shared));
              return joined
                  ? Optional.of(new ExistsConjunct(run, operators, estimator::of, read, shared))
                  : Optional.empty();
            });
  }

  /// Returns the pattern of a condition `EXISTS`, or empty if the condition has another form or the
  /// pattern has other solutions with the values of a row than without.
  private static Optional<ExistsPlan> semiJoined(Condition condition) {
    if (!(condition.test() instanceof Condition.Exists exists) || !exists.wanted()) {
      return Optional.empty();
    }
    Facts of = exists.pattern().pattern().facts();
    return of.isRowWise() && of.isIndependent() && of.isRepeatable()
        ? Optional.of(exists.pattern())
        : Optional.empty();
  }

  /// Returns a pattern without a last BIND of variables that are not read.
  private static ExistsPlan withoutAssignments(ExistsPlan exists, Set<Var> read) {
    return exists
        .unassigned()
        .filter(
            _ ->
                exists.pattern() instanceof Plan.Extend extend
                    && extend.assignments().variables().stream().noneMatch(read::contains))
        .map(below -> withoutAssignments(below, read))
        .orElse(exists);
  }

  /// Returns true if a node binds those of the variables that it may bind in every solution.
  private static boolean bindsAll(Facts node, Set<Var> variables) {
    return node.certain().containsAll(common(node.possible(), variables));
  }

  private static Set<Var> common(Set<Var> some, Set<Var> others) {
    Set<Var> common = new HashSet<>(some);
    common.retainAll(others);
    return common;
  }

  private static boolean isSimple(Plan node) {
    return node instanceof Plan.Scan || node instanceof Plan.Values || node instanceof Plan.Path;
  }

  private List<Conjunct> conjuncts(Plan node, GroupParts parts) {
    Facts facts = node.facts();
    return switch (node) {
      case Plan.Scan scan -> patterns(scan.patterns());
      case Plan.Path path -> List.of(new PathConjunct(run, path.path(), scope, graph));
      case Plan.Branches path ->
          List.of(new PartConjunct(run, operators, estimator::of, path.union(), facts.isRowWise()));
      case Plan.Values values -> List.of(new TableConjunct(run, operators, values.table()));
      default -> {
        boolean feedable = facts.isRowWise() && parts.isBoundNowhereElse(node, facts.sensitive());
        yield List.of(new PartConjunct(run, operators, estimator::of, node, feedable));
      }
    };
  }

  private List<Conjunct> patterns(List<Triple> triples) {
    List<Conjunct> conjuncts = new ArrayList<>();
    for (Triple triple : triples) {
      Triple plain =
          Triple.create(
              plain(triple.getSubject(), conjuncts),
              triple.getPredicate(),
              plain(triple.getObject(), conjuncts));
      conjuncts.add(new PatternConjunct(run, new Pattern(run, plain), scope, graph));
    }
    return conjuncts;
  }

  /// Replaces a triple term that has variables with a variable, and adds a conjunct for the term.
  private Node plain(Node node, List<Conjunct> conjuncts) {
    if (isPlain(node)) {
      return node;
    }
    // No query can use a name with these characters.
    Var term = Var.alloc("<<" + run.layout().size() + ">>");
    conjuncts.add(new TripleTermConjunct(run, new TripleTermPattern(run, term, node)));
    return term;
  }

  /// Returns true if a node is not a triple term with variables.
  private static boolean isPlain(Node node) {
    return !node.isTripleTerm() || node.isConcrete();
  }
}
