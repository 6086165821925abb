package org.techrace.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Seals a store: turns the runs of a [StoreWriter] into the files that [Store] opens.
final class StoreSealer {
  private static final int PROGRESS_STEP = 1 << 20;

  /// The number of sorters' contents for which a file stays mapped: the pages that were read count
  /// as memory of the process until then.
  private static final long MAPPED_SORTERS = 4;

  private final Path folder;
  private final Path scratch;
  private final Progress progress;
  private final ExecutorService threads;
  private final int sorted;
  private final int most;

  /// The run that the terms of a run were merged into, if there are many runs.
  private final Map<Path, Path> mergedInto = new ConcurrentHashMap<>();

  /// The number of each distinct set of graphs. A set is a sorted list of graph ids.
  private final Map<List<Integer>, Integer> graphSets = new HashMap<>();

  private final List<int[]> graphSetList = new ArrayList<>();
  private long quads;

  /// The counts of triples, subjects and objects, by predicate.
  private final Map<Integer, int[]> predicates = new TreeMap<>();

  /// @param sorted the number of rows that each of two threads sorts in memory
  /// @param most the maximum number of runs that are merged at a time
  StoreSealer(
      Path folder, Path scratch, Progress progress, ExecutorService threads, int sorted, int most) {
    this.sorted = sorted;
    this.most = most;
    this.folder = folder;
    this.scratch = scratch;
    this.progress = progress;
    this.threads = threads;
  }

  void seal(List<Path> runs) throws IOException {
    DictionaryWriter terms = mergeTerms(runs);
    List<RowSorter> sorters = translate(runs);
    Future<?> trigrams =
        threads.submit(
            () -> {
              new TrigramWriter(folder, scratch, TrigramWriter.LIST_BYTES).write();
              return null;
            });
    int subjects = writeSpo(sorters);
    Future<Integer> osp = threads.submit(() -> writeOther(Order.OSP));
    writeOther(Order.PSO);
    writeOther(Order.POS);
    Tasks.await(osp, StoreWriter.WORK);
    Tasks.await(trigrams, StoreWriter.WORK);
    Map<Integer, Summary.Predicate> counts = new HashMap<>();
    predicates.forEach((p, n) -> counts.put(p, new Summary.Predicate(n[0], n[1], n[2])));
    new Summary(terms.sections(), quads, subjects, osp.resultNow(), counts, graphSetList)
        .write(folder.resolve(Store.SUMMARY));
  }

  /// Merges the sorted terms of the runs, and writes for each run the ids of its terms.
  private DictionaryWriter mergeTerms(List<Path> runs) throws IOException {
    List<Path> left = reduce(runs);
    try (DictionaryWriter out = new DictionaryWriter(folder, threads)) {
      mergeTerms(
          left,
          key -> {
            int id = out.add(key, key.length);
            if (id % PROGRESS_STEP == 0) {
              progress.at("terms", id);
            }
            return id;
          });
      out.finish();
      return out;
    }
  }

  /// Merges runs until at most as many are left as one merge reads. Two threads merge, each half as
  /// many files at a time.
  private List<Path> reduce(List<Path> runs) throws IOException {
    int some = Math.max(2, most / 2);
    List<Future<Path>> merges = new ArrayList<>();
    int from = 0;
    for (int left = runs.size(); left > most && from + some <= runs.size(); left -= some - 1) {
      List<Path> next = runs.subList(from, from + some);
      int number = merges.size();
      merges.add(threads.submit(() -> mergeToRun(next, number)));
      from += some;
    }
    List<Path> left = new ArrayList<>();
    for (Future<Path> merge : merges) {
      left.add(Tasks.await(merge, StoreWriter.WORK));
    }
    left.addAll(runs.subList(from, runs.size()));
    return MergePasses.reduce(
        left, most, (files, number) -> mergeToRun(files, merges.size() + number));
  }

  /// Merges the terms of some runs into a run without quads. The ids of their terms are the ranks
  /// in that run.
  private Path mergeToRun(List<Path> runs, int number) throws IOException {
    Path merged = scratch.resolve("merged-" + number);
    try (TermRun.Writer out = new TermRun.Writer(StoreWriter.terms(merged))) {
      mergeTerms(runs, key -> out.add(key, 0, key.length));
    }
    for (Path run : runs) {
      Files.delete(StoreWriter.terms(run));
      mergedInto.put(run, merged);
    }
    return merged;
  }

  /// Receives merged terms.
  @FunctionalInterface
  private interface Terms {
    /// Adds a term and returns its id.
    int add(byte[] key) throws IOException;
  }

  private void mergeTerms(List<Path> runs, Terms out) throws IOException {
    PriorityQueue<TermRun> queue = new PriorityQueue<>();
    List<TermRun> open = new ArrayList<>();
    try {
      for (Path run : runs) {
        TermRun terms = new TermRun(StoreWriter.terms(run), ids(run));
        open.add(terms);
        if (terms.next()) {
          queue.add(terms);
        }
      }
      while (!queue.isEmpty()) {
        TermRun first = queue.peek();
        byte[] key = Arrays.copyOf(first.key, first.length);
        int id = out.add(key);
        for (TermRun run = first; run != null && isAt(run, key); run = queue.peek()) {
          queue.remove();
          run.id(id);
          if (run.next()) {
            queue.add(run);
          }
        }
      }
    } finally {
      for (TermRun run : open) {
        run.close();
      }
    }
  }

  private static boolean isAt(TermRun run, byte[] key) {
    return Arrays.equals(run.key, 0, run.length, key, 0, key.length);
  }

  /// Sorts the quads of all runs by ids, half of the runs on each of two threads.
  private List<RowSorter> translate(List<Path> runs) throws IOException {
    List<RowSorter> sorters = new ArrayList<>();
    List<Future<?>> tasks = new ArrayList<>();
    for (int thread = 0; thread < StoreWriter.THREADS; thread++) {
      int first = thread;
      RowSorter sorter = new RowSorter(scratch, "spo-" + thread, 4, sorted, most);
      sorters.add(sorter);
      tasks.add(
          threads.submit(
              () -> {
                for (int i = first; i < runs.size(); i += StoreWriter.THREADS) {
                  translate(runs.get(i), sorter);
                }
                sorter.write();
                return null;
              }));
    }
    for (Future<?> task : tasks) {
      Tasks.await(task, StoreWriter.WORK);
    }
    return sorters;
  }

  /// Adds the quads of a run to the sorter, with ids in place of the ranks within the run.
  private void translate(Path run, RowSorter target) throws IOException {
    int[] ids = new int[(int) (Files.size(ids(run)) / Integer.BYTES)];
    try (IntFile.Reader in = new IntFile.Reader(ids(run))) {
      for (int i = 0; i < ids.length; i++) {
        ids[i] = in.next();
      }
    }
    for (Path into = mergedInto.get(run); into != null; into = mergedInto.get(into)) {
      IntFile.lookUp(ids(into), ids);
    }
    try (IntFile.Reader in = new IntFile.Reader(StoreWriter.quads(run))) {
      while (in.hasNext()) {
        int s = ids[in.next()];
        int p = ids[in.next()];
        int o = ids[in.next()];
        int g = in.next();
        target.add(s, p, o, g == Chunk.NO_GRAPH ? Store.DEFAULT_GRAPH : ids[g]);
      }
    }
    Files.delete(ids(run));
    Files.deleteIfExists(StoreWriter.terms(run)); // absent if they were merged into another run
    Files.delete(StoreWriter.quads(run));
  }

  private static Path ids(Path run) {
    return run.resolveSibling(run.getFileName() + ".ids");
  }

  /// Writes the SPO permutation, joining rows that differ only in the graph. Returns the number of
  /// subjects.
  private int writeSpo(List<RowSorter> sorters) throws IOException {
    try (PermutationWriter out = new PermutationWriter(folder.resolve(Order.SPO.fileName()))) {
      GraphJoiner joiner = new GraphJoiner(out);
      RowSorter.drain(sorters, joiner);
      joiner.flush();
      out.finish();
      return joiner.subjects;
    }
  }

  private final class GraphJoiner implements RowSorter.Rows {
    private final PermutationWriter out;
    private final List<Integer> graphs = new ArrayList<>();
    private int s;
    private int p;
    private int o;
    private int subjects;
    private long rows;

    GraphJoiner(PermutationWriter out) {
      this.out = out;
    }

    @Override
    public void row(int a, int b, int c, int graph) throws IOException {
      if (a == s && b == p && c == o) {
        if (graphs.getLast() != graph) {
          graphs.add(graph);
        }
        return;
      }
      flush();
      if (a != s) {
        subjects++;
      }
      s = a;
      p = b;
      o = c;
      graphs.add(graph);
    }

    void flush() throws IOException {
      if (graphs.isEmpty()) {
        return;
      }
      Integer set = graphSets.get(graphs);
      if (set == null) {
        set = graphSetList.size();
        graphSets.put(List.copyOf(graphs), set);
        graphSetList.add(graphs.stream().mapToInt(Integer::intValue).toArray());
      }
      quads += graphs.size();
      graphs.clear();
      out.add(s, p, o, set);
      if (++rows % PROGRESS_STEP == 0) {
        progress.at("spo", rows);
      }
    }
  }

  /// Writes another permutation from SPO. Returns the number of distinct values in its first
  /// column.
  private int writeOther(Order order) throws IOException {
    // Rows come in the order of SPO, which is that of the other columns.
    int columns = order == Order.POS ? 2 : 1;
    RowSorter sorter = new RowSorter(scratch, order.fileName(), columns, sorted, most);
    long mapped = MAPPED_SORTERS * sorted;
    long rows = mapped;
    for (long from = 0; rows == mapped; from += rows) {
      rows = addRows(order, from, mapped, sorter);
    }
    try (PermutationWriter out = new PermutationWriter(folder.resolve(order.fileName()))) {
      Counter counter = new Counter(order, out);
      sorter.drain(counter);
      out.finish();
      return counter.firsts;
    }
  }

  /// Adds rows of SPO to a sorter and returns their number.
  ///
  /// @param first the first row
  /// @param limit the most rows
  private long addRows(Order order, long first, long limit, RowSorter sorter) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Cursor spo = new Permutation(folder, Order.SPO, arena).cursor();
      long end = Math.min(spo.size(), first + limit);
      int[][] block = new int[PermutationWriter.COLUMNS][PermutationWriter.BLOCK_ROWS];
      int[] a = block[order.position(0)];
      int[] b = block[order.position(1)];
      int[] c = block[order.position(2)];
      for (long from = first; from < end; from += PermutationWriter.BLOCK_ROWS) {
        long to = Math.min(end, from + PermutationWriter.BLOCK_ROWS);
        for (int column = 0; column < PermutationWriter.COLUMNS; column++) {
          spo.copy(column, from, to, block[column], 0);
        }
        for (int i = 0; i < to - from; i++) {
          sorter.add(a[i], b[i], c[i], block[3][i]);
        }
      }
      return end - first;
    }
  }

  private final class Counter implements RowSorter.Rows {
    private final Order order;
    private final PermutationWriter out;
    private int first;
    private int second;
    private int firsts;
    private long rows;

    Counter(Order order, PermutationWriter out) {
      this.order = order;
      this.out = out;
    }

    @Override
    public void row(int a, int b, int c, int graphSet) throws IOException {
      if (order == Order.PSO) {
        int[] counts = predicates.computeIfAbsent(a, p -> new int[3]);
        counts[0] += counts[0] < Integer.MAX_VALUE ? 1 : 0;
        counts[1] += a != first || b != second ? 1 : 0;
      } else if (order == Order.POS && (a != first || b != second)) {
        predicates.computeIfAbsent(a, p -> new int[3])[2]++;
      }
      firsts += a != first ? 1 : 0;
      first = a;
      second = b;
      out.add(a, b, c, graphSet);
      if (++rows % PROGRESS_STEP == 0) {
        progress.at(order.fileName(), rows);
      }
    }
  }
}
