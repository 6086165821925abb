package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.access.Access;
import org.techrace.mapping.MappingReader;
import org.techrace.nanopub.Nanopublication;
import org.techrace.report.Finding;
import org.techrace.report.Report;

/// Maps nanopublications that somebody else published, with the mapping of docs/curate.md.
final class NanopublicationSourceTest {
  private static final String BASE = "https://example.org/np/";

  @TempDir private Path folder = Path.of("");

  private static Nanopublication published(String staff) {
    Triple claim =
        Triple.create(
            NodeFactory.createURI("https://example.org/firm"),
            NodeFactory.createURI("https://example.org/staff"),
            NodeFactory.createLiteralString(staff));
    return Nanopublication.of(
        new Nanopublication.Content(
            List.of(claim),
            List.of("https://example.org/report"),
            "Example Press",
            "2026-11-24",
            List.of("https://creativecommons.org/publicdomain/zero/1.0/")),
        BASE);
  }

  private static String trig(Nanopublication... all) {
    DatasetGraph data = DatasetGraphFactory.create();
    List.of(all).forEach(one -> one.quads().forEach(data::add));
    StringWriter text = new StringWriter();
    RDFDataMgr.write(text, data, Lang.TRIG);
    return text.toString();
  }

  private static String documented() throws IOException {
    String page = Files.readString(Path.of("docs/curate.md"));
    Matcher block = Pattern.compile("```turtle\n(<#claims>.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private String mapped(String trig, Report report) throws IOException {
    new Workbench(folder)
        .file("claims.trig", trig)
        .file(
            "mapping.ttl",
            Workbench.PREFIXES
                + "@prefix formats: <http://www.w3.org/ns/formats/> .\n"
                + "@prefix prov: <http://www.w3.org/ns/prov#> .\n"
                + documented());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(
            MappingReader.read(folder.resolve("mapping.ttl"), report).orElseThrow(),
            EngineOptions.DEFAULT.withAccess(Access.none().allowReading(folder)),
            report)
        .writeNQuads(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void statementsKeepTheNameOfTheirNanopublication() throws IOException {
    Report report = new Report();
    Nanopublication one = published("250");
    String quads = mapped(trig(one, published("300")), report);
    assertThat(report.findings()).isEmpty();
    assertThat(quads.lines()).hasSize(4);
    assertThat(quads)
        .contains(
            "<https://example.org/firm> <http://example.org/staff> \"250\"",
            "<http://www.w3.org/ns/prov#wasDerivedFrom> <" + one.iri() + ">");
  }

  @Test
  void aChangedNanopublicationIsAnError() throws IOException {
    Report report = new Report();
    Nanopublication one = published("250");
    mapped(trig(one).replace("\"250\"", "\"251\""), report);
    assertThat(report.findings())
        .extracting(Finding::message)
        .containsExactly(
            "the content of the nanopublication <%s> was changed: its checksum is not the one in its name; fetch it again"
                .formatted(one.iri()));
    assertThat(report.hasErrors()).isTrue();
  }

  @Test
  void aNanopublicationWithBlankNodesIsAnError() throws IOException {
    Report report = new Report();
    Nanopublication one = published("250");
    mapped(trig(one).replace("\"250\"", "[]"), report);
    assertThat(report.findings())
        .extracting(Finding::message)
        .anyMatch(message -> message.contains("has blank nodes"));
  }
}
