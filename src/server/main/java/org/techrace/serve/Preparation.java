package org.techrace.serve;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.jena.sys.JenaSystem;
import org.techrace.serve.http.Edition;

/// Prepares a server in the background while its release is built or opened: computes the edition,
/// opens metrics.
public final class Preparation {
  private final Options options;
  private final CompletableFuture<Operations> operations;
  private final CompletableFuture<String> edition;
  private Optional<Supplier<Followed>> followed = Optional.empty();

  private Preparation(Options options) {
    this.options = options;
    this.operations = CompletableFuture.supplyAsync(() -> Operations.at(options.operationsPort()));
    this.edition =
        CompletableFuture.supplyAsync(() -> Edition.of(options.queries(), settings(options)));
  }

  /// Returns what pages take from the settings, without the folder of the project: replicas in
  /// different folders send the same entity tags.
  private static String settings(Options options) {
    String project = options.queries().toAbsolutePath().normalize().resolveSibling("").toString();
    return options.graph().toString().replace(project, "");
  }

  /// Begins to prepare what needs the options, but not the release.
  public static Preparation of(Options options) {
    // Before other threads use Jena: if two threads initialize its classes at once, they can
    // deadlock.
    JenaSystem.init();
    return new Preparation(options);
  }

  /// Has the server report the store that its releases come from.
  ///
  /// @param source returns the state of the store
  public Preparation following(Supplier<Followed> source) {
    followed = Optional.of(source);
    return this;
  }

  Optional<Supplier<Followed>> followed() {
    return followed;
  }

  Options options() {
    return options;
  }

  Operations operations() {
    return operations.join();
  }

  String edition() {
    return edition.join();
  }
}
