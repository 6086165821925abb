package org.techrace.serve.sparql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.jspecify.annotations.Nullable;
import org.techrace.entity.Entities;
import org.techrace.entity.Entity.Label;
import org.techrace.entity.Labels;
import org.techrace.entity.Term;
import org.techrace.serve.pages.Site;
import org.techrace.serve.pages.Sources;
import org.techrace.serve.view.Shown;

/// The first rows of a query's result, with labels, for a page.
///
/// @param columns the variables
/// @param rows the first 1,000 rows by cell; a cell has several terms if the query joins names
/// @param cut true if the result has more rows
/// @param names the names of things in the result that are shown in the language of the reader
///   instead, each with the name that is shown
public record ResultTable(
    List<String> columns, List<List<List<Term>>> rows, boolean cut, Map<String, String> names) {
  /// The maximum number of rows on a page.
  private static final int MAX_ROWS = 1000;

  /// The separator of names that a query joins.
  private static final String SEPARATOR = "; ";

  ResultTable(List<String> columns, List<List<List<Term>>> rows, boolean cut) {
    this(columns, rows, cut, Map.of());
  }

  /// Reports whether the table has nothing but numbers that are 0, or is the answer `false`.
  public boolean isEmpty() {
    return rows.stream()
        .flatMap(List::stream)
        .flatMap(List::stream)
        .allMatch(term -> term.text().equals("0") || term.text().equals("false"));
  }

  /// Reports whether all values of a column are numbers.
  public boolean numeric(int column) {
    return rows.stream()
        .flatMap(row -> row.get(column).stream())
        .allMatch((Term t) -> t.number().isPresent());
  }

  /// Returns the number of different values in a column; 0 if the column does not exist.
  int count(String column) {
    int at = columns.indexOf(column);
    return at < 0 ? 0 : (int) rows.stream().map(row -> row.get(at)).distinct().count();
  }

  /// Reports whether two columns have a value in common.
  boolean share(String column, String other) {
    Set<List<Term>> values =
        rows.stream().map(row -> row.get(columns.indexOf(other))).collect(Collectors.toSet());
    return rows.stream().map(row -> row.get(columns.indexOf(column))).anyMatch(values::contains);
  }

  /// Returns those of some columns that have numbers and nothing else.
  List<String> numbers(List<String> some) {
    return some.stream()
        .filter(columns::contains)
        .filter(
            column ->
                rows.stream().anyMatch(row -> !row.get(columns.indexOf(column)).isEmpty())
                    && numeric(columns.indexOf(column)))
        .toList();
  }

  /// Returns the sources of the things in the table.
  List<Site.Source> sources(Entities entities) {
    return Sources.of(rows.stream().flatMap(List::stream).flatMap(List::stream), entities);
  }

  /// Reads the first rows of a result, inside the query's transaction.
  static ResultTable of(ParsedQuery parsed, QueryExec exec, Labels labels) {
    return switch (parsed.query().queryType()) {
      case SELECT -> solutions(exec.select(), parsed.query().isDistinct(), labels);
      case ASK ->
          new ResultTable(
              List.of("answer"),
              List.of(List.of(List.of(new Term.Value(String.valueOf(exec.ask()), "", "")))),
              false);
      case CONSTRUCT -> triples(exec.construct(), labels);
      case DESCRIBE -> triples(exec.describe(), labels);
      case CONSTRUCT_JSON, UNKNOWN -> throw new IllegalStateException("refused before");
    };
  }

  /// Turns the columns that [NamedThings] added into links of their original columns.
  private static ResultTable solutions(RowSet solutions, boolean distinct, Labels labels) {
    List<String> columns =
        solutions.getResultVars().stream()
            .map(Var::getVarName)
            .filter(column -> !NamedThings.isAdded(column))
            .toList();
    Set<List<List<Term>>> known = new HashSet<>();
    List<List<List<Term>>> rows = new ArrayList<>();
    Names names = new Names(labels);
    while (solutions.hasNext() && rows.size() < MAX_ROWS) {
      List<List<Term>> cells = cells(solutions.next(), columns, names);
      if (!distinct || known.add(cells)) {
        rows.add(cells);
      }
    }
    return new ResultTable(columns, rows, solutions.hasNext(), Map.copyOf(names.shown));
  }

  /// The cells of a row. Where a row has several names of a thing, as in a list of its names by
  /// language, they stay as they are.
  private static List<List<Term>> cells(Binding row, List<String> columns, Names names) {
    List<@Nullable Node> things = new ArrayList<>();
    columns.forEach(column -> things.add(row.get(Var.alloc(NamedThings.column(column)))));
    List<List<Term>> cells = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Node thing = things.get(i);
      boolean alone = thing == null || Collections.frequency(things, thing) == 1;
      cells.add(cell(row.get(Var.alloc(columns.get(i))), thing, alone, names));
    }
    return cells;
  }

  private static List<Term> cell(
      @Nullable Node value, @Nullable Node thing, boolean alone, Names names) {
    if (value == null) {
      return List.of();
    }
    Labels labels = names.labels;
    if (thing == null || !value.isLiteral()) {
      return List.of(names.value(value));
    }
    String text = value.getLiteralLexicalForm();
    return thing.isURI()
        ? List.of(names.link(text, List.of(thing), alone).orElseGet(() -> labels.term(value)))
        : joined(text, thing.isLiteral() ? thing.getLiteralLexicalForm() : "", names);
  }

  private static List<Term> joined(String text, String iris, Names names) {
    List<Node> things =
        Stream.of(iris.split(" ", -1))
            .filter(iri -> !iri.isEmpty())
            .map(NodeFactory::createURI)
            .toList();
    Optional<Term> whole = names.link(text, things, true);
    if (whole.isPresent()) {
      return List.of(whole.get());
    }
    return Stream.of(text.split(SEPARATOR, -1))
        .map(name -> names.link(name, things, true).orElseGet(() -> new Term.Value(name, "", "")))
        .toList();
  }

  /// The names of things in an answer.
  private static final class Names {
    private final Labels labels;
    private final Map<String, String> shown = new TreeMap<>();

    private Names(Labels labels) {
      this.labels = labels;
    }

    /// A value; the words of a query are also shown in the language of the reader.
    private Term value(Node value) {
      Term term = labels.term(value);
      Shown.words(term).ifPresent(words -> shown.put(term.text(), words));
      return term;
    }

    /// The one of some things that has a name, as a link.
    ///
    /// @param translated whether the name in the language of the reader is shown
    private Optional<Term> link(String name, List<Node> things, boolean translated) {
      Optional<Node> found =
          things.stream()
              .filter(thing -> labels.all(thing).stream().map(Label::text).anyMatch(name::equals))
              .findFirst();
      if (found.isEmpty() || !translated) {
        return found.map(thing -> labels.called(thing, name));
      }
      Term.Link link = labels.link(found.get(), name);
      if (!link.text().equals(name)) {
        shown.put(name, link.text());
      }
      return Optional.of(link);
    }
  }

  private static ResultTable triples(Graph graph, Labels labels) {
    List<List<List<Term>>> rows = new ArrayList<>();
    graph.stream()
        .limit(MAX_ROWS)
        .forEach(
            t ->
                rows.add(
                    Stream.of(t.getSubject(), t.getPredicate(), t.getObject())
                        .map(node -> List.of(labels.term(node)))
                        .toList()));
    return new ResultTable(List.of("subject", "property", "object"), rows, graph.size() > MAX_ROWS);
  }
}
