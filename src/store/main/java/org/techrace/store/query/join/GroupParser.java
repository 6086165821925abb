package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpExtend;
import org.apache.jena.sparql.algebra.op.OpFilter;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.algebra.op.OpTriple;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.Expr;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Scope;
import org.techrace.store.query.path.PathPattern;
import org.techrace.store.query.path.PathSteps;
import org.techrace.store.query.pattern.GraphColumn;
import org.techrace.store.query.pattern.Pattern;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.pattern.TripleTermPattern;
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.plan.Facts;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.Demand;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.text.IdConditions;

/// Splits operators of ARQ's algebra into [Group]s.
///
/// Joins are flattened. Conditions in them move to the group if their variables are bound in any
/// order of joins. `EXISTS` and alternatives of IRIs become parts of the join. OPTIONAL and MINUS
/// move to the end if no other part reads the variables that they may bind: `leftjoin(A, B) join C`
/// becomes `leftjoin(A join C, B)`.
public final class GroupParser {
  /// The maximum number of groups that are kept. Some operators are created for each batch.
  private static final int MOST_KEPT = 256;

  private final QueryRun run;
  private final Scope scope;
  private final @Nullable GraphColumn graph;
  private final ChoicePoints points;
  private final GroupOperators operators;
  private final AlgebraFacts facts;
  private final Estimator estimator;
  private final GeometryCandidates geometries;
  private final TextCandidates texts;

  /// The groups that rows are joined with, because an operator such as OPTIONAL joins many batches
  /// with the same group.
  private final IdentityHashMap<Op, Fed> kept = new IdentityHashMap<>();

  /// A group that rows are joined with, if the operator is one, and its plans.
  private record Fed(Optional<Group> group, KeptPlans plans) {}

  /// Creates a parser for the patterns of one graph.
  ///
  /// @param graph the variable of `GRAPH ?g` around the patterns, or null to search the scope
  /// @param points when the plan of a group that many batches are joined with may change
  public GroupParser(
      QueryRun run,
      Scope scope,
      @Nullable GraphColumn graph,
      ChoicePoints points,
      GroupOperators operators) {
    this.run = run;
    this.scope = scope;
    this.graph = graph;
    this.points = points;
    this.operators = operators;
    this.facts = operators.facts();
    this.estimator = new Estimator(run, facts, this);
    this.geometries = new GeometryCandidates(run);
    this.texts = new TextCandidates(run, operators);
  }

  /// Estimates the result of an operator for one of some rows.
  ///
  /// @param rows the rows that it is evaluated for: a batch of rows, or the row that binds nothing
  /// @param demand the columns that are read of the result, or null for all
  public Estimate estimate(Op op, Batch rows, @Nullable Demand demand) {
    Map<Integer, Sample> bound = JoinRows.samples(run, rows);
    int sorted = bound.keySet().stream().filter(rows::isAscending).findFirst().orElse(-1);
    return estimator.of(op, bound, sorted, demand);
  }

  /// Joins rows with an operator.
  ///
  /// @param demand the columns that are read of the result, or null for all
  /// @return empty if the operator is not a group or ARQ must decide its order; the input is not
  ///   read then
  public Optional<QueryRows> join(QueryRows input, Op op, @Nullable Demand demand) {
    boolean unit = input instanceof QueryRows.Unit;
    Fed fed = unit ? null : fed(op);
    Optional<Group> group = fed == null ? parse(op, true) : fed.group();
    if (group.isPresent() && group.get().conjuncts().stream().anyMatch(GroupParser::isEmpty)) {
      input.close();
      return Optional.of(QueryRows.none());
    }
    return group.map(
        g ->
            fed == null
                ? new JoinRows(run, input, linked(g), operators, demand, null)
                : new JoinRows(run, input, g, operators, demand, fed.plans()));
  }

  /// Returns the group of an operator that rows are joined with, the same for all batches.
  private Fed fed(Op op) {
    synchronized (kept) {
      if (kept.size() == MOST_KEPT) {
        kept.clear();
      }
      return kept.computeIfAbsent(
          op,
          some -> {
            Optional<Group> group =
                parse(some, false)
                    .filter(g -> g.conjuncts().stream().noneMatch(GroupParser::isSensitive));
            return new Fed(group, new KeptPlans(points));
          });
    }
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

  /// Splits an operator into a group.
  ///
  /// @param alone true if no row from outside gives its variables a value
  Optional<Group> parse(Op op, boolean alone) {
    List<Expr> filters = new ArrayList<>();
    Op root = op;
    while (root instanceof OpFilter filter) {
      filters.addAll(filter.getExprs().getList());
      root = filter.getSubOp();
    }
    if (!facts.of(root).isClosed()) {
      return Optional.empty();
    }
    GroupParts parts = GroupParts.of(root, facts, run.uses(Rewrite.LATE_PARTS));
    if (parts.elements().equals(List.of(root)) && !isSimple(root)) {
      return Optional.empty();
    }
    filters.addAll(parts.filters());
    List<Conjunct> conjuncts = new ArrayList<>();
    parts.elements().forEach(e -> conjuncts.addAll(conjuncts(e, parts)));
    parts.assignments().forEach(a -> conjuncts.add(new ExtendConjunct(run, operators, a)));
    List<Expr> left = new ArrayList<>();
    for (Expr filter : filters) {
      Optional<Conjunct> joined = joined(filter, root, parts.elements(), alone);
      joined.ifPresentOrElse(conjuncts::add, () -> left.add(filter));
    }
    left.forEach(filter -> geometries.of(filter, conjuncts).ifPresent(conjuncts::add));
    for (Expr filter : left) {
      IdConditions.of(filter, run)
          .ifPresent(
              condition ->
                  conjuncts.replaceAll(
                      c -> c instanceof PatternConjunct pattern ? pattern.within(condition) : c));
    }
    left.forEach(filter -> texts.of(filter, conjuncts).ifPresent(conjuncts::add));
    List<LastPart> last = parts.last().stream().map(l -> LastPart.of(l, facts, run)).toList();
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
  private Optional<Conjunct> joined(Expr filter, Op root, List<Op> elements, boolean alone) {
    Set<Var> bound = facts.of(root).certain();
    Optional<Conjunct> alternatives =
        IriAlternatives.of(filter)
            .filter(_ -> run.uses(Rewrite.IRI_ALTERNATIVES))
            .filter(a -> bound.contains(a.variable()))
            .map(a -> new TableConjunct(run, operators, a.table()));
    if (alternatives.isPresent() || !alone || graph != null || !run.uses(Rewrite.SEMI_JOINS)) {
      return alternatives;
    }
    Set<Var> visible = facts.of(root).possible();
    return semiJoined(filter)
        .flatMap(
            exists -> {
              Op pattern = withoutAssignments(exists, visible);
              Set<Var> shared = common(visible, facts.of(pattern).mentioned());
              boolean joined =
                  !shared.isEmpty()
                      && bound.containsAll(shared)
                      && facts.of(pattern).certain().containsAll(shared)
                      && elements.stream().allMatch(e -> bindsAll(e, shared));
              return joined
                  ? Optional.of(new ExistsConjunct(run, operators, estimator, pattern, shared))
                  : Optional.empty();
            });
  }

  /// Returns the pattern of a condition `EXISTS`, or empty if the condition has another form or the
  /// pattern has other solutions with the values of a row than without.
  private Optional<Op> semiJoined(Expr condition) {
    if (!(condition instanceof E_Exists exists)) {
      return Optional.empty();
    }
    Op pattern = facts.exists(exists.getGraphPattern()).simplified();
    Facts of = facts.of(pattern);
    return of.isRowWise() && of.isIndependent() && of.isRepeatable()
        ? Optional.of(pattern)
        : Optional.empty();
  }

  /// Returns an operator without a last BIND of variables that are not read.
  private static Op withoutAssignments(Op op, Set<Var> read) {
    return op instanceof OpExtend extend
            && extend.getVarExprList().getVars().stream().noneMatch(read::contains)
        ? withoutAssignments(extend.getSubOp(), read)
        : op;
  }

  /// Returns true if an operator binds those of the variables that it may bind in every solution.
  private boolean bindsAll(Op op, Set<Var> variables) {
    return facts.of(op).certain().containsAll(common(facts.of(op).possible(), variables));
  }

  private static Set<Var> common(Set<Var> some, Set<Var> others) {
    Set<Var> common = new HashSet<>(some);
    common.retainAll(others);
    return common;
  }

  private static boolean isSimple(Op op) {
    return switch (op) {
      case OpBGP _, OpTriple _, OpTable _ -> true;
      case OpPath path -> isPlain(path.getTriplePath());
      default -> false;
    };
  }

  private List<Conjunct> conjuncts(Op op, GroupParts parts) {
    return switch (op) {
      case OpBGP bgp -> patterns(bgp.getPattern().getList());
      case OpTriple triple -> patterns(List.of(triple.getTriple()));
      case OpPath path when isSimple(op) ->
          List.of(
              new PathConjunct(
                  run, new PathPattern(run, path.getTriplePath(), scope), path.getTriplePath()));
      case OpPath path -> {
        Op branches = facts.of(path).branches().orElse(path);
        yield List.of(
            new PartConjunct(run, operators, estimator, branches, facts.of(path).isRowWise()));
      }
      case OpTable table -> List.of(new TableConjunct(run, operators, table));
      default -> {
        Facts of = facts.of(op);
        boolean feedable = of.isRowWise() && parts.isBoundNowhereElse(op, of.sensitive());
        yield List.of(new PartConjunct(run, operators, estimator, op, feedable));
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

  private static boolean isPlain(TriplePath path) {
    return path.getPath() != null
        && PathSteps.applies(path.getPath())
        && isPlain(path.getSubject())
        && isPlain(path.getObject());
  }

  /// Returns true if a node is not a triple term with variables.
  private static boolean isPlain(Node node) {
    return !node.isTripleTerm() || node.isConcrete();
  }
}
