package org.techrace.store.query.join;

import java.util.BitSet;
import org.techrace.store.query.plan.Plan;
import org.techrace.store.query.row.QueryRun;

/// OPTIONAL or MINUS that is applied after the joins of a [Group].
///
/// @param node the node, whose left side are the joined rows
/// @param reads the columns that it reads of these
/// @param adds the columns of the variables that it may bind, of those that the rows leave unbound
record LastPart(Plan.OnLeft node, BitSet reads, BitSet adds) {

  static LastPart of(Plan.OnLeft node, QueryRun run) {
    BitSet reads = run.layout().columnSet(node.right().facts().mentioned());
    BitSet adds = new BitSet();
    if (node instanceof Plan.LeftJoin optional) {
      optional.conditions().forEach(c -> reads.or(run.layout().columnSet(c.mentioned())));
      adds.or(run.layout().columnSet(node.facts().open()));
    }
    return new LastPart(node, reads, adds);
  }
}
