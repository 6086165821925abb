package org.techrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.update.UpdateExecution;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// A build refuses pictures that could mislead, and says what to declare.
final class PictureCheckTest {
  private static final String DATA =
      """
      PREFIX : <urn:x:>
      INSERT DATA {
        :a :of "France" ; :year 2020 ; :value 5 ; :unit "t" ; :sector "public" .
        :b :of "France" ; :year 2021 ; :value 6 ; :unit "t" ; :sector "private" .
        :c :of "Japan" ; :year 2021 ; :value 9 ; :unit "kg" ; :sector "public" .
        :d :of "Atlantis" ; :year 2021 ; :value 1 ; :unit "t" ; :sector "public"
      }
      """;

  private static final String NUMBERS =
      "tool:measured \"Output\"@en ; tool:unit \"tonnes\"@en ; tool:time \"2021\" ; ";

  @TempDir private Path folder;

  private static DatasetGraph data() {
    DatasetGraph data = DatasetGraphFactory.createTxnMem();
    UpdateExecution.dataset(DatasetFactory.wrap(data)).update(DATA).execute();
    return data;
  }

  private List<String> findings(String declared, String query) throws Exception {
    Path questions = Files.createDirectories(folder.resolve("questions"));
    Files.createDirectories(folder.resolve("texts"));
    Files.writeString(folder.resolve("texts/en.properties"), "column.in2021=2021\n");
    Files.writeString(
        questions.resolve("01-output.ttl"),
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix tool: <https://w3id.org/techrace/tool#> .
        <http://example.org/question> a sh:SPARQLExecutable ; %s sh:select "PREFIX : <urn:x:> %s" .
        """
            .formatted(declared, query.replace("\"", "\\\"")));
    Report report = new Report();
    new PictureCheck(folder, "en", data(), report).run();
    return report.findings().stream().map(Finding::toString).toList();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          one number for each name     | bar  | area value       | tool:measures "value" ;                                                   | SELECT ?area ?value { ?o :of ?area ; :value ?value ; :year 2021 }
          a line for each name         | line | year value area  | tool:measures "value" ; tool:key "year area" ;                            | SELECT ?year ?value ?area { ?o :of ?area ; :value ?value ; :year ?year }
          a declared choice            | bar  | area value       | tool:measures "value" ; tool:key "area year" ;                            | SELECT ?area ?value ?year { ?o :of ?area ; :value ?value ; :year ?year }
          a declared sum               | bar  | area value       | tool:measures "value" ; tool:addsUp "sector" ;                            | SELECT ?area (SUM(?v) AS ?value) { ?o :of ?area ; :value ?v ; :unit "t" } GROUP BY ?area
          a count by condition         | bar  | area publicly    | tool:measures "publicly" ;                                                | SELECT ?area (SUM(IF(?s = "public", 1, 0)) AS ?publicly) { ?o :of ?area ; :sector ?s } GROUP BY ?area
          two parts                    | bar  | area open secret | tool:measures "open secret" ;                                            | SELECT ?area (SUM(IF(?s = "public", 1, 0)) AS ?open) (SUM(IF(?s = "public", 0, 1)) AS ?secret) { ?o :of ?area ; :sector ?s } GROUP BY ?area
          names without numbers        | graph| area sector      |                                                                           | SELECT ?area ?sector { ?o :of ?area ; :sector ?sector }
          """)
  void acceptsWhatIsDeclared(
      String name, String kind, String columns, String declared, String query) throws Exception {
    assertThat(findings(shown(kind, columns) + (declared == null ? "" : NUMBERS + declared), query))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a number that is not declared | bar  | area value      |                                                 | SELECT ?area ?value { ?o :of ?area ; :value ?value ; :year 2021 }                   | the picture draws the numbers of 'value', which tool:measures does not name
          a number without a unit       | bar  | area value      | tool:measured "x"@en ; tool:time "2021" ; tool:measures "value" ; | SELECT ?area ?value { ?o :of ?area ; :value ?value ; :year 2021 } | without tool:unit
          a sum that is not declared    | bar  | area value      | + tool:measures "value" ;                       | SELECT ?area (SUM(?v) AS ?value) { ?o :of ?area ; :value ?v } GROUP BY ?area        | the query sums numbers that are not declared to add up
          all beside a part             | bar  | area all open   | + tool:measures "all open" ;                    | SELECT ?area (COUNT(?o) AS ?all) (SUM(?is) AS ?open) { ?o :of ?area ; :sector ?s BIND (IF(?s = "public", 1, 0) AS ?is) } GROUP BY ?area | the picture draws the number of all, [all], beside that of a part of them, [open]
          two rows at one place         | bar  | area value      | + tool:measures "value" ;                       | SELECT ?area ?value { ?o :of ?area ; :value ?value }                                | two rows have the same [area]
          units on one axis             | bar  | area value      | tool:measured "x"@en ; tool:time "2021" ; tool:unit "?unit" ; tool:measures "value" ; | SELECT ?area ?value ?unit { ?o :of ?area ; :value ?value ; :unit ?unit ; :year 2021 } | the picture mixes 2 units on one axis
          years on one axis             | bar  | id value        | tool:measured "x"@en ; tool:unit "t" ; tool:time "?year" ; tool:measures "value" ; | SELECT ?id ?value ?year { ?id :value ?value ; :year ?year } | the picture mixes 2 times on one axis
          a cut before the choice       | bar  | area value      | + tool:measures "value" ; tool:key "area year" ; | SELECT ?area ?value ?year { ?o :of ?area ; :value ?value ; :year ?year } LIMIT 3   | the query is cut by LIMIT before one value of [year] is chosen
          a variable as a name          | bar  | area inTotal    | + tool:measures "inTotal" ;                     | SELECT ?area ?inTotal { ?o :of ?area ; :value ?inTotal ; :year 2021 }               | the column 'inTotal' of the picture has no name for people
          a column that is not there    | bar  | area amount     | + tool:measures "amount" ;                      | SELECT ?area ?value { ?o :of ?area ; :value ?value }                                | tool:shownColumns names [amount], which the query does not select
          areas that no map knows       | map  | area            |                                                 | SELECT ?area { ?o :of ?area FILTER (?area = "Atlantis") }                           | the map has no place for 1 of 1 areas
          """)
  void refusesWhatMisleads(
      String name, String kind, String columns, String declared, String query, String message)
      throws Exception {
    String given = declared == null ? "" : declared.replace("+ ", NUMBERS);
    assertThat(findings(shown(kind, columns) + given, query))
        .anySatisfy(finding -> assertThat(finding).contains(message));
  }

  private static String shown(String kind, String columns) {
    return "tool:shownAs tool:view-" + kind + " ; tool:shownColumns \"" + columns + "\" ; ";
  }
}
