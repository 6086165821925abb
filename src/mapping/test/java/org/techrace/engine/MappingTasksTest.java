package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.util.IsoMatcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.engine.output.NQuadsOutput;
import org.techrace.engine.output.NQuadsWriter;
import org.techrace.engine.output.QuadBlocks;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.memory.Memory;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;
import org.techrace.table.TablePart;

/// The tasks of a mapping generate the quads and the findings of one run, for parts of any size.
final class MappingTasksTest {
  private static final String PERSON =
      """
      rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Person ] ;
      rml:predicateObjectMap [ rml:predicate ex:name ; rml:objectMap [ rml:reference "name" ] ] ;
      rml:predicateObjectMap [ rml:predicate ex:age ;
        rml:objectMap [ rml:reference "age" ; rml:datatype xsd:integer ] ]
      """;

  @TempDir private Path folder = Path.of("");

  private Workbench bench() {
    return new Workbench(folder);
  }

  /// The outcome of all tasks.
  private record Outcome(MappingDivision division, List<String> quads, List<String> findings) {
    List<MappingTask> tasks() {
      return division.tasks();
    }
  }

  /// Runs the tasks one after the other, each from its serialized form, and removes duplicates as
  /// several processes do.
  private Outcome run(long bytes) throws Exception {
    return run(bytes, Long.MAX_VALUE);
  }

  private Outcome run(long bytes, long broadcast) throws Exception {
    return run(bytes, broadcast, RdfVersion.RDF_1_1);
  }

  private Outcome run(long bytes, long broadcast, RdfVersion rdf) throws Exception {
    Report report = new Report();
    Mapping mapping =
        MappingReader.read(
                folder.resolve("mapping.ttl"),
                Files.readString(folder.resolve("mapping.ttl")),
                Optional.empty(),
                rdf,
                report)
            .orElseThrow();
    EngineOptions options = bench().options().withBase("http://example.org/");
    MappingDivision division;
    try (MappingTasks whole = new MappingTasks(mapping, options)) {
      division = copy(whole.divide(bytes, broadcast, report));
    }
    int partitions = 3;
    List<NQuadsOutput> outputs = new ArrayList<>();
    List<NQuadsWriter> writers = new ArrayList<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < partitions; i++) {
      outputs.add(new NQuadsOutput(out, new Memory(1 << 20)));
      writers.add(new NQuadsWriter(outputs.get(i)));
    }
    TaskResults results = new TaskResults();
    try (MappingTasks process = new MappingTasks(mapping, options)) {
      for (MappingTask task : division.tasks()) {
        QuadBlocks blocks = new QuadBlocks(partitions, (i, block) -> writers.get(i).block(block));
        results.add(copy(process.run(task, blocks)));
      }
      for (ShuffledJoin join : division.joins()) {
        join(join, process, writers, results);
      }
    }
    for (int i = 0; i < partitions; i++) {
      writers.get(i).flush();
      outputs.get(i).finish();
      outputs.get(i).close();
    }
    results.report(report);
    return new Outcome(
        division,
        out.toString(StandardCharsets.UTF_8).lines().sorted().toList(),
        report.findings().stream()
            .map(f -> f.toString().replace(folder.toAbsolutePath() + "/", ""))
            .toList());
  }

  private static void join(
      ShuffledJoin join, MappingTasks process, List<NQuadsWriter> writers, TaskResults results)
      throws Exception {
    List<List<byte[]>> children = new ArrayList<>();
    List<List<byte[]>> parents = new ArrayList<>();
    for (int i = 0; i < join.partitions(); i++) {
      children.add(new ArrayList<>());
      parents.add(new ArrayList<>());
    }
    for (int i = 0; i < join.children().size(); i++) {
      results.add(copy(process.divideChild(join, i, (at, block) -> children.get(at).add(block))));
    }
    for (int i = 0; i < join.parents().size(); i++) {
      process.divideParent(join, i, (at, block) -> parents.get(at).add(block));
    }
    for (int i = 0; i < join.partitions(); i++) {
      QuadBlocks blocks =
          new QuadBlocks(writers.size(), (at, block) -> writers.get(at).block(block));
      try (PartitionJoin partition = process.join(join, i, parents.get(i).iterator(), blocks)) {
        for (byte[] block : children.get(i)) {
          partition.map(block);
        }
        results.add(copy(partition.finish()));
      }
    }
  }

  @SuppressWarnings({"unchecked", "BanSerializableRead"})
  private static <T> T copy(T value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  /// Compares the tasks with one run, for several sizes of parts.
  private void assertSameAsOneRun(int tasks) throws Exception {
    assertSameAsOneRun(tasks, RdfVersion.RDF_1_1);
  }

  private void assertSameAsOneRun(int tasks, RdfVersion rdf) throws Exception {
    Workbench.Result whole = bench().runFile("mapping.ttl", rdf);
    int most = 0;
    for (long bytes : new long[] {1, 40, 1_000, 100_000}) {
      for (long broadcast : new long[] {0, Long.MAX_VALUE}) {
        Outcome parts = run(bytes, broadcast, rdf);
        most = Math.max(most, parts.tasks().size());
        assertThat(parts.quads()).as("%,d bytes", bytes).isEqualTo(whole.quads());
        assertThat(parts.findings())
            .as("%,d bytes", bytes)
            .containsExactlyInAnyOrderElementsOf(whole.findings());
      }
    }
    assertThat(whole.quads()).isNotEmpty();
    assertThat(most).isGreaterThanOrEqualTo(tasks);
  }

  @Test
  void quotedTriplesHaveTheSameReifiersInAllTasks() throws Exception {
    StringBuilder table = new StringBuilder("id,of,source\n");
    for (int i = 0; i < 200; i++) {
      table.append("%d,%d,%d\n".formatted(i % 40, i % 7, i));
    }
    bench()
        .file("t.csv", table.toString())
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#rows> rml:source [ rml:path "t.csv" ] ; rml:referenceFormulation rml:CSV .
                <#fact> a rml:NonAssertedTriplesMap ; rml:logicalSource <#rows> ;
                  rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:of ; rml:objectMap [ rml:reference "of" ] ] .
                <#says> rml:logicalSource <#rows> ; rml:subjectMap [ rml:quotedTriplesMap <#fact> ] ;
                  rml:predicateObjectMap [ rml:predicate ex:source ; rml:objectMap [ rml:reference "source" ] ] .
                <#joins> rml:logicalSource <#rows> ; rml:subjectMap [ rml:template "http://example.org/j/{id}" ] ;
                  rml:predicateObjectMap [ rml:predicate ex:same ; rml:objectMap [ rml:quotedTriplesMap <#says> ;
                    rml:joinCondition [ rml:child "id" ; rml:parent "of" ] ] ] .
                """);
    assertSameAsOneRun(100, RdfVersion.RDF_1_2);
  }

  @Test
  void rowsMayHaveLineBreaksInQuotedCells() throws Exception {
    StringBuilder table = new StringBuilder("id,\"na\nme\",age,name\r\n");
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      String text =
          Stream.of("a", "\n", "\"\"", ",", "\r\n", "ü", " ")
              .flatMap(part -> Stream.generate(() -> part).limit(random.nextInt(3)))
              .collect(Collectors.joining());
      table.append(
          "%d,\"%s\",%d,\"%s\"%s".formatted(i, text, i % 7, text, i % 3 == 0 ? "\r\n\r\n" : "\n"));
    }
    bench().file("t.csv", table.toString()).mapping(PERSON);
    assertSameAsOneRun(250);
  }

  @Test
  void findingsNameTheLineInTheFile() throws Exception {
    StringBuilder table = new StringBuilder("\uFEFFid,name,age\n");
    for (int i = 0; i < 200; i++) {
      table.append("%d,\"a\nb\",%s\n".formatted(i, i % 50 == 49 ? "old" : i));
    }
    table.append("200,too short\n");
    bench().file("t.csv", table.toString()).mapping(PERSON);
    assertSameAsOneRun(150);
    assertThat(run(40).findings())
        .hasSize(5)
        .anyMatch(finding -> finding.startsWith("ERROR [t.csv:400] column 'age': 'old'"))
        .anyMatch(finding -> finding.startsWith("ERROR [t.csv:402] the row has 2 cells"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "csvw:delimiter \";\"",
        "csvw:commentPrefix \"#\" ; csvw:delimiter \";\"",
        "csvw:skipRows 2 ; csvw:delimiter \";\"",
        "csvw:quoteChar \"'\" ; csvw:delimiter \";\"",
        "csvw:trim true ; csvw:delimiter \";\"",
        "csvw:doubleQuote false ; csvw:delimiter \";\""
      })
  void dialectsAreKept(String dialect) throws Exception {
    StringBuilder table = new StringBuilder();
    if (dialect.contains("skipRows")) {
      table.append("a \"title\nand a note\n");
    }
    table.append("id;name;age\n");
    for (int i = 0; i < 60; i++) {
      if (dialect.contains("comment")) {
        table.append("# a \"comment\n");
      }
      table.append("%d;a%sb;%d\n".formatted(i, dialect.contains("quoteChar") ? "\"" : "", i));
    }
    bench()
        .file("t.csv", table.toString())
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#map> rml:logicalSource [ rml:source [ a csvw:Table ; csvw:url "t.csv" ; csvw:dialect [ %s ] ] ;
                  rml:referenceFormulation rml:CSV ] ;
                %s .
                """
                    .formatted(dialect, PERSON));
    assertSameAsOneRun(dialect.contains("trim") || dialect.contains("doubleQuote") ? 1 : 50);
  }

  @Test
  void numbersOfRowsNeedTheWholeTable() throws Exception {
    String rows = IntStream.range(0, 50).mapToObj(i -> "a,1\n").collect(Collectors.joining());
    bench().file("t.csv", "name,age\n" + rows).mapping(PERSON.replace("{id}", "{_row}"));
    assertSameAsOneRun(1);
    assertThat(run(10).tasks()).hasSize(1);
  }

  @Test
  void valuesOfJsonLinesMayHaveSeveralLines() throws Exception {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      table.append(
          "{\"id\":%d,\"name\":\"}\\\\\\\"{\\n[\",%s\"age\":%s}\r\n"
              .formatted(i, i % 2 == 0 ? "\n " : "", i == 70 ? "\"old\"" : i));
    }
    json("t.jsonl", table.toString());
    assertSameAsOneRun(90);
    assertThat(run(10).findings())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("ERROR [t.jsonl:106:1] reference 'age': 'old'");
  }

  @Test
  void aReferenceOfJsonLinesMayFindNothingInMostParts() throws Exception {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      table.append(i == 50 ? "{\"id\":50,\"name\":\"x\"}\n" : "{\"id\":%d}\n".formatted(i));
    }
    json("t.jsonl", table.toString());
    assertSameAsOneRun(90);
    assertThat(run(10).findings())
        .hasSize(1)
        .first()
        .asString()
        .contains("the reference 'age' finds nothing in any of the 100 rows");
  }

  @Test
  void jsonLinesThatAreOneArrayAreOneTask() throws Exception {
    json(
        "t.jsonl", "[{\"id\":1,\"name\":\"a\",\"age\":1},\n{\"id\":2,\"name\":\"b\",\"age\":2}]\n");
    assertSameAsOneRun(1);
    assertThat(run(1).tasks()).hasSize(1);
  }

  private void json(String file, String text) throws IOException {
    bench()
        .file(file, text)
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#map> rml:logicalSource [ rml:source [ rml:path "%s" ] ; rml:referenceFormulation rml:JSONPath ;
                  rml:iterator "$" ] ;
                %s .
                """
                    .formatted(file, PERSON));
  }

  @Test
  void parquetIsDividedBetweenItsRowGroups() throws Exception {
    Path file = folder.resolve("t.parquet");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (SELECT i AS id, 'n' || i AS name, CASE WHEN i = 9000 THEN 'old' ELSE '7' END AS"
              + " age"
              + " FROM range(10000) t(i)) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE 2048)"
                  .formatted(file));
    }
    bench()
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#map> rml:logicalSource [ rml:source [ rml:path "t.parquet" ] ; rml:referenceFormulation rml:CSV ] ;
                %s .
                """
                    .formatted(PERSON));
    assertSameAsOneRun(4);
    assertThat(run(1).findings())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("ERROR [t.parquet row 9001] column 'age': 'old'");
  }

  @Test
  void eachCompressedFileIsATask() throws Exception {
    for (int file = 0; file < 3; file++) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
        out.write("id,name,age\n%d,a,old\n".formatted(file).getBytes(StandardCharsets.UTF_8));
        out.write("1%d,\"a\n\",1\n".formatted(file).getBytes(StandardCharsets.UTF_8));
      }
      bench().file("part-%d.csv.gz".formatted(file), packed.toByteArray());
    }
    bench()
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#map> rml:logicalSource [ rml:source [ rml:path "part-*.csv.gz" ] ; rml:referenceFormulation rml:CSV ] ;
                %s .
                """
                    .formatted(PERSON.replace("{id}", "{_file}-{id}")));
    assertSameAsOneRun(3);
    assertThat(run(1).tasks()).hasSize(3);
  }

  private static final String JOIN =
      """
      ; rml:predicateObjectMap [ rml:predicate ex:town ; rml:objectMap [ rml:parentTriplesMap <#town> ;
        rml:joinCondition [ rml:child "age" ; rml:parent "code" ] ] ] .
      <#town> rml:logicalSource [ rml:source [ rml:path "towns.csv" ] ; rml:referenceFormulation rml:CSV ] ;
      rml:subjectMap [ rml:template "http://example.org/town/{name}" ; rml:graph ex:towns ]
      """;

  @Test
  void joinsFindTheirParentsInOtherParts() throws Exception {
    StringBuilder table = new StringBuilder("id,name,age\n");
    StringBuilder towns = new StringBuilder("code,name\n");
    for (int i = 0; i < 100; i++) {
      table.append("%d,n,%d\n".formatted(i, i));
      towns.append("%d,town %d\n".formatted(99 - i, i));
    }
    bench()
        .file("t.csv", table.toString())
        .file("towns.csv", towns.toString())
        .mapping(PERSON + JOIN);
    assertSameAsOneRun(100);
    assertThat(run(10).division().joins()).isEmpty();
    ShuffledJoin join = run(100, 0).division().joins().getFirst();
    assertThat(join.children()).hasSizeGreaterThan(5);
    assertThat(join.parents()).hasSizeGreaterThan(5);
    assertThat(join.partitions()).isGreaterThan(5);
    assertThat(run(10).quads()).filteredOn(quad -> quad.contains("/town/")).hasSize(100);
  }

  @Test
  void aJoinWithoutAnyMatchIsReportedOnce() throws Exception {
    bench()
        .file("t.csv", "id,name,age\n1,a,1\n2,b,2\n3,c,3\n")
        .file("towns.csv", "code,name\nx,X\n")
        .mapping(PERSON + JOIN);
    assertSameAsOneRun(3);
    assertThat(run(1).findings()).hasSize(1).first().asString().contains("no row has a parent");
    assertThat(run(1, 0).division().joins()).hasSize(1);
    bench().file("towns.csv", "code,name\n3,X\n");
    assertThat(run(1).findings()).isEmpty();
    assertThat(run(1, 0).findings()).isEmpty();
  }

  @Test
  void shuffledJoinsMayHaveSeveralConditionsKeysAndParents() throws Exception {
    StringBuilder table = new StringBuilder();
    StringBuilder towns = new StringBuilder("code,size,name\n");
    Random random = new Random(2);
    for (int i = 0; i < 100; i++) {
      table.append(
          "{\"id\":%d,\"of\":[%d,%d,\"x\"],\"size\":[\"s\",\"m\"]}\n"
              .formatted(i / 2, random.nextInt(30), random.nextInt(30)));
      towns.append("%d,%s,town %d\n".formatted(random.nextInt(30), i % 3 == 0 ? "l" : "m", i));
    }
    bench()
        .file("t.jsonl", table.toString())
        .file("towns.csv", towns.toString())
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + """
                <#map> rml:logicalSource [ rml:source [ rml:path "t.jsonl" ] ; rml:referenceFormulation rml:JSONPath ;
                  rml:iterator "$" ] ;
                rml:subjectMap [ rml:template "http://example.org/{id}" ; rml:class ex:Person ; rml:graph ex:people ] ;
                rml:predicateObjectMap [ rml:predicate ex:town, ex:place ; rml:graph ex:towns ; rml:object "a" ;
                  rml:objectMap [ rml:parentTriplesMap <#town> ;
                    rml:joinCondition [ rml:child "of[*]" ; rml:parent "code" ], [ rml:child "size[*]" ; rml:parent "size" ] ],
                    [ rml:parentTriplesMap <#town> ; rml:joinCondition [ rml:child "id" ; rml:parent "code" ] ] ] .
                <#town> rml:logicalSource [ rml:source [ rml:path "towns.csv" ] ; rml:referenceFormulation rml:CSV ] ;
                rml:subjectMap [ rml:template "town{name}" ; rml:termType rml:BlankNode ] .
                """);
    assertSameAsOneRun(50);
    assertThat(run(500, 0).division().joins()).hasSize(2).allMatch(join -> join.partitions() > 1);
    assertThat(bench().run().quads()).hasSizeGreaterThan(400);
  }

  @Test
  void joinsWithFunctionsAreNotShuffled() throws Exception {
    bench()
        .file("t.csv", "id,name,age\n1,a,1\n2,b,2\n")
        .file("towns.csv", "code,name\n1,X\n")
        .mapping(
            PERSON
                + JOIN.replace(
                    "rml:child \"age\"",
                    """
                    rml:childMap [ rml:functionExecution [ rml:function <https://w3id.org/techrace/tool/function#split> ;
                      rml:input [ rml:parameter <https://w3id.org/techrace/tool/function#text> ;
                        rml:inputValueMap [ rml:reference "age" ] ] ,
                      [ rml:parameter <https://w3id.org/techrace/tool/function#separator> ; rml:inputValue ";" ] ] ]
                    """));
    assertSameAsOneRun(2);
    assertThat(run(1, 0).division().joins()).isEmpty();
  }

  @Test
  void blankNodesOfPartsAreDifferentAndStayTheSame() throws Exception {
    String rows = IntStream.range(0, 50).mapToObj(i -> i + ",a,1\n").collect(Collectors.joining());
    bench()
        .file("t.csv", "id,name,age\n" + rows)
        .mapping(
            """
            rml:subjectMap [ rml:termType rml:BlankNode ] ;
            rml:predicateObjectMap [ rml:predicate ex:of ; rml:objectMap [ rml:template "n{id}" ;
              rml:termType rml:BlankNode ] ] ;
            rml:predicateObjectMap [ rml:predicate ex:id ; rml:objectMap [ rml:reference "id" ] ]
            """);
    Outcome parts = run(20);
    assertThat(parts.tasks()).hasSizeGreaterThan(10);
    assertThat(run(20).quads()).isEqualTo(parts.quads());
    assertThat(parts.quads()).hasSize(100);
    assertThat(IsoMatcher.isomorphic(dataset(parts.quads()), dataset(bench().run().quads())))
        .isTrue();
  }

  private static DatasetGraph dataset(List<String> quads) {
    DatasetGraph dataset = DatasetGraphFactory.create();
    RDFParser.fromString(String.join("\n", quads), Lang.NQUADS).parse(dataset);
    return dataset;
  }

  @Test
  void collectionsOverSeveralRowsNeedTheWholeTable() throws Exception {
    bench()
        .file("t.csv", "id,name\n1,a\n2,b\n1,c\n")
        .mapping(
            """
            rml:subjectMap [ rml:template "http://example.org/{id}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:names ; rml:objectMap [
              rml:template "list{id}" ; rml:termType rml:BlankNode ;
              rml:gather ( [ rml:reference "name" ] ) ; rml:gatherAs rdf:Bag ] ]
            """
                .replace("rdf:Bag", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#Bag>"));
    assertSameAsOneRun(1);
    assertThat(run(1).tasks()).extracting(MappingTask::part).containsExactly(TablePart.WHOLE);
  }

  @Test
  void targetsAreRefused() throws Exception {
    bench()
        .file("t.csv", "id,name,age\n1,a,1\n")
        .mapping(
            PERSON.replace(
                "rml:reference \"name\"",
                "rml:reference \"name\" ; rml:logicalTarget [ rml:target [ rml:path \"o.nt\" ] ;"
                    + " rml:serialization <http://www.w3.org/ns/formats/N-Triples> ]"));
    assertThat(run(1).findings()).anyMatch(f -> f.contains("logical targets are written by one"));
  }
}
