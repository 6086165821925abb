package org.techrace.benchmark;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.jena.graph.Node;
import org.apache.jena.query.ARQ;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.guard.FunctionRules;
import org.techrace.guard.Guard;
import org.techrace.guard.QueryRefusedException;
import org.techrace.rdf.Iris;

/// The rows of an answer as plain texts, so that two queries can be compared that do not return the
/// same terms: a thing counts as its name, a number as its value.
///
/// @param columns the variables
/// @param rows the rows; an unbound variable is the empty text
record ResultRows(List<String> columns, List<List<String>> rows) {
  static {
    // The vocabularies below must not be the first classes of Jena that are loaded.
    JenaSystem.init();
  }

  /// The maximum number of rows that are compared.
  static final int MOST_ROWS = 20_000;

  private static final List<Node> NAMES = List.of(RDFS.label.asNode(), SKOS.prefLabel.asNode());

  /// Runs a SELECT or ASK query.
  ///
  /// @param seconds the time limit
  /// @throws IllegalArgumentException if it is another kind of query, is invalid, or takes too long
  static ResultRows of(String text, DatasetGraph dataset, Iris iris, int seconds) {
    try {
      Query query = QueryFactory.create(text, iris.base(), Syntax.syntaxSPARQL_12);
      FunctionRules.check(Algebra.compile(query));
      return dataset.calculateRead(
          () -> {
            try (QueryExec exec =
                QueryExec.dataset(dataset)
                    .query(query)
                    .set(ARQ.httpServiceAllowed, false)
                    .set(ARQConstants.sysOptimizerFactory, new Guard())
                    .timeout(seconds, TimeUnit.SECONDS)
                    .build()) {
              return of(query, exec, dataset);
            }
          });
    } catch (QueryCancelledException e) {
      throw new IllegalArgumentException("the query takes more than " + seconds + " s", e);
    } catch (QueryRefusedException e) {
      throw new IllegalArgumentException(e.sentence(), e);
    } catch (QueryException e) {
      throw new IllegalArgumentException("the query fails: " + e.getMessage(), e);
    }
  }

  private static ResultRows of(Query query, QueryExec exec, DatasetGraph dataset) {
    if (query.isAskType()) {
      return new ResultRows(List.of("answer"), List.of(List.of(String.valueOf(exec.ask()))));
    }
    if (!query.isSelectType()) {
      throw new IllegalArgumentException("only SELECT and ASK can be scored");
    }
    RowSet solutions = exec.select();
    List<Var> variables = solutions.getResultVars();
    Map<Node, String> names = new HashMap<>();
    Function<Node, String> name = term -> names.computeIfAbsent(term, t -> text(t, dataset));
    List<List<String>> rows = new ArrayList<>();
    while (solutions.hasNext() && rows.size() < MOST_ROWS) {
      Binding solution = solutions.next();
      rows.add(
          variables.stream()
              .map(variable -> Optional.ofNullable(solution.get(variable)).map(name).orElse(""))
              .toList());
    }
    return new ResultRows(variables.stream().map(Var::getVarName).toList(), rows);
  }

  /// Returns the English name of a thing, or the text of a literal; the value of a number.
  private static String text(Node term, DatasetGraph dataset) {
    if (term.isURI()) {
      return NAMES.stream()
          .flatMap(
              property ->
                  dataset
                      .getDefaultGraph()
                      .find(term, property, Node.ANY)
                      .mapWith(triple -> triple.getObject())
                      .toList()
                      .stream())
          .filter(Node::isLiteral)
          .min(
              Comparator.comparing((Node n) -> !n.getLiteralLanguage().equals("en"))
                  .thenComparing(Node::getLiteralLexicalForm))
          .map(Node::getLiteralLexicalForm)
          .orElse(term.getURI());
    }
    return term.isLiteral() ? plain(term.getLiteralLexicalForm()) : "_";
  }

  private static String plain(String text) {
    try {
      BigDecimal number = new BigDecimal(text.strip());
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return text;
    }
  }
}
