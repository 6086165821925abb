package org.techrace.serve.http;

import org.techrace.serve.current.Lease;

/// Answers the requests of a [Route].
@FunctionalInterface
public interface Processor {
  /// Answers a request.
  ///
  /// @param request the request
  /// @param lease the release to answer from; open until the answer is finished
  /// @return the finished answer
  /// @throws Refusal if the request cannot be answered
  Answer answer(Request request, Lease lease);
}
