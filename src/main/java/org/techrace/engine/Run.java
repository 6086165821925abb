package org.techrace.engine;

import java.io.Closeable;
import java.io.IOException;
import org.techrace.memory.Memory;

/// What the parts of one run share.
///
/// @param memory where they keep what they must remember
/// @param fresh makes the labels of new blank nodes
record Run(EngineOptions options, Memory memory, FreshNodes fresh, Downloads downloads)
    implements Closeable {

  static Run begin(EngineOptions options) {
    return new Run(
        options, new Memory(options.memory()), new FreshNodes(), new Downloads(options.web()));
  }

  @Override
  public void close() throws IOException {
    downloads.close();
  }
}
