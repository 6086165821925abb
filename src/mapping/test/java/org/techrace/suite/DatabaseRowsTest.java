package org.techrace.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.access.Access;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.engine.Explanation;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Report;

/// Tests that a finding about the result of a database query states the number of the row.
@Tag("long")
final class DatabaseRowsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void statesTheNumberOfTheRow() throws Exception {
    Optional<Postgres> started = Postgres.start(folder);
    assumeTrue(started.isPresent(), "PostgreSQL is not installed");
    Postgres postgres = started.orElseThrow();
    try {
      postgres.load(
          "CREATE TABLE t (id integer, value text);"
              + " INSERT INTO t VALUES (1, '12'), (2, 'many'), (3, '7');");
      Path file = folder.resolve("mapping.ttl");
      Files.writeString(
          file,
          """
          @prefix rml: <http://w3id.org/rml/> .
          @prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> .
          @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
          @prefix ex: <http://example.org/> .
          <#map> rml:logicalSource [ rml:referenceFormulation rml:SQL2008Query ;
              rml:source [ a d2rq:Database ; d2rq:jdbcDSN "%s" ; d2rq:username "postgres" ; d2rq:password "" ] ;
              rml:iterator "SELECT * FROM t ORDER BY id" ] ;
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:value ;
              rml:objectMap [ rml:reference "value" ; rml:datatype xsd:integer ] ] .
          """
              .formatted(postgres.url()));
      EngineOptions options =
          EngineOptions.DEFAULT.withAccess(Access.none().allowJdbc("jdbc:postgresql:"));
      Report report = new Report();
      Mapping mapping = MappingReader.read(file, report).orElseThrow();
      new Engine(mapping, options, report).writeNQuads(new ByteArrayOutputStream());
      assertThat(report.findings())
          .singleElement()
          .asString()
          .startsWith(
              "ERROR [SELECT * FROM t ORDER BY id row 2] column 'value': 'many' is not a valid"
                  + " xsd:integer; expected such as 42 (")
          .endsWith("mapping.ttl:10:19 of <#map>)");
      List<String> lines = new Explanation(mapping, options, new Report()).ofRow(3);
      assertThat(lines.getFirst()).endsWith("): row 3, SELECT * FROM t ORDER BY id row 3");
      assertThat(lines).contains("  'value' = [\"7\"]");
      unpivots(postgres, options);
    } finally {
      postgres.close();
    }
  }

  /// Tests that columns of a table in a database become rows.
  private void unpivots(Postgres postgres, EngineOptions options) throws Exception {
    postgres.load(
        "CREATE TABLE years (area text, y2019 integer, y2020 integer);"
            + " INSERT INTO years VALUES ('A', 1, NULL), ('B', 3, 4);");
    Path file = folder.resolve("years.ttl");
    Files.writeString(
        file,
        """
        @prefix rml: <http://w3id.org/rml/> .
        @prefix tool: <https://w3id.org/techrace/tool#> .
        @prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> .
        <#map> rml:logicalSource [ tool:columnPattern "^y([0-9]{4})$" ; tool:unpivots [ rml:referenceFormulation rml:SQL2008Table ;
            rml:source [ a d2rq:Database ; d2rq:jdbcDSN "%s" ; d2rq:username "postgres" ; d2rq:password "" ] ;
            rml:iterator "years" ] ] ;
          rml:subjectMap [ rml:template "http://example.org/{area}-{name}" ] ;
          rml:predicateObjectMap [ rml:predicate <http://example.org/value> ; rml:objectMap [ rml:reference "value" ] ] .
        """
            .formatted(postgres.url()));
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(MappingReader.read(file, report).orElseThrow(), options, report).writeNQuads(out);
    assertThat(report.findings()).isEmpty();
    assertThat(out.toString(StandardCharsets.UTF_8).lines().sorted())
        .containsExactly(
            "<http://example.org/A-2019> <http://example.org/value>"
                + " \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .",
            "<http://example.org/B-2019> <http://example.org/value>"
                + " \"3\"^^<http://www.w3.org/2001/XMLSchema#integer> .",
            "<http://example.org/B-2020> <http://example.org/value>"
                + " \"4\"^^<http://www.w3.org/2001/XMLSchema#integer> .");
  }
}
