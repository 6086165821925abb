package org.techrace.engine.plan;

import java.io.Closeable;
import java.io.IOException;
import org.techrace.access.Access;
import org.techrace.engine.output.FreshNodes;
import org.techrace.engine.source.Downloads;
import org.techrace.memory.Memory;

/// What the parts of one run share.
///
/// @param base the IRI that relative IRIs of a triples map without a base of its own begin with
/// @param access what they may open
/// @param memory where they keep what they must remember
/// @param fresh makes the labels of new blank nodes
public record MappingRun(
    String base, Access access, Memory memory, FreshNodes fresh, Downloads downloads)
    implements Closeable {

  /// Begins a run.
  ///
  /// @param memory how many bytes its parts may remember on the heap
  /// @param access what its parts may open
  public static MappingRun begin(String base, long memory, Access access) {
    return new MappingRun(
        base, access, new Memory(memory), new FreshNodes(), new Downloads(access));
  }

  @Override
  public void close() throws IOException {
    downloads.close();
  }
}
