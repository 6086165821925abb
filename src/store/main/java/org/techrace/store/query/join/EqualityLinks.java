package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.jena.sparql.expr.E_Equals;
import org.apache.jena.sparql.expr.E_LogicalAnd;
import org.apache.jena.sparql.expr.E_SameTerm;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunction2;
import org.techrace.store.query.plan.Condition;
import org.techrace.store.query.row.QueryRun;
import org.techrace.store.query.row.Rewrite;
import org.techrace.store.query.text.FilterRows;

/// Finds parts of a group that share no variable with the others, or with the rows that the group
/// is joined with, but are compared with them by a filter such as `?a = ?b` or `STR(?a) = STR(?b)`.
/// They become an [EqualityConjunct].
final class EqualityLinks {
  private final QueryRun run;
  private final GroupOperators operators;
  private final List<Condition> filters;
  private final BitSet boundLater = new BitSet();

  private EqualityLinks(QueryRun run, GroupOperators operators, Group group) {
    this.run = run;
    this.operators = operators;
    this.filters = new ArrayList<>(group.filters());
    group.last().forEach(part -> boundLater.or(part.adds()));
  }

  /// Returns the group with linked parts.
  static Group link(QueryRun run, GroupOperators operators, Group group) {
    if (!compares(run, group) || group.conjuncts().size() < 2) {
      return group;
    }
    EqualityLinks links = new EqualityLinks(run, operators, group);
    List<List<Conjunct>> components = components(group.conjuncts());
    while (components.size() > 1 && links.linkOne(components)) {
      components = components(components.stream().flatMap(List::stream).toList());
    }
    return links.group(components, group.last());
  }

  /// Returns the group for rows from outside, with an [EqualityConjunct] for parts that share no
  /// variable with these rows, but are compared with them.
  ///
  /// @param bound the columns that the rows bind, or some of them
  static Group linkToRows(QueryRun run, GroupOperators operators, Group group, BitSet bound) {
    if (!compares(run, group)) {
      return group;
    }
    EqualityLinks links = new EqualityLinks(run, operators, group);
    // Other parts may bind a variable in rows that do not.
    BitSet given = (BitSet) bound.clone();
    group.conjuncts().forEach(c -> given.andNot(c.mentioned()));
    List<List<Conjunct>> components = new ArrayList<>();
    for (List<Conjunct> component : components(group.conjuncts())) {
      components.add(
          component.stream().anyMatch(c -> c.mentioned().intersects(bound))
              ? component
              : links
                  .comparedWith(given, component)
                  .<List<Conjunct>>map(List::of)
                  .orElse(component));
    }
    return links.group(components, group.last());
  }

  private Group group(List<List<Conjunct>> components, List<LastPart> last) {
    return new Group(components.stream().flatMap(List::stream).toList(), filters, last);
  }

  private BitSet columns(Expr expr) {
    return run.layout().columnSet(expr.getVarsMentioned());
  }

  private static boolean compares(QueryRun run, Group group) {
    return run.uses(Rewrite.EQUALITY_JOINS) && !equalities(expressions(group.filters())).isEmpty();
  }

  private static List<Expr> expressions(List<Condition> conditions) {
    return conditions.stream().map(Condition::expr).toList();
  }

  /// Returns the equalities that hold where all of some conditions hold.
  private static List<ExprFunction2> equalities(List<Expr> conditions) {
    List<ExprFunction2> found = new ArrayList<>();
    for (Expr condition : conditions) {
      switch (condition) {
        case E_LogicalAnd and -> found.addAll(equalities(List.of(and.getArg1(), and.getArg2())));
        case E_Equals equality -> found.add(equality);
        case E_SameTerm equality -> found.add(equality);
        default -> {}
      }
    }
    return found;
  }

  /// Returns the parts that rows are compared with, as one part.
  ///
  /// @param given the columns that only the rows bind
  private Optional<EqualityConjunct> comparedWith(BitSet given, List<Conjunct> component) {
    for (ExprFunction2 pair : equalities(expressions(filters))) {
      boolean same = pair instanceof E_SameTerm;
      if (isSide(pair.getArg1(), given) && isSide(pair.getArg2(), columns(component))) {
        return Optional.of(
            linked(component, new EqualityConjunct.Equality(pair.getArg1(), pair.getArg2(), same)));
      }
      if (isSide(pair.getArg2(), given) && isSide(pair.getArg1(), columns(component))) {
        return Optional.of(
            linked(component, new EqualityConjunct.Equality(pair.getArg2(), pair.getArg1(), same)));
      }
    }
    return Optional.empty();
  }

  /// Returns true if an expression has its value where some columns are bound.
  private boolean isSide(Expr expr, BitSet columns) {
    BitSet read = columns(expr);
    return !read.isEmpty()
        && FilterRows.isFunction(expr)
        && !read.intersects(boundLater)
        && isWithin(read, columns);
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
    for (ExprFunction2 pair : equalities(expressions(filters))) {
      Optional<List<Conjunct>> left = containing(components, pair.getArg1());
      Optional<List<Conjunct>> right = containing(components, pair.getArg2());
      if (left.isPresent() && right.isPresent() && !left.get().equals(right.get())) {
        boolean same = pair instanceof E_SameTerm;
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
    BitSet read = columns(expr);
    return components.stream()
        .filter(c -> !read.isEmpty() && FilterRows.isFunction(expr) && contains(c, read))
        .findFirst();
  }

  private static boolean contains(List<Conjunct> component, BitSet read) {
    return isWithin(read, columns(component));
  }

  private static boolean isWithin(BitSet some, BitSet all) {
    BitSet missing = (BitSet) some.clone();
    missing.andNot(all);
    return missing.isEmpty();
  }

  private EqualityConjunct linked(List<Conjunct> component, EqualityConjunct.Equality equality) {
    List<Condition> own = new ArrayList<>();
    for (Condition filter : filters) {
      BitSet read = columns(filter.expr());
      if (!read.isEmpty()
          && FilterRows.isFunction(filter.expr())
          && !read.intersects(boundLater)
          && contains(component, read)) {
        own.add(filter);
      }
    }
    return new EqualityConjunct(run, operators, new Group(component, own, List.of()), equality);
  }
}
