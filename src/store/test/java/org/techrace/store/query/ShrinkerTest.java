package org.techrace.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.sse.SSE;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShrinkerTest {
  @Test
  void writesAFileWithTheSmallestQueryAndDataThatFail(@TempDir Path folder) throws IOException {
    Quad needed = SSE.parseQuad("(_ <http://e/a> <http://e/p> 7)");
    DatasetGraph data = new RandomQueries(1, false).dataset();
    data.add(needed);
    Throwable failure;
    try (StoreDataset store =
        Stores.of(data, folder.resolve("store"), StoreDataset.DefaultGraph.OWN)) {
      failure =
          catchThrowable(
              () ->
                  Shrinker.check(
                      QueryFactory.create(
                          "SELECT DISTINCT * { ?a ?b ?c OPTIONAL { ?c ?d ?e FILTER(?e > 1 || ?c ="
                              + " 2) } GRAPH ?g { ?a ?b ?c MINUS { ?a ?q ?c . ?c ?r ?s } } } ORDER"
                              + " BY ?a LIMIT 3"),
                      data,
                      store,
                      "a test",
                      (query, quads, _) ->
                          assertThat(query.toString().contains("MINUS") && quads.contains(needed))
                              .isFalse()));
    }
    assertThat(failure).isInstanceOf(AssertionError.class);
    Matcher file = Pattern.compile("target\\S+\\.test").matcher(failure.getMessage());
    assertThat(file.find()).as(failure.getMessage()).isTrue();
    String text = Files.readString(Path.of(file.group()));
    Files.delete(Path.of(file.group()));
    assertThat(text.replaceAll("[ \n]+", " "))
        .isEqualTo(
            "a test ==== data :a :p 7 . ==== query SELECT * WHERE { MINUS { } } ==== plan ==== rows"
                + " ? ");
  }
}
