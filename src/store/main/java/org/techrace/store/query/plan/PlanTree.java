package org.techrace.store.query.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.util.ExprUtils;
import org.apache.jena.sparql.util.FmtUtils;

/// The text of a [Plan]: a line for each node, indented below the node that reads its rows.
public final class PlanTree {
  private final List<String> lines = new ArrayList<>();

  private PlanTree() {}

  /// Returns the plan as lines, each node below the one that reads its rows.
  public static List<String> of(Plan plan) {
    PlanTree tree = new PlanTree();
    tree.add(plan, "");
    return tree.lines;
  }

  private void add(Plan plan, String indent) {
    lines.add(indent + text(plan));
    String below = indent + "  ";
    switch (plan) {
      case Plan.Scan _, Plan.Path _, Plan.Values _, Plan.Service _ -> {}
      case Plan.Arq arq -> addAll(arq.operands(), below);
      case Plan.Branches path -> add(path.union(), below);
      case Plan.Join join -> addAll(List.of(join.left(), join.right()), below);
      case Plan.Sequence sequence -> addAll(sequence.parts(), below);
      case Plan.LeftJoin optional -> {
        addAll(List.of(optional.left(), optional.right()), below);
        optional.conditions().forEach(condition -> add(condition, below));
      }
      case Plan.Minus minus -> addAll(List.of(minus.left(), minus.right()), below);
      case Plan.Filter filter -> {
        add(filter.below(), below);
        filter.conditions().forEach(condition -> add(condition, below));
      }
      case Plan.Extend extend -> {
        add(extend.below(), below);
        extend.assignments().marks().forEach(mark -> add(mark.pattern(), mark.exists(), below));
      }
      case Plan.Group group -> add(group.below(), below);
      case Plan.Distinct distinct -> add(distinct.below(), below);
      case Plan.Sort sort -> add(sort.below(), below);
      case Plan.Slice slice -> add(slice.below(), below);
      case Plan.Union union -> addAll(union.branches(), below);
      case Plan.Graph graph -> add(graph.below(), below);
      case Plan.Project project -> add(project.below(), below);
    }
  }

  private void addAll(List<Plan> plans, String indent) {
    plans.forEach(plan -> add(plan, indent));
  }

  private void add(Condition condition, String indent) {
    switch (condition.test()) {
      case Condition.Either either -> {
        lines.add(indent + "condition: one of");
        either.alternatives().forEach(part -> add(part, indent + "  "));
      }
      case Condition.All all -> {
        lines.add(indent + "condition: all of");
        all.parts().forEach(part -> add(part, indent + "  "));
      }
      case Condition.Exists exists -> add(exists.pattern(), exists.wanted(), indent);
      case Condition.Value value when value.marks().isEmpty() && condition.hasPattern() ->
          lines.add(indent + "condition with EXISTS (in ARQ: its pattern needs single rows)");
      case Condition.Value value -> {
        String text = ExprUtils.fmtSPARQL(value.marked()).replaceAll("\\s+", " ");
        lines.add(indent + "condition: " + text);
        value.marks().forEach(mark -> add(mark.pattern(), mark.exists(), indent + "  "));
      }
    }
  }

  private void add(ExistsPlan exists, boolean wanted, String indent) {
    String way;
    if (exists.groups().isPresent()) {
      way = "for the groups of the rows";
    } else if (exists.compared().isPresent()) {
      way = "for rows, or by least and greatest values";
    } else {
      way = exists.whole().isPresent() ? "for rows, or once for all" : "for rows";
    }
    lines.add(indent + "condition: " + (wanted ? "EXISTS " : "NOT EXISTS ") + way);
    add(exists.pattern(), indent + "  ");
  }

  private static String text(Plan plan) {
    return switch (plan) {
      case Plan.Scan scan ->
          scan.patterns().stream().map(PlanTree::text).collect(Collectors.joining(" . "));
      case Plan.Path path ->
          "%s %s %s"
              .formatted(
                  FmtUtils.stringForNode(path.path().getSubject()),
                  path.path().getPath(),
                  FmtUtils.stringForNode(path.path().getObject()));
      case Plan.Branches _ -> "path, as its branches";
      case Plan.Values values ->
          "values" + names(values.table().getVars()) + ", rows: " + values.table().size();
      case Plan.LeftJoin optional ->
          "optional, right side "
              + optional
                  .fed()
                  .map(fed -> fed.whole().isPresent() ? "for rows, or once for all" : "for rows")
                  .orElse("once for all");
      case Plan.Minus minus ->
          "minus, right side " + (minus.isFed() ? "for rows, or once for all" : "once for all");
      case Plan.Filter _ -> "filter";
      case Plan.Extend extend -> "bind" + names(extend.assignments().variables());
      case Plan.Group group ->
          group.text()
              + ", aggregates:"
              + names(group.aggregators().stream().map(ExprAggregator::getVar).toList());
      case Plan.Graph graph -> graph.text() + (graph.isAtOnce() ? ", all at once" : "");
      case Plan.Service service ->
          service.text() + " <" + service.service().getService() + ">, rows in batches";
      case Plan.Arq arq -> arq.text() + " (in ARQ: " + arq.reason() + ")";
      case Plan.Join _,
          Plan.Sequence _,
          Plan.Distinct _,
          Plan.Sort _,
          Plan.Slice _,
          Plan.Union _,
          Plan.Project _ ->
          plan.text();
    };
  }

  private static String text(Triple triple) {
    return Stream.of(triple.getSubject(), triple.getPredicate(), triple.getObject())
        .map(FmtUtils::stringForNode)
        .collect(Collectors.joining(" "));
  }

  private static String names(Collection<Var> variables) {
    return variables.stream().map(v -> " " + v).collect(Collectors.joining());
  }
}
