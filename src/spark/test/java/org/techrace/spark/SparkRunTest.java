package org.techrace.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.util.IsoMatcher;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.SharedMaterial;
import org.techrace.report.Report;
import org.techrace.suite.Postgres;

/// Runs on two local cores give the quads and the findings of one process.
@Tag("long")
final class SparkRunTest {
  /// A join with a table of towns.
  private static final String TOWN =
      """
      ; rml:predicateObjectMap [ rml:predicate ex:town ; rml:objectMap [ rml:parentTriplesMap <#town> ;
        rml:joinCondition [ rml:child "number" ; rml:parent "code" ] ] ] .
      <#town> rml:logicalSource [ rml:source [ rml:path "towns.csv" ] ; rml:referenceFormulation rml:CSV ] ;
      rml:subjectMap [ rml:template "http://example.org/town/{name}" ; rml:graph ex:towns ] ;
      rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ] .
      """;

  @TempDir private Path path = Path.of("");
  @TempDir private static Path cases = Path.of("");
  private static final JavaSparkContext SPARK =
      new JavaSparkContext(
          new SparkConf()
              .setMaster("local[2,3]")
              .setAppName("test")
              .set("spark.ui.enabled", "false")
              .set("spark.driver.host", "127.0.0.1")
              .set("spark.driver.bindAddress", "127.0.0.1"));

  @AfterAll
  static void stop() {
    SPARK.close();
  }

  private Folder folder() {
    return new Folder(path);
  }

  private static String map(String file, String formulation) {
    String iterator = formulation.equals("CSV") ? "" : "; rml:iterator \"$\"";
    return Folder.PREFIXES
        + """
        <#map> rml:logicalSource [ rml:source [ rml:path "%s" ] ; rml:referenceFormulation rml:%s %s ] ;
        rml:subjectMap [ rml:template "http://example.org/{group}" ; rml:class ex:Thing ] ;
        rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ] ;
        rml:predicateObjectMap [ rml:predicate ex:number ;
          rml:objectMap [ rml:reference "number" ; rml:datatype xsd:integer ] ]
        """
            .formatted(file, formulation, iterator);
  }

  /// Two hundred rows of twenty things, so that most quads occur ten times.
  private static String csv() {
    Random random = new Random(23);
    StringBuilder table = new StringBuilder("group,name,number\n");
    for (int i = 0; i < 200; i++) {
      int group = random.nextInt(20);
      table.append("%d,\"thing\n\"\"%d\"\"\",%d%n".formatted(group, group, group));
    }
    return table.toString();
  }

  private static void assertSame(Folder folder, int quads) throws IOException {
    Folder.Outcome here = folder.runHere();
    Folder.Outcome there = folder.runOn(SPARK, 100);
    assertThat(there.quads()).isEqualTo(here.quads()).hasSize(quads);
    assertThat(there.findings()).isEqualTo(here.findings());
  }

  @Test
  void csvWithDuplicatesAndLineBreaks() throws IOException {
    assertSame(folder().file("t.csv", csv()).file("mapping.ttl", map("t.csv", "CSV") + " ."), 60);
  }

  @Test
  void jsonLines() throws IOException {
    String table =
        IntStream.range(0, 100)
            .mapToObj(i -> "{\"group\":%d,\"name\":\"\\n\",\"number\":%d}%n".formatted(i / 2, i))
            .collect(Collectors.joining());
    assertSame(
        folder().file("t.jsonl", table).file("mapping.ttl", map("t.jsonl", "JSONPath") + " ."),
        200);
  }

  @Test
  void parquet() throws IOException {
    SparkSession session = SparkSession.builder().sparkContext(SPARK.sc()).getOrCreate();
    Path written = path.resolve("written");
    session
        .range(0, 10_000)
        .selectExpr("id AS group", "concat('n', id) AS name", "id AS number")
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .option("parquet.block.size", 1 << 14)
        .option("parquet.page.size", 1 << 12)
        .parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      Files.move(
          files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow(),
          path.resolve("t.parquet"));
    }
    assertSame(folder().file("mapping.ttl", map("t.parquet", "CSV") + " ."), 30_000);
  }

  /// A table of a database on a server is read in ranges of its primary key.
  @Test
  void database() throws Exception {
    Optional<Postgres> server = Postgres.start(path);
    assumeTrue(server.isPresent(), "PostgreSQL is not installed");
    try {
      database(server.get().url() + "?user=postgres");
    } finally {
      server.get().close();
    }
  }

  private void database(String url) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE things (id integer PRIMARY KEY, name text, number text)");
      statement.execute(
          "INSERT INTO things SELECT CASE WHEN i < 400 THEN i ELSE i * i END, 'n' || i % 7, i"
              + " FROM generate_series(1, 500) AS t(i)");
    }
    Folder database =
        new Folder(path, "http://example.org/", List.of("jdbc:postgresql:"))
            .file(
                "mapping.ttl",
                map("", "SQL2008Table")
                        .replace(
                            "rml:path \"\"",
                            "d2rq:jdbcDSN \"%s\"".formatted(url.replaceFirst("\\?.*", ""))
                                + " ; d2rq:username \"postgres\" ; d2rq:password \"\"")
                        .replace("rml:iterator \"$\"", "rml:iterator \"things\"")
                        .replace("{group}", "{id}")
                    + " .");
    assertThat(database.job(1_000, 0, new Report()).orElseThrow().division().tasks())
        .hasSizeGreaterThan(20);
    Folder.Outcome here = database.runHere();
    Folder.Outcome there = database.runOn(SPARK, 1_000);
    assertThat(there.quads()).isEqualTo(here.quads()).hasSize(3 * 500);
    assertThat(there.findings()).isEqualTo(here.findings()).isEmpty();
  }

  @Test
  void joinWithAnotherTable() throws IOException {
    String parents =
        IntStream.range(0, 20)
            .mapToObj(i -> "%d,Town %d%n".formatted(i, i % 7))
            .collect(Collectors.joining());
    assertSame(
        folder()
            .file("t.csv", csv())
            .file("towns.csv", "code,name\n" + parents)
            .file("mapping.ttl", map("t.csv", "CSV") + TOWN),
        87);
  }

  @Test
  void joinByShuffle() throws IOException {
    StringBuilder table = new StringBuilder("group,name,number\n");
    StringBuilder parents = new StringBuilder("code,name\n");
    for (int i = 0; i < 3000; i++) {
      table.append("%d,n,%d%n".formatted(i, 7 * i % 3000));
      parents.append("%d,Town %d%n".formatted(2 * i, i));
    }
    folder()
        .file("t.csv", table.toString())
        .file("towns.csv", parents.toString())
        .file("mapping.ttl", map("t.csv", "CSV") + TOWN);
    Folder.Outcome here = folder().runHere();
    Folder.Outcome there = folder().runOn(SPARK, 4_000, 1_000);
    assertThat(folder().job(4_000, 1_000, new Report()).orElseThrow().division().joins())
        .hasSize(1)
        .allMatch(join -> join.partitions() > 3 && join.parents().size() > 3);
    assertThat(there.quads()).isEqualTo(here.quads()).hasSize(3 * 3000 + 1500 + 3000);
    assertThat(there.findings()).isEqualTo(here.findings());
  }

  @Test
  void findingsNameTheLineAndNothingIsWritten() throws IOException {
    folder().file("t.csv", csv() + "1,x,many\n").file("mapping.ttl", map("t.csv", "CSV") + " .");
    Folder.Outcome there = folder().runOn(SPARK, 100);
    assertThat(there.quads()).isEmpty();
    assertThat(there.findings())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("ERROR [t.csv:402] column 'number': 'many' is not a valid xsd:integer");
  }

  @Test
  void blankNodesAreDifferentAndStayTheSame() throws IOException {
    folder()
        .file("t.csv", csv())
        .file(
            "mapping.ttl",
            map("t.csv", "CSV")
                    .replace(
                        "rml:template \"http://example.org/{group}\"", "rml:termType rml:BlankNode")
                + " .");
    List<String> first = folder().runOn(SPARK, 100).quads();
    assertThat(first).hasSize(600).isEqualTo(folder().runOn(SPARK, 100).quads());
    assertThat(IsoMatcher.isomorphic(dataset(first), dataset(folder().runHere().quads()))).isTrue();
  }

  @Test
  void aTaskThatFailsAndRunsAgainChangesNothing() throws IOException {
    String factory = "mapreduce.outputcommitter.factory.class";
    folder().file("t.csv", csv()).file("mapping.ttl", map("t.csv", "CSV") + " .");
    SPARK.hadoopConfiguration().set(factory, FailingOnce.class.getName());
    try {
      assertSame(folder(), 60);
    } finally {
      SPARK.hadoopConfiguration().unset(factory);
    }
    assertThat(FailingOnce.FAILED).hasValue(1);
  }

  @Test
  void anOutputThatExistsIsRefused() throws IOException {
    folder().file("t.csv", csv()).file("mapping.ttl", map("t.csv", "CSV") + " .");
    Report report = new Report();
    Job job = folder().job(100, 0, report).orElseThrow();
    new SparkRun(SPARK, job, 2).write(path.toString(), QuadsFormat.Compression.NONE, report);
    assertThat(report.findings())
        .hasSize(1)
        .first()
        .asString()
        .contains("the output exists already; name a folder that does not exist");
  }

  private static DatasetGraph dataset(List<String> quads) {
    DatasetGraph dataset = DatasetGraphFactory.create();
    RDFParser.fromString(String.join("\n", quads), Lang.NQUADS).parse(dataset);
    return dataset;
  }

  /// The cases of the RML-Core suite that read files.
  @TestFactory
  Stream<DynamicTest> suite() throws IOException {
    Path suite = SharedMaterial.suite("rml-core");
    if (!Files.isDirectory(suite)) {
      System.out.println("skipped: the RML test suites are missing: no folder " + suite);
      return Stream.of();
    }
    try (Stream<Path> folders = Files.list(suite)) {
      List<Path> all =
          folders
              .filter(folder -> Files.exists(folder.resolve("mapping.ttl")))
              .filter(folder -> !text(folder.resolve("mapping.ttl")).contains("CONNECTIONDSN"))
              .sorted()
              .toList();
      assertThat(all).hasSizeGreaterThan(50);
      return all.stream()
          .map(
              folder ->
                  DynamicTest.dynamicTest(
                      String.valueOf(folder.getFileName()), () -> compare(folder)));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compare(Path from) throws IOException {
    Path copy = Files.createDirectory(cases.resolve(String.valueOf(from.getFileName())));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(String.valueOf(file.getFileName())));
      }
    }
    Folder folder = new Folder(copy, "http://example.com/base/");
    Folder.Outcome here = folder.runHere();
    Folder.Outcome there = folder.runOn(SPARK, 1, 0);
    assertThat(there.findings()).isEqualTo(here.findings());
    assertThat(there.quads()).hasSameSizeAs(here.quads());
    assertThat(IsoMatcher.isomorphic(dataset(there.quads()), dataset(here.quads()))).isTrue();
  }
}
