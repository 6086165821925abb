package org.techrace.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.junit.jupiter.api.Test;
import org.techrace.OwnGraph;

/// Tests the names of the tables of a release.
final class ReleaseTablesTest {
  @Test
  void tablesHaveDifferentNamesOnEachFileSystem() {
    String data =
        """
        PREFIX ex: <http://example.com/>
        GRAPH <https://w3id.org/techrace/graph/source> {
          ex:one a ex:DataSet . ex:two a ex:Dataset . ex:three a <http://example.com/b/DATASET> .
        }
        """;
    ReleaseTables tables =
        new ReleaseTables(
            RDFParser.fromString(data, Lang.TRIG).toDatasetGraph(), OwnGraph.SETTINGS.iris());
    assertThat(tables.all())
        .extracting(table -> table.name().toLowerCase(Locale.ROOT))
        .containsExactly("dataset", "dataset2", "dataset3");
  }
}
