package org.techrace.store.query;

import java.util.function.Function;
import org.apache.jena.query.QueryExecException;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.TableFactory;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpPropFunc;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.pfunction.PropFuncArg;
import org.apache.jena.sparql.util.Context;
import org.apache.jena.sparql.util.Symbol;
import org.techrace.guard.AlgebraParts;

/// Replaces the searches of a query, `?s text:query "word"`, by `VALUES` with their results. So the
/// index is searched once for each, and the result is a part of the join, wherever the query has
/// it. A search whose words are variables keeps its place, and is repeated for each row.
final class TextSearches extends TransformCopy {
  private static final String TEXT_QUERY = "http://jena.apache.org/text#query";

  /// The name under which jena-text looks for the index in the context of a query.
  private static final Symbol TEXT_INDEX = Symbol.create("http://jena.apache.org/text#index");

  private final Function<Op, QueryIterator> evaluation;

  private TextSearches(Function<Op, QueryIterator> evaluation) {
    this.evaluation = evaluation;
  }

  /// Checks that the searches of a query have an index. Without one, jena-text would return its
  /// input as if it had found something.
  ///
  /// @throws QueryExecException if there is a search and no index
  static void check(Op op, Context context) {
    if (!context.isDefined(TEXT_INDEX)
        && AlgebraParts.any(op, o -> o instanceof OpPropFunc call && isTextQuery(call))) {
      throw new QueryExecException(
          "text:query needs a label index, and this dataset has none; query a release");
    }
  }

  /// Replaces the searches of an operator.
  ///
  /// @param evaluation evaluates an operator without input
  /// @return the operator itself if it has none
  static Op evaluate(Op op, Function<Op, QueryIterator> evaluation) {
    boolean found = AlgebraParts.any(op, o -> o instanceof OpPropFunc call && isSearch(call));
    return found ? Transformer.transform(new TextSearches(evaluation), op) : op;
  }

  @Override
  public Op transform(OpPropFunc function, Op before) {
    if (!isSearch(function)) {
      return super.transform(function, before);
    }
    Op alone =
        new OpPropFunc(
            function.getProperty(),
            function.getSubjectArgs(),
            function.getObjectArgs(),
            OpTable.unit());
    OpTable results = OpTable.create(TableFactory.create(evaluation.apply(alone)));
    return before instanceof OpTable table && table.isJoinIdentity()
        ? results
        : OpJoin.create(before, results);
  }

  /// Returns true for a search whose words are constants.
  private static boolean isSearch(OpPropFunc function) {
    PropFuncArg words = function.getObjectArgs();
    return isTextQuery(function)
        && (words.isNode()
            ? words.getArg().isConcrete()
            : words.getArgList().stream().allMatch(n -> n.isConcrete()));
  }

  private static boolean isTextQuery(OpPropFunc function) {
    return function.getProperty().hasURI(TEXT_QUERY);
  }
}
