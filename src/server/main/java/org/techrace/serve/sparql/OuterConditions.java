package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingBuilder;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.apache.jena.sparql.expr.E_Exists;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprFunction;
import org.apache.jena.sparql.expr.ExprFunctionOp;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementData;
import org.apache.jena.sparql.syntax.ElementFilter;
import org.apache.jena.sparql.syntax.ElementGroup;
import org.apache.jena.sparql.syntax.ElementNamedGraph;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.syntax.ElementSubQuery;
import org.apache.jena.sparql.syntax.ElementUnion;
import org.apache.jena.sparql.syntax.PatternVars;

/// Adds to the patterns of a query the conditions on its groups that are outside of them: those of
/// `HAVING`, and for a sub-select those of the query around it. The answer stays the same, but each
/// pattern by itself then matches only what the rows of the answer are made of.
final class OuterConditions {
  private OuterConditions() {}

  /// Returns a query with the conditions in its patterns.
  static Query inside(Query query) {
    return query.getQueryPattern() == null ? query : inside(query, List.of());
  }

  /// @param outer what is around the query
  private static Query inside(Query query, List<Element> outer) {
    List<Element> conditions = new ArrayList<>();
    if (!query.hasLimit() && !query.hasOffset()) {
      conditions.addAll(about(outer, keys(query), PatternVars.vars(query.getQueryPattern())));
    }
    List<Element> around = new ArrayList<>(conditions);
    if (query.hasValues()) {
      around.add(new Select(query).lastValues());
    }
    Element pattern = inside(query.getQueryPattern(), around);
    if (!Select.isPlain(query)) {
      Set<Var> groups = groups(query);
      query.getHavingExprs().stream()
          .filter(having -> isAbout(having, groups))
          .forEach(having -> conditions.add(new ElementFilter(having)));
      if (!conditions.isEmpty()) {
        ElementGroup both = new ElementGroup();
        both.addElement(pattern);
        conditions.forEach(both::addElement);
        pattern = both;
      }
    }
    Query copy = query.cloneQuery();
    copy.setQueryPattern(pattern);
    return copy;
  }

  private static Element inside(Element element, List<Element> outer) {
    return switch (element) {
      case ElementGroup group -> {
        List<Element> around = new ArrayList<>(outer);
        group.getElements().stream()
            .filter(
                one ->
                    one instanceof ElementFilter
                        || one instanceof ElementData
                        || one instanceof ElementPathBlock)
            .forEach(around::add);
        ElementGroup copy = new ElementGroup();
        group.getElements().forEach(one -> copy.addElement(inside(one, around)));
        yield copy;
      }
      case ElementUnion union -> {
        ElementUnion copy = new ElementUnion();
        union.getElements().forEach(one -> copy.addElement(inside(one, outer)));
        yield copy;
      }
      case ElementNamedGraph graph ->
          new ElementNamedGraph(graph.getGraphNameNode(), inside(graph.getElement(), outer));
      case ElementSubQuery nested -> new ElementSubQuery(inside(nested.getQuery(), outer));
      default -> element;
    };
  }

  /// Returns the variables that a query groups by.
  private static Set<Var> groups(Query query) {
    Set<Var> groups = new LinkedHashSet<>(query.getGroupBy().getVars());
    groups.removeIf(key -> query.getGroupBy().getExpr(key) != null);
    return groups;
  }

  /// Returns the columns of a query whose values are those of its pattern.
  private static Set<Var> keys(Query query) {
    Set<Var> keys =
        Select.isPlain(query)
            ? new LinkedHashSet<>(PatternVars.vars(query.getQueryPattern()))
            : groups(query);
    if (!query.isQueryResultStar()) {
      keys.retainAll(query.getProjectVars());
      keys.removeIf(key -> query.getProject().getExpr(key) != null);
    }
    return keys;
  }

  /// Returns the conditions on some variables.
  ///
  /// @param outer the elements of groups around a query
  /// @param keys the variables that both have
  /// @param inner the variables of the query
  private static List<Element> about(List<Element> outer, Set<Var> keys, Collection<Var> inner) {
    List<Element> conditions = new ArrayList<>();
    List<TriplePath> others = new ArrayList<>();
    for (Element one : outer) {
      switch (one) {
        case ElementFilter filter when isAbout(filter.getExpr(), keys) -> conditions.add(filter);
        case ElementData data -> values(data, keys).ifPresent(conditions::add);
        case ElementPathBlock block -> {
          ElementPathBlock own = new ElementPathBlock();
          for (TriplePath triple : block.getPattern()) {
            if (isAbout(variables(triple), keys)) {
              own.addTriplePath(triple);
            } else {
              others.add(triple);
            }
          }
          if (!own.isEmpty()) {
            conditions.add(own);
          }
        }
        default -> {
          // It is about other variables.
        }
      }
    }
    exists(outer, others, keys, inner).ifPresent(conditions::add);
    return conditions;
  }

  /// Returns the rows of some values with the columns of some variables only.
  private static Optional<Element> values(ElementData data, Set<Var> keys) {
    ElementData own = new ElementData();
    data.getVars().stream().filter(keys::contains).forEach(own::add);
    if (own.getVars().isEmpty()) {
      return Optional.empty();
    }
    Set<Binding> rows = new LinkedHashSet<>();
    for (Binding row : data.getRows()) {
      BindingBuilder some = BindingFactory.builder();
      own.getVars().stream().filter(row::contains).forEach(key -> some.add(key, row.get(key)));
      rows.add(some.build());
    }
    rows.forEach(own::add);
    return Optional.of(own);
  }

  /// Returns the patterns that connect some variables with others on which there are conditions,
  /// such as a name that is filtered.
  private static Optional<Element> exists(
      List<Element> outer, List<TriplePath> others, Set<Var> keys, Collection<Var> inner) {
    Set<Var> connected = new LinkedHashSet<>();
    Set<TriplePath> patterns = new LinkedHashSet<>();
    boolean isMore = true;
    while (isMore) {
      isMore = false;
      for (TriplePath one : others) {
        Set<Var> own = variables(one);
        if ((!Collections.disjoint(own, keys) || !Collections.disjoint(own, connected))
            && patterns.add(one)) {
          own.stream().filter(variable -> !keys.contains(variable)).forEach(connected::add);
          isMore = true;
        }
      }
    }
    Set<Var> both = new LinkedHashSet<>(keys);
    both.addAll(connected);
    List<Element> conditions = new ArrayList<>();
    for (Element one : outer) {
      switch (one) {
        case ElementFilter filter
            when isAbout(filter.getExpr(), both) && !isAbout(filter.getExpr(), keys) ->
            conditions.add(filter);
        case ElementData data when !Collections.disjoint(data.getVars(), connected) ->
            values(data, both).ifPresent(conditions::add);
        default -> {
          // It is about other variables.
        }
      }
    }
    boolean isRestricted =
        !conditions.isEmpty() || patterns.stream().anyMatch(one -> one.getObject().isConcrete());
    if (!isRestricted || !Collections.disjoint(connected, inner)) {
      return Optional.empty();
    }
    ElementPathBlock block = new ElementPathBlock();
    patterns.forEach(block::addTriplePath);
    ElementGroup group = new ElementGroup();
    group.addElement(block);
    conditions.forEach(group::addElement);
    return Optional.of(new ElementFilter(new E_Exists(group)));
  }

  private static Set<Var> variables(TriplePath triple) {
    Set<Var> variables = new LinkedHashSet<>();
    Stream.of(triple.getSubject(), triple.getPredicate(), triple.getObject())
        .filter(Var::isVar)
        .map(Var::alloc)
        .forEach(variables::add);
    return variables;
  }

  private static boolean isAbout(Expr condition, Set<Var> keys) {
    return !hasOther(condition) && isAbout(condition.getVarsMentioned(), keys);
  }

  private static boolean isAbout(Set<Var> variables, Set<Var> keys) {
    return !variables.isEmpty() && keys.containsAll(variables);
  }

  /// Reports whether an expression has aggregates or patterns.
  private static boolean hasOther(Expr expression) {
    return expression instanceof ExprAggregator
        || expression instanceof ExprFunctionOp
        || (expression instanceof ExprFunction function
            && function.getArgs().stream().anyMatch(OuterConditions::hasOther));
  }
}
