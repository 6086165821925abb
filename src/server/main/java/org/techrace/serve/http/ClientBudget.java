package org.techrace.serve.http;

/// What one client may use in a minute. The client is a [Neighbour]; those on the loopback
/// interface have no budget.
///
/// @param cpuSeconds the seconds of CPU time of its evaluations; 0 for no limit
/// @param errors the number of answers with a status from 400 to 499; 0 for no limit
public record ClientBudget(int cpuSeconds, int errors) {
  /// Half of the time of all processors, and 600 errors.
  public static final ClientBudget DEFAULT =
      new ClientBudget(Math.max(1, 30 * Runtime.getRuntime().availableProcessors()), 600);
}
