package org.techrace.engine.output;

import java.util.ArrayList;
import java.util.List;
import org.techrace.memory.Memory;

/// The quads written so far, of a part of the subjects: a hash table of the fingerprints of
/// subjects, and for each a chain of segments with the fingerprints of its quads.
///
/// A row usually has several quads of one subject, and most subjects occur in one row. Then a row
/// takes one lookup, and its quads are only appended. A subject with many quads moves them to a
/// hash table of quads. Not thread-safe.
final class SubjectQuads {
  private static final int FIRST_SLOTS = 1 << 6;

  /// The longs of a slot: the halves of the fingerprint, and the address of the last segment.
  private static final int WIDTH = 3;

  /// The address of a subject whose quads are in the hash table of quads.
  private static final long MANY = -1;

  /// The most quads, and the most segments, that a chain has.
  private static final int MAX_CHAIN_QUADS = 256;

  private static final int MAX_CHAIN_SEGMENTS = 8;

  /// The longs of a segment before its fingerprints: the address of the segment before it, or 0;
  /// the number of its fingerprints; and the numbers of fingerprints and of segments in the chain.
  private static final int SEGMENT_HEADER = 3;

  private static final int COUNT_BITS = 16;

  private static final int FIRST_CHUNK_LONGS = 1 << 8;
  private static final int LARGEST_CHUNK_LONGS = 1 << 14;
  private static final int OFFSET_BITS = 20;
  private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

  private final Memory memory;
  private long[] table = new long[WIDTH * FIRST_SLOTS];
  private int mask = FIRST_SLOTS - 1;
  private int size;

  private final List<long[]> chunks = new ArrayList<>();

  /// The index after the last segment of the last chunk. The first is not 0, so no address is.
  private int end;

  private final FingerprintSet many = new FingerprintSet();

  private long taken;

  /// True if the budget has been used up once. From then on no subject and no quad is added, so
  /// that a quad is either here or put aside.
  private boolean full;

  SubjectQuads(Memory memory) {
    this.memory = memory;
  }

  /// Loads the slot of a subject, so that it is in the processor's cache when it is needed.
  long touch(long low) {
    long[] now = table;
    int slot = WIDTH * ((int) low & (now.length / WIDTH - 1));
    // A slot may be in two lines of the cache.
    return now[slot] + now[slot + 2];
  }

  /// Adds the quads of a subject that occur here for the first time.
  ///
  /// @param block the quads, which get their states
  void add(QuadBlock block) {
    long high = block.high();
    long low = block.low();
    int slot = slot(high, low);
    long head = table[slot + 2];
    if (head == 0) {
      addSubject(block);
      return;
    }
    if (head != MANY) {
      markKnown(block, head);
      if (block.news() == 0) {
        return;
      }
      if (full) {
        block.putNewAside();
        return;
      }
      long[] chunk = chunk(head);
      int at = offset(head);
      long total = (chunk[at + 2] >>> COUNT_BITS) + block.news();
      long segments = (chunk[at + 2] & ((1 << COUNT_BITS) - 1)) + 1;
      if (total <= MAX_CHAIN_QUADS && segments <= MAX_CHAIN_SEGMENTS) {
        append(slot, block, head, total, segments);
        return;
      }
      if (!moveToMany(head, block)) {
        full = true;
        block.putNewAside();
        return;
      }
      table[slot + 2] = MANY;
    }
    addToMany(block);
  }

  private void addSubject(QuadBlock block) {
    if (!mayAddSubject()) {
      block.putNewAside();
      return;
    }
    int slot = slot(block.high(), block.low());
    if (block.news() > MAX_CHAIN_QUADS) {
      table[slot + 2] = MANY;
      addToMany(block);
    } else {
      append(slot, block, 0, block.news(), 1);
      if (full) {
        return;
      }
    }
    table[slot] = block.high();
    table[slot + 1] = block.low();
    size++;
  }

  private boolean mayAddSubject() {
    if (!full && (size + 1) * 4L > (mask + 1) * 3L) {
      if (take(8L * table.length)) {
        grow();
      } else {
        full = true;
      }
    }
    return !full;
  }

  /// Takes memory, and half as much for the copies that are made while tables grow.
  private boolean take(long bytes) {
    long withCopies = bytes + bytes / 2;
    boolean granted = memory.take(withCopies);
    taken += granted ? withCopies : 0;
    return granted;
  }

  /// Receives the quads of a chain.
  private interface QuadVisitor {
    /// Returns false to end the visit.
    boolean visit(long high, long low);
  }

  /// Visits the quads of a chain. Returns false if the visitor has ended the visit.
  private boolean visit(long head, QuadVisitor visitor) {
    for (long at = head; at != 0; ) {
      long[] chunk = chunk(at);
      int i = offset(at);
      int last = i + SEGMENT_HEADER + 2 * (int) chunk[i + 1];
      for (int j = i + SEGMENT_HEADER; j < last; j += 2) {
        if (!visitor.visit(chunk[j], chunk[j + 1])) {
          return false;
        }
      }
      at = chunk[i];
    }
    return true;
  }

  /// Marks the quads of a block that are in a chain.
  private void markKnown(QuadBlock block, long head) {
    visit(
        head,
        (high, low) -> {
          block.markKnown(high, low);
          return true;
        });
  }

  /// Appends the new quads of a block as a segment.
  private void append(int slot, QuadBlock block, long before, long total, long segments) {
    int longs = SEGMENT_HEADER + 2 * block.news();
    if (full || !ensure(longs)) {
      full = true;
      block.putNewAside();
      return;
    }
    long[] chunk = chunks.getLast();
    int at = end;
    chunk[at] = before;
    chunk[at + 1] = block.news();
    chunk[at + 2] = (total << COUNT_BITS) | segments;
    block.copyNew(chunk, at + SEGMENT_HEADER);
    end += longs;
    table[slot + 2] = ((chunks.size() - 1L) << OFFSET_BITS) | at;
  }

  private boolean ensure(int longs) {
    if (!chunks.isEmpty() && end + longs <= chunks.getLast().length) {
      return true;
    }
    int length =
        Math.max(
            longs + 1,
            chunks.isEmpty()
                ? FIRST_CHUNK_LONGS
                : Math.min(2 * chunks.getLast().length, LARGEST_CHUNK_LONGS));
    if (!take(8L * length)) {
      return false;
    }
    chunks.add(new long[length]);
    end = 1;
    return true;
  }

  /// Copies the quads of a chain to the hash table of quads.
  private boolean moveToMany(long head, QuadBlock block) {
    return visit(head, (high, low) -> addToMany(block, high, low) != FingerprintSet.Added.FULL);
  }

  private void addToMany(QuadBlock block) {
    for (int i = 0; i < block.size(); i++) {
      if (block.isNew(i)) {
        switch (addToMany(block, block.high(i), block.low(i))) {
          case NEW -> {}
          case SEEN -> block.markKnown(i);
          case FULL -> {
            full = true;
            block.putAside(i);
          }
        }
      }
    }
  }

  /// Adds a quad of a subject. Its fingerprint does not include the subject yet.
  private FingerprintSet.Added addToMany(QuadBlock block, long high, long low) {
    long quadHigh = high ^ Long.rotateLeft(block.low(), 17);
    long quadLow = low + Long.rotateLeft(block.high(), 31);
    if (full) {
      return many.contains(quadHigh, quadLow)
          ? FingerprintSet.Added.SEEN
          : FingerprintSet.Added.FULL;
    }
    return many.add(quadHigh, quadLow, !many.isFull() || take(many.growth()));
  }

  /// Returns the index of the slot of a subject, which is free if the table does not contain it.
  private int slot(long high, long low) {
    int i = (int) low & mask;
    while (table[WIDTH * i + 2] != 0 && (table[WIDTH * i] != high || table[WIDTH * i + 1] != low)) {
      i = (i + 1) & mask;
    }
    return WIDTH * i;
  }

  private void grow() {
    long[] old = table;
    table = new long[2 * old.length];
    mask = table.length / WIDTH - 1;
    for (int i = 0; i < old.length; i += WIDTH) {
      if (old[i + 2] != 0) {
        System.arraycopy(old, i, table, slot(old[i], old[i + 1]), WIDTH);
      }
    }
  }

  private long[] chunk(long address) {
    return chunks.get((int) (address >>> OFFSET_BITS));
  }

  private static int offset(long address) {
    return (int) (address & OFFSET_MASK);
  }

  /// Gives the memory back. Nothing can be added afterwards.
  void free() {
    memory.giveBack(taken);
    taken = 0;
    full = true;
    table = new long[0];
    chunks.clear();
  }
}
