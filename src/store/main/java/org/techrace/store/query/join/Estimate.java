package org.techrace.store.query.join;

import java.util.Map;
import org.techrace.store.query.pattern.Sample;

/// The expected result of an operator for one row.
///
/// @param rows the number of result rows
/// @param cost the cost of the result, in rows created
/// @param bound the columns that are bound in the result, with values
public record Estimate(double rows, double cost, Map<Integer, Sample> bound) {}
