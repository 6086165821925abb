package org.techrace.serve;

import java.util.concurrent.CompletableFuture;
import org.apache.jena.sys.JenaSystem;
import org.techrace.serve.http.Edition;

/// What a start gets ready beside what else it has to do first.
public final class Preparation {
  private final Options options;
  private final CompletableFuture<Operations> operations;
  private final CompletableFuture<String> edition;

  private Preparation(Options options, CompletableFuture<Void> jena) {
    this.options = options;
    this.operations = jena.thenApplyAsync(_ -> Operations.at(options.operationsPort()));
    this.edition = CompletableFuture.supplyAsync(() -> Edition.of(options.queries()));
  }

  /// Has Jena get ready. Nobody is to touch Jena until that is done: its parts, loaded from two
  /// sides, may wait for each other for ever.
  public static CompletableFuture<Void> jena() {
    return CompletableFuture.runAsync(JenaSystem::init);
  }

  /// Goes on with what needs the options and not the release.
  ///
  /// @param jena done when Jena is ready
  public static Preparation of(Options options, CompletableFuture<Void> jena) {
    return new Preparation(options, jena);
  }

  /// Where nothing else is to be done meanwhile.
  static Preparation alone(Options options) {
    CompletableFuture<Void> jena = jena();
    jena.join();
    return of(options, jena);
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
