package org.techrace.store.query.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.apache.jena.datatypes.RDFDatatype;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.expr.E_Datatype;
import org.apache.jena.sparql.expr.E_Lang;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.Dictionary;
import org.techrace.store.Section;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;

/// `DATATYPE(?x)` and `LANG(?x)`, computed from the id of a term. Most terms are not created.
public final class IdFunction {
  private IdFunction() {}

  /// Compiles an expression of one variable. The result maps the id of a term that the store
  /// contains and that has a text (is no blank node or triple term) to the id of the value, or to 0
  /// if the expression fails. Returns empty if the expression has another form.
  public static Optional<IntUnaryOperator> of(Expr expr, QueryRun run) {
    return switch (expr) {
      case E_Datatype type when type.getArg().isVariable() -> Optional.of(datatype(run));
      case E_Lang lang when lang.getArg().isVariable() -> Optional.of(language(run));
      default -> Optional.empty();
    };
  }

  private static IntUnaryOperator datatype(QueryRun run) {
    Dictionary dictionary = run.store().dictionary();
    Map<RDFDatatype, Integer> known = new HashMap<>();
    return id ->
        dictionary.section(id) == Section.IRI
            ? Batch.UNBOUND
            : known.computeIfAbsent(
                dictionary.datatype(id),
                type -> run.terms().id(NodeFactory.createURI(type.getURI())));
  }

  private static IntUnaryOperator language(QueryRun run) {
    Dictionary dictionary = run.store().dictionary();
    int none = run.terms().id(NodeFactory.createLiteralString(""));
    Map<String, Integer> known = new HashMap<>();
    return id ->
        switch (dictionary.section(id)) {
          case IRI -> Batch.UNBOUND;
          case LANGUAGE ->
              known.computeIfAbsent(
                  dictionary.language(id),
                  tag -> run.terms().id(NodeFactory.createLiteralString(tag)));
          default -> none;
        };
  }
}
