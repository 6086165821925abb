package org.techrace.store.query.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.datatypes.TypeMapper;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.expr.ExprEvalException;
import org.apache.jena.sparql.util.ExprUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.store.IdRanges;
import org.techrace.store.Store;
import org.techrace.store.query.StoreDataset;
import org.techrace.store.query.Stores;
import org.techrace.store.query.row.QueryPlan;

/// Compares random conditions on 2,000 random texts of all kinds of terms: on a store with the
/// index of trigrams, on one without, and with ARQ in memory. The conditions are the same each
/// time; to search for new faults, set another seed with `-Dtechrace.seed=N` and more conditions
/// with `-Dtechrace.expressions=N`.
final class TextCandidatesTest {
  private static final long SEED = Long.getLong("techrace.seed", 20261128);
  private static final int CONDITIONS = Integer.getInteger("techrace.expressions", 150);
  private static final int TEXTS = 2000;

  /// Among them are characters that have an ASCII letter as their lower or upper case, that become
  /// two letters, or whose lower case depends on their place.
  private static final List<String> CHARACTERS =
      List.of(
          "a",
          "b",
          "c",
          "d",
          "e",
          "k",
          "i",
          "s",
          "f",
          "t",
          "A",
          "B",
          "K",
          "I",
          "S",
          "F",
          " ",
          ".",
          "-",
          "1",
          "2",
          "(",
          "\\",
          "\u0001",
          "\u212A",
          "\u0130",
          "\u0131",
          "\u017F",
          "ß",
          "\uFB01",
          "Σ",
          "σ",
          "ς",
          "é",
          "É",
          "量",
          "子",
          "\uD83D\uDE00",
          "\uD801\uDC00",
          "\uD801\uDC28");

  private static final List<String> OPERANDS =
      List.of("?o", "STR(?o)", "LCASE(?o)", "UCASE(STR(?o))", "LCASE(STR(?o))", "STR(LCASE(?o))");

  private static final List<String> FLAGS =
      List.of("", "", "i", "i", "s", "m", "x", "q", "iq", "ims");

  private static final DatasetGraph memory = DatasetGraphFactory.createTxnMem();
  private static final List<String> texts = new ArrayList<>();
  private static StoreDataset indexed;
  private static StoreDataset plain;

  @BeforeAll
  static void make(@TempDir Path folder) throws IOException {
    Random random = new Random(SEED);
    Node property = NodeFactory.createURI("http://e/p");
    for (int i = 0; i < TEXTS; i++) {
      String text = random(random, 3 + random.nextInt(30));
      texts.add(text);
      memory.add(
          Quad.create(
              Quad.defaultGraphIRI,
              NodeFactory.createURI("http://e/s" + i),
              property,
              term(random, text)));
    }
    indexed = Stores.of(memory, folder.resolve("indexed"), StoreDataset.DefaultGraph.OWN);
    Files.createDirectory(folder.resolve("plain"));
    try (Stream<Path> files = Files.list(folder.resolve("indexed"))) {
      for (Path file : files.filter(f -> !f.endsWith("trigrams")).toList()) {
        Files.copy(file, folder.resolve("plain").resolve(file.getFileName()));
      }
    }
    plain = new StoreDataset(Store.open(folder.resolve("plain")), StoreDataset.DefaultGraph.OWN);
  }

  @AfterAll
  static void close() {
    indexed.close();
    plain.close();
  }

  private static String random(Random random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(CHARACTERS.get(random.nextInt(CHARACTERS.size())));
    }
    return text.toString();
  }

  private static Node term(Random random, String text) {
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> NodeFactory.createLiteralString(text);
      case 3, 4 -> NodeFactory.createLiteralLang(text, random.nextBoolean() ? "en" : "tr");
      case 5 -> NodeFactory.createURI("http://e/" + text);
      case 6 ->
          NodeFactory.createLiteralDT(
              text, TypeMapper.getInstance().getSafeTypeByName("http://e/kkk"));
      case 7 ->
          NodeFactory.createLiteralDT(
              Integer.toString(random.nextInt(100_000)),
              TypeMapper.getInstance()
                  .getSafeTypeByName("http://www.w3.org/2001/XMLSchema#integer"));
      default -> {
        Node blank = NodeFactory.createBlankNode("bab" + random.nextInt(1000));
        yield random.nextBoolean()
            ? blank
            : NodeFactory.createTripleTerm(
                Triple.create(
                    blank,
                    NodeFactory.createURI("http://e/p"),
                    NodeFactory.createLiteralString(text)));
      }
    };
  }

  private static String condition(Random random) {
    int kind = random.nextInt(12);
    if (kind < 2) {
      String operator = kind == 0 ? " && " : " || ";
      return "(" + condition(random) + operator + condition(random) + ")";
    }
    String operand = OPERANDS.get(random.nextInt(OPERANDS.size()));
    if (kind < 7) {
      String function = List.of("CONTAINS", "STRENDS", "STRSTARTS").get(random.nextInt(3));
      return function + "(" + operand + ", " + quoted(part(random)) + ")";
    }
    String flags = FLAGS.get(random.nextInt(FLAGS.size()));
    return "REGEX(" + operand + ", " + quoted(regex(random, flags)) + ", '" + flags + "')";
  }

  private static String part(Random random) {
    String text = texts.get(random.nextInt(TEXTS));
    int from = random.nextInt(text.length());
    String part = text.substring(from, Math.min(text.length(), from + 1 + random.nextInt(6)));
    // A half of a pair cannot be written in a query.
    String whole = part.replaceAll("^[\\uDC00-\\uDFFF]|[\\uD800-\\uDBFF]$", "");
    return switch (random.nextInt(8)) {
      case 0 -> whole.toUpperCase(Locale.ROOT);
      case 1 -> whole.toLowerCase(Locale.ROOT);
      case 2 -> Integer.toString(random.nextInt(10_000));
      case 3 -> "http://e/" + whole;
      default -> whole;
    };
  }

  private static String regex(Random random, String flags) {
    if (flags.contains("q")) {
      return part(random);
    }
    StringBuilder regex = new StringBuilder();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      String part = part(random).replaceAll("[.\\\\()\\[\\]-]", "\\\\$0");
      regex.append(
          switch (random.nextInt(12)) {
            case 0 -> "(" + part + "|" + part(random).replaceAll("\\W", ".") + ")";
            case 1 -> part + "|";
            case 2 -> part + "?";
            case 3 -> part + "+";
            case 4 -> "(?:" + part + ")*";
            case 5 -> part + "{1,2}";
            case 6 -> part + "{0,2}";
            case 7 -> "[" + part + "]";
            case 8 -> "^" + part;
            case 9 -> part + "$";
            default -> part;
          });
      regex.append(List.of("", ".*", ".", "\\d?", "[a-z]*").get(random.nextInt(5)));
    }
    return regex.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("\u0001", "\\u0001").replace("'", "\\'") + "'";
  }

  private static boolean isQuery(String query) {
    try {
      return QueryFactory.create(query).isSelectType();
    } catch (QueryParseException | ExprEvalException e) {
      return false; // an invalid regular expression
    }
  }

  private static List<Node> objects(DatasetGraph dataset, String query, QueryPlan plan) {
    List<Node> objects = new ArrayList<>();
    try (QueryExec exec =
        QueryExec.dataset(dataset).query(query).set(QueryPlan.symbol(), plan).build()) {
      exec.select().forEachRemaining(row -> objects.add(row.get("o")));
    }
    return objects;
  }

  private static String texts(List<QueryPlan.Step> steps) {
    return steps.stream()
        .map(step -> step.text() + "\n" + texts(step.parts()))
        .collect(Collectors.joining());
  }

  @Test
  void findsTheSameTermsAsAScan() {
    Random random = new Random(SEED);
    int compared = 0;
    int candidates = 0;
    int starts = 0;
    while (compared < CONDITIONS) {
      String condition = condition(random);
      String query = "SELECT ?s ?o { ?s <http://e/p> ?o FILTER(" + condition + ") }";
      if (isQuery(query)) {
        List<Node> expected = objects(memory, query, new QueryPlan());
        QueryPlan plan = new QueryPlan();
        assertThat(objects(indexed, query, plan))
            .as(condition)
            .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(objects(plain, query, new QueryPlan()))
            .as(condition)
            .containsExactlyInAnyOrderElementsOf(expected);
        starts += texts(plan.steps()).contains("candidates for ?o: ") ? 1 : 0;
        Optional<IdRanges> found = candidates(condition);
        candidates += found.isPresent() ? 1 : 0;
        for (Node term : expected) {
          int id = indexed.store().id(term);
          assertThat(found.orElse(IdRanges.ALL).has(id)).as("%s: %s", condition, term).isTrue();
        }
        compared++;
      }
    }
    assertThat(candidates).as("conditions with candidates").isGreaterThan(CONDITIONS / 3);
    assertThat(starts).as("joins that start from them").isGreaterThan(CONDITIONS / 4);
  }

  private static Optional<IdRanges> candidates(String condition) {
    return RequiredText.of(ExprUtils.parse(condition))
        .flatMap(text -> indexed.store().trigrams().flatMap(text::candidates));
  }
}
