package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.Test;
import org.techrace.TemporaryFolder;

/// Runs the queries of `docs/internals/arq-faults.md` on a store, in ARQ's main engine, and in its
/// reference evaluator. If Jena has repaired a fault, its section can go. `-Dgolden.update` writes
/// the solutions.
final class ArqFaultsTest {
  private static final Path PAGE = Path.of("docs/internals/arq-faults.md");
  private static final Pattern CASE =
      Pattern.compile(
          "```turtle\n(.*?)```\n\n```sparql\n(.*?)```\n\n```text\n(.*?)```", Pattern.DOTALL);
  private static final String SAME = "as expected";

  @Test
  void differsFromTheSpecificationAsThePageSays() throws IOException {
    String page = Files.readString(PAGE);
    List<String> wrong = new ArrayList<>();
    String actual =
        CASE.matcher(page)
            .replaceAll(
                match -> {
                  String solutions = solutions(match.group(1), match.group(2));
                  if (solutions.indexOf(SAME) != solutions.lastIndexOf(SAME)) {
                    wrong.add(match.group(2));
                  }
                  return Matcher.quoteReplacement(
                      "```turtle\n%s```\n\n```sparql\n%s```\n\n```text\n%s```"
                          .formatted(match.group(1), match.group(2), solutions));
                });
    assertThat(wrong).as("no fault of ARQ any more").isEmpty();
    if (System.getProperty("golden.update") != null) {
      Files.writeString(PAGE, actual);
    }
    assertThat(page).isEqualTo(actual);
  }

  private static String solutions(String turtle, String sparql) {
    DatasetGraph data = DatasetGraphFactory.createTxnMem();
    RDFParser.fromString(PlansTest.prologue() + turtle, Lang.TRIG).parse(data);
    Query query = QueryFactory.create(PlansTest.prologue() + sparql);
    try (TemporaryFolder folder = TemporaryFolder.make("store");
        StoreDataset store =
            Stores.of(data, folder.path().resolve("store"), StoreDataset.DefaultGraph.OWN)) {
      String expected = text(query, Answer.of(query, store));
      String main = text(query, Answer.of(query, data));
      String reference = byReference(query, data);
      return """
      expected             %s
      main engine          %s
      reference evaluator  %s
      """
          .formatted(
              expected,
              main.equals(expected) ? SAME : main,
              reference.equals(expected) ? SAME : reference);
    }
  }

  private static String byReference(Query query, DatasetGraph data) {
    try {
      String text = text(query, Answer.byReference(query, data));
      return query.isAskType() ? String.valueOf(!text.equals("no solution")) : text;
    } catch (RuntimeException e) {
      return e.getClass().getName();
    }
  }

  private static String text(Query query, Answer answer) {
    if (answer instanceof Answer.Failure(String kind)) {
      return kind;
    }
    List<String> rows = PlansTest.rows(query, answer);
    return rows.isEmpty() ? "no solution" : String.join(" ", rows);
  }
}
