package org.techrace.serve.work;

import java.util.function.BooleanSupplier;
import org.techrace.serve.http.Request;

/// The client that waits for an evaluation.
///
/// @param client its address; clients share the places by it
/// @param gone reports whether the client has left
public record Caller(String client, BooleanSupplier gone) {
  /// The client of a request.
  public static Caller of(Request request) {
    return new Caller(request.client(), request.presence()::gone);
  }
}
