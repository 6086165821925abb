package org.techrace.store.query.join;

import org.jspecify.annotations.Nullable;

/// How a group is joined with rows.
///
/// @param group the group, whose parts may depend on what the rows bind
/// @param order the order of the joins
/// @param reads the columns that are read later, or null for all
record JoinPlan(Group group, JoinOrder order, @Nullable LaterReads reads) {}
