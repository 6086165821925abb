package org.techrace.serve.sparql;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
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
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.vocabulary.RDF;
import org.techrace.guard.AlgebraParts;

/// The IRIs that a query names, in its patterns, paths, tables and expressions.
///
/// @param properties those of predicates and paths
/// @param others those of subjects, objects, graphs and expressions
/// @param types the classes that `a` names, also by `VALUES` and `FILTER`, without a path to their
///   subclasses
/// @param roots what the rows are about: the variables that are the subject of a pattern and the
///   object of none, each with the properties of its patterns
/// @param asksOthers true if the query has a `SERVICE`
/// @param anyGraph true if the query reads graphs by a variable
public record NamedTerms(
    Set<String> properties,
    Set<String> others,
    Set<String> types,
    Map<String, Set<String>> roots,
    boolean asksOthers,
    boolean anyGraph) {
  private static final Pattern IRI = Pattern.compile("<([^<>\\s]+)>");

  /// Reads a query.
  public static NamedTerms of(Query query) {
    Reader reader = new Reader();
    query.getResultURIs().forEach(reader::other);
    AlgebraParts.visit(Algebra.compile(query), reader::add, reader::add);
    if (reader.typesOfVariable && query.isSelectType()) {
      Select.eachIn(
          Select.inSteps(query),
          select ->
              select.patterns().stream()
                  .filter(one -> RDF.Nodes.type.equals(one.getPredicate()))
                  .flatMap(one -> select.asked(one.getObject()).stream())
                  .filter(Node::isURI)
                  .forEach(type -> reader.types.add(type.getURI())));
    }
    reader.subjects.keySet().removeAll(reader.objects);
    return new NamedTerms(
        reader.properties,
        reader.others,
        reader.types,
        reader.subjects,
        reader.asksOthers,
        reader.anyGraph);
  }

  private static final class Reader {
    private final Set<String> properties = new LinkedHashSet<>();
    private final Set<String> others = new LinkedHashSet<>();
    private final Set<String> types = new LinkedHashSet<>();
    private final Map<String, Set<String>> subjects = new LinkedHashMap<>();
    private final Set<String> objects = new LinkedHashSet<>();
    private boolean asksOthers;
    private boolean anyGraph;
    private boolean typesOfVariable;

    private void add(Op op) {
      switch (op) {
        case OpBGP pattern -> pattern.getPattern().forEach((Triple triple) -> add(triple));
        case OpPath path -> {
          subject(path.getTriplePath().getSubject());
          object(path.getTriplePath().getObject());
          Matcher iri = IRI.matcher(path.getTriplePath().getPath().toString());
          while (iri.find()) {
            properties.add(iri.group(1));
          }
        }
        case OpGraph graph -> {
          anyGraph |= graph.getNode().isVariable();
          other(graph.getNode());
        }
        case OpTable table ->
            table.getTable().rows().forEachRemaining(row -> row.forEach((_, term) -> other(term)));
        case OpService _ -> asksOthers = true;
        default -> {
          // Other operators have no terms of their own.
        }
      }
    }

    private void add(Triple triple) {
      Set<String> own = subject(triple.getSubject());
      if (triple.getPredicate().isURI()) {
        properties.add(triple.getPredicate().getURI());
        own.add(triple.getPredicate().getURI());
      }
      if (triple.getPredicate().equals(RDF.Nodes.type) && triple.getObject().isURI()) {
        types.add(triple.getObject().getURI());
      }
      typesOfVariable |=
          triple.getPredicate().equals(RDF.Nodes.type) && Var.isVar(triple.getObject());
      object(triple.getObject());
    }

    /// Returns the properties of a subject, to add to.
    private Set<String> subject(Node term) {
      other(term);
      return Var.isVar(term)
          ? subjects.computeIfAbsent(term.getName(), _ -> new LinkedHashSet<>())
          : new LinkedHashSet<>();
    }

    private void object(Node term) {
      other(term);
      if (Var.isVar(term)) {
        objects.add(term.getName());
      }
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
