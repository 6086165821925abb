package org.techrace.store.query.join;

import java.util.List;
import org.techrace.store.query.plan.Condition;

/// The parts of a group graph pattern.
///
/// @param conjuncts the joined parts, in any order
/// @param filters the conditions on the joined rows
/// @param last the operators OPTIONAL and MINUS whose left side is the join, in their order
record Group(List<Conjunct> conjuncts, List<Condition> filters, List<LastPart> last) {}
