package org.techrace.serve.sparql;

import java.util.Set;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Query;
import org.apache.jena.sparql.algebra.Algebra;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.OpVisitorBase;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.algebra.op.OpBGP;
import org.apache.jena.sparql.algebra.op.OpPath;
import org.apache.jena.sparql.algebra.op.OpService;
import org.apache.jena.sparql.algebra.walker.Walker;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprTransformCopy;
import org.techrace.serve.http.Refusal;

/// What a query may name: functions that only compute, named graphs of the release, and services on
/// the list.
final class Rules {
  /// Casts, and the functions of XPath and its mathematics.
  private static final Set<String> FUNCTION_SPACES =
      Set.of(
          "http://www.w3.org/2001/XMLSchema#",
          "http://www.w3.org/2005/xpath-functions#",
          "http://www.w3.org/2005/xpath-functions/math#");

  /// Of those, the ones that call others, or do without a limit what REGEX, REPLACE, CONCAT,
  /// CONTAINS, STRBEFORE and STRAFTER do.
  private static final Set<String> REFUSED_FUNCTIONS =
      Set.of(
          "apply",
          "matches",
          "replace",
          "concat",
          "contains",
          "substring-before",
          "substring-after",
          "collation-key",
          "error");

  /// Property functions of ARQ: they load classes.
  private static final Set<String> REFUSED_PROPERTY_SPACES =
      Set.of(
          "java:", "http://jena.apache.org/ARQ/property#", "http://jena.hpl.hp.com/ARQ/property#");

  private final Federation federation;

  Rules(Federation federation) {
    this.federation = federation;
  }

  /// Looks a query over.
  ///
  /// @throws Refusal 400 for a function or graph, 403 for a service
  void check(Query query, DatasetGraph dataset) {
    Op op = Algebra.compile(query);
    Walker.walk(op, new Patterns());
    // A transformer, since a walker passes over aggregates and ORDER BY.
    Transformer.transform(new TransformCopy(), new Functions(), op);
    query.getGraphURIs().forEach(graph -> checkGraph(graph, dataset));
    query.getNamedGraphURIs().forEach(graph -> checkGraph(graph, dataset));
  }

  private static void checkGraph(String graph, DatasetGraph dataset) {
    Node name = NodeFactory.createURI(graph);
    if (!dataset.containsGraph(name)) {
      throw new Refusal(
          400, "There is no named graph <" + graph + "> here; graphs are not fetched.");
    }
  }

  private static final class Functions extends ExprTransformCopy {
    @Override
    public Expr transform(ExprFunctionN function, ExprList args) {
      String iri = function.getFunctionIRI();
      if (iri != null && !allowed(iri)) {
        throw new Refusal(400, "The function <" + iri + "> is not available here.");
      }
      return super.transform(function, args);
    }

    private static boolean allowed(String iri) {
      int end = Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1;
      return FUNCTION_SPACES.contains(iri.substring(0, end))
          && !REFUSED_FUNCTIONS.contains(iri.substring(end));
    }
  }

  private final class Patterns extends OpVisitorBase {
    @Override
    public void visit(OpBGP bgp) {
      bgp.getPattern().forEach(triple -> checkProperty(triple.getPredicate().toString()));
    }

    @Override
    public void visit(OpPath path) {
      REFUSED_PROPERTY_SPACES.stream()
          .filter(space -> path.getTriplePath().getPath().toString().contains("<" + space))
          .forEach(Rules::refuseProperty);
    }

    @Override
    public void visit(OpService service) {
      federation.check(service.getService());
    }
  }

  private static void checkProperty(String iri) {
    REFUSED_PROPERTY_SPACES.stream().filter(iri::startsWith).forEach(Rules::refuseProperty);
  }

  private static void refuseProperty(String space) {
    throw new Refusal(400, "Property functions (" + space + ") are not available here.");
  }
}
