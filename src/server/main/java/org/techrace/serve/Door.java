package org.techrace.serve;

import java.util.List;
import org.techrace.serve.http.Route;

/// A way into the server besides its pages and SPARQL, for example an interface for programs.
/// ServiceLoader finds the doors. A server works without any.
public interface Door {

  /// Returns the routes of this door. Their patterns are its own: a server does not start with two
  /// routes of the same pattern. Called once for a server.
  List<Route> routes(ServedParts parts);

  /// Returns paths that are worth a request before the first reader comes, without a slash in
  /// front.
  default List<String> firstAsked() {
    return List.of();
  }
}
