package org.techrace.store.query.text;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.techrace.geo.Boxes;
import org.techrace.store.Dictionary;
import org.techrace.store.Store;
import org.techrace.store.query.row.QueryRun;

/// The boxes of all geometries of a store, by term. The first query that needs them reads all
/// literals of the type `geo:wktLiteral`; queries that ask meanwhile wait for it. If it is
/// cancelled, the next one continues. Safe for use by several threads.
final class GeometryIndex {
  /// The boxes take at most this part of the heap. A store with more has no index.
  private static final int HEAP_DIVISOR = 16;

  /// How long a query waits before it checks whether it has been cancelled.
  private static final long WAIT_MILLISECONDS = 20;

  private static final int READ_BETWEEN_CHECKS = 256;

  private final Dictionary dictionary;
  private final Dictionary.IdRange ids;
  private final long mostBytes;
  private final ReentrantLock filling = new ReentrantLock();
  private volatile State state;

  /// Written while the state is `STARTED`, by the thread that holds the lock.
  private Boxes boxes = new Boxes(0);

  private enum State {
    STARTED,
    COMPLETE,
    TOO_LARGE
  }

  /// Creates an index without boxes.
  ///
  /// @param mostBytes the most bytes that the boxes may take
  GeometryIndex(Dictionary dictionary, long mostBytes) {
    this.dictionary = dictionary;
    this.ids = dictionary.datatype(Boxes.WKT_LITERAL);
    this.mostBytes = mostBytes;
    this.state = (long) Boxes.POINT_BYTES * size() <= mostBytes ? State.STARTED : State.TOO_LARGE;
  }

  /// Returns the index of a store. It may have no boxes yet.
  static GeometryIndex of(Store store) {
    return store.derived(
        GeometryIndex.class,
        () ->
            new GeometryIndex(store.dictionary(), Runtime.getRuntime().maxMemory() / HEAP_DIVISOR));
  }

  /// Returns the ids of all geometries.
  Dictionary.IdRange ids() {
    return ids;
  }

  /// Returns the number of geometries.
  int size() {
    return ids.end() - ids.start();
  }

  /// Returns true if no more geometries need to be read.
  boolean isSettled() {
    return state != State.STARTED;
  }

  /// Returns the boxes of all geometries, those of the smallest id first. Reads the geometries if
  /// no query has done so.
  ///
  /// @return empty if the boxes would take too much memory
  Optional<Boxes> boxes(QueryRun run) {
    while (state == State.STARTED) {
      run.check();
      try {
        if (filling.tryLock(WAIT_MILLISECONDS, TimeUnit.MILLISECONDS)) {
          try {
            fill(run);
          } finally {
            filling.unlock();
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the next check ends the query
      }
    }
    return state == State.COMPLETE ? Optional.of(boxes) : Optional.empty();
  }

  private void fill(QueryRun run) {
    if (boxes.size() == 0) {
      boxes = new Boxes(size());
    }
    Dictionary.TermReader texts = dictionary.reader();
    while (state == State.STARTED) {
      if (boxes.size() == size()) {
        state = State.COMPLETE;
      } else if (boxes.bytes() > mostBytes) {
        state = State.TOO_LARGE;
        boxes = new Boxes(0);
      } else {
        if (boxes.size() % READ_BETWEEN_CHECKS == 0) {
          run.check();
        }
        boxes.add(texts.text(ids.start() + boxes.size()));
      }
    }
  }
}
