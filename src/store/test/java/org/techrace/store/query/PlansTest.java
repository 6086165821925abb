package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shared.PrefixMapping;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Prologue;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.UpdateExec;
import org.apache.jena.sparql.util.FmtUtils;
import org.apache.jena.update.UpdateFactory;
import org.apache.jena.update.UpdateRequest;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.XSD;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.Section;
import org.techrace.guard.Scratch;
import org.techrace.store.query.row.QueryPlan;
import org.techrace.store.query.row.Rewrite;
import org.techrace.threads.Helpers;

/// Runs the queries in the files `plans/*.test` and compares their plans and rows.
///
/// A file begins with what it tests. Then it has sections, each after a line `==== NAME`:
///
/// - `data`: TriG; the prefix `:` is `http://e/`, and `rdf` and `xsd` are known;
/// - `update`: SPARQL Update that adds to the data;
/// - `query`: after the name a title, if it needs one, and the query;
/// - `compiled`: the plan before the query runs, and those before and after each rewrite of it,
///   where it is worth a test;
/// - `plan`: the operators with their actual and expected rows;
/// - `rows`: the solutions of the query, one a line, sorted unless the query has ORDER BY.
///
/// Each query also runs on three threads, with all rows that operators keep on disk, and without an
/// order of joins, with the same rows. `-Dgolden.update` writes the plans of this engine into the
/// files, and the rows of ARQ's reference evaluator in place of `?`.
final class PlansTest {
  private static final Pattern UNNAMED = Pattern.compile("_:b\\d+");
  private static final boolean UPDATE = System.getProperty("golden.update") != null;
  private static final PrefixMapping PREFIXES =
      PrefixMapping.Factory.create()
          .setNsPrefix("", "http://e/")
          .setNsPrefix("rdf", RDF.uri)
          .setNsPrefix("xsd", XSD.NS);
  private static final Helpers HELPERS = new Helpers(3, 0, 0, 0);

  private static final Scratch EVERYTHING_ON_DISK =
      new Scratch(new Scratch.Limits(0, 1L << 30, 1L << 30));

  @TempDir private static Path folder = Path.of("");

  /// The stores with the data of the files.
  private static final Map<Path, StoreDataset> STORES = new HashMap<>();

  @AfterAll
  static void close() {
    STORES.values().forEach(StoreDataset::close);
    STORES.clear();
  }

  @TestFactory
  Stream<DynamicContainer> returnsRowsOfEachFile() throws Exception {
    URI folder = Objects.requireNonNull(PlansTest.class.getResource("/plans/")).toURI();
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(folder))) {
      files = all.filter(f -> f.toString().endsWith(".test")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    return files.stream()
        .map(f -> DynamicContainer.dynamicContainer(f.getFileName().toString(), tests(f)));
  }

  private static Stream<DynamicTest> tests(Path file) {
    List<Section> sections = sections(file);
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      Section query = sections.get(i);
      if (query.name().equals("query")) {
        int at = i;
        tests.add(
            DynamicTest.dynamicTest(
                query.title().isEmpty() ? query.text() : query.title(),
                () -> test(file, sections, at)));
      }
    }
    return tests.stream();
  }

  private static List<Section> sections(Path file) {
    try {
      return Section.read(file);
    } catch (IOException e) {
      return Assertions.fail(e);
    }
  }

  private static void test(Path file, List<Section> sections, int at) throws IOException {
    Query query = QueryFactory.create(prologue() + sections.get(at).text());
    StoreDataset store = STORES.computeIfAbsent(file, _ -> store(sections));
    QueryPlan plan = new QueryPlan();
    store.getContext().set(QueryPlan.symbol(), plan);
    List<String> rows = rows(query, Answer.of(query, store));
    store.getContext().remove(QueryPlan.symbol());
    List<String> steps = new ArrayList<>();
    addSteps(plan.steps(), "", steps);
    nameVariables(steps);
    List<String> compiled = new ArrayList<>(plan.compiled());
    for (QueryPlan.Change change : plan.changes()) {
      compiled.add("before " + change.rewrite());
      change.before().forEach(line -> compiled.add("  " + line));
      compiled.add("after " + change.rewrite());
      change.after().forEach(line -> compiled.add("  " + line));
    }
    compiled.replaceAll(PlansTest::abbreviated);
    nameVariables(compiled);
    boolean compares = sections.get(at + 1).name().equals("compiled");
    Section stated = after("rows", sections, at);
    if (UPDATE) {
      after("plan", sections, at).replace(steps);
      if (compares) {
        after("compiled", sections, at).replace(compiled);
      }
      if (stated.lines().equals(List.of("?"))) {
        stated.replace(rows(query, Answer.byReference(query, data(sections))));
      }
      write(file, sections);
    }
    assertThat(rows).as("rows").isEqualTo(stated.lines());
    if (compares) {
      assertThat(compiled).as("compiled").isEqualTo(after("compiled", sections, at).lines());
    }
    assertThat(steps).as("plan").isEqualTo(after("plan", sections, at).lines());
    store.getContext().set(Helpers.SYMBOL, HELPERS);
    assertThat(rows(query, Answer.of(query, store))).as("rows on three threads").isEqualTo(rows);
    store.getContext().remove(Helpers.SYMBOL);
    EVERYTHING_ON_DISK.lendTo(store.getContext());
    assertThat(rows(query, Answer.of(query, store))).as("rows on disk").isEqualTo(rows);
    Scratch.takeFrom(store.getContext());
    Rewrite.switchOff(EnumSet.of(Rewrite.JOIN_ORDER), store.getContext());
    assertThat(rows(query, Answer.of(query, store))).as("rows without join-order").isEqualTo(rows);
    Rewrite.switchOff(Set.of(), store.getContext());
  }

  private static StoreDataset store(List<Section> sections) {
    Path store = folder.resolve("store" + STORES.size());
    return Stores.of(data(sections), store, StoreDataset.DefaultGraph.OWN);
  }

  /// Returns the section with a name that belongs to a query.
  private static Section after(String name, List<Section> sections, int query) {
    for (Section section : sections.subList(query + 1, sections.size())) {
      if (section.name().equals(name)) {
        return section;
      }
    }
    throw new AssertionError("no section " + name + " after " + sections.get(query).title());
  }

  /// Writes the sections to the file that the resource was copied from.
  private static void write(Path resource, List<Section> sections) throws IOException {
    Path end = Path.of("test/resources/plans").resolve(resource.getFileName());
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      Section.write(sources.filter(f -> f.endsWith(end)).findFirst().orElseThrow(), sections);
    }
  }

  private static DatasetGraph data(List<Section> sections) {
    DatasetGraph memory = DatasetGraphFactory.createTxnMem();
    for (Section section : sections) {
      if (section.name().equals("data")) {
        RDFParser.fromString(prologue() + section.text(), Lang.TRIG).parse(memory);
      } else if (section.name().equals("update")) {
        UpdateRequest update = UpdateFactory.create(prologue() + section.text());
        UpdateExec.newBuilder().dataset(memory).update(update).execute();
      }
    }
    return memory;
  }

  static String prologue() {
    return PREFIXES.getNsPrefixMap().entrySet().stream()
        .map(p -> "PREFIX " + p.getKey() + ": <" + p.getValue() + ">\n")
        .collect(Collectors.joining());
  }

  /// Returns the solutions as lines, sorted unless the query has ORDER BY.
  static List<String> rows(Query query, Answer answer) {
    return switch (answer) {
      case Answer.Solutions(List<String> variables, List<Binding> all) -> {
        Stream<String> rows = all.stream().map(row -> row(row, variables));
        yield (query.hasOrderBy() ? rows : rows.sorted()).toList();
      }
      case Answer.Truth(boolean holds) -> List.of(String.valueOf(holds));
      case Answer.Triples _, Answer.Failure _ -> List.of(answer.toString());
    };
  }

  private static String row(Binding row, List<String> variables) {
    return variables.stream()
        .filter(v -> row.get(v) != null)
        .map(v -> "?" + v + " " + FmtUtils.stringForNode(row.get(v), new Prologue(PREFIXES)))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /// Numbers the variables without a name, whose numbers are those of the process.
  private static void nameVariables(List<String> steps) {
    Map<String, String> names = new HashMap<>();
    steps.replaceAll(
        step ->
            UNNAMED
                .matcher(step)
                .replaceAll(v -> names.computeIfAbsent(v.group(), _ -> "_:" + names.size())));
  }

  private static String abbreviated(String step) {
    return step.replaceAll("<http://e/(\\w+)>", ":$1");
  }

  private static void addSteps(List<QueryPlan.Step> steps, String indent, List<String> lines) {
    for (QueryPlan.Step step : steps) {
      boolean unknown = step.expected() == QueryPlan.UNKNOWN;
      lines.add(
          "%8d %8s  %s"
              .formatted(
                  step.rows(),
                  unknown ? "-" : Math.round(step.expected()),
                  indent + abbreviated(step.text())));
      addSteps(step.parts(), indent + "  ", lines);
    }
  }
}
