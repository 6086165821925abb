package org.techrace.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.access.Access;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Report;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.SourceRows;
import org.techrace.table.TablePart;
import org.techrace.table.sql.JdbcTable;

/// A table of a database on a server can be read in ranges of its primary key. All readings have
/// the same rows with the same numbers, for keys of all kinds.
@Tag("long")
final class DatabaseRangesTest {
  private static final int ROWS = 25_000;

  @TempDir private Path folder = Path.of("");

  /// The key of a row: large gaps, negative values, most keys close together.
  private static long key(long i) {
    return i < 20_000 ? i - 500 : i * i * 3;
  }

  private static List<String> script() {
    List<String> script =
        new ArrayList<>(
            List.of(
                "CREATE TABLE things (id bigint PRIMARY KEY, name varchar(20), age varchar(10))",
                "CREATE TABLE links (day date, source integer, target integer, PRIMARY KEY (source,"
                    + " day, target))",
                "CREATE TABLE days (day date PRIMARY KEY, name varchar(20))",
                "CREATE TABLE prices (price decimal(12,3) PRIMARY KEY)",
                "CREATE TABLE words (word varchar(20) PRIMARY KEY)",
                "CREATE TABLE loose (id integer UNIQUE, name varchar(20))",
                "INSERT INTO loose VALUES (1, 'a'), (NULL, 'b'), (NULL, 'b'), (2, 'c')"));
    insert(script, "things", LongStream.range(0, ROWS).map(i -> ROWS - 1 - i).toArray());
    insert(script, "links", LongStream.range(0, 200).toArray());
    insert(script, "days", LongStream.range(0, 40).toArray());
    insert(script, "prices", LongStream.range(0, 40).toArray());
    insert(script, "words", LongStream.range(0, 40).toArray());
    return script;
  }

  private static void insert(List<String> script, String table, long[] numbers) {
    List<String> values = new ArrayList<>();
    for (long i : numbers) {
      values.add(
          switch (table) {
            case "things" ->
                "(%d, 'n%d', '%s')".formatted(key(i), i % 7, i == 20_000 ? "old" : i % 90 + "");
            // The value 5 of the first column has most of the rows.
            case "links" ->
                "('2026-%02d-%02d', %d, %d)"
                    .formatted(i % 12 + 1, i % 28 + 1, i % 5 == 0 ? i / 50 : 5, i);
            case "days" -> "('%d-01-%02d', 'n')".formatted(1500 + i * 3, i % 28 + 1);
            case "prices" -> "(%d.%03d)".formatted(i * i, i);
            default -> "('w%d')".formatted(i);
          });
      if (values.size() == 1_000 || i == numbers[numbers.length - 1]) {
        script.add("INSERT INTO " + table + " VALUES " + String.join(", ", values));
        values.clear();
      }
    }
  }

  private static void load(String url, List<String> script) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : script) {
        statement.execute(sql);
      }
    }
  }

  private static JdbcTable table(String url, String text, boolean isTable) {
    return new JdbcTable(
        text, url, "", "", Reference.of(text), isTable, Access.none().allowJdbc(url));
  }

  private static String described(Row row, int columns) {
    StringBuilder text = new StringBuilder(row.place("").toString());
    for (int i = 0; i < columns; i++) {
      text.append(' ').append(row.values(i));
    }
    return text.toString();
  }

  private static List<String> rows(JdbcTable table, List<Reference> references, TablePart part)
      throws IOException {
    Report report = new Report();
    List<String> found = new ArrayList<>();
    try (SourceRows rows = table.part(part).open(references, report)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        found.add(described(row, references.size()));
      }
    }
    assertThat(report.findings()).isEmpty();
    return found;
  }

  /// Compares the parts of a table, for several sizes, with the whole. Returns the largest number
  /// of parts.
  private static int compare(JdbcTable table, int count, String... columns) throws IOException {
    List<Reference> references = List.of(columns).stream().map(Reference::of).toList();
    List<String> whole = rows(table, references, TablePart.WHOLE);
    assertThat(whole).hasSize(count).doesNotHaveDuplicates();
    int most = 0;
    for (long bytes : new long[] {count < 1_000 ? 1 : 100_000, 2_000 + count * 8L}) {
      List<TablePart> parts = table.parts(references, bytes);
      List<String> found = new ArrayList<>();
      for (TablePart part : parts) {
        found.addAll(rows(table, references, part));
      }
      assertThat(found).as("%s, %,d bytes", table.name(), bytes).isEqualTo(whole);
      most = Math.max(most, parts.size());
    }
    return most;
  }

  private void checkServer(String url) throws Exception {
    load(url, script());
    assertThat(compare(table(url, "things", true), ROWS, "id", "name", "age")).isEqualTo(13);
    assertThat(compare(table(url, "links", true), 200, "day", "source", "target")).isEqualTo(5);
    assertThat(compare(table(url, "days", true), 40, "day")).isEqualTo(40);
    assertThat(compare(table(url, "prices", true), 40, "price")).isEqualTo(40);
    assertThat(compare(table(url, "words", true), 40, "word")).isEqualTo(1);
    assertThat(rows(table(url, "loose", true), List.of(Reference.of("id")), TablePart.WHOLE))
        .hasSize(4);
    assertThat(table(url, "loose", true).parts(List.of(), 1)).containsExactly(TablePart.WHOLE);
    assertThat(table(url, "SELECT * FROM days", false).parts(List.of(), 1))
        .containsExactly(TablePart.WHOLE);
    assertThat(table(url, "absent", true).parts(List.of(), 1)).containsExactly(TablePart.WHOLE);
    runs(url);
  }

  /// The output and the findings are the same for any number of threads.
  private void runs(String url) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mapping.ttl"),
            """
            @prefix rml: <http://w3id.org/rml/> .
            @prefix d2rq: <http://www.wiwiss.fu-berlin.de/suhl/bizer/D2RQ/0.1#> .
            @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
            @prefix ex: <http://example.org/> .
            <#map> rml:logicalSource [ rml:referenceFormulation rml:SQL2008Table ; rml:iterator "things" ;
                rml:source [ a d2rq:Database ; d2rq:jdbcDSN "%s" ] ] ;
              rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
              rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ] ;
              rml:predicateObjectMap [ rml:predicate ex:age ;
                rml:objectMap [ rml:reference "age" ; rml:datatype xsd:integer ] ] .
            """
                .formatted(url));
    List<String> expected = new ArrayList<>();
    for (long i = 0; i < ROWS; i++) {
      if (i != 20_000) {
        String subject = "<http://example.org/%d> ".formatted(key(i));
        expected.add(subject + "<http://example.org/name> \"n%d\" .".formatted(i % 7));
        expected.add(
            subject
                + "<http://example.org/age> \"%d\"^^<http://www.w3.org/2001/XMLSchema#integer> ."
                    .formatted(i % 90));
      }
    }
    for (int threads : new int[] {1, 3, 12}) {
      Report report = new Report();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Mapping mapping = MappingReader.read(file, report).orElseThrow();
      EngineOptions options =
          EngineOptions.DEFAULT.withAccess(Access.none().allowJdbc(url)).withThreads(threads);
      new Engine(mapping, options, report).writeNQuads(out);
      assertThat(out.toString(StandardCharsets.UTF_8).lines().sorted().toList())
          .isEqualTo(expected.stream().sorted().toList());
      assertThat(report.findings())
          .singleElement()
          .asString()
          .startsWith("ERROR [things row 20001] column 'age': 'old' is not a valid xsd:integer");
    }
  }

  @Test
  void postgreSql() throws Exception {
    Optional<Postgres> started = Postgres.start(folder);
    assumeTrue(started.isPresent(), "PostgreSQL is not installed");
    Postgres postgres = started.orElseThrow();
    try {
      checkServer(postgres.url() + "?user=postgres");
    } finally {
      postgres.close();
    }
  }

  @Test
  void mariaDb() throws Exception {
    Optional<MariaDb> started = MariaDb.start(folder);
    assumeTrue(started.isPresent(), "MariaDB is not installed");
    MariaDb mariaDb = started.orElseThrow();
    try {
      checkServer(mariaDb.url());
    } finally {
      mariaDb.close();
    }
  }

  /// Databases in files are read as a whole; SQLite allows several keys without a value.
  @Test
  void databasesInFilesAreReadAsAWhole() throws Exception {
    for (String url :
        List.of(
            "jdbc:sqlite:" + folder.resolve("base.sqlite"),
            "jdbc:h2:" + folder.resolve("h2"),
            "jdbc:duckdb:" + folder.resolve("base.duckdb"))) {
      load(
          url, List.of("CREATE TABLE t (id integer PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)"));
      JdbcTable table = table(url, "t", true);
      assertThat(table.parts(List.of(Reference.of("id")), 1)).containsExactly(TablePart.WHOLE);
      assertThat(rows(table, List.of(Reference.of("id")), TablePart.WHOLE)).hasSize(2);
    }
    String sqlite = "jdbc:sqlite:" + folder.resolve("base.sqlite");
    load(
        sqlite,
        List.of(
            "CREATE TABLE keys (id decimal PRIMARY KEY, name text)",
            "INSERT INTO keys VALUES (1, 'a'), (NULL, 'b'), (NULL, 'c')"));
    assertThat(rows(table(sqlite, "keys", true), List.of(Reference.of("name")), TablePart.WHOLE))
        .hasSize(3);
  }
}
