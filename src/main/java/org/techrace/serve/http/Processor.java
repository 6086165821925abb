package org.techrace.serve.http;

import org.techrace.serve.current.Lease;

/// Answers the requests of one route.
@FunctionalInterface
public interface Processor {
  /// Answers one request.
  ///
  /// @param request what the client asks
  /// @param lease the release to answer from; it stays open until the answer is finished
  /// @return the finished answer
  /// @throws Refusal if there is no such answer
  Answer answer(Request request, Lease lease);
}
