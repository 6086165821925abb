package org.techrace.rdf;

import java.util.concurrent.CompletableFuture;
import org.apache.jena.sys.JenaSystem;

/// Initializes Jena. Its vocabularies fail to load if one of them is the first class of Jena that a
/// program uses, so a program does this before anything else.
public final class Jena {
  private Jena() {}

  /// Initializes Jena in the background. Nothing may use Jena until this has completed: if two
  /// threads initialize its classes at once, they can deadlock.
  public static CompletableFuture<Void> initialize() {
    return CompletableFuture.runAsync(JenaSystem::init);
  }
}
