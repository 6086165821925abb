package org.techrace.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.graph.GraphFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MentionsTest {
  private static final String DATA =
      """
      PREFIX ex: <https://example.org/>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      ex:sensor rdfs:label "Sensor" .
      ex:switch rdfs:label "M558 - Sensor Switch" .
      ex:other rdfs:label "K199 - Sensor Coil" .
      ex:karen rdfs:label "Karen Brant" .
      ex:karl rdfs:label "Karl Meyer" .
      ex:data rdfs:label "Data Services" .
      ex:us rdfs:label "United States" .
      ex:meter rdfs:label "Potentiometer" .
      ex:chip rdfs:label "半导体"@zh .
      """;

  private static LabelIndex index;

  @BeforeAll
  static void build() throws IOException {
    Graph graph = GraphFactory.createDefaultGraph();
    RDFDataMgr.read(graph, new StringReader(DATA), null, Lang.TURTLE);
    index = LabelIndex.inMemory(graph);
  }

  @AfterAll
  static void close() throws IOException {
    index.close();
  }

  private static List<String> mentioned(String text) throws IOException {
    return new Mentions(index)
        .in(text, 3).stream().map(found -> found.iri().replaceFirst(".*/", "")).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "Which department is responsible for the Sensor Switch M558?, switch",
    "Who is our sensor expert?, sensor",
    "How many Sensors do we offer?, sensor",
    "Who manages the department 'Data Services' today?, data",
    "In which department is Ms. Brant?, karen",
    "Which suppliers from the US deliver coils?, us",
    "What is the pontiometer with the smallest volume?, meter",
    "哪些公司生产半导体？, chip",
  })
  void findsWhatAQuestionMentions(String question, String thing) throws IOException {
    assertThat(mentioned(question)).contains(thing);
  }

  @Test
  void wholeNamesComeBeforePartsOfNames() throws IOException {
    assertThat(mentioned("Is the sensor one of Karen Brant or of Meyer?"))
        .containsExactly("karen", "sensor", "karl");
  }

  @Test
  void namesThatOnlyLookAlikeWithoutSpacesAreOthers() throws IOException {
    assertThat(mentioned("Which sen sor is it?")).doesNotContain("sensor");
  }

  @Test
  void wordsThatOccurInNoNameFindNothing() throws IOException {
    assertThat(mentioned("Why is it so?")).isEmpty();
    assertThat(mentioned("")).isEmpty();
    assertThat(mentioned("x".repeat(10_000))).isEmpty();
  }
}
