package org.techrace.store;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.jena.graph.Node;
import org.jspecify.annotations.Nullable;

/// The ids of terms that were looked up lately: validation asks for the same few again and again.
/// One place a hash; the later term takes it.
final class RecentIds {
  private static final int PLACES = 1 << 12;

  private record Entry(Node term, int id) {}

  private final Dictionary dictionary;
  private final AtomicReferenceArray<@Nullable Entry> entries = new AtomicReferenceArray<>(PLACES);

  RecentIds(Dictionary dictionary) {
    this.dictionary = dictionary;
  }

  /// The id of a term, or 0 if the dictionary does not hold it.
  int id(Node term) {
    int hash = term.hashCode();
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
    Entry entry = entries.getAcquire(place);
    if (entry == null || !entry.term.equals(term)) {
      entry = new Entry(term, dictionary.id(term));
      entries.setRelease(place, entry);
    }
    return entry.id;
  }
}
