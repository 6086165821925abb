package org.techrace.scaffold;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.graph.GraphFactory;
import org.jspecify.annotations.Nullable;
import org.techrace.SharedMaterial;
import org.techrace.access.ReadableFile;
import org.techrace.rdf.Iris;
import org.techrace.report.Report;

/// Compares the mappings that `init` drafts for public tables with what is right for them. Each
/// folder is drafted at once, in a project without an ontology. `src/bench/run init` prints it.
final class InitScore {
  /// What a mapping says about a table.
  enum Aspect {
    TYPES,
    KEYS,
    UNITS,
    LINKS,
    LABELS,
    NULLS,
    LANGUAGES
  }

  /// How many answers were given and right, how many were missed, and which were wrong.
  static final class Score {
    private int right;
    private int wrong;
    private int missed;
    private final List<String> misses = new ArrayList<>();

    double precision() {
      return right + wrong == 0 ? 1 : (double) right / (right + wrong);
    }

    double recall() {
      return right + missed == 0 ? 1 : (double) right / (right + missed);
    }

    private void add(boolean isGiven, boolean isRight, boolean isRequired, String miss) {
      if (isGiven && isRight) {
        right++;
      } else {
        wrong += isGiven ? 1 : 0;
        missed += isRequired ? 1 : 0;
        if (isGiven || isRequired) {
          misses.add(miss);
        }
      }
    }

    private void add(Score other) {
      right += other.right;
      wrong += other.wrong;
      missed += other.missed;
      misses.addAll(other.misses);
    }
  }

  private final Path data;
  private final List<ExpectedTable> expected;

  /// The scores by table.
  private final Map<String, Map<Aspect, Score>> scores = new TreeMap<>();

  private int columns;

  InitScore(Path data, List<ExpectedTable> expected) {
    this.data = data;
    this.expected = List.copyOf(expected);
  }

  /// Drafts the mappings of all tables, folder by folder, and compares them.
  InitScore run() throws IOException {
    Map<String, List<ExpectedTable>> byFolder = new LinkedHashMap<>();
    for (ExpectedTable table : expected) {
      String folder = table.path().replaceFirst("[^/]*$", "");
      byFolder.computeIfAbsent(folder, _ -> new ArrayList<>()).add(table);
    }
    for (List<ExpectedTable> folder : byFolder.values()) {
      FirstMapping draft =
          new FirstMapping(List.of(), Iris.EXAMPLE, "ex", TableOptions.NONE, new Report());
      String mapping =
          draft
              .of(folder.stream().map(t -> ReadableFile.named(data.resolve(t.path()))).toList())
              .orElse("");
      Map<String, DraftedTable> drafted =
          DraftedTable.of(graph(mapping), graph(draft.newTerms("data").orElse("")));
      for (ExpectedTable table : folder) {
        compare(table, drafted.get(table.path().replaceFirst(".*/", "")));
      }
    }
    return this;
  }

  private static Graph graph(String turtle) {
    Graph graph = GraphFactory.createDefaultGraph();
    RDFParser.fromString(turtle, Lang.TURTLE).base("http://example.org/").parse(graph);
    return graph;
  }

  private void compare(ExpectedTable table, @Nullable DraftedTable drafted) throws IOException {
    List<String> header = table.header(data.resolve(table.path()));
    Map<Aspect, Score> found = new EnumMap<>(Aspect.class);
    for (Aspect aspect : Aspect.values()) {
      found.put(aspect, new Score());
    }
    scores.put(table.path(), found);
    columns += header.size();
    DraftedTable said =
        drafted == null
            ? new DraftedTable(Set.of(), Set.of(), Map.of(), Optional.empty(), "")
            : drafted;
    for (int i = 0; i < header.size(); i++) {
      column(table, header.get(i), of(said, header, i), found);
    }
    key(table, header, said, of(found, Aspect.KEYS));
    nulls(table, header, said, of(found, Aspect.NULLS));
  }

  private static Score of(Map<Aspect, Score> scores, Aspect aspect) {
    return Objects.requireNonNull(scores.get(aspect));
  }

  private static DraftedTable.Column of(DraftedTable said, List<String> header, int index) {
    String name = header.get(index);
    if (said.pattern().filter(p -> p.matcher(name).find()).isPresent()) {
      return said.columns().getOrDefault(said.valueField(), DraftedTable.Column.NONE);
    }
    DraftedTable.Column byPosition = said.columns().get("_col." + (index + 1));
    return byPosition == null
        ? said.columns().getOrDefault(name, DraftedTable.Column.NONE)
        : byPosition;
  }

  private static void column(
      ExpectedTable table, String name, DraftedTable.Column said, Map<Aspect, Score> found) {
    ExpectedTable.Column right = table.column(name);
    String place = table.path() + " [" + name + "] ";
    String type = said.type();
    of(found, Aspect.TYPES)
        .add(
            !type.equals("string"),
            right.types().contains(type),
            !right.types().contains("string"),
            place + "is " + right.types() + ", not " + type);
    answer(of(found, Aspect.UNITS), right.unit(), said.units(), place);
    answer(of(found, Aspect.LINKS), right.link(), said.links(), place);
    answer(of(found, Aspect.LABELS), right.label(), said.isLabel() ? Set.of("") : Set.of(), place);
    answer(
        of(found, Aspect.LANGUAGES),
        right.language(),
        said.lang().isEmpty() ? Set.of() : Set.of(said.lang()),
        place);
  }

  private static void answer(
      Score score, ExpectedTable.Answer right, Set<String> said, String place) {
    score.add(
        !said.isEmpty(),
        said.stream()
            .anyMatch(given -> right.accepts(given) || right.accepts(given.replace('_', ' '))),
        right.isRequired(),
        place + "is " + right.right() + ", not " + said);
  }

  /// Compares the key with the one of the right keys that fits best.
  private static void key(
      ExpectedTable table, List<String> header, DraftedTable said, Score score) {
    Set<String> given = new TreeSet<>();
    for (String reference : said.key()) {
      if (reference.startsWith("_col.")) {
        given.add(header.get(Integer.parseInt(reference.substring(5)) - 1));
      } else if (header.contains(reference)) {
        given.add(reference);
      }
    }
    Set<String> letters = new TreeSet<>();
    header.forEach(name -> letters.addAll(table.column(name).keys()));
    Set<String> best = Set.of();
    double most = -1;
    for (String letter : letters) {
      Set<String> right = new TreeSet<>();
      header.stream().filter(name -> table.column(name).isPartOf(letter)).forEach(right::add);
      long common = right.stream().filter(given::contains).count();
      double fit = 2.0 * common / (right.size() + given.size());
      if (fit > most) {
        most = fit;
        best = right;
      }
    }
    for (String name : new TreeSet<>(Stream.concat(best.stream(), given.stream()).toList())) {
      if (best.contains(name) || table.column(name).optionalKeys().isEmpty()) {
        score.add(
            given.contains(name),
            best.contains(name),
            best.contains(name),
            "%s [%s] key is %s, not %s".formatted(table.path(), name, best, given));
      }
    }
  }

  private static void nulls(
      ExpectedTable table, List<String> header, DraftedTable said, Score score) {
    Set<String> right = new TreeSet<>();
    Set<String> optional = new HashSet<>();
    for (String name : header) {
      right.addAll(table.column(name).nulls());
      optional.addAll(table.column(name).optionalNulls());
    }
    for (String mark :
        new TreeSet<>(Stream.concat(right.stream(), said.nulls().stream()).toList())) {
      if (right.contains(mark) || !optional.contains(mark)) {
        score.add(
            said.nulls().contains(mark),
            right.contains(mark),
            right.contains(mark),
            table.path() + " null marks are " + right + ", not " + said.nulls());
      }
    }
  }

  int columns() {
    return columns;
  }

  /// Returns the scores of some tables.
  Map<Aspect, Score> of(Set<String> tables) {
    Map<Aspect, Score> sums = new EnumMap<>(Aspect.class);
    for (Aspect aspect : Aspect.values()) {
      Score sum = new Score();
      tables.forEach(
          table -> sum.add(scores.getOrDefault(table, Map.of()).getOrDefault(aspect, new Score())));
      sums.put(aspect, sum);
    }
    return sums;
  }

  private static void print(PrintStream out, String title, Map<Aspect, Score> scores) {
    scores.forEach(
        (aspect, score) ->
            out.printf(
                "| %s | %s | %.3f | %.3f | %d | %d | %d |%n",
                title,
                aspect.name().toLowerCase(Locale.ROOT),
                score.precision(),
                score.recall(),
                score.right,
                score.wrong,
                score.missed));
  }

  /// Prints precision and recall by aspect, and the misses. The misses of the tables that are held
  /// out are printed with `--held-out` only. `--table T` prints those of the tables whose paths
  /// contain T.
  public static void main(String[] args) throws IOException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Map<String, String> options = new HashMap<>();
    IntStream.range(0, args.length)
        .filter(i -> args[i].startsWith("--"))
        .forEach(i -> options.put(args[i], i + 1 < args.length ? args[i + 1] : ""));
    List<ExpectedTable> all = ExpectedTable.read(Path.of("src/bench/init/expected.txt"));
    Set<String> heldOut = ExpectedTable.heldOut(all);
    String part = options.getOrDefault("--table", "");
    List<ExpectedTable> chosen = all.stream().filter(t -> t.path().contains(part)).toList();
    InitScore score = new InitScore(SharedMaterial.path("data"), chosen).run();
    Set<String> held = new TreeSet<>();
    Set<String> others = new TreeSet<>();
    chosen.forEach(t -> (heldOut.contains(t.path()) ? held : others).add(t.path()));
    Set<String> every = new TreeSet<>(others);
    every.addAll(held);
    out.printf(
        "%d tables of %d publishers, %d columns; %d tables are held out%n%n",
        chosen.size(),
        chosen.stream().map(ExpectedTable::publisher).distinct().count(),
        score.columns(),
        held.size());
    out.println("| tables | aspect | precision | recall | right | wrong | missed |");
    out.println("|---|---|--:|--:|--:|--:|--:|");
    print(out, "all", score.of(every));
    print(out, "not held out", score.of(others));
    print(out, "held out", score.of(held));
    Set<String> shown = options.containsKey("--held-out") ? held : others;
    score
        .of(shown)
        .forEach(
            (aspect, of) -> {
              out.printf("%n%s%n", aspect);
              of.misses.forEach(out::println);
            });
  }
}
