/// The HTTP server of a release: a thin root that connects its sub-packages.
///
/// [Server] starts and stops everything. [Options] has its settings, and [Routes] maps each path to
/// a processor. A request takes one way: `serve.http` finds the route, `serve.work` admits and
/// evaluates it, a processor in `serve.pages`, `serve.sparql`, `serve.find` or `serve.reconcile`
/// creates the answer from the release in `serve.current`, and `serve.http` delivers it.
///
/// ```java
/// try (Server server = Server.start(Options.DEFAULT.withPort(0), new Releases(folder))) {
///   server.awaitWarm();
///   URI home = server.uri(); // http://localhost:41234/
/// }
/// ```
@NullMarked
package org.techrace.serve;

import org.jspecify.annotations.NullMarked;
