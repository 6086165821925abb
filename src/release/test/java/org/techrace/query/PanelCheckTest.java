package org.techrace.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.update.UpdateExecution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.rdf.Iris;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// A build refuses a query of a page that its view cannot show, or whose picture could mislead, and
/// says what to declare.
final class PanelCheckTest {
  private static final String DATA =
      """
      PREFIX : <urn:x:>
      INSERT DATA {
        :a :of :France ; :year 2020 ; :value 5 ; :unit "t" ; :sector "public" .
        :b :of :France ; :year 2021 ; :value 6 ; :unit "t" ; :sector "private" .
        :c :of :Japan ; :year 2021 ; :value 9 ; :unit "kg" ; :sector "public"
      }
      """;

  @TempDir private Path folder;

  private List<String> findings(String file, String text) throws Exception {
    Path path = folder.resolve("pages").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    DatasetGraph data = DatasetGraphFactory.createTxnMem();
    UpdateExecution.dataset(DatasetFactory.wrap(data)).update(DATA).execute();
    Report report = new Report();
    new PanelCheck(folder, data, report).run(new Iris("http://example.org/"), List.of("en"));
    return report.findings().stream().map(Finding::toString).toList();
  }

  private static String query(String head, String select) {
    return head.replaceAll(" *; ", "\n").replaceAll("(?m)^", "# ")
        + "\nPREFIX : <urn:x:>\n"
        + select
        + "\n";
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          one number for each thing | View: bars ; Measured: Output ; Unit: t ; Time: 2021                       | SELECT ?thing ?value { ?o :of ?thing ; :value ?value ; :year 2021 }
          parts that add up         | View: bars ; Measured: Output ; Unit: t ; Time: both ; Adds: series        | SELECT ?thing ?series ?value { ?o :of ?thing ; :value ?value ; :sector ?series ; :unit "t" }
          a declared sum            | View: bars ; Measured: Output ; Unit: t ; Time: both ; Adds: sector        | SELECT ?thing (SUM(?v) AS ?value) { ?o :of ?thing ; :value ?v ; :unit "t" } GROUP BY ?thing
          an axis for each unit     | View: chart ; Measured: ?chart ; Unit: ?unit ; Time: ?when                 | SELECT ?chart ?figure ?value ?unit ?when { ?figure :of ?chart ; :value ?value ; :unit ?unit ; :year ?when }
          flows that add up         | View: flows ; Measured: Output ; Unit: ?unit ; Time: both ; Adds: from     | SELECT ?from ?to ?value ?unit { ?flow :of ?from ; :sector ?to ; :value ?value ; :unit ?unit FILTER (?unit = "t") }
          a table                   | View: table                                                               | SELECT ?thing { ?o :of ?thing }
          """)
  void acceptsWhatIsDeclared(String name, String head, String select) throws Exception {
    assertThat(findings("explore/output.rq", query(head, select))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a view that does not exist     | View: pie                                                  | SELECT ?thing { ?o :of ?thing }                                | unknown view 'pie'
          a variable that is not there   | View: matrix                                               | SELECT ?row ?column { ?row :of ?column }                       | the view 'matrix' needs a variable ?cell
          numbers without a meaning      | View: bars ; Unit: t ; Time: 2021                          | SELECT ?thing ?value { ?o :of ?thing ; :value ?value }         | draws numbers without '# Measured
          numbers without a unit         | View: bars ; Measured: Output ; Time: 2021                 | SELECT ?thing ?value { ?o :of ?thing ; :value ?value }         | draws numbers without '# Unit
          numbers without a time         | View: bars ; Measured: Output ; Unit: t                    | SELECT ?thing ?value { ?o :of ?thing ; :value ?value }         | draws numbers without '# Time
          a unit that is not selected    | View: bars ; Measured: Output ; Unit: ?unit ; Time: 2021   | SELECT ?thing ?value { ?o :of ?thing ; :value ?value }         | '# Unit: ?unit' names a variable that the query does not select
          units on one axis              | View: bars ; Measured: Output ; Unit: ?unit ; Time: 2021   | SELECT ?thing ?value ?unit { ?o :of ?thing ; :value ?value ; :unit ?unit ; :year 2021 } | mixes values of '# Unit: ?unit'
          times on one axis              | View: bars ; Measured: Output ; Unit: t ; Time: ?year      | SELECT ?thing ?value ?year { ?thing :value ?value ; :year ?year } | mixes values of '# Time: ?year'
          units in one chart             | View: chart ; Measured: ?chart ; Unit: ?unit ; Time: ?when | SELECT ?chart ?figure ?value ?unit ?when { ?figure :year ?when ; :value ?value ; :unit ?unit BIND (:output AS ?chart) } | mixes values of '# Unit: ?unit'
          parts that do not add up       | View: bars ; Measured: Output ; Unit: t ; Time: both       | SELECT ?thing ?series ?value { ?o :of ?thing ; :value ?value ; :sector ?series } | several rows have the same ?thing <urn:x:France>
          a sum that is not declared     | View: bars ; Measured: Output ; Unit: t ; Time: both       | SELECT ?thing (SUM(?v) AS ?value) { ?o :of ?thing ; :value ?v } GROUP BY ?thing | the query sums numbers that are not declared to add up
          flows that add up nowhere      | View: flows ; Measured: Output ; Unit: t ; Time: both      | SELECT ?from ?to ?value { ?flow :of ?from ; :sector ?to ; :value ?value } | name the variables at whose things they add up
          a query that cannot be read    | View: table                                                | SELECT ?thing { ?o :of ?thing                                  | Encountered
          """)
  void refusesWhatMisleads(String name, String head, String select, String message)
      throws Exception {
    assertThat(findings("explore/output.rq", query(head, select)))
        .hasSize(1)
        .first()
        .asString()
        .contains("output.rq", message);
  }

  @Test
  void checksTheDeclarationsOfPanelsOfThings() throws Exception {
    String undeclared = "SELECT ?thing ?value { ?thing :of ?this ; :value ?value }";
    assertThat(findings("entity/output.rq", query("View: bars", undeclared)))
        .hasSize(1)
        .first()
        .asString()
        .contains("pages/entity/output.rq", "without '# Measured");
  }
}
