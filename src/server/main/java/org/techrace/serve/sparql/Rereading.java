package org.techrace.serve.sparql;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.jena.graph.Node;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.core.TriplePath;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.vocabulary.OWL;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;

/// Reads the graph again for what limits the answer to a query.
///
/// @param entities the entities of the release, which stop once the CPU time is used
/// @param shortName the name of an IRI in a query
/// @param checks the checks of the answer, which read
record Rereading(Entities entities, UnaryOperator<String> shortName, Checks checks) {
  /// The variable of the only number of an answer; no query of a reader has it.
  static final String NUMBER = "readNumber";

  /// The variable of a pattern that is read alone.
  static final String ALONE = "?alone";

  private static final String OTHER_END = "?aloneOther";

  Rereading(Entities entities, UnaryOperator<String> shortName) {
    this(entities, shortName, new Checks());
  }

  List<ResultRow> rows(String query) {
    return entities.found(QueryFactory.create(query, Syntax.syntaxARQ));
  }

  /// Reports whether a pattern has a solution.
  boolean fits(String pattern) {
    return !rows("SELECT * { %s } LIMIT 1".formatted(pattern)).isEmpty();
  }

  /// Reports whether the properties of a pattern have literals only, so that no value is a thing.
  boolean hasLiterals(TriplePath pattern) {
    List<String> links = Select.links(pattern);
    return !links.isEmpty()
        && links.stream()
            .allMatch(one -> fits("<%s> a <%s>".formatted(one, OWL.DatatypeProperty.getURI())));
  }

  /// Reports whether the values of a variable can fit a condition, by each pattern of it alone. If
  /// not, the whole query need not be read: patterns of one property are read fast, and many
  /// queries have the same.
  ///
  /// @param condition the condition on [#ALONE]
  boolean canFit(Select select, Var variable, String condition) {
    String listed = listed(select, variable, ALONE);
    Predicate<List<TriplePath>> fits =
        patterns ->
            patterns.stream()
                .map(one -> isOneStep(one) ? alone(select, one, variable) : "")
                .distinct()
                .allMatch(
                    one ->
                        (one.isEmpty() && listed.isEmpty())
                            || fits("%s %s %s".formatted(listed, one, condition)));
    List<TriplePath> joined = with(variable, select.joined());
    if (!joined.isEmpty()) {
      return fits.test(joined);
    }
    List<List<TriplePath>> parts =
        select.blocks().stream()
            .map(block -> with(variable, block))
            .filter(block -> !block.isEmpty())
            .toList();
    return parts.isEmpty() || select.isBoundApart(variable) || parts.stream().anyMatch(fits);
  }

  private static List<TriplePath> with(Var variable, List<TriplePath> patterns) {
    return patterns.stream()
        .filter(one -> variable.equals(one.getSubject()) || variable.equals(one.getObject()))
        .toList();
  }

  /// Reports whether a pattern leads from one thing to another by one property.
  private static boolean isOneStep(TriplePath pattern) {
    return !pattern.getSubject().equals(pattern.getObject())
        && (pattern.isTriple() || !Select.links(pattern).isEmpty());
  }

  /// Returns a pattern with [#ALONE] in place of a variable, and without its other variables.
  private static String alone(Select select, TriplePath pattern, Var variable) {
    boolean isSubject = variable.equals(pattern.getSubject());
    Node other = isSubject ? pattern.getObject() : pattern.getSubject();
    String end = other.isURI() || other.isLiteral() ? NodeFmtLib.strTTL(other) : OTHER_END;
    List<String> links = Select.links(pattern);
    return "%s %s %s . %s"
        .formatted(
            isSubject ? ALONE : end,
            links.isEmpty() ? "?aloneLink" : path(links),
            isSubject ? end : ALONE,
            listed(select, other, OTHER_END));
  }

  /// Returns the terms that a query lists for a variable, as those of another one.
  private static String listed(Select select, Node variable, String other) {
    Set<Node> listed = Var.isVar(variable) ? select.asked(variable) : Set.of();
    return listed.isEmpty()
        ? ""
        : listed.stream()
            .map(NodeFmtLib::strTTL)
            .collect(Collectors.joining(" ", "VALUES %s { ".formatted(other), " }"));
  }

  /// Returns the number in the only row of an answer.
  int number(String query) {
    return number(rows(query).getFirst(), NUMBER);
  }

  /// Returns the number of different values of a variable of a pattern.
  int number(Node variable, String pattern) {
    return number("SELECT (COUNT(DISTINCT %s) AS ?%s) { %s }".formatted(variable, NUMBER, pattern));
  }

  static int number(ResultRow row, String name) {
    return row.number(name).orElse(0.0).intValue();
  }

  /// Returns the pattern of a query, in which some variables are visible. It leaves out solutions
  /// without a value of one of them: a pattern about such a variable would match the whole graph.
  static String pattern(Select select, Var... visible) {
    return "{ %s %s }"
        .formatted(select.reading(List.of(visible)).getQueryPattern(), bound(List.of(visible)));
  }

  /// Returns the filter of the solutions that have a value of each of some variables.
  static String bound(Collection<? extends Node> variables) {
    return variables.isEmpty()
        ? ""
        : variables.stream()
            .distinct()
            .map("BOUND(%s)"::formatted)
            .collect(Collectors.joining(" && ", "FILTER (", ")"));
  }

  static String path(Collection<String> properties) {
    return properties.stream().map(iri -> "<" + iri + ">").collect(Collectors.joining("|"));
  }

  /// Returns IRIs as the terms of a `VALUES` without prefixes.
  static String iris(Collection<String> iris) {
    return iris.stream().map(iri -> "<" + iri + ">").collect(Collectors.joining(" "));
  }

  /// Returns an IRI as a query without prefixes writes it.
  static String iri(Node term) {
    return "<" + term.getURI() + ">";
  }

  /// Returns the label of a thing.
  String name(Node thing) {
    return rows("SELECT ?named { VALUES ?named { %s } }".formatted(iri(thing)))
        .getFirst()
        .text("named");
  }

  /// Returns a path with short names.
  String shortPath(Collection<String> properties) {
    return properties.stream().map(shortName).collect(Collectors.joining("|"));
  }

  /// Returns a term as a query with short names writes it.
  String written(Node term) {
    if (term.isURI()) {
      return shortName.apply(term.getURI());
    }
    String type = term.getLiteralDatatypeURI();
    return NodeFmtLib.strTTL(term).replace("<" + type + ">", shortName.apply(type));
  }
}
