package org.techrace.serve.sparql;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Coalesce;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrConcat;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcat;
import org.apache.jena.sparql.expr.aggregate.AggGroupConcatDistinct;
import org.apache.jena.sparql.expr.aggregate.AggSample;
import org.apache.jena.sparql.path.P_Link;
import org.apache.jena.sparql.path.P_Seq;
import org.apache.jena.sparql.path.Path;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementBind;
import org.apache.jena.sparql.syntax.ElementGroup;
import org.apache.jena.sparql.syntax.ElementNamedGraph;
import org.apache.jena.sparql.syntax.ElementOptional;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.syntax.ElementSubQuery;
import org.apache.jena.sparql.syntax.ElementUnion;
import org.jspecify.annotations.Nullable;
import org.techrace.entity.Labels;

/// Adds to a `SELECT` query the things whose names it selects, so that a page can link them. For a
/// column `?name` bound by `?thing rdfs:label ?name`, or by `COALESCE` of such a name and a text,
/// it adds a column [#column] with `?thing`; for names joined by `GROUP_CONCAT` and of names that
/// several variables can have, the IRIs joined by spaces. The rows stay the same, except that a
/// `DISTINCT` query returns a row more where two things have one name.
final class NamedThings {
  /// A variable that a name belongs to ends like this.
  private static final String SUFFIX = "_thing";

  /// The variable of the same name inside the pattern, before it becomes a column.
  private static final String INNER = "_named";

  private static final Expr EMPTY = NodeValue.makeString("");
  private static final Expr SPACE = NodeValue.makeString(" ");

  /// By variable of a name: the variables of the things that have it.
  private final Map<Var, Set<Var>> things = new LinkedHashMap<>();

  private NamedThings() {}

  /// The column with the things that another column names.
  static String column(String name) {
    return name + SUFFIX;
  }

  static boolean isAdded(String column) {
    return column.endsWith(SUFFIX);
  }

  /// The query with its added columns; the same query if it names nothing, is not a `SELECT`, or
  /// added columns could change its rows (`DISTINCT` with `LIMIT`).
  static Query addedTo(Query query) {
    return addedTo(query, SUFFIX);
  }

  private static Query addedTo(Query query, String suffix) {
    if (!query.isSelectType()
        || query.isQueryResultStar()
        || (query.isDistinct() && query.hasLimit())) {
      return query;
    }
    Query more = query.cloneQuery();
    NamedThings named = new NamedThings();
    Element pattern = named.read(more.getQueryPattern());
    if (named.things.isEmpty()) {
      return query;
    }
    more.setQueryPattern(pattern);
    for (Var column : List.copyOf(query.getProjectVars())) {
      named.add(column, suffix, more);
    }
    return more;
  }

  private void add(Var column, String suffix, Query query) {
    Expr computed = query.getProject().getExpr(column);
    Var added = Var.alloc(column.getVarName() + suffix);
    if (computed == null && things.containsKey(column)) {
      Expr thing = thing(column);
      if (isGrouped(query)) {
        query.getProject().add(added, query.allocAggregate(new AggSample(thing)));
      } else if (thing.equals(new ExprVar(added))) {
        query.getProject().add(added);
      } else {
        query.getProject().add(added, thing);
      }
    } else if (joined(computed).isPresent()) {
      Var name = joined(computed).get();
      query
          .getProject()
          .add(
              added, query.allocAggregate(new AggGroupConcatDistinct(new E_Str(thing(name)), " ")));
    }
  }

  private static boolean isGrouped(Query query) {
    return query.hasGroupBy() || query.hasAggregators();
  }

  /// The name that a `GROUP_CONCAT` joins.
  private Optional<Var> joined(Expr computed) {
    return computed instanceof ExprAggregator aggregator
            && (aggregator.getAggregator() instanceof AggGroupConcat
                || aggregator.getAggregator() instanceof AggGroupConcatDistinct)
            && aggregator.getAggregator().getExprList().get(0) instanceof ExprVar name
            && things.containsKey(name.asVar())
        ? Optional.of(name.asVar())
        : Optional.empty();
  }

  /// The thing that has a name; if several variables can be it, the IRIs joined by spaces.
  private Expr thing(Var name) {
    Set<Var> any = things.getOrDefault(name, Set.of());
    if (any.size() == 1) {
      return new ExprVar(any.iterator().next());
    }
    ExprList iris = new ExprList();
    for (Var thing : any) {
      iris.add(new E_Coalesce(new ExprList(List.of(new E_Str(new ExprVar(thing)), EMPTY))));
      iris.add(SPACE);
    }
    return new E_StrConcat(iris);
  }

  /// Reads a pattern and splits paths that end in a property that names.
  private Element read(Element element) {
    return switch (element) {
      case ElementGroup group -> {
        ElementGroup copy = new ElementGroup();
        group.getElements().forEach(member -> copy.addElement(read(member)));
        yield copy;
      }
      case ElementUnion union -> {
        ElementUnion copy = new ElementUnion();
        union.getElements().forEach(member -> copy.addElement(read(member)));
        yield copy;
      }
      case ElementOptional optional -> new ElementOptional(read(optional.getOptionalElement()));
      case ElementNamedGraph graph ->
          new ElementNamedGraph(graph.getGraphNameNode(), read(graph.getElement()));
      case ElementPathBlock block -> {
        ElementPathBlock copy = new ElementPathBlock();
        block.getPattern().getList().forEach(triple -> split(triple, copy));
        yield copy;
      }
      case ElementSubQuery nested when !nested.getQuery().isDistinct() -> {
        Query more = addedTo(nested.getQuery(), INNER);
        for (Var name : nested.getQuery().getProjectVars()) {
          Var thing = Var.alloc(name.getVarName() + INNER);
          if (more.getProjectVars().contains(thing)) {
            note(name, thing);
          }
        }
        yield new ElementSubQuery(more);
      }
      case ElementBind bind -> {
        if (bind.getExpr() instanceof E_Coalesce first) {
          first.getArgs().stream()
              .filter(Expr::isVariable)
              .flatMap(name -> things.getOrDefault(name.asVar(), Set.of()).stream())
              .toList()
              .forEach(thing -> note(bind.getVar(), thing));
        }
        yield element;
      }
      default -> element;
    };
  }

  private void split(TriplePath triple, ElementPathBlock copy) {
    if (!Var.isVar(triple.getObject())) {
      copy.addTriplePath(triple);
      return;
    }
    Var name = Var.alloc(triple.getObject());
    if (names(triple.getPredicate()) && Var.isVar(triple.getSubject())) {
      note(name, Var.alloc(triple.getSubject()));
      copy.addTriplePath(triple);
    } else if (triple.getPath() instanceof P_Seq steps
        && steps.getRight() instanceof P_Link last
        && names(last.getNode())) {
      Var thing = Var.alloc(name.getVarName() + INNER);
      note(name, thing);
      copy.addTriplePath(path(triple.getSubject(), steps.getLeft(), thing));
      copy.addTriplePath(path(thing, last, name));
    } else {
      copy.addTriplePath(triple);
    }
  }

  private static TriplePath path(Node subject, Path path, Node object) {
    return path instanceof P_Link link
        ? new TriplePath(Triple.create(subject, link.getNode(), object))
        : new TriplePath(subject, path, object);
  }

  private void note(Var name, Var thing) {
    things.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(thing);
  }

  private static boolean names(@Nullable Node property) {
    return property != null && Labels.names(property);
  }
}
