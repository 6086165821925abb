package org.techrace.search;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.jena.graph.Graph;

/// scratch driver
final class LinkingBench {
  record Asked(String name, String place, String truth, Ror.Kind kind) {}

  record Answer(Asked asked, String iri, double score, String reason) {
    boolean right() {
      return iri.equals(asked.truth());
    }
  }

  public static void main(String[] args) throws Exception {
    List<Ror.Organisation> all =
        Ror.read(Ror.dump().orElseThrow()).stream()
            .filter(o -> !o.status().equals("withdrawn"))
            .toList();
    Graph graph = Ror.graph(all, (o, n) -> true);
    Path folder = Files.createTempDirectory("index");
    for (int i = 0; i < 4; i++) {
      long t = System.nanoTime();
      int n = LabelIndex.build(graph, folder);
      System.out.printf("built %d in %.2f s%n", n, (System.nanoTime() - t) / 1e9);
    }
    boolean held = args.length > 0;
    Noise noise = new Noise(1);
    List<Asked> clean = new ArrayList<>();
    List<Asked> noisy = new ArrayList<>();
    for (Ror.Organisation o : all) {
      if (o.heldOut() == held) {
        for (Ror.Named n : o.names()) {
          if (n.kind() != Ror.Kind.MAIN) {
            clean.add(new Asked(n.text(), o.place(), o.id(), n.kind()));
            noisy.add(new Asked(noise.spoil(n), o.place(), o.id(), n.kind()));
          }
        }
      }
    }
    try (LabelIndex index = LabelIndex.open(folder)) {
      run("clean", index, Facts.none(), false, sample(clean));
      run("noisy", index, Facts.none(), false, sample(noisy));
    }
    Ror.Organisation[] byOrder = all.toArray(Ror.Organisation[]::new);
    Graph graph2 = Ror.graph(all, (o, n) -> !leftOut(o, n));
    LabelIndex.build(graph2, folder);
    List<Asked> unseen = new ArrayList<>();
    for (Ror.Organisation o : byOrder) {
      if (o.heldOut() == held) {
        for (Ror.Named n : o.names()) {
          if (leftOut(o, n)) {
            unseen.add(new Asked(n.text(), o.place(), o.id(), n.kind()));
          }
        }
      }
    }
    try (LabelIndex index = LabelIndex.open(folder)) {
      run("left out", index, Facts.none(), false, sample(unseen));
    }
    Graph graph3 =
        Ror.graph(all.stream().filter(o -> o.heldOut() != held).toList(), (o, n) -> true);
    LabelIndex.build(graph3, folder);
    try (LabelIndex index = LabelIndex.open(folder)) {
      run("absent", index, Facts.none(), false, sample(clean));
    }
  }

  static boolean leftOut(Ror.Organisation o, Ror.Named n) {
    if (o.names().size() < 2) {
      return false;
    }
    int i = 1 + Math.floorMod(o.id().hashCode(), o.names().size() - 1);
    return o.names().get(i).equals(n);
  }

  static List<Asked> sample(List<Asked> asked) {
    List<Asked> copy = new ArrayList<>(asked);
    Collections.shuffle(copy, new Random(3));
    return copy.subList(0, Math.min(copy.size(), 20000));
  }

  static void run(String title, LabelIndex index, Facts facts, boolean place, List<Asked> asked) {
    Matcher matcher = new Matcher(index, facts);
    long t = System.nanoTime();
    List<Answer> answers =
        IntStream.range(0, asked.size())
            .parallel()
            .mapToObj(
                i -> {
                  Asked a = asked.get(i);
                  List<Candidate> found = matcher.match(MatchQuery.named(a.name(), 3));
                  return found.isEmpty()
                      ? new Answer(a, "", 0, "")
                      : new Answer(
                          a,
                          found.getFirst().iri(),
                          found.getFirst().score(),
                          found.getFirst().reason());
                })
            .toList();
    double s = (System.nanoTime() - t) / 1e9;
    System.out.printf("%s: %d names, %.0f/s%n", title, asked.size(), asked.size() / s);
    for (Ror.Kind kind : Ror.Kind.values()) {
      report(kind.toString(), answers.stream().filter(a -> a.asked().kind() == kind).toList());
    }
    report("all", answers);
    for (int b = 0; b < 10; b++) {
      int from = b * 10;
      List<Answer> bin =
          answers.stream()
              .filter(a -> a.score() >= from && (a.score() < from + 10 || from == 90))
              .toList();
      System.out.printf(
          "   %d: %d, right %.3f%n",
          from, bin.size(), bin.stream().filter(Answer::right).count() / (double) bin.size());
    }
    if (System.getProperty("show") != null) {
      answers.stream()
          .filter(a -> a.right() != a.score() >= 90)
          .limit(Integer.getInteger("show"))
          .forEach(System.out::println);
    }
  }

  static void report(String title, List<Answer> answers) {
    long sure = answers.stream().filter(a -> a.score() >= 90).count();
    long right = answers.stream().filter(a -> a.score() >= 90 && a.right()).count();
    long top = answers.stream().filter(Answer::right).count();
    System.out.printf(
        "  %-8s n=%d P=%.4f R=%.4f top1=%.4f%n",
        title,
        answers.size(),
        right / (double) sure,
        right / (double) answers.size(),
        top / (double) answers.size());
  }
}
