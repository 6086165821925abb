package org.techrace.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.techrace.access.Access;
import org.techrace.engine.expression.FunctionSet;
import org.techrace.engine.expression.Linker;
import org.techrace.engine.plan.MappingRun;
import org.techrace.rdf.Iris;
import org.techrace.report.Report;
import org.techrace.table.SourceTable;

/// The options of a run.
///
/// @param base the base IRI for relative IRIs in triples maps without `rml:baseIRI`
/// @param resolvesValues true if values of tables may be relative IRIs, too
/// @param threads the number of threads that generate N-Quads, in addition to the thread that reads
/// @param memory the budget in bytes for detecting duplicates and for the parents of joins; data
///   beyond it goes to temporary files
/// @param access the files, hosts and databases that the run may open
/// @param tables the tables that are read instead of files, by the file as the mapping writes it
/// @param functions the functions that mappings can call
/// @param progress receives the progress of the run
/// @param conservation counts what becomes of each cell, if present; the run takes longer
public record EngineOptions(
    String base,
    boolean resolvesValues,
    int threads,
    long memory,
    Access access,
    Map<String, SourceTable> tables,
    FunctionSet functions,
    Progress progress,
    Optional<Conservation> conservation) {
  /// @throws IllegalArgumentException if there are less than one thread
  public EngineOptions {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "the number of threads is %d; expected at least 1".formatted(threads));
    }
    tables = Map.copyOf(tables);
  }

  /// The defaults: an example base IRI, one thread per core, half of the heap, no access to files,
  /// and no progress reports.
  public static final EngineOptions DEFAULT =
      new EngineOptions(
          Iris.EXAMPLE.base(),
          false,
          Runtime.getRuntime().availableProcessors(),
          Runtime.getRuntime().maxMemory() / 2,
          Access.none(),
          Map.of(),
          FunctionSet.BUILT_IN,
          (_, _, _, _) -> {},
          Optional.empty());

  /// Receives the progress of a run. It is called often and by several threads, and should return
  /// immediately.
  public interface Progress {
    /// Reports the progress.
    ///
    /// @param table the table being read
    /// @param rows the number of its rows mapped so far, by all triples maps that read it together
    /// @param quads the number of quads generated so far in the whole run, including duplicates
    /// @param share the share of the input read so far, from 0 to 1; 0 if unknown
    void at(String table, long rows, long quads, double share);
  }

  /// Starts a run with these options.
  MappingRun begin() {
    return MappingRun.begin(
        base, resolvesValues, memory, access, tables, functions, conservation.isPresent());
  }

  /// Returns the options with another base IRI, which also values of tables may be relative to.
  public EngineOptions withBase(String base) {
    return new EngineOptions(
        base, true, threads, memory, access, tables, functions, progress, conservation);
  }

  /// Returns the options with another base IRI, which only templates and constants may be relative
  /// to: a value of a table for an IRI must be a whole IRI.
  public EngineOptions withBaseOfNames(String base) {
    return new EngineOptions(
        base, false, threads, memory, access, tables, functions, progress, conservation);
  }

  /// Returns the options with another number of threads.
  ///
  /// @throws IllegalArgumentException if it is less than 1
  public EngineOptions withThreads(int threads) {
    return new EngineOptions(
        base, resolvesValues, threads, memory, access, tables, functions, progress, conservation);
  }

  /// Returns the options with another memory budget, in bytes.
  public EngineOptions withMemory(long memory) {
    return new EngineOptions(
        base, resolvesValues, threads, memory, access, tables, functions, progress, conservation);
  }

  /// Returns the options with another receiver of progress.
  public EngineOptions withProgress(Progress progress) {
    return new EngineOptions(
        base, resolvesValues, threads, memory, access, tables, functions, progress, conservation);
  }

  /// Returns the options with other access rights.
  public EngineOptions withAccess(Access access) {
    return new EngineOptions(
        base, resolvesValues, threads, memory, access, tables, functions, progress, conservation);
  }

  /// Returns the options with a table of the program, which is read instead of a file. The file
  /// need not exist, and the access is not asked.
  ///
  /// @param file the path or URL as the mapping writes it
  /// @param table a table with columns, such as a [org.techrace.table.GivenTable]
  public EngineOptions withTable(String file, SourceTable table) {
    Map<String, SourceTable> more = new HashMap<>(tables);
    more.put(file, table);
    return new EngineOptions(
        base, resolvesValues, threads, memory, access, more, functions, progress, conservation);
  }

  /// Returns the options with the functions of a project: those in SPARQL in the Turtle files of a
  /// folder, and those in Java among the plugins of the access. Their examples are checked. Reports
  /// functions that cannot be used.
  ///
  /// @param folder the folder, which need not exist
  /// @throws IOException if a file cannot be read
  public EngineOptions withFunctionsOf(Path folder, Report report) throws IOException {
    return new EngineOptions(
        base,
        resolvesValues,
        threads,
        memory,
        access,
        tables,
        ProjectFunctions.read(functions, folder, access, report),
        progress,
        conservation);
  }

  /// Returns the options with the graph in which `fn:link` finds names.
  public EngineOptions withLinker(Linker linker) {
    return new EngineOptions(
        base,
        resolvesValues,
        threads,
        memory,
        access,
        tables,
        functions.linkingWith(linker),
        progress,
        conservation);
  }

  /// Returns the options with counts of what becomes of each cell.
  public EngineOptions withConservation(Conservation counts) {
    return new EngineOptions(
        base,
        resolvesValues,
        threads,
        memory,
        access,
        tables,
        functions,
        progress,
        Optional.of(counts));
  }
}
