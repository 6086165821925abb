package org.techrace.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.techrace.access.Access;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;

/// A temporary folder with a mapping and its tables.
record Workbench(Path folder) {
  static final String PREFIXES =
      """
      @prefix rml: <http://w3id.org/rml/> .
      @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
      @prefix csvw: <http://www.w3.org/ns/csvw#> .
      @prefix ex: <http://example.org/> .
      """;

  Workbench file(String name, String text) throws IOException {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Workbench file(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
    return this;
  }

  /// Writes a mapping of `t.csv` with these properties in its triples map; its logical source is on
  /// line 6.
  Workbench mapping(String properties) throws IOException {
    return file(
        "mapping.ttl",
        PREFIXES
            + """
            <#map> a rml:TriplesMap ;
            rml:logicalSource [ rml:source [ rml:path "t.csv" ; rml:null "" ] ; rml:referenceFormulation rml:CSV ] ;
            """
            + properties
            + " .\n");
  }

  /// Returns the options of a run that may read and write in the folder.
  EngineOptions options() {
    return EngineOptions.DEFAULT.withAccess(
        Access.none().allowReading(folder).allowWriting(folder));
  }

  /// Runs the mapping and returns its N-Quads, sorted, and the findings.
  Result run() throws IOException {
    return runFile("mapping.ttl");
  }

  Result runFile(String mappingFile) throws IOException {
    return runFile(mappingFile, RdfVersion.RDF_1_1);
  }

  Result runFile(String mappingFile, RdfVersion rdf) throws IOException {
    return runFile(mappingFile, rdf, options().withBase("http://example.org/"));
  }

  Result runFile(String mappingFile, RdfVersion rdf, EngineOptions options) throws IOException {
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Optional<Mapping> mapping =
        MappingReader.read(folder.resolve(mappingFile), Path.of(""), rdf, report);
    if (mapping.isPresent()) {
      new Engine(mapping.get(), options, report).writeNQuads(out);
    }
    List<String> findings =
        report.findings().stream()
            .map(f -> f.toString().replace(folder.toAbsolutePath() + "/", ""))
            .toList();
    return new Result(out.toString(StandardCharsets.UTF_8).lines().sorted().toList(), findings);
  }

  record Result(List<String> quads, List<String> findings) {}
}
