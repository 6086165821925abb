package org.techrace.store.query.join;

import java.util.Map;
import org.techrace.store.query.pattern.Sample;

/// What an operator is expected to return for one row.
///
/// @param rows how many rows
/// @param made how many rows are made on the way, these included
/// @param bound the columns that are bound then, with values
record Estimate(double rows, double made, Map<Integer, Sample> bound) {}
