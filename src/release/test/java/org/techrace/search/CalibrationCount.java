package org.techrace.search;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.jena.graph.Graph;
import org.techrace.TemporaryFolder;

/// Computes the rows of `calibration.tsv` on the tuning half of ROR: how often the best candidate
/// is right, by kind and value of the resemblance. The queries are two parts names from the index,
/// two parts the same names with errors, one part names that are not in the index, and one part
/// names of organisations that are not in the index.
final class CalibrationCount {
  private static final int QUERIES_PER_PART = 9_000;
  private static final double CLOSE_VALUE = 0.02;
  private static final int MIN_BLOCK_SIZE = 60;

  /// The resemblance of the best candidate, and whether it was right.
  private record Seen(double value, boolean right) {}

  private final Map<Resemblance.Kind, Queue<Seen>> seen = new ConcurrentHashMap<>();

  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<Ror.Organisation> all = LinkingQuality.organisations();
    CalibrationCount count = new CalibrationCount();
    List<LinkingQuality.Asked> clean = LinkingQuality.names(all, false, (o, n) -> n.text());
    Noise noise = new Noise(11);
    List<LinkingQuality.Asked> noisy = LinkingQuality.names(all, false, (o, n) -> noise.spoil(n));
    count.over(2 * QUERIES_PER_PART, Ror.graph(all, (o, n) -> true), clean, noisy);
    List<LinkingQuality.Asked> leftOut =
        LinkingQuality.names(all, false, (o, n) -> LinkingQuality.leftOut(o, n) ? n.text() : "");
    count.over(QUERIES_PER_PART, Ror.graph(all, (o, n) -> !LinkingQuality.leftOut(o, n)), leftOut);
    count.over(
        QUERIES_PER_PART,
        Ror.graph(all.stream().filter(Ror.Organisation::heldOut).toList(), (o, n) -> true),
        clean);
    count.print(out);
  }

  @SafeVarargs
  private void over(int each, Graph graph, List<LinkingQuality.Asked>... questions)
      throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.make("calibration");
        LabelIndex index = Ror.index(graph, folder)) {
      Matcher matcher = new Matcher(index, Facts.none());
      for (List<LinkingQuality.Asked> asked : questions) {
        List<LinkingQuality.Asked> some = new ArrayList<>(asked);
        Collections.shuffle(some, new Random(5));
        some.subList(0, Math.min(each, some.size())).parallelStream()
            .forEach(a -> add(index, matcher, a));
      }
    }
  }

  private void add(LabelIndex index, Matcher matcher, LinkingQuality.Asked asked) {
    try {
      List<Matcher.Scored> ranked =
          matcher.best(MatchQuery.named(asked.name(), 1)).values().stream()
              .sorted(Comparator.comparingDouble(Matcher.Scored::odds).reversed())
              .toList();
      if (ranked.isEmpty()) {
        return;
      }
      Resemblance top = ranked.getFirst().resemblance();
      if (ranked.size() > 1
          && ranked.get(1).resemblance().kind() == top.kind()
          && ranked.get(1).resemblance().value() > top.value() - CLOSE_VALUE) {
        return;
      }
      boolean hit = index.shown(ranked.getFirst().hit().document()).iri().equals(asked.truth());
      seen.computeIfAbsent(top.kind(), k -> new ConcurrentLinkedQueue<>())
          .add(new Seen(top.value(), hit));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(PrintStream out) {
    new TreeMap<>(seen)
        .forEach(
            (kind, all) -> {
              for (Block block : blocks(all)) {
                out.printf(
                    Locale.ROOT,
                    "%s\t%.3f\t%.3g\t%d\t%d%n",
                    kind,
                    block.value(),
                    (block.right + 0.5) / (block.wrong + 0.5),
                    block.right,
                    block.wrong);
              }
            });
  }

  /// Merges neighbouring values until the share of right candidates rises with the value (pool
  /// adjacent violators) and each block has at least 60 candidates.
  private static List<Block> blocks(Collection<Seen> all) {
    List<Block> blocks = new ArrayList<>();
    all.stream()
        .sorted(Comparator.comparingDouble(Seen::value))
        .forEach(
            one -> {
              Block last = blocks.isEmpty() ? null : blocks.getLast();
              double step = Math.floor(one.value() * 40 + 1e-9);
              if (last == null || (last.step != step && last.size() >= MIN_BLOCK_SIZE)) {
                last = new Block(step);
                blocks.add(last);
              }
              last.add(one);
            });
    if (blocks.size() > 1 && blocks.getLast().size() < MIN_BLOCK_SIZE) {
      Block small = blocks.removeLast();
      blocks.getLast().add(small);
    }
    for (int i = 1; i < blocks.size(); i++) {
      if (i > 0 && blocks.get(i - 1).share() > blocks.get(i).share()) {
        blocks.get(i - 1).add(blocks.remove(i));
        i = Math.max(0, i - 2);
      }
    }
    return blocks;
  }

  private static final class Block {
    final double step;
    long right;
    long wrong;
    double sum;

    Block(double step) {
      this.step = step;
    }

    void add(Seen one) {
      right += one.right() ? 1 : 0;
      wrong += one.right() ? 0 : 1;
      sum += one.value();
    }

    void add(Block other) {
      right += other.right;
      wrong += other.wrong;
      sum += other.sum;
    }

    long size() {
      return right + wrong;
    }

    double value() {
      return sum / size();
    }

    double share() {
      return (double) right / size();
    }
  }
}
