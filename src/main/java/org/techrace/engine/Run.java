package org.techrace.engine;

import java.io.Closeable;
import java.io.IOException;
import org.techrace.memory.Memory;

/// What the parts of one run share.
///
/// @param base the IRI that relative IRIs of a triples map without a base of its own begin with
/// @param memory where they keep what they must remember
/// @param fresh makes the labels of new blank nodes
record Run(String base, Memory memory, FreshNodes fresh, Downloads downloads)
    implements Closeable {

  /// Begins a run.
  ///
  /// @param memory how many bytes its parts may remember on the heap
  /// @param web whether sources of the Web may be fetched
  static Run begin(String base, long memory, boolean web) {
    return new Run(base, new Memory(memory), new FreshNodes(), new Downloads(web));
  }

  @Override
  public void close() throws IOException {
    downloads.close();
  }
}
