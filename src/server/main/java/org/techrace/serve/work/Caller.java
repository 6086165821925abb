package org.techrace.serve.work;

import java.util.function.BooleanSupplier;
import org.techrace.serve.http.Request;

/// The client that waits for an evaluation.
///
/// @param client its address; clients share the places by it
/// @param gone returns true once the client has closed its connection
public record Caller(String client, BooleanSupplier gone) {
  /// The client of a request.
  public static Caller of(Request request) {
    return new Caller(request.client(), request.presence()::gone);
  }
}
