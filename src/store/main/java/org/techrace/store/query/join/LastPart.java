package org.techrace.store.query.join;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.jena.sparql.algebra.op.Op2;
import org.apache.jena.sparql.algebra.op.OpLeftJoin;
import org.apache.jena.sparql.algebra.op.OpMinus;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.query.plan.AlgebraFacts;
import org.techrace.store.query.row.QueryRun;

/// OPTIONAL or MINUS that is applied after the joins of a [Group].
///
/// @param op the operator, whose left side are the joined rows
/// @param reads the columns that it reads of these
/// @param adds the columns of the variables that it may bind, of those that the rows leave unbound
record LastPart(Op2 op, BitSet reads, BitSet adds) {

  static LastPart of(Op2 op, AlgebraFacts facts, QueryRun run) {
    Collection<Expr> conditions =
        op instanceof OpLeftJoin join && join.getExprs() != null
            ? join.getExprs().getList()
            : List.of();
    Set<Var> reads = new HashSet<>(facts.of(op.getRight()).mentioned());
    reads.addAll(facts.mentioned(conditions));
    return new LastPart(
        op,
        run.layout().columnSet(reads),
        op instanceof OpMinus ? new BitSet() : run.layout().columnSet(facts.open(op)));
  }
}
