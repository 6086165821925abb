package org.techrace.rdf;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.jena.query.ARQ;
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
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.expr.E_Call;
import org.apache.jena.sparql.expr.Expr;
import org.apache.jena.sparql.expr.ExprFunctionN;
import org.apache.jena.sparql.expr.ExprList;
import org.apache.jena.sparql.expr.ExprTransformCopy;
import org.apache.jena.vocabulary.XSD;

/// Allows the functions of SPARQL and the casts of XML Schema. Refuses SERVICE, functions and
/// property functions with a name of their own (ARQ has some that load classes or run scripts).
///
/// A regular expression may take longer than the time of the query allows.
final class StrictRules implements LocalQueryRules {
  /// Namespaces of ARQ's property functions. Some functions load classes.
  private static final List<String> PROPERTY_FUNCTIONS =
      List.of(
          "java:", "http://jena.apache.org/ARQ/property#", "http://jena.hpl.hp.com/ARQ/property#");

  private static final class RefusedQueryException extends RuntimeException {
    RefusedQueryException(String sentence) {
      super(sentence, null, false, false);
    }
  }

  @Override
  public void check(Query query) {
    Op op = Algebra.compile(query);
    Walker.walk(
        op,
        new OpVisitorBase() {
          @Override
          public void visit(OpBGP bgp) {
            bgp.getPattern().forEach(triple -> checkProperty("<" + triple.getPredicate()));
          }

          @Override
          public void visit(OpPath path) {
            checkProperty(path.getTriplePath().getPath().toString());
          }

          @Override
          public void visit(OpService service) {
            throw new RefusedQueryException(
                "SERVICE is not available here: the query may read one dataset only.");
          }
        });
    // A transformer: a walker skips aggregates and ORDER BY.
    Transformer.transform(new TransformCopy(), new Functions(), op);
  }

  private static void checkProperty(String path) {
    for (String space : PROPERTY_FUNCTIONS) {
      if (path.contains("<" + space)) {
        throw new RefusedQueryException(
            "Property functions (" + space + ") are not available here.");
      }
    }
  }

  private static final class Functions extends ExprTransformCopy {
    @Override
    public Expr transform(ExprFunctionN function, ExprList args) {
      String iri = function.getFunctionIRI();
      if (function instanceof E_Call) {
        throw new RefusedQueryException("The function CALL is not available here.");
      }
      if (iri != null && !iri.startsWith(XSD.getURI())) {
        throw new RefusedQueryException("The function <" + iri + "> is not available here.");
      }
      return super.transform(function, args);
    }
  }

  @Override
  public QueryExec prepare(Query query, DatasetGraph dataset, Duration time, Binding values) {
    return QueryExec.dataset(dataset)
        .substitution(values)
        .query(query)
        .set(ARQ.enablePropertyFunctions, false)
        .timeout(time.toMillis(), TimeUnit.MILLISECONDS)
        .build();
  }

  @Override
  public Optional<String> refusal(RuntimeException exception) {
    return exception instanceof RefusedQueryException
        ? Optional.ofNullable(exception.getMessage())
        : Optional.empty();
  }
}
