package org.techrace.engine.plan;

import java.io.Closeable;
import java.io.IOException;
import org.techrace.engine.output.FreshNodes;
import org.techrace.engine.source.Downloads;
import org.techrace.memory.Memory;

/// What the parts of one run share.
///
/// @param base the IRI that relative IRIs of a triples map without a base of its own begin with
/// @param memory where they keep what they must remember
/// @param fresh makes the labels of new blank nodes
public record MappingRun(String base, Memory memory, FreshNodes fresh, Downloads downloads)
    implements Closeable {

  /// Begins a run.
  ///
  /// @param memory how many bytes its parts may remember on the heap
  /// @param web whether sources of the Web may be fetched
  public static MappingRun begin(String base, long memory, boolean web) {
    return new MappingRun(base, new Memory(memory), new FreshNodes(), new Downloads(web));
  }

  @Override
  public void close() throws IOException {
    downloads.close();
  }
}
