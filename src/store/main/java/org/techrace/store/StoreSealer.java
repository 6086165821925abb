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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.techrace.store.BuildSteps.Step;

/// Seals a store: turns the runs of a [StoreWriter] into the files that [Store] opens.
final class StoreSealer {
  private static final int PROGRESS_STEP = 1 << 20;

  /// The number of sorters' contents for which a file stays mapped: the pages that were read count
  /// as memory of the process until then.
  private static final long MAPPED_SORTERS = 4;

  /// The file that names the run that the terms of a run were merged into, for those with one.
  private static final String MERGED = "merged";

  private final Path folder;
  private final BuildSteps steps;
  private final Progress progress;
  private final ExecutorService threads;
  private final int sorted;
  private final int most;

  /// @param sorted the number of rows that each of two threads sorts in memory
  /// @param most the maximum number of runs that are merged at a time
  StoreSealer(
      Path folder,
      BuildSteps steps,
      Progress progress,
      ExecutorService threads,
      int sorted,
      int most) {
    this.sorted = sorted;
    this.most = most;
    this.folder = folder;
    this.steps = steps;
    this.progress = progress;
    this.threads = threads;
  }

  void seal() throws IOException {
    steps.run(Step.TERMS, this::mergeTerms);
    steps.run(Step.ROWS, this::translate);
    Future<?> trigrams = start(Step.TRIGRAMS, this::writeTrigrams);
    steps.run(Step.SPO, this::writeSpo);
    Future<?> osp = start(Step.OSP, () -> writeOther(Order.OSP));
    steps.run(Step.PSO, () -> writeOther(Order.PSO));
    steps.run(Step.POS, () -> writeOther(Order.POS));
    Tasks.await(osp, StoreWriter.WORK);
    Tasks.await(trigrams, StoreWriter.WORK);
    steps.summary().write(folder.resolve(Store.SUMMARY));
    steps.complete();
  }

  private Future<?> start(Step step, BuildSteps.Work work) {
    return threads.submit(
        () -> {
          steps.run(step, work);
          return null;
        });
  }

  private Summary writeTrigrams() throws IOException {
    Path scratch = steps.folder(BuildSteps.SCRATCH);
    int trigrams = new TrigramWriter(folder, scratch, TrigramWriter.LIST_BYTES).write();
    progress.at(Step.TRIGRAMS.label(), trigrams);
    return Summary.NONE;
  }

  /// Merges the sorted terms of the runs, and writes for each run the ids of its terms.
  private Summary mergeTerms() throws IOException {
    Map<String, String> mergedInto = new ConcurrentHashMap<>();
    List<Path> left = reduce(steps.files(BuildSteps.RUN_TERMS), mergedInto);
    try (DictionaryWriter out = new DictionaryWriter(folder, threads)) {
      mergeTerms(
          left,
          key -> {
            int id = out.add(key, key.length);
            if (id % PROGRESS_STEP == 0) {
              progress.at(Step.TERMS.label(), id);
            }
            return id;
          });
      out.finish();
      List<String> lines = new ArrayList<>();
      mergedInto.forEach((run, into) -> lines.add(run + " " + into));
      Files.write(ids(MERGED), lines);
      progress.at(Step.TERMS.label(), out.size());
      return new Summary(out.sections(), 0, 0, 0, Map.of(), List.of());
    }
  }

  /// Merges runs until at most as many are left as one merge reads. Two threads merge, each half as
  /// many files at a time.
  private List<Path> reduce(List<Path> runs, Map<String, String> mergedInto) throws IOException {
    int some = Math.max(2, most / 2);
    List<Future<Path>> merges = new ArrayList<>();
    int from = 0;
    for (int left = runs.size(); left > most && from + some <= runs.size(); left -= some - 1) {
      List<Path> next = runs.subList(from, from + some);
      int number = merges.size();
      merges.add(threads.submit(() -> mergeToRun(next, number, mergedInto)));
      from += some;
    }
    List<Path> left = new ArrayList<>();
    for (Future<Path> merge : merges) {
      left.add(Tasks.await(merge, StoreWriter.WORK));
    }
    left.addAll(runs.subList(from, runs.size()));
    return MergePasses.reduce(
        left, most, (files, number) -> mergeToRun(files, merges.size() + number, mergedInto));
  }

  /// Merges the terms of some runs into a run without quads. The ids of their terms are the ranks
  /// in that run.
  private Path mergeToRun(List<Path> runs, int number, Map<String, String> mergedInto)
      throws IOException {
    Path merged = steps.folder(BuildSteps.RUN_TERMS).resolve("merged-" + number);
    try (TermRun.Writer out = new TermRun.Writer(merged)) {
      mergeTerms(runs, key -> out.add(key, 0, key.length));
    }
    for (Path run : runs) {
      mergedInto.put(run.getFileName().toString(), merged.getFileName().toString());
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
        TermRun terms = new TermRun(run, ids(run.getFileName().toString()));
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
  private Summary translate() throws IOException {
    Map<String, String> mergedInto = new HashMap<>();
    for (String line : Files.readAllLines(ids(MERGED))) {
      String[] names = line.split(" ", 2);
      mergedInto.put(names[0], names[1]);
    }
    List<Path> runs = steps.files(BuildSteps.RUN_QUADS);
    AtomicLong quads = new AtomicLong();
    List<Future<?>> tasks = new ArrayList<>();
    for (int thread = 0; thread < StoreWriter.THREADS; thread++) {
      int first = thread;
      RowSorter sorter = sorter(BuildSteps.SORTED_ROWS, "run-" + thread, 4);
      tasks.add(
          threads.submit(
              () -> {
                for (int i = first; i < runs.size(); i += StoreWriter.THREADS) {
                  int added = translate(runs.get(i), mergedInto, sorter);
                  progress.at(Step.ROWS.label(), quads.addAndGet(added));
                }
                sorter.write();
                return null;
              }));
    }
    for (Future<?> task : tasks) {
      Tasks.await(task, StoreWriter.WORK);
    }
    return Summary.NONE;
  }

  private RowSorter sorter(String scratch, String name, int columns) {
    return new RowSorter(steps.folder(scratch), name, columns, sorted, most);
  }

  /// Adds the quads of a run to the sorter, with ids in place of the ranks within the run. Returns
  /// their number.
  private int translate(Path run, Map<String, String> mergedInto, RowSorter target)
      throws IOException {
    String name = run.getFileName().toString();
    int[] ids = new int[(int) (Files.size(ids(name)) / Integer.BYTES)];
    try (IntFile.Reader in = new IntFile.Reader(ids(name))) {
      for (int i = 0; i < ids.length; i++) {
        ids[i] = in.next();
      }
    }
    for (String into = mergedInto.get(name); into != null; into = mergedInto.get(into)) {
      IntFile.lookUp(ids(into), ids);
    }
    int quads = 0;
    try (IntFile.Reader in = new IntFile.Reader(run)) {
      for (; in.hasNext(); quads++) {
        int s = ids[in.next()];
        int p = ids[in.next()];
        int o = ids[in.next()];
        int g = in.next();
        target.add(s, p, o, g == Chunk.NO_GRAPH ? Store.DEFAULT_GRAPH : ids[g]);
      }
    }
    return quads;
  }

  /// Returns the file of the ids of the terms of a run.
  private Path ids(String run) {
    return steps.folder(BuildSteps.RUN_IDS).resolve(run);
  }

  /// Writes the SPO permutation, joining rows that differ only in the graph.
  private Summary writeSpo() throws IOException {
    try (PermutationWriter out = new PermutationWriter(folder.resolve(Order.SPO.fileName()))) {
      GraphJoiner joiner = new GraphJoiner(out);
      RowSorter merger = sorter(BuildSteps.SORTED_ROWS, "all", 4);
      merger.drain(steps.files(BuildSteps.SORTED_ROWS), joiner);
      joiner.flush();
      out.finish();
      progress.at(Step.SPO.label(), joiner.rows);
      return joiner.counted();
    }
  }

  private final class GraphJoiner implements RowSorter.Rows {
    private final PermutationWriter out;

    /// The graphs of the current row.
    private final List<Integer> graphs = new ArrayList<>();

    /// The number of each distinct set of graphs. A set is a sorted list of graph ids.
    private final Map<List<Integer>, Integer> graphSets = new HashMap<>();

    private final List<int[]> graphSetList = new ArrayList<>();
    private int s;
    private int p;
    private int o;
    private int subjects;
    private long rows;
    private long quads;

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
        progress.at(Step.SPO.label(), rows);
      }
    }

    Summary counted() {
      return new Summary(Summary.NONE.sections(), quads, subjects, 0, Map.of(), graphSetList);
    }
  }

  /// Writes another permutation from SPO.
  private Summary writeOther(Order order) throws IOException {
    // Rows come in the order of SPO, which is that of the other columns.
    RowSorter sorter = sorter(BuildSteps.SCRATCH, order.fileName(), order == Order.POS ? 2 : 1);
    long mapped = MAPPED_SORTERS * sorted;
    long rows = mapped;
    for (long from = 0; rows == mapped; from += rows) {
      rows = addRows(order, from, mapped, sorter);
    }
    try (PermutationWriter out = new PermutationWriter(folder.resolve(order.fileName()))) {
      Counter counter = new Counter(order, out);
      sorter.drain(counter);
      out.finish();
      progress.at(order.fileName(), counter.rows);
      return counter.counted();
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

  /// Writes rows, and counts the values of the first column, and for predicates their triples and
  /// the values of the second one.
  private final class Counter implements RowSorter.Rows {
    private final Order order;
    private final PermutationWriter out;
    private final Map<Integer, Summary.Predicate> predicates = new HashMap<>();
    private int first;
    private int second;
    private int firsts;

    /// The rows with the current value in the first column, at most 2^31 - 1, and their values in
    /// the second one.
    private int triples;

    private int seconds;
    private long rows;

    Counter(Order order, PermutationWriter out) {
      this.order = order;
      this.out = out;
    }

    @Override
    public void row(int a, int b, int c, int graphSet) throws IOException {
      if (a != first) {
        count();
        firsts++;
        first = a;
        second = 0;
        triples = 0;
        seconds = 0;
      }
      if (b != second) {
        second = b;
        seconds++;
      }
      triples += triples < Integer.MAX_VALUE ? 1 : 0;
      out.add(a, b, c, graphSet);
      if (++rows % PROGRESS_STEP == 0) {
        progress.at(order.fileName(), rows);
      }
    }

    private void count() {
      if (first > 0 && order == Order.PSO) {
        predicates.put(first, new Summary.Predicate(triples, seconds, 0));
      } else if (first > 0 && order == Order.POS) {
        predicates.put(first, new Summary.Predicate(0, 0, seconds));
      }
    }

    Summary counted() {
      count();
      int objects = order == Order.OSP ? firsts : 0;
      return new Summary(Summary.NONE.sections(), 0, 0, objects, predicates, List.of());
    }
  }
}
