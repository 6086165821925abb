package org.techrace.guard;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.jena.query.ARQ;
import org.apache.jena.sparql.util.Context;
import org.apache.jena.sparql.util.Symbol;

/// The space on disk for rows of queries. An operator that keeps rows (ORDER BY, DISTINCT, GROUP
/// BY) writes those that exceed its memory into a file, which is deleted when the query ends. One
/// object serves all queries of a process. Safe for use by several threads.
///
/// A query uses the space that is in the context of its execution. Without any, operators keep all
/// rows in memory.
public final class Scratch {
  private static final Symbol SYMBOL = Symbol.create("https://w3id.org/techrace/tool#scratch");

  private final Limits limits;
  private final Opener opener;
  private final AtomicLong used = new AtomicLong();

  /// The limits of memory and disk.
  ///
  /// @param operatorBytes the memory for the rows of one operator, in bytes
  /// @param queryBytes the space on disk for the rows of one query, in bytes
  /// @param allBytes the space on disk for the rows of all queries together, in bytes; 0 if
  ///   operators keep all rows in memory
  public record Limits(long operatorBytes, long queryBytes, long allBytes) {
    /// The limits that apply if none are set.
    public static final Limits DEFAULT =
        new Limits(Runtime.getRuntime().maxMemory() / 16, 4L << 30, 8L << 30);
  }

  /// Opens a file that is deleted when it is closed.
  @FunctionalInterface
  public interface Opener {
    FileChannel open() throws IOException;
  }

  /// Creates space in the folder for temporary files.
  public Scratch(Limits limits) {
    this(
        limits,
        () ->
            FileChannel.open(
                Files.createTempFile("techrace-rows", null), READ, WRITE, DELETE_ON_CLOSE));
  }

  /// Creates space in the files of an opener.
  public Scratch(Limits limits, Opener opener) {
    this.limits = limits;
    this.opener = opener;
  }

  /// Makes the space available to the queries of a dataset.
  ///
  /// @param dataset the context of the dataset
  public void lendTo(Context dataset) {
    dataset.set(SYMBOL, this);
  }

  /// Lets the queries of a dataset keep all rows in memory again.
  public static void takeFrom(Context dataset) {
    dataset.remove(SYMBOL);
  }

  /// Makes the space available to all queries of the process. For a process that runs one command.
  public void lendToAll() {
    lendTo(ARQ.getContext());
  }

  /// Begins to count what a query uses, if there is space for it.
  ///
  /// @param execution the context of the execution
  public static Optional<Share> of(Context execution) {
    return execution.get(SYMBOL) instanceof Scratch scratch && scratch.limits.allBytes() > 0
        ? Optional.of(scratch.new Share())
        : Optional.empty();
  }

  /// Returns the bytes on disk that are in use.
  public long used() {
    return used.get();
  }

  /// The space that one query uses.
  public final class Share {
    private final AtomicLong taken = new AtomicLong();

    private Share() {}

    /// Returns the memory for the rows of one operator, in bytes.
    public long operatorBytes() {
      return limits.operatorBytes();
    }

    /// Opens a file.
    ///
    /// @throws ScratchFullException if there is no space on disk
    public FileChannel open() {
      try {
        return opener.open();
      } catch (IOException e) {
        throw failed(e);
      }
    }

    /// Counts bytes before they are written.
    ///
    /// @throws ScratchFullException if the query, or all queries together, would use too many
    public void take(long bytes) {
      if (taken.addAndGet(bytes) > limits.queryBytes()) {
        taken.addAndGet(-bytes);
        throw new ScratchFullException(
            "The query sorts or groups more rows than its %,d MB of memory and %,d MB of disk hold; add a FILTER or ask for fewer columns, or raise limits.scratch-bytes-per-query."
                .formatted(limits.operatorBytes() >> 20, limits.queryBytes() >> 20));
      }
      if (used.addAndGet(bytes) > limits.allBytes()) {
        taken.addAndGet(-bytes);
        used.addAndGet(-bytes);
        throw new ScratchFullException(
            "The queries that run now need more than the %,d MB of disk for their rows; try again later, or raise limits.scratch-bytes."
                .formatted(limits.allBytes() >> 20));
      }
    }

    /// Returns bytes whose file is closed.
    public void giveBack(long bytes) {
      taken.addAndGet(-bytes);
      used.addAndGet(-bytes);
    }

    /// Returns the exception for a file that cannot be used.
    public ScratchFullException failed(IOException e) {
      return new ScratchFullException(
          "The query has more rows than its %,d MB of memory hold, and the disk of the server does not take them (%s); free space in its folder for temporary files, or lower limits.scratch-bytes."
              .formatted(limits.operatorBytes() >> 20, reason(e)));
    }

    /// The reason without the path of a file.
    private static String reason(IOException e) {
      if (e instanceof FileSystemException named) {
        return named.getReason() == null ? "a file cannot be opened" : named.getReason();
      }
      return String.valueOf(e.getMessage());
    }
  }
}
