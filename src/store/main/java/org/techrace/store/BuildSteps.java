package org.techrace.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The steps in which a store is built, and the files between them in the folder `scratch`. If the
/// inputs have a description, the files and counts of each finished step are recorded there, and a
/// build that was stopped goes on after the last finished step. Steps may run at the same time.
final class BuildSteps implements Closeable {
  /// A step of the build, in an order in which they can run.
  enum Step {
    READ,
    TERMS,
    ROWS,
    SPO,
    TRIGRAMS,
    PSO,
    POS,
    OSP;

    /// Returns the name in progress and messages.
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Returns the files and folders that the step makes.
    private List<String> makes() {
      return switch (this) {
        case READ -> List.of(RUN_TERMS, RUN_QUADS);
        case TERMS -> List.of(Dictionary.FILE, SymbolTables.FILE, RUN_IDS);
        case ROWS -> List.of(SORTED_ROWS);
        case SPO -> List.of(Order.SPO.fileName());
        case TRIGRAMS -> List.of(TrigramIndex.FILE);
        case PSO -> List.of(Order.PSO.fileName());
        case POS -> List.of(Order.POS.fileName());
        case OSP -> List.of(Order.OSP.fileName());
      };
    }

    /// Returns the folders that no step needs once this one is finished.
    private List<String> uses() {
      return switch (this) {
        case TERMS -> List.of(RUN_TERMS);
        case ROWS -> List.of(RUN_QUADS, RUN_IDS);
        case SPO -> List.of(SORTED_ROWS);
        case READ, TRIGRAMS, PSO, POS, OSP -> List.of();
      };
    }
  }

  /// Makes the files of a step and returns what it counted.
  @FunctionalInterface
  interface Work {
    Summary run() throws IOException;
  }

  static final String SCRATCH = "scratch";
  static final String RUN_TERMS = SCRATCH + "/terms";
  static final String RUN_QUADS = SCRATCH + "/quads";
  static final String RUN_IDS = SCRATCH + "/ids";
  static final String SORTED_ROWS = SCRATCH + "/rows";

  /// The first line of the file that describes the inputs: the versions of the files of a store and
  /// of those between the steps.
  private static final String VERSION = "%x-1%n".formatted(BlockFile.MAGIC);

  private static final String COUNTS = ".counts";
  private static final String FINISHED = ".finished";

  private final Path folder;
  private final Path scratch;
  private final Progress progress;

  /// Held until the build ends, if its steps are recorded.
  private final @Nullable FileChannel lock;

  /// What each finished step counted.
  private final Map<Step, Summary> finished = new EnumMap<>(Step.class);

  /// Starts a build, or continues one.
  ///
  /// @param folder the folder of the store, which is created if it is absent
  /// @param description describes the inputs; if empty, no step is recorded
  /// @throws IOException if the folder has other files, or another process builds there
  BuildSteps(Path folder, Optional<String> description, Progress progress) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.scratch = folder.resolve(SCRATCH);
    this.progress = progress;
    Path held = scratch.resolve("lock");
    boolean isContinued = description.isPresent() && Files.exists(held);
    refuseOthers(isContinued);
    Files.createDirectories(scratch);
    this.lock = description.isPresent() ? lock(held) : null;
    try {
      if (description.isPresent()) {
        Path inputs = scratch.resolve("inputs");
        String expected = VERSION + description.get();
        if (isContinued) {
          resume(Set.of(held, inputs), inputs, expected);
        }
        Files.writeString(inputs, expected);
      }
      for (Step step : Step.values()) {
        for (String made : step.makes()) {
          if (made.startsWith(SCRATCH)) {
            Files.createDirectories(folder.resolve(made));
          }
        }
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Returns a folder of files between steps, or the one for files that no other step needs.
  Path folder(String name) {
    return folder.resolve(name);
  }

  /// Returns the files that a step has left in a folder, in a fixed order.
  List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.sorted().toList();
    }
  }

  private void refuseOthers(boolean isContinued) throws IOException {
    Set<String> own = new HashSet<>();
    if (isContinued) {
      own.addAll(List.of(SCRATCH, Store.SUMMARY));
      for (Step step : Step.values()) {
        own.addAll(step.makes());
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<String> other =
          files.map(f -> f.getFileName().toString()).filter(f -> !own.contains(f)).findFirst();
      if (other.isPresent()) {
        throw new IOException(
            "%s is not empty: it has %s; a store needs a folder of its own"
                .formatted(folder, other.get()));
      }
    }
  }

  private FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Another writer of this process.
    }
    channel.close();
    throw new IOException(
        "another build writes the store in %s; wait for it, or name another folder"
            .formatted(folder));
  }

  /// Finds the finished steps and removes all other files.
  private void resume(Set<Path> own, Path inputs, String expected) throws IOException {
    Set<Path> kept = new HashSet<>();
    Optional<String> misfit =
        Files.exists(inputs) && Files.readString(inputs).equals(expected)
            ? find(kept)
            : Optional.of("its inputs or its version differ");
    if (misfit.isPresent() || !isFinished(Step.READ)) {
      kept.clear();
      finished.clear();
      progress.note(
          "Starts anew after a build that was stopped: "
              + misfit.orElse("it had not read its inputs"));
    } else {
      progress.note(
          "Continues a build that was stopped; finished: "
              + finished.keySet().stream().map(Step::label).collect(Collectors.joining(", ")));
    }
    kept.addAll(own);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path found : all.filter(Files::isRegularFile).toList()) {
        if (!kept.contains(found)) {
          Files.delete(found);
        }
      }
    }
  }

  /// Finds the finished steps and their files. Returns why they cannot be used.
  private Optional<String> find(Set<Path> kept) throws IOException {
    Set<Path> used = new HashSet<>();
    for (Step step : Step.values()) {
      if (Files.exists(record(step, FINISHED))) {
        step.uses().forEach(name -> used.add(folder.resolve(name)));
      }
    }
    for (Step step : Step.values()) {
      Path list = record(step, FINISHED);
      if (!Files.exists(list)) {
        continue;
      }
      kept.add(list);
      for (String line : Files.readAllLines(list)) {
        String[] parts = line.split(" ", 2); // the size and the name
        Path file = folder.resolve(parts[1]);
        if (used.contains(file.getParent())) {
          continue;
        }
        long size = Files.exists(file) ? Files.size(file) : -1;
        if (size != Long.parseLong(parts[0])) {
          return Optional.of(
              "%s has %s bytes, not %s".formatted(file, size < 0 ? "no" : size, parts[0]));
        }
        kept.add(file);
      }
      finished.put(step, Summary.read(record(step, COUNTS)));
    }
    return Optional.empty();
  }

  private Path record(Step step, String kind) {
    return scratch.resolve(step.label() + kind);
  }

  synchronized boolean isFinished(Step step) {
    return finished.containsKey(step);
  }

  /// Runs a step, unless it is finished.
  void run(Step step, Work work) throws IOException {
    if (isFinished(step)) {
      return;
    }
    progress.at(step.label(), 0);
    finish(step, work.run());
  }

  /// Records that a step is finished, and removes what it has read.
  ///
  /// @param counted what the step has counted
  void finish(Step step, Summary counted) throws IOException {
    if (lock != null) {
      record(step, counted);
    }
    synchronized (this) {
      finished.put(step, counted);
    }
    for (String used : step.uses()) {
      delete(folder.resolve(used));
    }
  }

  /// Records the files of a step and what it counted. All of that is on disk before the record has
  /// its name.
  private void record(Step step, Summary counted) throws IOException {
    counted.write(record(step, COUNTS));
    List<Path> files = new ArrayList<>(List.of(record(step, COUNTS)));
    for (String made : step.makes()) {
      try (Stream<Path> all = Files.walk(folder.resolve(made))) {
        all.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    StringBuilder lines = new StringBuilder();
    for (Path file : files) {
      force(file);
      lines.append("%d %s\n".formatted(Files.size(file), folder.relativize(file)));
    }
    Path record = record(step, ".new");
    Files.writeString(record, lines);
    force(record);
    Files.move(record, record(step, FINISHED), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /// Returns what all finished steps have counted.
  synchronized Summary summary() {
    return finished.values().stream().reduce(Summary.NONE, Summary::and);
  }

  /// Removes the files between the steps, after the last one.
  void complete() throws IOException {
    close();
    delete(scratch);
  }

  /// Ends a build before its last step: keeps the finished steps if they are recorded, or empties
  /// the folder.
  void stop() throws IOException {
    close();
    if (lock != null && isFinished(Step.READ)) {
      progress.note("Finished steps are kept: the same build continues after them");
      return;
    }
    delete(scratch);
    for (Step step : Step.values()) {
      for (String made : step.makes()) {
        delete(folder.resolve(made));
      }
    }
    Files.deleteIfExists(folder.resolve(Store.SUMMARY));
  }

  @Override
  public void close() throws IOException {
    if (lock != null) {
      lock.close();
    }
  }

  private static void delete(Path file) throws IOException {
    if (Files.exists(file)) {
      List<Path> all;
      try (Stream<Path> found = Files.walk(file)) {
        all = found.toList();
      }
      for (Path one : all.reversed()) {
        Files.delete(one);
      }
    }
  }
}
