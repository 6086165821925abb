package org.techrace.serve;

import java.util.List;
import java.util.ServiceLoader;
import org.techrace.serve.http.Route;
import org.techrace.serve.pages.DoorLink;

/// A way into the server besides its pages and SPARQL, for example an interface for programs.
/// ServiceLoader finds the doors. A server works without any.
public interface Door {

  /// Returns the routes of this door. Their patterns are its own: a server does not start with two
  /// routes of the same pattern. Called once for a server.
  List<Route> routes(ServedParts parts);

  /// Returns paths that are worth a request before the first reader comes, without a slash in
  /// front.
  ///
  /// @param example the IRI of a thing of the release
  default List<String> firstAsked(String example) {
    return List.of();
  }

  /// Returns links for programs, which the footer of pages shows.
  default List<DoorLink> links() {
    return List.of();
  }

  /// Returns the doors of this program.
  static List<Door> all() {
    return ServiceLoader.load(Door.class).stream().map(ServiceLoader.Provider::get).toList();
  }
}
