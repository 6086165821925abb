package org.techrace.suite;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.util.IsoMatcher;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.access.Access;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.mapping.FirstRml;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;

/// The cases of the first version of RML (kg-construct/rml-test-cases, CC BY 4.0) on files, with
/// the meaning of that version. `suites/rml-2014.tsv` lists the cases that fail, with the reason.
final class FirstRmlTest {
  private static final String BASE = "http://example.com/base/";

  @TempDir private static Path folder = Path.of("");

  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    ZippedSuite.unpack("rml-2014.zip", folder);
    Map<String, String> failing = new TreeMap<>();
    for (String line :
        Files.readAllLines(Path.of("src/mapping/test/resources/suites/rml-2014.tsv"))) {
      String[] parts = line.split("\t", 2);
      failing.put(parts[0], parts[1]);
    }
    List<DynamicTest> tests = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> rows =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve("metadata.csv"))) {
      for (NamedCsvRecord row : rows) {
        String id = row.getField("RML id");
        Path of = folder.resolve("test-cases").resolve(id);
        if (Files.isDirectory(of)) {
          boolean expectsError = row.getField("error expected?").equals("true");
          tests.add(
              DynamicTest.dynamicTest(
                  id,
                  () -> {
                    Optional<String> fault = fault(of, expectsError);
                    if (failing.containsKey(id)) {
                      assertThat(fault).as("%s passes; remove it from the list", id).isPresent();
                    } else {
                      assertThat(fault).as(id).isEmpty();
                    }
                  }));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(100);
    return tests.stream();
  }

  @Test
  void aParentWithOtherRowsIsThatOfEachRowAndAReferenceMayFindNothing() throws IOException {
    Path of = Files.createDirectories(folder.resolve("own"));
    Files.writeString(of.resolve("t.xml"), "<t><a><b id='1'/><b id='2'/></a><c id='3'/></t>");
    Files.writeString(
        of.resolve("mapping.ttl"),
        """
        @prefix rr: <http://www.w3.org/ns/r2rml#> .
        @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
        @prefix ql: <http://semweb.mmlab.be/ns/ql#> .
        @prefix ex: <http://example.com/> .
        <#b> rml:logicalSource [ rml:source "t.xml" ; rml:iterator "/t/a/b" ; rml:referenceFormulation ql:XPath ] ;
          rr:subjectMap [ rr:template "http://example.com/{@id}" ] ;
          rr:predicateObjectMap [ rr:predicate ex:name ; rr:objectMap [ rml:reference "@name" ] ] ;
          rr:predicateObjectMap [ rr:predicate ex:c ; rr:objectMap [ rr:parentTriplesMap <#c> ] ] .
        <#c> rml:logicalSource [ rml:source "t.xml" ; rml:iterator "/t/c" ; rml:referenceFormulation ql:XPath ] ;
          rr:subjectMap [ rr:template "http://example.com/{@id}" ] .
        """);
    Files.writeString(
        of.resolve("output.nq"),
        """
        <http://example.com/1> <http://example.com/c> <http://example.com/3> .
        <http://example.com/2> <http://example.com/c> <http://example.com/3> .
        """);
    assertThat(fault(of, false)).isEmpty();
  }

  /// Returns what is wrong with the result of a case.
  private static Optional<String> fault(Path of, boolean expectsError) throws IOException {
    Report report = new Report();
    DatasetGraph made = DatasetGraphFactory.create();
    Optional<Mapping> mapping =
        MappingReader.read(of.resolve("mapping.ttl"), of, RdfVersion.RDF_1_1, report);
    if (mapping.isPresent()) {
      EngineOptions options =
          EngineOptions.DEFAULT.withBase(BASE).withAccess(Access.none().allowReading(of));
      new Engine(FirstRml.of(mapping.get()), options, report).run(StreamRDFLib.dataset(made));
    }
    if (expectsError) {
      return report.hasErrors() ? Optional.empty() : Optional.of("no error; expected one");
    }
    if (report.hasErrors()) {
      return Optional.of(report.findings().toString());
    }
    DatasetGraph expected = DatasetGraphFactory.create();
    if (Files.exists(of.resolve("output.nq"))) {
      RDFDataMgr.read(expected, of.resolve("output.nq").toString());
    }
    return IsoMatcher.isomorphic(expected, made)
        ? Optional.empty()
        : Optional.of("expected\n%s\nfound\n%s".formatted(expected, made));
  }
}
