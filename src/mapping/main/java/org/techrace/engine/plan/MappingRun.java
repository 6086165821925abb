package org.techrace.engine.plan;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.techrace.access.Access;
import org.techrace.engine.expression.FunctionSet;
import org.techrace.engine.output.FreshNodes;
import org.techrace.engine.source.Downloads;
import org.techrace.memory.Memory;
import org.techrace.table.SourceTable;

/// The resources that the parts of one run share.
///
/// @param base the base IRI for relative IRIs in triples maps without their own
/// @param resolvesValues true if values of tables may be relative IRIs, too
/// @param access the files, hosts and databases that may be opened
/// @param tables the tables that are read instead of files, by the file as the mapping writes it
/// @param functions the functions that the mapping can call
/// @param memory the memory budget
/// @param parents the parent rows of joins
/// @param fresh creates the labels of new blank nodes
/// @param downloads the files downloaded in this run
/// @param countsCells true to record which cells become terms
public record MappingRun(
    String base,
    boolean resolvesValues,
    Access access,
    Map<String, SourceTable> tables,
    FunctionSet functions,
    Memory memory,
    ParentRows parents,
    FreshNodes fresh,
    Downloads downloads,
    boolean countsCells)
    implements Closeable {

  /// Starts a run.
  ///
  /// @param memory the budget on the heap in bytes
  /// @param access the files, hosts and databases that may be opened
  /// @param tables the tables that are read instead of files
  /// @param functions the functions that the mapping can call
  /// @param countsCells true to record which cells become terms
  public static MappingRun begin(
      String base,
      boolean resolvesValues,
      long memory,
      Access access,
      Map<String, SourceTable> tables,
      FunctionSet functions,
      boolean countsCells) {
    return new MappingRun(
        base,
        resolvesValues,
        access,
        tables,
        functions,
        new Memory(memory),
        new ParentRows(),
        new FreshNodes(),
        new Downloads(access),
        countsCells);
  }

  @Override
  public void close() throws IOException {
    downloads.close();
  }

  /// Returns the run of one of several tasks, which shares everything but the labels of blank
  /// nodes.
  ///
  /// @param task the number of the task
  public MappingRun ofTask(int task) {
    return new MappingRun(
        base,
        resolvesValues,
        access,
        tables,
        functions,
        memory,
        parents,
        new FreshNodes(task),
        downloads,
        countsCells);
  }
}
