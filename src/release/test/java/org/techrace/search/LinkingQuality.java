package org.techrace.search;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.jena.graph.Graph;
import org.techrace.TemporaryFolder;

/// Measures the quality of matching on the half of ROR that was not used for tuning, in comparison
/// with plain Lucene BM25 on the same names and queries. Prints Markdown.
final class LinkingQuality {
  private static final int MAX_QUERIES = 20_000;

  private LinkingQuality() {}

  /// A query with its right answer.
  record Asked(String name, String place, String truth, Ror.Kind kind) {}

  /// The best candidate of a matcher and its score. The IRI is empty if there was no candidate.
  record Answer(Asked asked, String iri, double score, String reason) {
    boolean right() {
      return iri.equals(asked.truth());
    }
  }

  /// Returns the organisations, except those that ROR has withdrawn (duplicates, errors).
  static List<Ror.Organisation> organisations() throws IOException {
    Path dump = Ror.dump().orElseThrow(() -> new IOException("no ROR dump; see -Dtechrace.shared"));
    return Ror.read(dump).stream().filter(o -> !o.status().equals("withdrawn")).toList();
  }

  /// Returns the names of one half, except main names, as queries.
  ///
  /// @param written returns the text of the query; an empty text skips the name
  static List<Asked> names(
      List<Ror.Organisation> all,
      boolean heldOut,
      BiFunction<Ror.Organisation, Ror.Named, String> written) {
    List<Asked> asked = new ArrayList<>();
    for (Ror.Organisation o : all) {
      if (o.heldOut() == heldOut) {
        for (Ror.Named n : o.names()) {
          String name = n.kind() == Ror.Kind.MAIN ? "" : written.apply(o, n);
          if (!name.isBlank()) {
            asked.add(new Asked(name, o.place(), o.id(), n.kind()));
          }
        }
      }
    }
    return asked;
  }

  /// Reports whether a name is the one that is not indexed for its organisation, so that the
  /// organisation must be found by its other names.
  static boolean leftOut(Ror.Organisation o, Ror.Named n) {
    int others = o.names().size() - 1;
    return others > 0 && o.names().get(1 + Math.floorMod(o.id().hashCode(), others)).equals(n);
  }

  /// Selects the names that an index contains.
  interface Keep extends BiPredicate<Ror.Organisation, Ror.Named> {}

  /// Prints the tables of docs/link.md. With the argument `tuning`, uses the other half.
  public static void main(String[] args) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    boolean held = args.length == 0 || !args[0].equals("tuning");
    List<Ror.Organisation> all = organisations();
    Noise noise = new Noise(held ? 2 : 1);
    List<Asked> clean = some(names(all, held, (o, n) -> n.text()));
    List<Asked> noisy = some(names(all, held, (o, n) -> noise.spoil(n)));
    List<Asked> leftOut = some(names(all, held, (o, n) -> leftOut(o, n) ? n.text() : ""));
    Keep every = (o, n) -> true;
    out.println("| questions | by | asked | precision | recall | F1 | recall at precision 0.97 |");
    out.println("|---|---|--:|--:|--:|--:|--:|");
    List<Answer> seen = new ArrayList<>(compare(out, "clean", all, every, clean));
    seen.addAll(compare(out, "with noise", all, every, noisy));
    seen.addAll(compare(out, "left out", all, (o, n) -> !leftOut(o, n), leftOut));
    List<Ror.Organisation> others = all.stream().filter(o -> o.heldOut() != held).toList();
    try (TemporaryFolder folder = TemporaryFolder.make("quality");
        LabelIndex index = Ror.index(Ror.graph(others, every), folder)) {
      List<Answer> absent = answers(clean, a -> ask(index, Facts.none(), a, false));
      long sure = absent.stream().filter(a -> a.score() >= Matcher.SURE).count();
      out.printf(
          "%nOf %d names of bodies that the index does not hold, %d (%.1f %%) were matched all the"
              + " same.%n%n",
          clean.size(), sure, 100.0 * sure / clean.size());
      seen.addAll(absent);
    }
    calibration(out, seen);
  }

  private static List<Answer> compare(
      PrintStream out, String title, List<Ror.Organisation> all, Keep keep, List<Asked> asked)
      throws IOException {
    Graph graph = Ror.graph(all, keep);
    try (TemporaryFolder folder = TemporaryFolder.make("quality");
        LabelIndex index = Ror.index(graph, folder);
        Bm25 bm25 = new Bm25(all, keep)) {
      List<Answer> byName = answers(asked, a -> ask(index, Facts.none(), a, false));
      rows(out, title, "name", byName);
      Facts facts = new GraphFacts(graph);
      rows(out, title, "name and place", answers(asked, a -> ask(index, facts, a, true)));
      List<Answer> plain = answers(asked, bm25::ask);
      double first = plain.stream().filter(Answer::right).count();
      out.printf(
          Locale.ROOT,
          "| %s, all | BM25, best hit | %d | %.4f | %.4f | %.4f | %.4f |%n",
          title,
          plain.size(),
          first / plain.stream().filter(a -> !a.iri().isEmpty()).count(),
          first / plain.size(),
          2 * first / (plain.size() + plain.stream().filter(a -> !a.iri().isEmpty()).count()),
          recallAt(0.97, plain));
      return byName;
    }
  }

  static List<Asked> some(List<Asked> asked) {
    List<Asked> some = new ArrayList<>(asked);
    Collections.shuffle(some, new Random(3));
    return some.subList(0, Math.min(MAX_QUERIES, some.size()));
  }

  static List<Answer> answers(List<Asked> asked, Function<Asked, Answer> ask) {
    return IntStream.range(0, asked.size())
        .parallel()
        .mapToObj(i -> ask.apply(asked.get(i)))
        .toList();
  }

  static Answer ask(LabelIndex index, Facts facts, Asked asked, boolean withPlace) {
    MatchQuery query =
        new MatchQuery(
            asked.name(),
            List.of(),
            List.of(),
            withPlace ? List.of(new MatchQuery.Property(Ror.PLACE, asked.place())) : List.of(),
            3);
    List<Candidate> found = new Matcher(index, facts).match(query);
    if (found.isEmpty()) {
      return new Answer(asked, "", 0, "");
    }
    Candidate best = found.getFirst();
    return new Answer(asked, best.iri(), best.score(), best.reason());
  }

  /// Prints a row for all names, and one for each kind of name.
  private static void rows(PrintStream out, String title, String by, List<Answer> answers) {
    row(out, title + ", all", by, answers);
    for (Ror.Kind kind : List.of(Ror.Kind.ALIAS, Ror.Kind.LABEL, Ror.Kind.ACRONYM)) {
      row(
          out,
          title + ", " + kind.toString().toLowerCase(Locale.ROOT),
          by,
          answers.stream().filter(a -> a.asked().kind() == kind).toList());
    }
  }

  static void row(PrintStream out, String title, String by, List<Answer> answers) {
    double sure = answers.stream().filter(a -> a.score() >= Matcher.SURE).count();
    double right = answers.stream().filter(a -> a.score() >= Matcher.SURE && a.right()).count();
    double precision = right / sure;
    double recall = right / answers.size();
    out.printf(
        Locale.ROOT,
        "| %s | %s | %d | %.4f | %.4f | %.4f | %.4f |%n",
        title,
        by,
        answers.size(),
        precision,
        recall,
        2 * precision * recall / (precision + recall),
        recallAt(0.97, answers));
  }

  /// Returns the highest recall that any score threshold reaches with at least this precision.
  static double recallAt(double precision, List<Answer> answers) {
    List<Answer> ranked =
        answers.stream().sorted((a, b) -> Double.compare(b.score(), a.score())).toList();
    double best = 0;
    int right = 0;
    for (int i = 0; i < ranked.size(); i++) {
      right += ranked.get(i).right() ? 1 : 0;
      boolean last = i + 1 == ranked.size() || ranked.get(i + 1).score() < ranked.get(i).score();
      if (last && right >= precision * (i + 1)) {
        best = (double) right / answers.size();
      }
    }
    return best;
  }

  private static void calibration(PrintStream out, List<Answer> answers) {
    out.println("| score | answers | mean score | right of 100 |");
    out.println("|---|--:|--:|--:|");
    for (int from = 0; from < 100; from += 10) {
      int low = from;
      List<Answer> bin =
          answers.stream()
              .filter(a -> a.score() >= low && (a.score() < low + 10 || low == 90))
              .toList();
      double mean = bin.stream().mapToDouble(Answer::score).average().orElse(0);
      double right = bin.stream().filter(Answer::right).count();
      out.printf(
          Locale.ROOT,
          "| %d to %d | %d | %.1f | %.1f |%n",
          low,
          low + 10,
          bin.size(),
          mean,
          100 * right / bin.size());
    }
  }
}
