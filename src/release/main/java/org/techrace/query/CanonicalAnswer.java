package org.techrace.query;

import com.apicatalog.rdf.api.RdfConsumerException;
import com.apicatalog.rdf.canon.RdfCanon;
import com.apicatalog.rdf.canon.RdfCanonTicker;
import com.apicatalog.rdf.nquads.NQuadsWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.riot.out.NodeFmtLib;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.vocabulary.XSD;
import org.jspecify.annotations.Nullable;
import org.techrace.release.Digests;

/// The answer of a query in a canonical form. Equal answers have equal lines: the order of rows and
/// the labels of blank nodes have no influence.
///
/// - SELECT: a bag of rows. A line has the terms of a row in the order of the variables, each as in
///   N-Triples, separated by tabs; an unbound variable is empty. Lines are sorted by UTF-16 code
///   units, duplicates stay.
/// - ASK: one line, `true` or `false`.
/// - CONSTRUCT and DESCRIBE: the canonical N-Quads of the graph (RDFC-1.0).
///
/// If rows have blank nodes, these get the labels that RDFC-1.0 issues for a graph of the rows.
///
/// @param columns the variables of a SELECT query; empty for others
/// @param lines the sorted lines, without line breaks
public record CanonicalAnswer(List<String> columns, List<String> lines) {
  /// The maximum number of rows or triples.
  public static final int MAX_LINES = 200_000;

  private static final String HASH = "SHA-256";
  private static final String COLUMN = "urn:column:";
  private static final String TIMES = "urn:times";
  private static final String XSD_INTEGER = XSD.integer.getURI();

  /// Evaluates a query.
  ///
  /// @param exec the query, not yet evaluated
  /// @param stop called often; throws an exception to stop
  /// @throws IllegalArgumentException if the answer has no canonical form, or is too large
  public static CanonicalAnswer of(QueryExec exec, Query query, Runnable stop) {
    return switch (query.queryType()) {
      case SELECT -> of(exec.select(), stop);
      case ASK -> new CanonicalAnswer(List.of(), List.of(String.valueOf(exec.ask())));
      case CONSTRUCT -> of(exec.construct(), stop);
      case DESCRIBE -> of(exec.describe(), stop);
      case CONSTRUCT_JSON, UNKNOWN ->
          throw new IllegalArgumentException(
              "only SELECT, ASK, CONSTRUCT and DESCRIBE can be cited");
    };
  }

  private static CanonicalAnswer of(RowSet rows, Runnable stop) {
    List<Var> variables = rows.getResultVars();
    List<Binding> all = new ArrayList<>();
    boolean blank = false;
    while (rows.hasNext()) {
      stop.run();
      Binding row = rows.next();
      limit(all.size());
      all.add(row);
      for (Var variable : variables) {
        Node term = row.get(variable);
        blank |= term != null && term.isBlank();
      }
    }
    UnaryOperator<Node> labels = blank ? labels(all, variables, stop) : UnaryOperator.identity();
    List<String> lines = all.stream().map(row -> line(row, variables, labels)).sorted().toList();
    return new CanonicalAnswer(variables.stream().map(Var::getVarName).toList(), lines);
  }

  private static String line(Binding row, List<Var> variables, UnaryOperator<Node> labels) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < variables.size(); i++) {
      Node term = row.get(variables.get(i));
      if (i > 0) {
        line.append('\t');
      }
      if (term != null) {
        Node labelled = labels.apply(term);
        line.append(
            labelled.isBlank() ? "_:" + labelled.getBlankNodeLabel() : NodeFmtLib.strNT(labelled));
      }
    }
    return line.toString();
  }

  /// Issues labels for the blank nodes of rows: each different row is a node of a graph, with a
  /// statement for each term and one for how often the row occurs.
  private static UnaryOperator<Node> labels(
      List<Binding> rows, List<Var> variables, Runnable stop) {
    Blanks blanks = new Blanks();
    RdfCanon canon = RdfCanon.create(HASH, ticker(stop));
    Map<List<Node>, Integer> times = new HashMap<>();
    for (Binding row : rows) {
      List<Node> terms = new ArrayList<>();
      variables.forEach(variable -> terms.add(orEmpty(row.get(variable))));
      times.merge(terms, 1, Integer::sum);
    }
    int number = 0;
    for (Map.Entry<List<Node>, Integer> row : times.entrySet()) {
      String subject = "_:row" + number++;
      canon.quad(subject, TIMES, String.valueOf(row.getValue()), XSD_INTEGER, null, null, null);
      for (int i = 0; i < variables.size(); i++) {
        Node term = row.getKey().get(i);
        if (!term.equals(Node.ANY)) {
          add(subject, COLUMN + variables.get(i).getVarName(), term, blanks, canon);
        }
      }
    }
    provide(canon, new StringWriter());
    Map<String, String> issued = canon.mapping();
    return term -> term.isBlank() ? blanks.canonical(term, issued) : term;
  }

  private static Node orEmpty(@Nullable Node term) {
    return term == null ? Node.ANY : term;
  }

  private static CanonicalAnswer of(@Nullable Graph graph, Runnable stop) {
    RdfCanon canon = RdfCanon.create(HASH, ticker(stop));
    Blanks blanks = new Blanks();
    if (graph != null) {
      limit(graph.size() - 1);
      graph
          .find()
          .forEach(
              (Triple triple) -> {
                stop.run();
                String subject =
                    triple.getSubject().isBlank()
                        ? blanks.label(triple.getSubject())
                        : triple.getSubject().getURI();
                add(subject, triple.getPredicate().getURI(), triple.getObject(), blanks, canon);
              });
    }
    StringWriter text = new StringWriter();
    provide(canon, text);
    return new CanonicalAnswer(List.of(), text.toString().lines().toList());
  }

  private static void add(
      String subject, String property, Node term, Blanks blanks, RdfCanon canon) {
    if (term.isLiteral()) {
      String language = term.getLiteralLanguage();
      canon.quad(
          subject,
          property,
          term.getLiteralLexicalForm(),
          term.getLiteralDatatypeURI(),
          language.isEmpty() ? null : language,
          null,
          null);
    } else if (term.isURI() || term.isBlank()) {
      String object = term.isBlank() ? blanks.label(term) : term.getURI();
      canon.quad(subject, property, object, null, null, null, null);
    } else {
      throw new IllegalArgumentException("an answer with triple terms cannot be cited");
    }
  }

  private static void provide(RdfCanon canon, StringWriter to) {
    try {
      canon.provide(new NQuadsWriter(to));
    } catch (RdfConsumerException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RdfCanonTicker ticker(Runnable stop) {
    return stop::run;
  }

  private static void limit(int lines) {
    if (lines >= MAX_LINES) {
      throw new IllegalArgumentException(
          "the answer has more than %,d rows; cite a smaller one, with LIMIT or a narrower question"
              .formatted(MAX_LINES));
    }
  }

  /// The SHA-256 of the canonical form, in hexadecimal: of the variables, separated by tabs, and
  /// all lines, each with a line break at its end. A graph and an ASK have no line of variables.
  public String hash() {
    StringBuilder text = new StringBuilder();
    if (!columns.isEmpty()) {
      text.append(String.join("\t", columns)).append('\n');
    }
    lines.forEach(line -> text.append(line).append('\n'));
    return Digests.sha256(text.toString());
  }

  /// The difference between two answers of the same query.
  ///
  /// @param removed the lines of the first answer that the second does not have
  /// @param added the lines that only the second has
  public record Difference(List<String> removed, List<String> added) {
    /// Reports whether the answers are the same.
    public boolean none() {
      return removed.isEmpty() && added.isEmpty();
    }
  }

  /// Compares this answer with a later one, as bags.
  public Difference to(CanonicalAnswer later) {
    List<String> removed = new ArrayList<>();
    List<String> added = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < lines.size() || j < later.lines.size()) {
      int order = order(i, later, j);
      if (order < 0) {
        removed.add(lines.get(i++));
      } else if (order > 0) {
        added.add(later.lines.get(j++));
      } else {
        i++;
        j++;
      }
    }
    return new Difference(removed, added);
  }

  private int order(int i, CanonicalAnswer later, int j) {
    if (i == lines.size()) {
      return 1;
    }
    return j == later.lines.size() ? -1 : lines.get(i).compareTo(later.lines.get(j));
  }

  /// Labels for the blank nodes of one answer, in the syntax of the canonicalizer.
  private static final class Blanks {
    private final Map<Node, String> labels = new HashMap<>();

    String label(Node blank) {
      return labels.computeIfAbsent(blank, _ -> "_:b" + labels.size());
    }

    Node canonical(Node blank, Map<String, String> issued) {
      String label = issued.getOrDefault(label(blank), label(blank));
      return NodeFactory.createBlankNode(label.replaceFirst("^_:", ""));
    }
  }
}
