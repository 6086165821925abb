package org.techrace.engine.output;

import java.util.BitSet;

/// Records which cells of the current row become terms of quads. Used by one thread.
public final class CellUse {
  /// The cells of the terms that may become parts of quads.
  private final BitSet pending = new BitSet();

  private final BitSet kept = new BitSet();
  private final BitSet faulty = new BitSet();
  private final BitSet made = new BitSet();
  private final BitSet refused = new BitSet();

  /// Records that a term map made a term of some cells.
  ///
  /// @param slots the slots of the cells
  public void makeTerm(int[] slots) {
    add(pending, slots);
  }

  /// Records that a term map reported some cells.
  public void reportFault(int[] slots) {
    add(faulty, slots);
  }

  private static void add(BitSet set, int[] slots) {
    for (int slot : slots) {
      set.set(slot);
    }
  }

  /// Ends the terms of a quad.
  ///
  /// @param isMade true if there is a quad with them
  public void endQuad(boolean isMade) {
    if (isMade) {
      kept.or(pending);
    }
    pending.clear();
  }

  /// Ends the quads of a triples map.
  ///
  /// @param isGood true if they are written, false if the row has an error
  /// @param hasQuads true if there are any
  public void endMap(boolean isGood, boolean hasQuads) {
    if (!isGood) {
      refused.or(kept);
      refused.or(faulty);
    } else if (hasQuads) {
      made.or(kept);
    }
    kept.clear();
    faulty.clear();
  }

  /// Returns true if a cell became a term, or a part of one.
  public boolean isMade(int slot) {
    return made.get(slot);
  }

  /// Returns true if a triples map that uses a cell was not written.
  public boolean isRefused(int slot) {
    return refused.get(slot);
  }

  /// Begins the next row.
  public void clear() {
    made.clear();
    refused.clear();
  }
}
