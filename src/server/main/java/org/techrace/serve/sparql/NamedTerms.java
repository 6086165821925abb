package org.techrace.serve.sparql;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.guard.AlgebraParts;

/// The IRIs that a query names, in its patterns, paths, tables and expressions.
///
/// @param properties those of predicates and paths
/// @param others those of subjects, objects, graphs and expressions
/// @param asksOthers true if the query has a `SERVICE`
public record NamedTerms(Set<String> properties, Set<String> others, boolean asksOthers) {
  private static final Pattern IRI = Pattern.compile("<([^<>\\s]+)>");

  /// Reads a query.
  public static NamedTerms of(Query query) {
    Reader reader = new Reader();
    query.getResultURIs().forEach(reader::other);
    AlgebraParts.visit(Algebra.compile(query), reader::add, reader::add);
    return new NamedTerms(reader.properties, reader.others, reader.asksOthers);
  }

  private static final class Reader {
    private final Set<String> properties = new LinkedHashSet<>();
    private final Set<String> others = new LinkedHashSet<>();
    private boolean asksOthers;

    private void add(Op op) {
      switch (op) {
        case OpBGP pattern -> pattern.getPattern().forEach((Triple triple) -> add(triple));
        case OpPath path -> {
          other(path.getTriplePath().getSubject());
          other(path.getTriplePath().getObject());
          Matcher iri = IRI.matcher(path.getTriplePath().getPath().toString());
          while (iri.find()) {
            properties.add(iri.group(1));
          }
        }
        case OpGraph graph -> other(graph.getNode());
        case OpTable table ->
            table.getTable().rows().forEachRemaining(row -> row.forEach((_, term) -> other(term)));
        case OpService _ -> asksOthers = true;
        default -> {
          // Other operators have no terms of their own.
        }
      }
    }

    private void add(Triple triple) {
      other(triple.getSubject());
      if (triple.getPredicate().isURI()) {
        properties.add(triple.getPredicate().getURI());
      }
      other(triple.getObject());
    }

    private void add(Expr expr) {
      if (expr.isConstant()) {
        other(expr.getConstant().asNode());
      }
    }

    private void other(Node term) {
      if (term.isURI()) {
        others.add(term.getURI());
      }
    }
  }
}
