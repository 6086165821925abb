package org.techrace.store.query.join;

import java.util.Map;
import org.techrace.store.query.pattern.Sample;

/// The expected result of an operator for one row.
///
/// @param rows the number of result rows
/// @param made the number of rows created in total, result rows included
/// @param bound the columns that are bound in the result, with values
record Estimate(double rows, double made, Map<Integer, Sample> bound) {}
