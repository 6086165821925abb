package org.techrace.remote;

import org.apache.jena.query.QueryException;

/// Thrown if an endpoint does not answer, or answers with an error.
public final class EndpointException extends QueryException {
  private static final long serialVersionUID = 1L;

  private final String refusal;

  private EndpointException(String message, String refusal) {
    super(message);
    this.refusal = refusal;
  }

  /// The endpoint does not answer, or cannot.
  static EndpointException down(String message) {
    return new EndpointException(message, "");
  }

  /// The endpoint refuses the query.
  ///
  /// @param refusal what it says
  static EndpointException refused(String message, String refusal) {
    return new EndpointException(message, refusal);
  }

  /// What the endpoint says against the query; empty if it does not answer. The message has its
  /// address, which is not for clients.
  public String refusal() {
    return refusal;
  }
}
