package org.techrace.store.query.row;

import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.Scratch;

/// Rows on disk, in the order in which they were added, as one or several runs. An operator whose
/// rows exceed its memory writes them here ([QueryRun#isLarge]) and reads them later.
///
/// The file is deleted by [#close]. If a query ends without it, because it has failed, the file is
/// deleted when the garbage collector finds the object. Used by one thread.
public final class RowFile implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final QueryRun run;
  private final Storage storage;
  private final Cleaner.Cleanable cleanable;

  /// The place in the file at which each block begins. The last one is the end of the file.
  private long[] starts = new long[16];

  private int blocks;

  /// The columns of the rows that are not written yet.
  private int[] @Nullable [] columns = {};

  private int size;

  /// The file, without the object that uses it.
  private record Storage(Scratch.Share share, FileChannel channel, AtomicLong bytes)
      implements Runnable {
    @Override
    public void run() {
      try {
        channel.close();
      } catch (IOException e) {
        // The file is deleted nevertheless, or is one that cannot be closed twice.
      }
      share.giveBack(bytes.getAndSet(0));
    }
  }

  RowFile(QueryRun run, Scratch.Share share) {
    this.run = run;
    this.storage = new Storage(share, share.open(), new AtomicLong());
    this.cleanable = CLEANER.register(this, storage);
  }

  /// Adds rows of a batch.
  ///
  /// @param rows the numbers of the rows
  /// @param n the number of rows
  public void add(Batch batch, int[] rows, int n) {
    for (int from = 0; from < n; ) {
      int count = Math.min(n - from, Batch.MAX_ROWS - size);
      columns = batch.copyTo(columns, size, rows, from, count);
      from += count;
      size += count;
      if (size == Batch.MAX_ROWS) {
        write();
      }
    }
  }

  /// Adds a row.
  ///
  /// @param row the values of the first columns
  public void add(int... row) {
    if (columns.length < row.length) {
      columns = Arrays.copyOf(columns, row.length);
    }
    for (int c = 0; c < row.length; c++) {
      int[] target = columns[c];
      if (target == null) {
        target = new int[Batch.MAX_ROWS];
        columns[c] = target;
      }
      target[size] = row[c];
    }
    if (++size == Batch.MAX_ROWS) {
      write();
    }
  }

  /// Ends a run, so that the next rows belong to another one.
  ///
  /// @return the place at which the next run begins
  public int endRun() {
    if (size > 0) {
      write();
    }
    return blocks;
  }

  private void write() {
    run.check();
    int bound = (int) Arrays.stream(columns).filter(c -> c != null).count();
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (2 + bound * (1 + size)));
    IntBuffer ints = bytes.asIntBuffer();
    ints.put(size).put(columns.length);
    for (int c = 0; c < columns.length; c++) {
      int[] ids = columns[c];
      if (ids != null) {
        ints.put(c).put(ids, 0, size);
      }
    }
    storage.share.take(bytes.capacity());
    storage.bytes.addAndGet(bytes.capacity());
    long start = starts[blocks];
    try {
      while (bytes.hasRemaining()) {
        storage.channel.write(bytes, start + bytes.position());
      }
    } catch (IOException e) {
      run.check(); // interrupted
      throw storage.share.failed(e);
    }
    if (++blocks == starts.length) {
      starts = Arrays.copyOf(starts, 2 * blocks);
    }
    starts[blocks] = start + bytes.capacity();
    columns = new int[columns.length][];
    size = 0;
  }

  /// Returns the rows of a run.
  ///
  /// @param from the place at which it begins
  /// @param to the place at which it ends
  public QueryRows rows(int from, int to) {
    return new QueryRows() {
      private int block = from;

      @Override
      public @Nullable Batch next() {
        return block == to ? null : read(block++);
      }
    };
  }

  /// Returns all rows. Closing them closes the file.
  public QueryRows rows() {
    QueryRows all = rows(0, endRun());
    return new QueryRows() {
      @Override
      public @Nullable Batch next() {
        return all.next();
      }

      @Override
      public void close() {
        RowFile.this.close();
      }
    };
  }

  private Batch read(int block) {
    run.check();
    ByteBuffer bytes = ByteBuffer.allocate((int) (starts[block + 1] - starts[block]));
    try {
      while (bytes.hasRemaining()) {
        if (storage.channel.read(bytes, starts[block] + bytes.position()) < 0) {
          throw new EOFException("the file of rows is shorter than was written");
        }
      }
    } catch (IOException e) {
      run.check();
      throw storage.share.failed(e);
    }
    IntBuffer ints = bytes.flip().asIntBuffer();
    int rows = ints.get();
    int[] @Nullable [] read = new int[ints.get()][];
    while (ints.hasRemaining()) {
      int[] ids = new int[rows];
      read[ints.get()] = ids;
      ints.get(ids);
    }
    return new Batch(rows, read);
  }

  @Override
  public void close() {
    cleanable.clean();
  }
}
