package org.techrace.serve.sparql;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpGraph;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.guard.AlgebraParts;

/// What limits an answer. An answer without a wrong fact misleads if the list that it counts is a
/// selection, or if the newest year has figures of few areas. The query `limits` of `queries/pages`
/// says such things of the things that a query names, and of those that its answer is about.
public final class Limits {
  /// The most things of an answer that are looked at.
  private static final int MAX_THINGS = 100;

  private final Set<Node> names = new LinkedHashSet<>();

  private Limits() {}

  /// Returns a sentence for each limit.
  ///
  /// @param things the IRIs of the things that the rows of the answer are about
  public static List<String> of(Query query, Collection<String> things, Entities entities) {
    Limits limits = new Limits();
    if (query.getQueryPattern() != null) {
      AlgebraParts.visit(Algebra.compile(query.getQueryPattern()), limits::add, limits::add);
    }
    things.stream().limit(MAX_THINGS).map(NodeFactory::createURI).forEach(limits::add);
    return limits.said(entities);
  }

  /// Returns a sentence for each limit of some things.
  public static List<String> of(Collection<String> things, Entities entities) {
    Limits limits = new Limits();
    things.stream().map(NodeFactory::createURI).forEach(limits::add);
    return limits.said(entities);
  }

  private List<String> said(Entities entities) {
    return names.isEmpty()
        ? List.of()
        : entities.rows(Ask.of("limits").about(List.copyOf(names))).stream()
            .map((ResultRow row) -> row.text("limit"))
            .toList();
  }

  private void add(Op op) {
    switch (op) {
      case OpBGP pattern -> pattern.getPattern().forEach((Triple triple) -> add(triple));
      case OpPath path -> {
        add(path.getTriplePath().getSubject());
        add(path.getTriplePath().getObject());
      }
      case OpGraph graph -> add(graph.getNode());
      case OpTable table ->
          table.getTable().rows().forEachRemaining(row -> row.forEach((_, value) -> add(value)));
      default -> {
        // Other operators have no terms of their own.
      }
    }
  }

  private void add(Triple triple) {
    add(triple.getSubject());
    add(triple.getObject());
  }

  private void add(Expr expr) {
    if (expr.isConstant()) {
      add(expr.getConstant().asNode());
    }
  }

  private void add(Node node) {
    if (node.isURI()) {
      names.add(node);
    }
  }
}
