package org.techrace.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.RiotParseException;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFBase;
import org.apache.jena.sparql.core.Quad;

/// Reads N-Triples or N-Quads in blocks of lines, with several threads: each calls [#read] with a
/// chunk of its own, and takes the next block when it has parsed one.
///
/// [LineParser] parses plain lines and RIOT parses the others, so the statements and errors are
/// those of RIOT. If RIOT finds an error in some lines, their last statement may also continue
/// after them. RIOT then parses everything from there on, and what other threads have read after
/// that place is removed. To make this possible, a thread takes its next block only when all blocks
/// before its last one are complete.
final class LineReader {
  /// Receives full chunks.
  @FunctionalInterface
  interface Target {
    /// Writes a chunk and empties it.
    void write(Chunk chunk) throws IOException;
  }

  private final InputStream in;
  private final Lang lang;
  private final UUID seed;
  private final int blockBytes;
  private final ErrorHandler errors;
  private final Target target;

  /// Held while a block is read. A thread takes it before the lock of this object.
  private final Object input = new Object();

  /// The beginning of a line that the last block does not contain.
  private byte[] begun = {};

  /// The number of blocks that were read.
  private long blocks;

  /// The blocks that are not complete, in order.
  private final List<Block> open = new ArrayList<>();

  /// The number of blocks that are complete, as are all before them.
  private long complete;

  /// The number of lines in these blocks.
  private long lines;

  /// The number of the block after which no other is used.
  private long last = Long.MAX_VALUE;

  /// @param lang N-Triples or N-Quads
  /// @param seed what the identifiers of blank nodes depend on, apart from their labels
  /// @param blockBytes the size of a block, unless a line is longer
  /// @param errors receives errors, after which it must throw an exception, and warnings
  LineReader(
      InputStream in, Lang lang, UUID seed, int blockBytes, ErrorHandler errors, Target target) {
    this.in = in;
    this.lang = lang;
    this.seed = seed;
    this.blockBytes = blockBytes;
    this.errors = errors;
    this.target = target;
  }

  /// Some whole lines.
  private static final class Block {
    private byte[] bytes;
    private int length;
    private long number;

    /// The number of lines that were parsed.
    private long lines;

    Block(int size) {
      bytes = new byte[size];
    }
  }

  /// Reads and parses blocks until the end of the input. Several threads call this at a time.
  ///
  /// @param chunk an empty chunk
  /// @throws org.apache.jena.riot.RiotException if the syntax is wrong
  void read(Chunk chunk) throws IOException {
    boolean done = false;
    try {
      readBlocks(chunk);
      done = true;
    } finally {
      if (!done) {
        endAfter(-1);
      }
    }
  }

  private void readBlocks(Chunk chunk) throws IOException {
    LineParser parser = new LineParser(chunk, lang, seed);
    Block block = new Block(blockBytes);
    while (take(block)) {
      chunk.mark();
      int parsed = parse(block, chunk, parser);
      if (!awaitBlocksBefore(block)) {
        chunk.reset();
        break;
      }
      if (parsed < block.length) {
        parseRest(block, parsed, chunk);
        break;
      }
      complete(block);
      writeIfFull(chunk);
    }
    if (chunk.quads() > 0) {
      target.write(chunk);
    }
  }

  private void writeIfFull(Chunk chunk) throws IOException {
    if (chunk.isFull()) {
      target.write(chunk);
    }
  }

  /// Reads the next block. Returns false if there is none.
  private boolean take(Block block) throws IOException {
    synchronized (input) {
      if (isEnded()) {
        return false;
      }
      block.length = 0;
      append(block, begun);
      int end = 0; // the index after the last line break
      boolean more = true;
      while (end == 0 && more) {
        if (block.length + 1 >= block.bytes.length) {
          block.bytes = Arrays.copyOf(block.bytes, 2 * block.bytes.length);
        }
        int room = block.bytes.length - 1 - block.length;
        int read = in.readNBytes(block.bytes, block.length, room);
        block.length += read;
        more = read == room;
        end = more ? afterLastBreak(block) : block.length;
      }
      begun = Arrays.copyOfRange(block.bytes, end, block.length);
      block.length = end;
      block.bytes[end] = '\n';
      return block.length > 0 && isNext(block);
    }
  }

  private static void append(Block block, byte[] more) {
    if (block.bytes.length <= more.length) {
      block.bytes = new byte[2 * more.length];
    }
    System.arraycopy(more, 0, block.bytes, 0, more.length);
    block.length = more.length;
  }

  private static int afterLastBreak(Block block) {
    int end = block.length;
    while (end > 0 && block.bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private synchronized boolean isEnded() {
    return last < Long.MAX_VALUE;
  }

  private synchronized boolean isNext(Block block) {
    block.number = blocks++;
    block.lines = 0;
    open.add(block);
    return !isEnded();
  }

  /// Parses a block. Returns the index of the first line that has an error or may be the beginning
  /// of a statement that continues in the next block, or the length of the block.
  private int parse(Block block, Chunk chunk, LineParser parser) {
    int at = parsePlain(block, 0, parser);
    // The more lines are not plain, the more lines RIOT parses at a time.
    for (int some = 1; at < block.length; some = Math.min(2 * some, block.length)) {
      int end = afterLines(block, at, some);
      try {
        parseByRiot(
            new ByteArrayInputStream(block.bytes, at, end - at),
            new ChunkSink(chunk),
            new WarningsOnly(errors),
            () -> linesBefore(block) + block.lines);
      } catch (RuntimeException e) {
        return at; // parseRest throws it if it is an error
      }
      block.lines += lineBreaks(block.bytes, at, end);
      at = parsePlain(block, end, parser);
    }
    return at;
  }

  /// Parses plain lines from a place on. Returns the index of the first line that is not plain, or
  /// the length of the block.
  private static int parsePlain(Block block, int from, LineParser parser) {
    int end = parser.parse(block.bytes, from, block.length);
    block.lines += parser.lines();
    return Math.min(end, block.length);
  }

  private static int afterLines(Block block, int from, int count) {
    int i = from;
    for (int k = 0; k < count && i < block.length; k++) {
      while (block.bytes[i] != '\n') {
        i++;
      }
      i++;
    }
    return Math.min(i, block.length);
  }

  private static long lineBreaks(byte[] b, int from, int to) {
    long count = 0;
    for (int i = from; i < to; i++) {
      if (b[i] == '\n') {
        count++;
      }
    }
    return count;
  }

  /// Parses everything from a place in a block on by RIOT, on the current thread.
  private void parseRest(Block block, int from, Chunk chunk) throws IOException {
    endAfter(block.number);
    List<InputStream> parts = new ArrayList<>();
    long before;
    synchronized (input) {
      synchronized (this) {
        before = lines + block.lines;
        for (Block part : open.subList(open.indexOf(block), open.size())) {
          int start = part == block ? from : 0;
          parts.add(new ByteArrayInputStream(part.bytes, start, part.length - start));
        }
        parts.add(new ByteArrayInputStream(begun));
        parts.add(in);
      }
    }
    StreamRDF sink =
        new ChunkSink(chunk) {
          @Override
          public void quad(Quad quad) {
            super.quad(quad);
            try {
              writeIfFull(chunk);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    InputStream rest = new SequenceInputStream(Collections.enumeration(parts));
    parseByRiot(rest, sink, errors, () -> before);
  }

  /// Parses lines by RIOT.
  ///
  /// @param before returns the number of lines before the first one
  private void parseByRiot(
      InputStream text, StreamRDF sink, ErrorHandler handler, LongSupplier before) {
    // A line break first, because RIOT ignores a byte order mark at the beginning.
    InputStream marked = new ByteArrayInputStream(new byte[] {'\n'});
    try {
      RDFParser.source(new SequenceInputStream(marked, text))
          .lang(lang)
          .checking(false)
          .labelToNode(LabelToNode.createScopeByDocumentHash(seed))
          .errorHandler(new LaterLines(handler, before))
          .parse(sink);
    } catch (RiotParseException e) { // RIOT throws some without its error handler
      long line = e.getLine() + before.getAsLong() - 1;
      throw new RiotParseException(e.getOriginalMessage(), line, e.getCol());
    }
  }

  /// Passes on errors with the number of the line in the whole input.
  ///
  /// @param before returns the number of lines before the first one. A line break was added in
  ///   front of that one, so 1 is subtracted
  private record LaterLines(ErrorHandler target, LongSupplier before) implements ErrorHandler {
    private long line(long line) {
      return line < 0 ? line : line + before.getAsLong() - 1;
    }

    @Override
    public void warning(String message, long line, long column) {
      target.warning(message, line(line), column);
    }

    @Override
    public void error(String message, long line, long column) {
      target.error(message, line(line), column);
    }

    @Override
    public void fatal(String message, long line, long column) {
      target.fatal(message, line(line), column);
    }
  }

  /// Passes on warnings. Ends parsing at an error, which is found again.
  private record WarningsOnly(ErrorHandler target) implements ErrorHandler {
    @Override
    public void warning(String message, long line, long column) {
      target.warning(message, line, column);
    }

    @Override
    public void error(String message, long line, long column) {
      throw new RiotException(message);
    }

    @Override
    public void fatal(String message, long line, long column) {
      throw new RiotException(message);
    }
  }

  /// Adds the statements of RIOT to a chunk.
  private static class ChunkSink extends StreamRDFBase {
    private final Chunk chunk;

    ChunkSink(Chunk chunk) {
      this.chunk = chunk;
    }

    @Override
    public void triple(Triple triple) {
      quad(Quad.create(Quad.defaultGraphNodeGenerated, triple));
    }

    @Override
    public void quad(Quad quad) {
      chunk.add(quad);
    }
  }

  /// Returns the number of lines in the blocks before one.
  private long linesBefore(Block block) {
    try {
      awaitBlocksBefore(block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    synchronized (this) {
      return lines;
    }
  }

  /// Waits until all blocks before one are complete. Returns false if one of them is the last that
  /// is used.
  private synchronized boolean awaitBlocksBefore(Block block) throws IOException {
    try {
      while (complete < block.number && block.number <= last) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + StoreWriter.WORK);
    }
    return block.number <= last;
  }

  private synchronized void complete(Block block) {
    complete++;
    lines += block.lines;
    open.remove(block);
    notifyAll();
  }

  private synchronized void endAfter(long block) {
    last = Math.min(last, block);
    notifyAll();
  }
}
