package org.techrace.search;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.techrace.TemporaryFolder;
import org.techrace.rdf.LanguageOrder;

/// Measures how fast the index of all of ROR is built and searched (elapsed and processor time in
/// seconds) and how much memory both need. Prints Markdown.
final class LinkingSpeed {
  private static final int TIMES = 5;

  private LinkingSpeed() {}

  /// A task to measure.
  interface Work {
    /// Runs the task.
    ///
    /// @return the number of items processed
    int run() throws IOException;
  }

  /// Prints the table of docs/link.md.
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<Ror.Organisation> all = LinkingQuality.organisations();
    Noise noise = new Noise(2);
    List<LinkingQuality.Asked> clean =
        LinkingQuality.some(LinkingQuality.names(all, true, (o, n) -> n.text()));
    List<LinkingQuality.Asked> noisy =
        LinkingQuality.some(LinkingQuality.names(all, true, (o, n) -> noise.spoil(n)));
    Graph graph = Ror.graph(all, (o, n) -> true);
    try (TemporaryFolder folder = TemporaryFolder.make("speed")) {
      measure(out, all, clean, noisy, graph, folder.path());
    }
  }

  private static void measure(
      PrintStream out,
      List<Ror.Organisation> all,
      List<LinkingQuality.Asked> clean,
      List<LinkingQuality.Asked> noisy,
      Graph graph,
      Path folder)
      throws IOException {
    out.println("| best of five | a second | processor time of each, ms |");
    out.println("|---|--:|--:|");
    row(out, "entities indexed", () -> LabelIndex.build(graph, folder, LanguageOrder.NONE));
    long before = heap();
    try (LabelIndex index = LabelIndex.open(folder)) {
      Matcher matcher = new Matcher(index, Facts.none());
      row(out, "clean names matched", () -> match(matcher, clean));
      row(out, "names with noise matched", () -> match(matcher, noisy));
      Matcher withPlace = new Matcher(index, new GraphFacts(graph));
      row(out, "names with noise and place matched", () -> matchWithPlace(withPlace, noisy));
      out.printf(
          Locale.ROOT,
          "%nThe index of %d names takes %.1f MB on disk and %.1f MB of heap; %d processors.%n",
          all.stream().mapToInt(o -> o.names().size()).sum(),
          size(folder) / 1e6,
          (heap() - before) / 1e6,
          Runtime.getRuntime().availableProcessors());
    }
  }

  private static int match(Matcher matcher, List<LinkingQuality.Asked> asked) {
    asked.parallelStream().forEach(a -> matcher.match(MatchQuery.named(a.name(), 3)));
    return asked.size();
  }

  private static int matchWithPlace(Matcher matcher, List<LinkingQuality.Asked> asked) {
    asked.parallelStream()
        .forEach(
            a ->
                matcher.match(
                    new MatchQuery(
                        a.name(),
                        List.of(),
                        List.of(),
                        List.of(new MatchQuery.Property(Ror.PLACE, a.place())),
                        3)));
    return asked.size();
  }

  private static void row(PrintStream out, String title, Work work) throws IOException {
    long wall = Long.MAX_VALUE;
    long processors = Long.MAX_VALUE;
    int done = 0;
    for (int i = 0; i < TIMES; i++) {
      long start = System.nanoTime();
      long used = processorTime();
      done = work.run();
      wall = Math.min(wall, System.nanoTime() - start);
      processors = Math.min(processors, processorTime() - used);
    }
    out.printf(
        Locale.ROOT, "| %s | %.0f | %.3f |%n", title, done / (wall / 1e9), processors / 1e6 / done);
  }

  private static long processorTime() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      long size = 0;
      for (Path file : files.toList()) {
        size += Files.size(file);
      }
      return size;
    }
  }
}
