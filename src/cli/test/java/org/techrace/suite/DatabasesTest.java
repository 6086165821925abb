package org.techrace.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.cli.Main;

/// One R2RML mapping of the same tables gives the same graph on each database.
@Tag("long")
final class DatabasesTest {
  private static final List<String> SCRIPT =
      List.of(
          "CREATE TABLE dept (deptno integer PRIMARY KEY, label varchar(20))",
          "INSERT INTO dept VALUES (10, 'Sales & more'), (20, NULL)",
          "CREATE TABLE emp (empno integer, deptno integer, salary decimal(6,2), hired date, active"
              + " boolean, seen timestamp NULL, share double precision)",
          "INSERT INTO emp VALUES (1, 10, 12.25, '2020-01-31', true, '2020-01-31 10:20:30', 0.5)",
          "INSERT INTO emp VALUES (2, 10, NULL, NULL, NULL, NULL, NULL)");

  private static final String MAPPING =
      """
      @prefix rr: <http://www.w3.org/ns/r2rml#> .
      @prefix ex: <http://example.org/> .
      <#dept> rr:logicalTable [ rr:tableName "dept" ] ;
        rr:subjectMap [ rr:template "http://example.org/dept/{deptno}" ] ;
        rr:predicateObjectMap [ rr:predicate ex:label ; rr:objectMap [ rr:column "label" ] ] .
      <#emp> rr:logicalTable [ rr:tableName "emp" ] ;
        rr:subjectMap [ rr:template "http://example.org/emp/{empno}" ] ;
        rr:predicateObjectMap [ rr:predicate ex:salary ; rr:objectMap [ rr:column "salary" ] ] ;
        rr:predicateObjectMap [ rr:predicate ex:hired ; rr:objectMap [ rr:column "hired" ] ] ;
        rr:predicateObjectMap [ rr:predicate ex:active ; rr:objectMap [ rr:column "active" ] ] ;
        rr:predicateObjectMap [ rr:predicate ex:seen ; rr:objectMap [ rr:column "seen" ] ] ;
        rr:predicateObjectMap [ rr:predicate ex:share ; rr:objectMap [ rr:column "share" ] ] ;
        rr:predicateObjectMap [ rr:predicate ex:dept ; rr:objectMap [ rr:parentTriplesMap <#dept> ;
          rr:joinCondition [ rr:child "deptno" ; rr:parent "deptno" ] ] ] .
      <#query> rr:logicalTable [ rr:sqlQuery "SELECT deptno, COUNT(*) AS staff FROM emp GROUP BY deptno" ] ;
        rr:subjectMap [ rr:template "http://example.org/dept/{deptno}" ] ;
        rr:predicateObjectMap [ rr:predicate ex:staff ; rr:objectMap [ rr:column "staff" ] ] .
      """;

  @TempDir private Path folder = Path.of("");

  private List<String> quads(String url) throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : SCRIPT) {
        statement.execute(sql);
      }
    }
    return mapped(url, MAPPING);
  }

  private List<String> mapped(String url, String mapping) throws IOException {
    Path file = Files.writeString(folder.resolve("mapping.ttl"), mapping);
    Path output = folder.resolve("o.nq");
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    String[] command = {"map", file.toString(), "-o", output.toString(), "--database", url};
    assertThat(Main.run(command, out, out)).as(text.toString()).isZero();
    try (Stream<String> lines = Files.lines(output)) {
      return lines
          .map(line -> line.replace("http://www.w3.org/2001/XMLSchema#", "xsd:"))
          .map(line -> line.replace("http://example.org/", ""))
          .sorted()
          .toList();
    }
  }

  private static void assertWhole(List<String> quads) {
    assertThat(quads)
        .containsExactly(
            "<dept/10> <label> \"Sales & more\" .",
            "<dept/10> <staff> \"2\"^^<xsd:integer> .",
            "<emp/1> <active> \"true\"^^<xsd:boolean> .",
            "<emp/1> <dept> <dept/10> .",
            "<emp/1> <hired> \"2020-01-31\"^^<xsd:date> .",
            "<emp/1> <salary> \"12.25\"^^<xsd:decimal> .",
            "<emp/1> <seen> \"2020-01-31T10:20:30\"^^<xsd:dateTime> .",
            "<emp/1> <share> \"5.0E-1\"^^<xsd:double> .",
            "<emp/2> <dept> <dept/10> .");
  }

  @Test
  void mapsH2() throws Exception {
    assertWhole(quads("jdbc:h2:" + folder.resolve("h2")));
  }

  @Test
  void mapsSqlite() throws Exception {
    List<String> quads = quads("jdbc:sqlite:" + folder.resolve("base.sqlite"));
    // An expression has no type in SQLite; the driver says that it is NUMERIC.
    assertThat(quads).contains("<dept/10> <staff> \"2\"^^<xsd:decimal> .");
    assertWhole(
        quads.stream()
            .map(quad -> quad.replace("\"2\"^^<xsd:decimal>", "\"2\"^^<xsd:integer>"))
            .toList());
  }

  @Test
  void textsOfExpressionsAndInColumnsOfNumbersAreTextsInSqlite() throws Exception {
    String mapping =
        """
        @prefix rr: <http://www.w3.org/ns/r2rml#> .
        @prefix ex: <http://example.org/> .
        <#emp> rr:logicalTable [ rr:sqlQuery "SELECT empno, 'E' || empno AS name, salary FROM emp" ] ;
          rr:subjectMap [ rr:template "http://example.org/emp/{empno}" ] ;
          rr:predicateObjectMap [ rr:predicate ex:name ; rr:objectMap [ rr:column "name" ;
            rr:inverseExpression "{\\"empno\\"} = substr({\\"name\\"}, 2)" ] ] ;
          rr:predicateObjectMap [ rr:predicate ex:salary ; rr:objectMap [ rr:column "salary" ] ] .
        """;
    String url = "jdbc:sqlite:" + folder.resolve("base.sqlite");
    quads(url);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("UPDATE emp SET salary = 'unknown' WHERE empno = 2");
    }
    assertThat(mapped(url, mapping))
        .containsExactly(
            "<emp/1> <name> \"E1\" .",
            "<emp/1> <salary> \"12.25\"^^<xsd:decimal> .",
            "<emp/2> <name> \"E2\" .",
            "<emp/2> <salary> \"unknown\" .");
  }

  @Test
  void valuesOfAnotherTypeThanTheirColumnAreNotChangedInSqlite() throws Exception {
    String url = "jdbc:sqlite:" + folder.resolve("base.sqlite");
    quads(url);
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE emp SET active = 'maybe', share = 0.1 + 0.2, hired = '31.12.2025' WHERE empno ="
              + " 2");
    }
    String mapping =
        """
        @prefix rr: <http://www.w3.org/ns/r2rml#> .
        @prefix ex: <http://example.org/> .
        <#emp> rr:logicalTable [ rr:sqlQuery "SELECT * FROM emp WHERE empno = 2" ] ;
          rr:subjectMap [ rr:template "http://example.org/emp/{empno}" ] ;
          rr:predicateObjectMap [ rr:predicate ex:%1$s ; rr:objectMap [ rr:column "%1$s" ] ] .
        """;
    assertThat(mapped(url, mapping.formatted("active")))
        .containsExactly("<emp/2> <active> \"maybe\" .");
    assertThat(mapped(url, mapping.formatted("share")))
        .containsExactly("<emp/2> <share> \"3.0000000000000004E-1\"^^<xsd:double> .");
    assertThatThrownBy(() -> mapped(url, mapping.formatted("hired")))
        .hasMessageContaining("'31.12.2025' is not a valid xsd:date");
  }

  @Test
  void mapsDuckDb() throws Exception {
    assertWhole(quads("jdbc:duckdb:" + folder.resolve("base.duckdb")));
  }

  @Test
  void mapsPostgreSql() throws Exception {
    Optional<Postgres> started = Postgres.start(folder);
    assumeTrue(started.isPresent(), "PostgreSQL is not installed");
    Postgres postgres = started.orElseThrow();
    try {
      assertWhole(quads(postgres.url() + "?user=postgres"));
    } finally {
      postgres.close();
    }
  }

  @Test
  void mapsMariaDb() throws Exception {
    Optional<MariaDb> started = MariaDb.start(folder);
    assumeTrue(started.isPresent(), "MariaDB is not installed");
    MariaDb mariaDb = started.orElseThrow();
    try {
      assertWhole(quads(mariaDb.url()));
    } finally {
      mariaDb.close();
    }
  }
}
