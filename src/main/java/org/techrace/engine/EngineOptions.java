package org.techrace.engine;

import org.techrace.access.Access;
import org.techrace.engine.plan.MappingRun;
import org.techrace.rdf.Iris;

/// How a mapping is run.
///
/// @param base the base IRI: what relative IRIs of a triples map without `rml:baseIRI` begin with
/// @param threads how many threads make N-Quads, beside the one that reads
/// @param memory how many bytes may be taken to know duplicates by and for the parents of joins;
///   beyond, they go to disk
/// @param access what the run may open; nothing, unless it is said
/// @param progress is told how far the run is
public record EngineOptions(
    String base, int threads, long memory, Access access, Progress progress) {

  /// An example base, all cores, half the heap, nothing is opened, and nobody listens.
  public static final EngineOptions DEFAULT =
      new EngineOptions(
          Iris.EXAMPLE.base(),
          Runtime.getRuntime().availableProcessors(),
          Runtime.getRuntime().maxMemory() / 2,
          Access.none(),
          (_, _, _, _) -> {});

  /// Listens to a run. It is called often, by several threads, and should return at once.
  public interface Progress {
    /// Says how far the run is.
    ///
    /// @param table the table being read
    /// @param rows how many of its rows were mapped for the triples map at work
    /// @param quads how many quads were made in the whole run, repeated ones too
    /// @param share how much of what is to be read was read, from 0 to 1; 0 if that is not known
    void at(String table, long rows, long quads, double share);
  }

  /// Begins a run with these options.
  MappingRun begin() {
    return MappingRun.begin(base, memory, access);
  }

  /// The same with another base for relative IRIs.
  public EngineOptions withBase(String base) {
    return new EngineOptions(base, threads, memory, access, progress);
  }

  /// The same with another number of threads that make quads.
  public EngineOptions withThreads(int threads) {
    return new EngineOptions(base, threads, memory, access, progress);
  }

  /// The same with another number of bytes for what must be remembered.
  public EngineOptions withMemory(long memory) {
    return new EngineOptions(base, threads, memory, access, progress);
  }

  /// The same with another listener.
  public EngineOptions withProgress(Progress progress) {
    return new EngineOptions(base, threads, memory, access, progress);
  }

  /// The same, but the run may open other files, hosts and databases.
  public EngineOptions withAccess(Access access) {
    return new EngineOptions(base, threads, memory, access, progress);
  }
}
