package org.techrace.table.parquet;

import dev.hardwood.InputFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.techrace.access.ReadableFile;

/// The bytes of a Parquet file, mapped into memory part by part. Several threads may read parts at
/// the same time.
final class ParquetInput implements InputFile {
  /// The number of reads that any sound file needs less than, in addition to one for every 16
  /// bytes.
  private static final long MAX_READS = 10_000;

  private final ReadableFile file;
  private final AtomicLong reads = new AtomicLong();
  private volatile @Nullable FileChannel channel;

  ParquetInput(ReadableFile file) {
    this.file = file;
  }

  @Override
  public void open() throws IOException {
    channel = file.open();
  }

  private FileChannel opened() {
    FileChannel open = channel;
    if (open == null) {
      throw new IllegalStateException(file + " is not open");
    }
    return open;
  }

  @Override
  public ByteBuffer readRange(long offset, int length) throws IOException {
    if (offset < 0 || length < 0 || offset + length > length()) {
      throw new EOFException(
          "bytes %,d to %,d of a file of %,d".formatted(offset, offset + length, length()));
    }
    if (reads.incrementAndGet() > MAX_READS + length() / 16) {
      // The library repeats the search for a page for ever if the header of a column is damaged.
      throw new EOFException("its pages are damaged: the same parts are read again and again");
    }
    return opened().map(FileChannel.MapMode.READ_ONLY, offset, length);
  }

  @Override
  public long length() throws IOException {
    return opened().size();
  }

  @Override
  public String name() {
    return String.valueOf(file.path().getFileName());
  }

  @Override
  public void close() throws IOException {
    FileChannel open = channel;
    if (open != null) {
      open.close();
    }
  }
}
