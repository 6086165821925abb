package org.techrace;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.junit.jupiter.api.Test;

/// Each class and property of the ontology is used by more than ten statements: one that is not
/// belongs into a general term.
@UsesServedProject
final class TermUseTest {
  private static final int LEAST = 11;

  private static final String PREFIXES =
      """
      PREFIX owl: <http://www.w3.org/2002/07/owl#>
      PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
      """;

  private static final String OWN =
      "FILTER (STRSTARTS(STR(?term), \"https://w3id.org/techrace/ontology#\"))";

  private final ServedProject project;

  TermUseTest(ServedProject project) {
    this.project = project;
  }

  @Test
  void everyClassHasMoreThanTenInstances() throws Exception {
    assertThat(
            counts(
                """
                SELECT ?term (COUNT(DISTINCT ?instance) AS ?uses)
                WHERE { ?term a owl:Class %s OPTIONAL { ?instance a/rdfs:subClassOf* ?term } }
                GROUP BY ?term
                """))
        .hasSizeGreaterThan(10)
        .allSatisfy((term, uses) -> assertThat(uses).isGreaterThanOrEqualTo(LEAST));
  }

  /// How an answer is shown is stated in the files of the questions, not in the graph.
  @Test
  void everyPropertyIsInMoreThanTenStatements() throws Exception {
    Map<String, Long> uses =
        counts(
            """
            SELECT ?term (COUNT(*) AS ?uses)
            WHERE { GRAPH ?graph { ?subject ?term ?value } %s }
            GROUP BY ?term
            """);
    for (Path question : Sources.under(Path.of("queries/questions"), ".ttl")) {
      RDFDataMgr.loadModel(question.toUri().toString())
          .listStatements()
          .forEach(statement -> uses.merge(statement.getPredicate().getURI(), 1L, Long::sum));
    }
    Model ontology = RDFDataMgr.loadModel("ontology/techrace.ttl");
    Set<String> properties = new TreeSet<>();
    for (Resource kind :
        List.of(OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)) {
      ontology.listSubjectsWithProperty(RDF.type, kind).forEach(p -> properties.add(p.getURI()));
    }
    assertThat(properties)
        .hasSizeGreaterThan(40)
        .allSatisfy(
            property -> assertThat(uses.getOrDefault(property, 0L)).isGreaterThanOrEqualTo(LEAST));
  }

  private Map<String, Long> counts(String query) throws IOException, InterruptedException {
    String text = PREFIXES + query.formatted(OWN);
    HttpResponse<String> answer =
        project.get("/sparql?query=" + URLEncoder.encode(text, StandardCharsets.UTF_8), "text/csv");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, Long> counts = new TreeMap<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(answer.body())) {
      rows.forEach(row -> counts.put(row.getField("term"), Long.valueOf(row.getField("uses"))));
    }
    return counts;
  }
}
