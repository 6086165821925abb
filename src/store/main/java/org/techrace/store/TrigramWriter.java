package org.techrace.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the file of a [TrigramIndex] from the dictionary of a store, in bounded memory: lists of
/// blocks grow in memory until they reach a limit, and are then written to disk as a run. At the
/// end the lists of all runs are joined.
final class TrigramWriter {
  /// The memory for lists.
  static final int LIST_BYTES = 64 << 20;

  /// A block is written when it has at least this size. Its last list may make it larger.
  private static final int BLOCK_BYTES = 1 << 12;

  /// Lists are found by the high and the low half of the bits of their trigram.
  private static final int HALF_BITS = 12;

  private static final int HALF = 1 << HALF_BITS;

  /// The memory of a list in addition to its bytes.
  private static final int BYTES_PER_LIST = 96;

  private static final int BYTES_PER_PAGE = 4 * HALF;

  /// The memory for lists, in bytes, for each block of terms that is mapped at a time: the pages
  /// that were read count as memory of the process until then.
  private static final int BYTES_PER_MAPPED_BLOCK = 256;

  private final Path folder;
  private final Path scratch;
  private final int mostBytes;
  private final List<Path> runs = new ArrayList<>();
  private @Nullable BlockList[] @Nullable [] lists = new @Nullable BlockList[HALF][];

  /// The memory of the lists.
  private long bytes;

  /// The block of the terms that are added.
  private int block;

  /// @param folder the folder of the store
  /// @param scratch the folder for runs
  /// @param mostBytes the memory for lists
  TrigramWriter(Path folder, Path scratch, int mostBytes) {
    this.folder = folder;
    this.scratch = scratch;
    this.mostBytes = mostBytes;
  }

  /// Writes the file and returns the number of its trigrams.
  int write() throws IOException {
    int most = Math.max(1, mostBytes / BYTES_PER_MAPPED_BLOCK);
    int blocks = most;
    while (blocks == most) {
      blocks = addBlocks(most);
    }
    writeRun();
    return join();
  }

  /// Adds the next blocks of terms, at most as many as given, and returns how many.
  private int addBlocks(int most) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      BlockFile terms = new BlockFile(folder.resolve(Dictionary.FILE), arena);
      SymbolTables symbols = new SymbolTables(folder, arena);
      int first = block;
      int end = Math.min(terms.blocks, first + most);
      for (; block < end; block++) {
        addTerms(new Dictionary.Keys(terms.bytes(block), symbols.of(block)));
        if (bytes > mostBytes) {
          writeRun();
        }
      }
      return end - first;
    }
  }

  private void addTerms(Dictionary.Keys terms) {
    while (terms.next()) {
      Section section = Section.of(terms.text.bytes[0]);
      if (section == Section.IRI || section.isLiteral()) {
        int start = TermKey.textStart(terms.text.bytes);
        int end = TermKey.textEnd(terms.text.bytes, start, terms.text.length);
        Trigrams.ofForms(terms.text.bytes, start, end, this::add);
      }
    }
  }

  private void add(int trigram) {
    int high = trigram >>> HALF_BITS;
    @Nullable BlockList[] page = lists[high];
    if (page == null) {
      page = new @Nullable BlockList[HALF];
      lists[high] = page;
      bytes += BYTES_PER_PAGE;
    }
    int low = trigram & (HALF - 1);
    BlockList list = page[low];
    if (list == null) {
      list = new BlockList();
      page[low] = list;
      bytes += BYTES_PER_LIST;
    }
    bytes += list.add(block);
  }

  /// Writes the lists in memory: for each the trigram, the number of bytes, and these.
  private void writeRun() throws IOException {
    Path run = scratch.resolve("trigrams-" + runs.size());
    runs.add(run);
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run), 1 << 16))) {
      for (int high = 0; high < HALF; high++) {
        @Nullable BlockList[] page = lists[high];
        for (int low = 0; page != null && low < HALF; low++) {
          BlockList list = page[low];
          if (list != null) {
            KeyBuffer content = list.complete();
            out.writeInt((high << HALF_BITS) | low);
            out.writeInt(content.length);
            out.write(content.bytes, 0, content.length);
          }
        }
      }
      out.writeInt(Trigrams.POSSIBLE);
    }
    lists = new @Nullable BlockList[HALF][];
    bytes = 0;
  }

  /// Joins the lists of each trigram in all runs, in the order of the runs. Returns their number.
  private int join() throws IOException {
    List<Run> open = new ArrayList<>();
    int size;
    try (Blocks out = new Blocks(folder.resolve(TrigramIndex.FILE))) {
      for (Path run : runs) {
        open.add(new Run(run));
      }
      while (true) {
        int trigram = open.stream().mapToInt(run -> run.trigram).min().orElseThrow();
        if (trigram == Trigrams.POSSIBLE) {
          break;
        }
        BlockList list = new BlockList();
        for (Run run : open) {
          if (run.trigram == trigram) {
            run.addTo(list);
          }
        }
        out.add(trigram, list.complete());
      }
      out.finish();
      size = out.size;
    } finally {
      for (Run run : open) {
        run.close();
      }
    }
    for (Path run : runs) {
      Files.delete(run);
    }
    return size;
  }

  /// Reads a run.
  private static final class Run implements Closeable {
    private final DataInputStream in;

    /// The trigram of the next list, or [Trigrams#POSSIBLE] at the end.
    private int trigram;

    Run(Path file) throws IOException {
      this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
      this.trigram = in.readInt();
    }

    /// Appends the next list to another one.
    void addTo(BlockList target) throws IOException {
      int[] ranges = BlockList.ranges(new BlockReader(in.readNBytes(in.readInt())));
      for (int i = 0; i < ranges.length; i += 2) {
        target.addRange(ranges[i], ranges[i + 1]);
      }
      trigram = in.readInt();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /// Writes lists in blocks.
  private static final class Blocks implements Closeable {
    private final BlockFileWriter out;
    private final KeyBuffer block = new KeyBuffer(2 * BLOCK_BYTES);
    private int first;
    private int size;

    Blocks(Path file) throws IOException {
      this.out = new BlockFileWriter(file, 1);
    }

    void add(int trigram, KeyBuffer list) throws IOException {
      if (block.length == 0) {
        first = trigram;
      }
      block.put(trigram >>> 16).put(trigram >>> 8).put(trigram);
      block.putNumber(list.length).putBytes(list.bytes, 0, list.length);
      size++;
      if (block.length >= BLOCK_BYTES) {
        flush();
      }
    }

    private void flush() throws IOException {
      if (block.length > 0) {
        out.block(block.bytes, block.length, first);
        block.clear();
      }
    }

    void finish() throws IOException {
      flush();
      out.finish(size);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
