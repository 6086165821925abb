package org.techrace.serve.work;

import java.util.function.BooleanSupplier;
import org.techrace.serve.http.Neighbour;
import org.techrace.serve.http.Request;

/// The client that waits for an evaluation.
///
/// @param client whose places and whose budget it uses
/// @param gone returns true once the client has closed its connection
public record Caller(Neighbour client, BooleanSupplier gone) {
  /// The client of a request.
  public static Caller of(Request request) {
    return new Caller(request.client(), request.presence()::gone);
  }
}
