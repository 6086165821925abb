package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_SameTerm;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.text.FilterRows;

/// Finds parts of a group that share no variable with the others, but are compared with them by a
/// filter such as `?a = ?b` or `STR(?a) = STR(?b)`. They become an [EqualityConjunct].
final class EqualityLinks {
  private final QueryRun run;
  private final GroupOperators operators;
  private final List<Expr> filters;
  private final BitSet boundLater = new BitSet();

  private EqualityLinks(QueryRun run, GroupOperators operators, Group group) {
    this.run = run;
    this.operators = operators;
    this.filters = new ArrayList<>(group.filters());
    for (Op op : group.last()) {
      Group.addedBy(op).forEach(v -> boundLater.set(run.layout().column(v)));
    }
  }

  /// Returns the group with linked parts.
  static Group link(QueryRun run, GroupOperators operators, Group group) {
    boolean compares = group.filters().stream().anyMatch(EqualityLinks::isEquality);
    if (!compares || group.conjuncts().size() < 2) {
      return group;
    }
    EqualityLinks links = new EqualityLinks(run, operators, group);
    List<List<Conjunct>> components = components(group.conjuncts());
    while (components.size() > 1 && links.linkOne(components)) {
      components = components(components.stream().flatMap(List::stream).toList());
    }
    return new Group(
        components.stream().flatMap(List::stream).toList(), links.filters, group.last());
  }

  private static boolean isEquality(Expr expr) {
    return expr instanceof E_Equals || expr instanceof E_SameTerm;
  }

  /// Divides parts into sets that are connected by variables.
  private static List<List<Conjunct>> components(List<Conjunct> conjuncts) {
    List<List<Conjunct>> components = new ArrayList<>();
    for (Conjunct conjunct : conjuncts) {
      List<Conjunct> joined = new ArrayList<>(List.of(conjunct));
      List<List<Conjunct>> apart = new ArrayList<>();
      for (List<Conjunct> component : components) {
        if (columns(component).intersects(conjunct.columns())) {
          joined.addAll(component);
        } else {
          apart.add(component);
        }
      }
      apart.add(joined);
      components = apart;
    }
    return components;
  }

  private static BitSet columns(List<Conjunct> conjuncts) {
    BitSet columns = new BitSet();
    conjuncts.forEach(c -> columns.or(c.columns()));
    return columns;
  }

  /// Replaces one of two compared components: the one with fewer rows.
  private boolean linkOne(List<List<Conjunct>> components) {
    for (Expr filter : filters) {
      if (!isEquality(filter) || !(filter instanceof ExprFunction2 pair)) {
        continue;
      }
      Optional<List<Conjunct>> left = containing(components, pair.getArg1());
      Optional<List<Conjunct>> right = containing(components, pair.getArg2());
      if (left.isPresent() && right.isPresent() && !left.get().equals(right.get())) {
        boolean same = filter instanceof E_SameTerm;
        EqualityConjunct first =
            linked(left.get(), new EqualityConjunct.Equality(pair.getArg2(), pair.getArg1(), same));
        EqualityConjunct second =
            linked(
                right.get(), new EqualityConjunct.Equality(pair.getArg1(), pair.getArg2(), same));
        boolean replacesFirst = first.rows() < second.rows();
        components.remove(replacesFirst ? left.get() : right.get());
        components.add(List.of(replacesFirst ? first : second));
        return true;
      }
    }
    return false;
  }

  /// Returns the component that binds all variables of an expression.
  private Optional<List<Conjunct>> containing(List<List<Conjunct>> components, Expr expr) {
    BitSet read = GroupParser.mentioned(run, List.of(expr));
    return components.stream()
        .filter(c -> !read.isEmpty() && FilterRows.isFunction(expr) && contains(c, read))
        .findFirst();
  }

  private static boolean contains(List<Conjunct> component, BitSet read) {
    BitSet missing = (BitSet) read.clone();
    missing.andNot(columns(component));
    return missing.isEmpty();
  }

  private EqualityConjunct linked(List<Conjunct> component, EqualityConjunct.Equality equality) {
    List<Expr> own = new ArrayList<>();
    for (Expr filter : filters) {
      BitSet read = GroupParser.mentioned(run, List.of(filter));
      if (!read.isEmpty()
          && FilterRows.isFunction(filter)
          && !read.intersects(boundLater)
          && contains(component, read)) {
        own.add(filter);
      }
    }
    return new EqualityConjunct(run, operators, new Group(component, own, List.of()), equality);
  }
}
