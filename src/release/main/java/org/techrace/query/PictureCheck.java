package org.techrace.query;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.shacl.vocabulary.SHACL;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.expr.E_If;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprAggregator;
import org.apache.jena.sparql.expr.ExprVar;
import org.apache.jena.sparql.expr.aggregate.AggCount;
import org.apache.jena.sparql.expr.aggregate.AggCountVar;
import org.apache.jena.sparql.expr.aggregate.AggSum;
import org.apache.jena.sparql.expr.aggregate.AggSumDistinct;
import org.apache.jena.sparql.expr.aggregate.Aggregator;
import org.apache.jena.sparql.syntax.ElementBind;
import org.apache.jena.sparql.syntax.ElementSubQuery;
import org.apache.jena.sparql.syntax.ElementVisitorBase;
import org.apache.jena.sparql.syntax.ElementWalker;
import org.apache.jena.system.G;
import org.apache.jena.system.Txn;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Checks the pictures of a project's questions against their answers: a picture draws only numbers
/// that are declared with what they measure, their unit and their time; it adds up only what is
/// declared to add up; it does not measure all beside a part of them; and it has one row at each
/// place, or a choice of one that is made before the answer is cut.
public final class PictureCheck {
  /// A variable that is a word: it needs no other name for people.
  private static final String WORD = "[a-z]{3,}";

  private static final String AREAS =
      """
      PREFIX tool: <https://w3id.org/techrace/tool#>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
      SELECT ?area ?label ?code WHERE {
        VALUES ?standard { tool:m49 tool:iso2 tool:iso3 }
        ?property rdfs:subPropertyOf* ?standard .
        ?area ?property ?code ; rdfs:label|skos:altLabel ?label }
      """;

  private final Path queries;
  private final DatasetGraph dataset;
  private final Report report;
  private final Properties names;
  private final String language;
  private final Set<String> mapped = new HashSet<>();

  /// @param queries the folder of the queries of a project
  /// @param language the language of names for people
  /// @param dataset the graph that the questions are about
  /// @param report receives an error for each fault
  /// @throws IOException if the texts of the project cannot be read
  public PictureCheck(Path queries, String language, DatasetGraph dataset, Report report)
      throws IOException {
    this.queries = queries;
    this.language = language;
    this.dataset = dataset;
    this.report = report;
    this.names = new Properties();
    Path file = queries.resolveSibling(texts());
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        names.load(reader);
      }
    }
  }

  private String texts() {
    return "queries/texts/" + language + ".properties";
  }

  /// Checks all questions.
  ///
  /// @throws IOException if a file cannot be read or is not valid Turtle
  public void run() throws IOException {
    Path folder = queries.resolve("questions");
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".ttl")).sorted().toList();
    }
    for (Path file : files) {
      Graph graph = RDFDataMgr.loadGraph(file.toUri().toString());
      Node select = NodeFactory.createURI(SHACL.getURI() + "select");
      for (Node question :
          G.find(graph, null, select, null).mapWith(t -> t.getSubject()).toList()) {
        Place place = Place.file("queries/questions/" + file.getFileName());
        AnswerPicture.of(graph, question)
            .ifPresent(
                picture ->
                    new One(picture, place)
                        .check(G.getOneSP(graph, question, select).getLiteralLexicalForm()));
      }
    }
  }

  /// The check of one picture.
  private final class One {
    private final AnswerPicture picture;
    private final Place place;

    One(AnswerPicture picture, Place place) {
      this.picture = picture;
      this.place = place;
    }

    private void fault(String message) {
      report.error(place, message);
    }

    void check(String text) {
      Query query = QueryFactory.create(text, Syntax.syntaxSPARQL_12);
      List<String> columns = query.getResultVars();
      if (!known(picture.columns(), "tool:shownColumns", columns)
          || !known(picture.measures(), "tool:measures", columns)
          || !known(picture.key(), "tool:key", columns)
          || !known(picture.rivals(), "tool:rivals", columns)
          || !known(picture.nested(), "tool:nested", columns)
          || !known(picture.unitColumn().stream().toList(), "tool:unit", columns)) {
        return;
      }
      picture.timeColumn().stream()
          .filter(time -> !columns.contains(time) && !text.contains("VALUES ?" + time + " "))
          .forEach(
              time ->
                  fault(
                      ("tool:time names ?%s, which the query neither selects nor has as a"
                              + " parameter; it selects %s")
                          .formatted(time, columns)));
      picture.columns().stream()
          .filter(column -> !column.matches(WORD) && !names.containsKey("column." + column))
          .forEach(
              column ->
                  fault(
                      ("the column '%s' of the picture has no name for people; add 'column.%s' to"
                              + " %s")
                          .formatted(column, column, texts())));
      if (!picture.measures().isEmpty()) {
        complete();
      }
      sums(query);
      parts(query);
      if (!picture.choices().isEmpty() && query.hasLimit()) {
        fault(
            ("the query is cut by LIMIT before one value of %s is chosen; choose it in the query,"
                    + " or leave out LIMIT")
                .formatted(picture.choices()));
      }
      rows(answer(dataset, query), columns);
    }

    private boolean known(List<String> variables, String property, List<String> columns) {
      List<String> unknown = variables.stream().filter(v -> !columns.contains(v)).toList();
      if (!unknown.isEmpty()) {
        fault(
            "%s names %s, which the query does not select; it selects %s"
                .formatted(property, unknown, columns));
      }
      return unknown.isEmpty();
    }

    private void complete() {
      Map.of(
              "tool:measured",
              picture.measured(),
              "tool:unit",
              picture.unit(),
              "tool:time",
              picture.time())
          .entrySet()
          .stream()
          .filter(given -> given.getValue().byLanguage().isEmpty())
          .map(Map.Entry::getKey)
          .sorted()
          .forEach(
              missing ->
                  fault(
                      "the picture draws numbers of %s without %s; state it next to tool:measures"
                          .formatted(picture.measures(), missing)));
    }

    /// A sum of anything but ones and zeros needs a declaration.
    private void sums(Query query) {
      if (picture.addsUp().isEmpty() && sumsNumbers(query)) {
        fault(
            "the query sums numbers that are not declared to add up; name what it sums over in"
                + " tool:addsUp, or do not sum them");
      }
    }

    /// The number of all is never less than that of a part of them, so it would come first whatever
    /// the question asks.
    private void parts(Query query) {
      List<String> all = counted(query, aggregator -> !(aggregator instanceof AggSum));
      List<String> some = counted(query, AggSum.class::isInstance);
      if (!all.isEmpty() && !some.isEmpty()) {
        fault(
            ("the picture draws the number of all, %s, beside that of a part of them, %s; keep in"
                    + " tool:measures and tool:shownColumns what the question asks for")
                .formatted(all, some));
      }
    }

    /// Returns the measures that count: all, or those of a condition.
    private List<String> counted(Query query, Predicate<Aggregator> which) {
      Map<Var, Expr> bound = bound(query);
      return picture.measures().stream()
          .filter(
              measure ->
                  query.getProject().getExpr(Var.alloc(measure)) instanceof ExprAggregator one
                      && counts(one.getAggregator(), bound)
                      && which.test(one.getAggregator()))
          .toList();
    }

    private void rows(List<Binding> rows, List<String> columns) {
      numbers(rows);
      if (picture.kind().equals("map")) {
        areas(rows, picture.columns().getFirst());
      }
      Map<List<String>, Integer> seen = new HashMap<>();
      for (Binding row : rows) {
        if (seen.merge(texts(row, picture.key()), 1, Integer::sum) == 2
            && !picture.measures().isEmpty()) {
          fault(
              ("two rows have the same %s %s; add the column that tells them apart to tool:key"
                      + " (%s), or choose one of them in the query")
                  .formatted(picture.key(), texts(row, picture.key()), columns));
          break;
        }
      }
      picture.unitColumn().ifPresent(unit -> together(rows, unit, "units"));
      picture
          .timeColumn()
          .filter(columns::contains)
          .ifPresent(time -> together(rows, time, "times"));
    }

    /// Every column that is drawn as a number must be declared. A place on an axis or a map is not
    /// an amount.
    private void numbers(List<Binding> rows) {
      int places =
          switch (picture.kind()) {
            case "line" -> 1;
            case "points" -> Math.min(3, picture.columns().size());
            default -> 0;
          };
      List<String> drawn = picture.columns().subList(places, picture.columns().size());
      for (String column : drawn) {
        boolean number =
            rows.stream().anyMatch(row -> row.contains(column))
                && rows.stream()
                    .map(row -> row.get(column))
                    .allMatch(term -> term == null || isNumber(term));
        if (number && !picture.measures().contains(column)) {
          fault(
              ("the picture draws the numbers of '%s', which tool:measures does not name; declare"
                      + " what they measure")
                  .formatted(column));
        }
      }
    }

    /// Areas that no map knows are listed below it; if it knows none, all of it is grey.
    private void areas(List<Binding> rows, String column) {
      List<String> unknown = new ArrayList<>();
      for (Binding row : rows) {
        if (row.contains(column) && !mapped().contains(name(row.get(column)))) {
          unknown.add(name(row.get(column)));
        }
      }
      if (unknown.isEmpty()) {
        return;
      }
      String message =
          "the map has no place for %d of %d areas, such as %s; give them a code by a subproperty of tool:m49, tool:iso2 or tool:iso3, or a name of ISO 3166"
              .formatted(unknown.size(), rows.size(), unknown.stream().limit(3).toList());
      if (unknown.size() == rows.size()) {
        report.warn(place, message);
      } else {
        report.info(place, message);
      }
    }

    /// Rows with different units or times must not be drawn on one axis unless the reader sees them
    /// apart.
    private void together(List<Binding> rows, String column, String what) {
      if (picture.key().contains(column) || picture.drawn().isEmpty()) {
        return;
      }
      Set<String> different = new HashSet<>();
      rows.stream()
          .map(row -> row.get(column))
          .filter(term -> term != null)
          .forEach(term -> different.add(NodeFmtLib.strNT(term)));
      if (different.size() > 1) {
        fault(
            ("the picture mixes %d %s on one axis: %s; add '%s' to tool:key, or choose one in the"
                    + " query")
                .formatted(
                    different.size(), what, different.stream().sorted().limit(3).toList(), column));
      }
    }
  }

  /// Returns the IRIs, names and codes of areas that a map knows, in lower case.
  private Set<String> mapped() {
    if (mapped.isEmpty()) {
      mapped.addAll(List.of(outline().toLowerCase(Locale.ROOT).split("[\\t\\n]", -1)));
      mapped.remove("");
      for (Binding row : answer(dataset, QueryFactory.create(AREAS))) {
        String code = row.get("code").getLiteralLexicalForm().toLowerCase(Locale.ROOT);
        if (mapped.contains(code)) {
          mapped.add(name(row.get("area")));
          mapped.add(name(row.get("label")));
        }
      }
    }
    return mapped;
  }

  /// The areas of the outline of the map: in each line the codes of M49 and ISO 3166, and the name.
  private static String outline() {
    try (InputStream file = PictureCheck.class.getResourceAsStream("areas.tsv")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Node term) {
    return (term.isURI() ? term.getURI() : term.getLiteralLexicalForm()).toLowerCase(Locale.ROOT);
  }

  static List<Binding> answer(DatasetGraph dataset, Query query) {
    return Txn.calculateRead(
        dataset,
        () -> {
          List<Binding> rows = new ArrayList<>();
          try (QueryExec exec = QueryExec.dataset(dataset).query(query).build()) {
            exec.select().forEach(rows::add);
          }
          return rows;
        });
  }

  private static List<String> texts(Binding row, List<String> columns) {
    return columns.stream().map(column -> text(row, column)).toList();
  }

  /// Returns a value of a row in the syntax of N-Triples, or the empty string.
  static String text(Binding row, String column) {
    return row.contains(column) ? NodeFmtLib.strNT(row.get(column)) : "";
  }

  private static boolean isNumber(Node term) {
    return term.isLiteral() && term.getLiteralValue() instanceof Number;
  }

  /// Reports whether a query sums anything but ones and zeros.
  static boolean sumsNumbers(Query query) {
    Map<Var, Expr> bound = bound(query);
    List<Query> nested = new ArrayList<>();
    ElementWalker.walk(
        query.getQueryPattern(),
        new ElementVisitorBase() {
          @Override
          public void visit(ElementSubQuery inner) {
            nested.add(inner.getQuery());
          }
        });
    return query.getAggregators().stream()
            .map(ExprAggregator::getAggregator)
            .anyMatch(sum -> sumsNumbers(sum, bound))
        || nested.stream().anyMatch(PictureCheck::sumsNumbers);
  }

  private static Map<Var, Expr> bound(Query query) {
    Map<Var, Expr> bound = new HashMap<>();
    ElementWalker.walk(
        query.getQueryPattern(),
        new ElementVisitorBase() {
          @Override
          public void visit(ElementBind bind) {
            bound.put(bind.getVar(), bind.getExpr());
          }
        });
    return bound;
  }

  /// Reports whether an aggregate counts solutions, all or those of a condition.
  private static boolean counts(Aggregator aggregator, Map<Var, Expr> bound) {
    return aggregator instanceof AggCount
        || aggregator instanceof AggCountVar
        || (aggregator instanceof AggSum && !sumsNumbers(aggregator, bound));
  }

  private static boolean sumsNumbers(Aggregator aggregator, Map<Var, Expr> bound) {
    if (!(aggregator instanceof AggSum || aggregator instanceof AggSumDistinct)) {
      return false;
    }
    Expr of = aggregator.getExprList().get(0);
    Expr computed = of instanceof ExprVar variable ? bound.getOrDefault(variable.asVar(), of) : of;
    return !(computed instanceof E_If choice
        && choice.getArg2().isConstant()
        && choice.getArg3().isConstant());
  }
}
