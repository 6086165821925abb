package org.techrace.store;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.jena.graph.Node;
import org.jspecify.annotations.Nullable;

/// A cache of the ids of recently looked-up terms, because validation asks for the same few terms
/// again and again. Each hash has one slot, which the latest term takes. Safe for use by several
/// threads.
final class RecentIds {
  private static final int SLOTS = 1 << 12;

  private record Entry(Node term, int id) {}

  private final Dictionary dictionary;
  private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(SLOTS);

  RecentIds(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  /// Returns the id of a term, or 0 if the dictionary does not contain it.
  int id(Node term) {
    int hash = term.hashCode();
    int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
    Entry entry = entries.getAcquire(slot);
    if (entry == null || !entry.term.equals(term)) {
      entry = new Entry(term, dictionary.id(term));
      entries.setRelease(slot, entry);
    }
    return entry.id;
  }
}
