package org.techrace.serve.sparql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.query.SortCondition;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.NodeValue;
import org.apache.jena.sparql.expr.aggregate.AggMax;
import org.apache.jena.sparql.expr.aggregate.AggMin;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.apache.jena.sparql.syntax.Element;
import org.apache.jena.sparql.syntax.ElementGroup;
import org.apache.jena.sparql.syntax.ElementNamedGraph;
import org.apache.jena.sparql.syntax.ElementOptional;
import org.apache.jena.sparql.syntax.ElementPathBlock;
import org.apache.jena.sparql.syntax.ElementSubQuery;
import org.apache.jena.sparql.syntax.ElementUnion;
import org.techrace.entity.Term;

/// Adds to a `SELECT` query the subjects of the statements that it reads, so that each row has
/// evidence even if it selects only names and numbers. The rows stay the same. A row of a group has
/// two of its subjects, the first and the last by their IRIs.
public final class Subjects {
  /// An added column ends like this. It has the IRI of a subject.
  private static final String SUFFIX = "__subject";

  private static final String FIRST = "_first" + SUFFIX;
  private static final String LAST = "_last" + SUFFIX;

  private static final Pattern IRI = Pattern.compile("https?://\\S+");
  private static final List<String> TRIPLE = List.of("subject", "property", "object");

  private Subjects() {}

  public static boolean isAdded(String column) {
    return column.endsWith(SUFFIX);
  }

  /// Reports whether a column has things that a variable of the query stands for.
  private static boolean isOf(String variable, String column) {
    return Stream.of("", SUFFIX, FIRST, LAST).map(variable::concat).anyMatch(column::equals);
  }

  /// Reports whether a row of a query stands for several solutions.
  public static boolean areGrouped(Query query) {
    return query.isSelectType()
        && (query.hasGroupBy() || query.hasAggregators() || query.isDistinct());
  }

  /// Returns the query with columns for each subject: a variable or an IRI.
  public static Query addedTo(Query query) {
    if (!query.isSelectType()) {
      return query;
    }
    Query more = query.cloneQuery();
    more.ensureResultVars();
    Set<Node> subjects = new LinkedHashSet<>();
    collect(more.getQueryPattern(), subjects);
    boolean grouped = more.hasGroupBy() || more.hasAggregators();
    if (!grouped && more.isDistinct()) {
      if (!canGroup(more)) {
        return query;
      }
      // The distinct rows are the groups of equal rows.
      List.copyOf(more.getProjectVars()).forEach(column -> more.addGroupBy((Node) column));
      more.setDistinct(false);
      grouped = true;
    }
    more.setQueryResultStar(false);
    int constants = 0;
    for (Node subject : subjects) {
      if (Var.isVar(subject)) {
        String name = Var.alloc(subject).getVarName();
        Expr iri = new E_Str(new ExprVar(Var.alloc(subject)));
        if (grouped) {
          // Two things of a group: all of them could be the whole graph.
          add(name + FIRST, new AggMin(iri), more);
          add(name + LAST, new AggMax(iri), more);
        } else {
          more.getProject().add(Var.alloc(name + SUFFIX), iri);
        }
      } else {
        Var added = Var.alloc(constants++ + SUFFIX);
        more.getProject().add(added, NodeValue.makeString(subject.getURI()));
      }
    }
    return more;
  }

  /// Returns the things that a row is about: the subjects of the statements that it was read from,
  /// or else the things in its cells.
  public static Set<String> of(ResultTable table, List<List<Term>> row) {
    Set<String> subjects = new LinkedHashSet<>();
    Set<String> cells = new LinkedHashSet<>();
    // A triple is about its subject.
    boolean isTriple = table.columns().equals(TRIPLE);
    for (int i = 0; i < (isTriple ? 1 : row.size()); i++) {
      for (Term term : row.get(i)) {
        if (isAdded(table.columns().get(i))) {
          iris(term).forEach(subjects::add);
        } else if (term instanceof Term.Link link && (link.described() || isTriple)) {
          cells.add(link.iri());
        }
      }
    }
    return subjects.isEmpty() ? cells : subjects;
  }

  /// Returns the things that the rows are about and those in their cells.
  static Set<String> things(ResultTable table, List<List<List<Term>>> rows) {
    Set<String> things = new LinkedHashSet<>();
    rows.forEach(row -> things.addAll(of(table, row)));
    rows.stream()
        .flatMap(List::stream)
        .flatMap(List::stream)
        .filter(Term.Link.class::isInstance)
        .map(Term::key)
        .forEach(things::add);
    return things;
  }

  /// Returns the things that some rows are about: those of the query's roots, and the subjects of
  /// statements.
  static Set<String> roots(NamedTerms terms, ResultTable table, List<List<List<Term>>> rows) {
    Set<String> roots = new LinkedHashSet<>();
    boolean isGraph = table.columns().equals(TRIPLE);
    for (int i = 0; i < table.columns().size(); i++) {
      String column = table.columns().get(i);
      boolean isSubject = isGraph && i == 0;
      if (isSubject || terms.roots().keySet().stream().anyMatch(root -> isOf(root, column))) {
        int at = i;
        rows.stream()
            .flatMap(row -> row.get(at).stream())
            .flatMap(Subjects::iris)
            .forEach(roots::add);
      }
    }
    return roots;
  }

  private static Stream<String> iris(Term term) {
    return Stream.of(term.key(), term.text()).filter(IRI.asMatchPredicate()).distinct().limit(1);
  }

  /// Adds a column with an aggregate. `Query.allocAggregate` would take the variable of another
  /// aggregate: a copy of a query counts them from zero.
  private static void add(String column, Aggregator aggregate, Query query) {
    ExprAggregator aggregator = new ExprAggregator(Var.alloc("." + column), aggregate);
    query.getAggregators().add(aggregator);
    query.getProject().add(Var.alloc(column), aggregator);
  }

  /// Reports whether the rows of a `DISTINCT` query can be grouped: it computes no column, and
  /// sorts only by columns.
  private static boolean canGroup(Query query) {
    List<SortCondition> order = query.hasOrderBy() ? query.getOrderBy() : List.of();
    return query.getProject().getExprs().isEmpty()
        && order.stream()
            .flatMap(condition -> condition.getExpression().getVarsMentioned().stream())
            .allMatch(query.getProjectVars()::contains);
  }

  private static void collect(Element element, Set<Node> subjects) {
    switch (element) {
      case ElementGroup group -> group.getElements().forEach(one -> collect(one, subjects));
      case ElementUnion union -> union.getElements().forEach(one -> collect(one, subjects));
      case ElementOptional optional -> collect(optional.getOptionalElement(), subjects);
      case ElementNamedGraph graph -> collect(graph.getElement(), subjects);
      case ElementPathBlock block ->
          block.getPattern().getList().stream()
              .map(TriplePath::getSubject)
              .filter(Subjects::isNamed)
              .forEach(subjects::add);
      case ElementSubQuery nested ->
          // Only its columns are visible outside.
          nested.getQuery().getProjectVars().stream()
              .filter(column -> isSubject(column, nested.getQuery()))
              .forEach(subjects::add);
      default -> {
        // Other elements bind no subjects.
      }
    }
  }

  private static boolean isSubject(Var column, Query query) {
    Set<Node> inside = new LinkedHashSet<>();
    collect(query.getQueryPattern(), inside);
    return inside.contains(column);
  }

  private static boolean isNamed(Node subject) {
    return subject.isURI() || (Var.isVar(subject) && !Var.isBlankNodeVar(subject));
  }
}
