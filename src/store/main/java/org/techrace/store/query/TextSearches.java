package org.techrace.store.query;

import java.util.function.Function;
import org.apache.jena.sparql.algebra.Op;
import org.apache.jena.sparql.algebra.TableFactory;
import org.apache.jena.sparql.algebra.TransformCopy;
import org.apache.jena.sparql.algebra.Transformer;
import org.apache.jena.sparql.algebra.op.OpJoin;
import org.apache.jena.sparql.algebra.op.OpPropFunc;
import org.apache.jena.sparql.algebra.op.OpTable;
import org.apache.jena.sparql.engine.QueryIterator;
import org.apache.jena.sparql.pfunction.PropFuncArg;

/// Replaces the searches of a query, `?s text:query "word"`, by `VALUES` with their results. So the
/// index is searched once for each, and the result is a part of the join, wherever the query has
/// it. A search whose words are variables keeps its place, and is repeated for each row.
final class TextSearches extends TransformCopy {
  private static final String TEXT_QUERY = "http://jena.apache.org/text#query";

  private final Function<Op, QueryIterator> evaluation;

  private TextSearches(Function<Op, QueryIterator> evaluation) {
    this.evaluation = evaluation;
  }

  /// Replaces the searches of an operator.
  ///
  /// @param evaluation evaluates an operator without input
  /// @return the operator itself if it has none
  static Op evaluate(Op op, Function<Op, QueryIterator> evaluation) {
    boolean found = AnyOperator.test(op, o -> o instanceof OpPropFunc call && isSearch(call));
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
    return function.getProperty().hasURI(TEXT_QUERY)
        && (words.isNode()
            ? words.getArg().isConcrete()
            : words.getArgList().stream().allMatch(n -> n.isConcrete()));
  }
}
