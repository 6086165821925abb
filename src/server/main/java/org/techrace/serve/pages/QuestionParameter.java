package org.techrace.serve.pages;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.syntax.ElementData;
import org.apache.jena.sparql.syntax.ElementVisitorBase;
import org.apache.jena.sparql.syntax.ElementWalker;
import org.apache.jena.vocabulary.XSD;
import org.techrace.entity.Entities;
import org.techrace.entity.Term;

/// A parameter of a question: a variable with a `VALUES` block in the query. It can have any value
/// for which the query without that block has a solution.
///
/// @param variable the name of the variable
/// @param today true if a reader who chooses no day asks about the present one
/// @param block the `VALUES` block
/// @param usualQuery a query for the values in the block
/// @param choicesQuery a query for all values that have a solution
public record QuestionParameter(
    String variable, boolean today, Pattern block, Query usualQuery, Query choicesQuery) {

  private static final String TODAY = "=today";

  /// Reads a parameter of a query.
  ///
  /// @param text the name of the variable, with `=today` after it if the usual day is the present
  /// @throws IllegalArgumentException if the query has no `VALUES` block for the variable
  static QuestionParameter of(String text, String query) {
    boolean today = text.endsWith(TODAY);
    String variable = today ? text.substring(0, text.length() - TODAY.length()) : text;
    Pattern block = Pattern.compile("VALUES\\s+\\?" + variable + "\\s*\\{[^}]*\\}");
    Matcher found = block.matcher(query);
    if (!found.find()) {
      throw new IllegalArgumentException(
          "tool:parameters names '%s', but the query has no block VALUES ?%s { … }; add it"
              .formatted(variable, variable));
    }
    Query whole = QueryFactory.create(query, Syntax.syntaxSPARQL_11);
    String prefixes = query.substring(0, query.indexOf("SELECT"));
    Query usual =
        QueryFactory.create(
            prefixes + "SELECT ?" + variable + " WHERE { " + found.group() + " }",
            Syntax.syntaxSPARQL_11);
    Query choices = new Query();
    choices.setPrefixMapping(whole.getPrefixMapping());
    choices.setQuerySelectType();
    choices.setDistinct(true);
    choices.addResultVar(Var.alloc(variable));
    choices.setQueryPattern(
        QueryFactory.create(found.replaceFirst(" "), Syntax.syntaxSPARQL_11).getQueryPattern());
    return new QuestionParameter(variable, today, block, usual, choices);
  }

  /// Returns a query with other values in the block.
  ///
  /// @param values terms as a query without prefixes writes them
  String in(String query, String values) {
    return block
        .matcher(query)
        .replaceFirst(Matcher.quoteReplacement("VALUES ?%s { %s }".formatted(variable, values)));
  }

  /// Reports whether its usual value is a day, which can be any.
  boolean isDay() {
    boolean[] day = {false};
    ElementWalker.walk(
        usualQuery.getQueryPattern(),
        new ElementVisitorBase() {
          @Override
          public void visit(ElementData data) {
            day[0] =
                data.getRows().stream()
                    .map(row -> row.get(variable))
                    .anyMatch(
                        value ->
                            value != null
                                && value.isLiteral()
                                && value.getLiteralDatatypeURI().equals(XSD.date.getURI()));
          }
        });
    return day[0];
  }

  List<Term> usual(Entities entities) {
    return terms(usualQuery, entities);
  }

  List<Term> choices(Entities entities) {
    return terms(choicesQuery, entities);
  }

  private List<Term> terms(Query query, Entities entities) {
    return entities.rows(query).stream().flatMap(row -> row.get(variable).stream()).toList();
  }
}
