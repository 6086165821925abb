package org.techrace.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.cli.Main;

/// R2RML mappings, and those of the first version of RML that query a database, run as they are.
@Tag("long")
final class R2rmlTest {
  @TempDir private Path folder = Path.of("");

  private static final String PREFIXES =
      """
      @prefix rr: <http://www.w3.org/ns/r2rml#> .
      @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
      @prefix ql: <http://semweb.mmlab.be/ns/ql#> .
      @prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> .
      @prefix ex: <http://example.org/> .
      """;

  private List<String> map(String mapping, String url, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("mapping.ttl"), PREFIXES + mapping);
    Path output = folder.resolve("o.nq");
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    String[] command =
        Stream.concat(
                Stream.of("map", file.toString(), "-o", output.toString()), Stream.of(options))
            .toArray(String[]::new);
    assertThat(Main.run(command, out, out)).as(text + url).isZero();
    try (Stream<String> lines = Files.lines(output)) {
      return lines.sorted().toList();
    }
  }

  @Test
  void runsTablesAndQueries() throws Exception {
    Optional<Postgres> started = Postgres.start(folder);
    assumeTrue(started.isPresent(), "PostgreSQL is not installed");
    Postgres postgres = started.orElseThrow();
    try {
      postgres.load(
          "CREATE TABLE dept (deptno integer, \"Name\" text);"
              + " INSERT INTO dept VALUES (10, 'Sales'), (20, NULL);"
              + " CREATE TABLE emp (empno integer, deptno integer, salary numeric(6,2));"
              + " INSERT INTO emp VALUES (1, 10, 12.50);");
      String url = postgres.url() + "?user=postgres";
      assertThat(
              map(
                  """
                  <#dept> rr:logicalTable [ rr:tableName "DEPT" ] ;
                    rr:subjectMap [ rr:template "http://example.org/dept/{DEPTNO}" ; rr:class ex:Dept ;
                      rr:inverseExpression "{deptno} = 1" ] ;
                    rr:predicateObjectMap [ rr:predicate ex:name ; rr:objectMap [ rr:column "\\"Name\\"" ] ] .
                  <#emp> rr:logicalTable [ rr:sqlVersion rr:SQL2008 ;
                      rr:sqlQuery "SELECT empno, deptno, salary * 2 AS pay FROM emp;" ] ;
                    rr:subjectMap [ rr:template "http://example.org/emp/{empno}" ] ;
                    rr:predicateObjectMap [ rr:predicate ex:pay ; rr:objectMap [ rr:column "pay" ] ] ;
                    rr:predicateObjectMap [ rr:predicate ex:dept ; rr:objectMap [ rr:parentTriplesMap <#dept> ;
                      rr:joinCondition [ rr:child "deptno" ; rr:parent "deptno" ] ] ] .
                  """,
                  url,
                  "--database",
                  url))
          .containsExactly(
              "<http://example.org/dept/10> <http://example.org/name> \"Sales\" .",
              "<http://example.org/dept/10> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
                  + " <http://example.org/Dept> .",
              "<http://example.org/dept/20> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
                  + " <http://example.org/Dept> .",
              "<http://example.org/emp/1> <http://example.org/dept> <http://example.org/dept/10> .",
              "<http://example.org/emp/1> <http://example.org/pay>"
                  + " \"25.00\"^^<http://www.w3.org/2001/XMLSchema#decimal> .");
      assertThat(
              map(
                  """
                  <#db> a d2rq:Database ; d2rq:jdbcDSN "%s" ; d2rq:jdbcDriver "org.postgresql.Driver" ;
                    d2rq:username "postgres" ; d2rq:password "" .
                  <#dept> rml:logicalSource [ rml:source <#db> ; rml:referenceFormulation ql:CSV ;
                      rml:query "SELECT \\"Name\\" FROM dept WHERE deptno = 10" ] ;
                    rr:subjectMap [ rr:template "http://example.org/{Name}" ] ;
                    rr:predicateObjectMap [ rr:predicate ex:name ; rr:objectMap [ rml:reference "Name" ] ] .
                  <#emp> rml:logicalSource [ rml:source <#db> ; rr:sqlVersion rr:SQL2008 ; rr:tableName "emp" ] ;
                    rr:subjectMap [ rr:template "http://example.org/{empno}" ; rr:class ex:Emp ] .
                  """
                      .formatted(postgres.url()),
                  "",
                  "--jdbc",
                  "jdbc:postgresql:"))
          .containsExactly(
              "<http://example.org/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
                  + " <http://example.org/Emp> .",
              "<http://example.org/Sales> <http://example.org/name> \"Sales\" .");
    } finally {
      postgres.close();
    }
  }
}
