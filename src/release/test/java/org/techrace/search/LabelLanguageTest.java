package org.techrace.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.rdf.LanguageOrder;

/// Labels in the answers of a search are in the languages of the graph, best first.
final class LabelLanguageTest {
  private static final String DATA =
      """
      PREFIX : <http://example.org/>
      PREFIX owl: <http://www.w3.org/2002/07/owl#>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      :Cheese a owl:Class ; rdfs:label "Cheese"@en , "Käse"@de , "Fromage"@fr .
      :gruyere a :Cheese ; rdfs:label "Gruyere cheese"@en , "Greyerzer"@de , "Gruyère"@fr .
      """;

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @CsvSource({
    "de en, Greyerzer, Käse",
    "en de, Gruyere cheese, Cheese",
    "it fr, Gruyère, Fromage",
  })
  void isTheFirstThatALabelHas(String languages, String entity, String type) throws IOException {
    DatasetGraph data = DatasetGraphFactory.createTxnMem();
    RDFDataMgr.read(data, new StringReader(DATA), "", Lang.TRIG);
    LabelIndex.build(
        data.getDefaultGraph(), folder, new LanguageOrder(List.of(languages.split(" "))));
    try (Search search = Search.open(folder, data)) {
      assertThat(search.find("gruy", List.of(), 5)).extracting(Found::label).containsOnly(entity);
      assertThat(search.label("http://example.org/gruyere")).contains(entity);
      assertThat(search.terms().classes())
          .extracting(OntologyTerms.Term::label)
          .containsExactly(type);
    }
  }
}
