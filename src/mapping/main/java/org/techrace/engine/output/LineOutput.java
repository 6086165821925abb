package org.techrace.engine.output;

import java.io.IOException;

/// Receives the lines that [NQuadsWriter]s have collected.
interface LineOutput {
  /// Announces the subjects of the lines that follow.
  ///
  /// @param subjects pairs of the high and low half of their fingerprints
  void prefetch(long[] subjects, int pairs);

  /// Adds quads of a subject, and marks those that the writer passes to [#write].
  ///
  /// @param lines contains the lines of the quads
  /// @param ends the index after each line
  /// @param first the index of the first of the quads in `ends`
  void add(QuadBlock block, byte[] lines, int[] ends, int first) throws IOException;

  /// Writes complete lines.
  ///
  /// @param named true if any quad so far is in a named graph
  void write(byte[] lines, int length, int quads, boolean named) throws IOException;
}
