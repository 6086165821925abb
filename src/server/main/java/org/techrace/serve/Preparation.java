package org.techrace.serve;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.jena.sys.JenaSystem;
import org.techrace.serve.http.Edition;

/// Prepares a server in the background while its release is built or opened: loads Jena, computes
/// the edition, opens metrics.
public final class Preparation {
  private final Options options;
  private final CompletableFuture<Operations> operations;
  private final CompletableFuture<String> edition;
  private Optional<Supplier<Followed>> followed = Optional.empty();

  private Preparation(Options options, CompletableFuture<Void> jena) {
    this.options = options;
    this.operations = jena.thenApplyAsync(_ -> Operations.at(options.operationsPort()));
    this.edition =
        CompletableFuture.supplyAsync(() -> Edition.of(options.queries(), settings(options)));
  }

  /// Returns what pages take from the settings, without the folder of the project: replicas in
  /// different folders send the same entity tags.
  private static String settings(Options options) {
    String project = options.queries().toAbsolutePath().normalize().resolveSibling("").toString();
    return options.graph().toString().replace(project, "");
  }

  /// Initializes Jena in the background. Nothing may use Jena until this is done: if two threads
  /// initialize its classes at once, they can deadlock.
  public static CompletableFuture<Void> jena() {
    return CompletableFuture.runAsync(JenaSystem::init);
  }

  /// Prepares what needs the options, but not the release.
  ///
  /// @param jena completes when Jena is initialized
  public static Preparation of(Options options, CompletableFuture<Void> jena) {
    return new Preparation(options, jena);
  }

  /// Prepares a server when there is nothing to do at the same time.
  static Preparation alone(Options options) {
    CompletableFuture<Void> jena = jena();
    jena.join();
    return of(options, jena);
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
