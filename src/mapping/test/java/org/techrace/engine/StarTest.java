package org.techrace.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.StreamRDFLib;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.util.IsoMatcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.engine.output.FileForm;
import org.techrace.mapping.MappingReader;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Report;

/// Star maps (RML-star): triples about triples, in the terms of RDF 1.2.
class StarTest {
  private static final String SOURCE =
      """
      rml:logicalSource [ rml:source [ rml:path "t.csv" ; rml:null "" ] ; rml:referenceFormulation rml:CSV ] ;
      """;
  private static final String INNER =
      SOURCE
          + """
          rml:subjectMap [ rml:template "http://example.org/{s}" ] ;
          rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [ rml:reference "o" ] ] .
          """;

  private @TempDir Path folder;

  @BeforeEach
  void writeTable() throws IOException {
    bench().file("t.csv", "s,o,source\na,1,x\na,1,y\nb,2,x\nc,,x\n");
  }

  private Workbench bench() {
    return new Workbench(folder);
  }

  private Workbench mapping(String text) throws IOException {
    return bench().file("mapping.ttl", Workbench.PREFIXES + text);
  }

  private Workbench.Result run(String text) throws IOException {
    return mapping(text).runFile("mapping.ttl", RdfVersion.RDF_1_2);
  }

  private static DatasetGraph parse(String text) {
    DatasetGraph dataset = DatasetGraphFactory.create();
    RDFParser.fromString("PREFIX ex: <http://example.org/> " + text, Lang.TRIG).parse(dataset);
    return dataset;
  }

  /// Runs a mapping as lines and as nodes, which must agree, and compares the result.
  private void assertGenerates(String mapping, String expected) throws IOException {
    Workbench.Result result = run(mapping);
    assertThat(result.findings()).isEmpty();
    assertThat(result.quads()).doesNotHaveDuplicates();
    DatasetGraph lines = DatasetGraphFactory.create();
    RDFParser.fromString(String.join("\n", result.quads()), Lang.NQUADS).parse(lines);
    DatasetGraph nodes = DatasetGraphFactory.create();
    new Engine(
            MappingReader.read(
                    folder.resolve("mapping.ttl"), Path.of(""), RdfVersion.RDF_1_2, new Report())
                .orElseThrow(),
            bench().options().withBase("http://example.org/"),
            new Report())
        .run(StreamRDFLib.dataset(nodes));
    assertThat(IsoMatcher.isomorphic(lines, parse(expected)))
        .as(result.quads().toString())
        .isTrue();
    assertThat(IsoMatcher.isomorphic(nodes, lines)).isTrue();
  }

  @Test
  void quotesTriplesAsObjects() throws IOException {
    assertGenerates(
        "<#inner> a rml:NonAssertedTriplesMap ; "
            + INNER
            + "<#outer> "
            + SOURCE
            + """
            rml:subjectMap [ rml:template "http://example.org/of/{s}/{source}" ] ;
            rml:predicateObjectMap [ rml:predicate rdf:reifies ;
              rml:objectMap [ rml:quotedTriplesMap <#inner> ] ] .
            """
                .replace("rdf:reifies", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"),
        """
        <http://example.org/of/a/x> ~rdf:reifies~ <<( ex:a ex:p "1" )>> .
        <http://example.org/of/a/y> ~rdf:reifies~ <<( ex:a ex:p "1" )>> .
        <http://example.org/of/b/x> ~rdf:reifies~ <<( ex:b ex:p "2" )>> .
        """
            .replace("~rdf:reifies~", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"));
  }

  @Test
  void quotesTriplesAsSubjectsByOneReifierEach() throws IOException {
    assertGenerates(
        "<#inner> a rml:AssertedTriplesMap ; "
            + INNER
            + "<#outer> "
            + SOURCE
            + """
            rml:subjectMap [ rml:quotedTriplesMap <#inner> ; rml:class ex:Statement ] ;
            rml:predicateObjectMap [ rml:predicate ex:source ; rml:objectMap [ rml:reference "source" ] ] .
            """,
        """
        ex:a ex:p "1" ~ _:a . _:a a ex:Statement ; ex:source "x", "y" .
        ex:b ex:p "2" ~ _:b . _:b a ex:Statement ; ex:source "x" .
        """);
  }

  @Test
  void putsReifyingTriplesIntoTheGraphsOfTheirStatements() throws IOException {
    assertGenerates(
        "<#inner> a rml:NonAssertedTriplesMap ; "
            + INNER
            + "<#outer> "
            + SOURCE
            + """
            rml:subjectMap [ rml:quotedTriplesMap <#inner> ] ;
            rml:predicateObjectMap [ rml:predicate ex:source ; rml:object ex:x ;
              rml:graphMap [ rml:template "http://example.org/g/{source}" ] ] .
            """,
        """
        <http://example.org/g/x> { << ex:a ex:p "1" ~ _:a >> ex:source ex:x . << ex:b ex:p "2" ~ _:b >> ex:source ex:x . }
        <http://example.org/g/y> { << ex:a ex:p "1" ~ _:a >> ex:source ex:x . }
        """);
  }

  @Test
  void joinsWithTriplesOfAnotherTable() throws IOException {
    bench().file("u.csv", "of,confidence\na,0.8\nb,0.6\nz,0.1\n");
    assertGenerates(
        "<#inner> a rml:NonAssertedTriplesMap ; "
            + INNER
            + "<#middle> a rml:NonAssertedTriplesMap ; "
            + SOURCE
            + """
            rml:subjectMap [ rml:quotedTriplesMap <#inner> ] ;
            rml:predicateObjectMap [ rml:predicate ex:source ; rml:objectMap [ rml:reference "source" ] ] .
            <#outer> rml:logicalSource [ rml:source [ rml:path "u.csv" ] ; rml:referenceFormulation rml:CSV ] ;
            rml:subjectMap [ rml:quotedTriplesMap <#middle> ;
              rml:joinCondition [ rml:child "of" ; rml:parent "s" ] ] ;
            rml:predicateObjectMap [ rml:predicate ex:confidence ; rml:objectMap [ rml:reference "confidence" ] ] .
            """,
        """
        _:a ~rdf:reifies~ <<( ex:a ex:p "1" )>> . _:b ~rdf:reifies~ <<( ex:b ex:p "2" )>> .
        << _:a ex:source "x" >> ex:confidence "0.8" .
        << _:a ex:source "y" >> ex:confidence "0.8" .
        << _:b ex:source "x" >> ex:confidence "0.6" .
        """
            .replace("~rdf:reifies~", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"));
  }

  @Test
  void quotesTriplesThatJoinThemselves() throws IOException {
    bench().file("u.csv", "key,name\na,A\nb,B\n");
    assertGenerates(
        """
        <#named> rml:logicalSource [ rml:source [ rml:path "u.csv" ] ; rml:referenceFormulation rml:CSV ] ;
          rml:subjectMap [ rml:template "http://example.org/name/{name}" ] .
        <#inner> a rml:NonAssertedTriplesMap ;
        """
            + SOURCE
            + """
            rml:subjectMap [ rml:template "http://example.org/{s}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:named ;
              rml:objectMap [ rml:parentTriplesMap <#named> ; rml:joinCondition [ rml:child "s" ; rml:parent "key" ] ] ] .
            <#outer> rml:logicalSource [ rml:source [ rml:path "u.csv" ] ; rml:referenceFormulation rml:CSV ] ;
              rml:subjectMap [ rml:template "http://example.org/of/{key}" ] ;
              rml:predicateObjectMap [ rml:predicate ex:says ; rml:objectMap [ rml:quotedTriplesMap <#inner> ;
                rml:joinCondition [ rml:child "key" ; rml:parent "s" ] ] ] .
            """,
        """
        <http://example.org/of/a> ex:says <<( ex:a ex:named <http://example.org/name/A> )>> .
        <http://example.org/of/b> ex:says <<( ex:b ex:named <http://example.org/name/B> )>> .
        """);
  }

  @Test
  void generatesBaseDirections() throws IOException {
    bench().file("t.csv", "s,o,tag\na,x,ar--rtl\nb,y,en\n");
    String mapping =
        "<#map> "
            + SOURCE
            + """
            rml:subjectMap [ rml:template "http://example.org/{s}" ] ;
            rml:predicateObjectMap [ rml:predicate ex:p ;
              rml:objectMap [ rml:reference "o" ; rml:languageMap [ rml:reference "tag" ] ] ,
                [ rml:reference "o" ; rml:language "he--rtl" ] ] .
            """;
    assertGenerates(
        mapping, "ex:a ex:p \"x\"@ar--rtl , \"x\"@he--rtl . ex:b ex:p \"y\"@en , \"y\"@he--rtl .");
    assertThat(mapping(mapping).run().findings())
        .containsExactly(
            "ERROR [mapping.ttl:9:5] the base direction in the language tag 'he--rtl' needs RDF"
                + " 1.2; set graph.rdf = \"1.2\" in techrace.toml, or use --rdf 1.2, or use the tag"
                + " 'he'");
    assertThat(mapping(mapping.replace("he--rtl", "he")).run().findings())
        .singleElement()
        .asString()
        .startsWith(
            "ERROR [t.csv:2] column 'tag': the base direction in the language tag 'ar--rtl' needs"
                + " RDF 1.2;");
    assertThat(run(mapping.replace("he--rtl", "he--up")).findings())
        .singleElement()
        .asString()
        .contains("\"he--up\" is not a language tag (BCP 47)");
  }

  @Test
  void refusesStarMapsInRdf11() throws IOException {
    assertThat(
            mapping(
                    "<#inner> a rml:NonAssertedTriplesMap ; "
                        + INNER
                        + "<#outer> "
                        + SOURCE
                        + "rml:subjectMap [ rml:quotedTriplesMap <#inner> ] .")
                .run()
                .findings())
        .containsExactly(
            "ERROR [mapping.ttl:5:1] an rml:NonAssertedTriplesMap needs RDF 1.2; set graph.rdf ="
                + " \"1.2\" in techrace.toml, or use --rdf 1.2",
            "ERROR [mapping.ttl:9:16] a triple term needs RDF 1.2; set graph.rdf = \"1.2\" in"
                + " techrace.toml, or use --rdf 1.2, or give the statement an IRI of its own");
  }

  @Test
  void refusesWhatCannotBeQuoted() throws IOException {
    String outer = "rml:subjectMap [ rml:quotedTriplesMap <#inner> ] .";
    assertThat(
            run("<#outer> " + SOURCE + "rml:subjectMap [ rml:quotedTriplesMap <#iner> ] .")
                .findings())
        .singleElement()
        .asString()
        .contains("unknown triples map <#iner>");
    assertThat(
            run("<#inner> " + INNER + "<#outer> a rml:NonAssertedTriplesMap ; " + SOURCE + outer)
                .findings())
        .singleElement()
        .asString()
        .contains("the triples map is an rml:NonAssertedTriplesMap, but no star map quotes it");
    assertThat(
            run("<#inner> "
                    + SOURCE
                    + """
                    rml:subjectMap [ rml:termType rml:BlankNode ] ;
                    rml:predicateObjectMap [ rml:predicate ex:p ; rml:object ex:o ] .
                    <#outer>
                    """
                    + SOURCE
                    + outer)
                .findings())
        .singleElement()
        .asString()
        .contains(
            "this map generates another node each time, but its triples map <#inner> is quoted");
    assertThat(run("<#inner> " + SOURCE + outer).findings())
        .contains(
            "ERROR [mapping.ttl:6:16] the triples map <#inner> quotes itself; remove one of the"
                + " star maps of the cycle");
    assertThat(
            run("<#inner> "
                    + SOURCE
                    + "rml:subjectMap [ rml:template \"{s}\" ] . <#outer> "
                    + SOURCE
                    + outer)
                .findings())
        .anyMatch(finding -> finding.contains("<#inner> generates no triples to quote"));
    bench().file("u.csv", "s\na\n");
    assertThat(
            run("<#inner> " + INNER + "<#outer> " + SOURCE.replace("t.csv", "u.csv") + outer)
                .findings())
        .anyMatch(
            f -> f.contains("<#inner> iterates over another source; add an rml:joinCondition"));
    assertThat(
            run("<#inner> a rml:AssertedTriplesMap , rml:NonAssertedTriplesMap ; "
                    + INNER
                    + "<#outer> "
                    + SOURCE
                    + outer)
                .findings())
        .singleElement()
        .asString()
        .contains("remove one of the classes");
  }

  @Test
  void refusesTermsThatAreNestedTooDeeply() throws IOException {
    StringBuilder text = new StringBuilder("<#m0> " + INNER);
    for (int i = 1; i <= 12; i++) {
      text.append("<#m%d> ".formatted(i))
          .append(SOURCE)
          .append("rml:subjectMap [ rml:quotedTriplesMap <#m%d> ] ;".formatted(i - 1))
          .append("rml:predicateObjectMap [ rml:predicate ex:p ; rml:objectMap [")
          .append(" rml:quotedTriplesMap <#m%d> ] ] .\n".formatted(i - 1));
    }
    assertThat(run(text.toString()).findings())
        .anyMatch(finding -> finding.contains("the triple terms are nested more than 10 deep"));
  }

  @Test
  void writesEachFormatThatHasTripleTermsAndRefusesTheOthers() throws IOException {
    mapping(
        "<#inner> a rml:AssertedTriplesMap ; "
            + INNER
            + "<#outer> "
            + SOURCE
            + """
            rml:subjectMap [ rml:quotedTriplesMap <#inner> ] ;
            rml:predicateObjectMap [ rml:predicate ex:source ; rml:objectMap [ rml:reference "source" ] ] .
            """);
    DatasetGraph expected =
        parse(
            """
            ex:a ex:p "1" ~ _:a . _:a ex:source "x", "y" .
            ex:b ex:p "2" ~ _:b . _:b ex:source "x" .
            """);
    for (String suffix : List.of("nt", "nq", "ttl", "trig", "rdf")) {
      Written written = write("out." + suffix);
      assertThat(written.findings).as(suffix).isEmpty();
      DatasetGraph read = DatasetGraphFactory.create();
      RDFParser.fromString(written.text, RDFLanguages.filenameToLang("x." + suffix)).parse(read);
      assertThat(IsoMatcher.isomorphic(read, expected)).as(written.text).isTrue();
    }
    for (String suffix : List.of("jsonld", "rj")) {
      Written written = write("out." + suffix);
      assertThat(written.text).isEmpty();
      assertThat(written.findings)
          .singleElement()
          .asString()
          .contains(" cannot write a triple term (RDF 1.2); choose N-Quads, Turtle or RDF/XML");
    }
  }

  private record Written(String text, List<String> findings) {}

  private Written write(String name) throws IOException {
    Report report = new Report();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Engine(
            MappingReader.read(
                    folder.resolve("mapping.ttl"), Path.of(""), RdfVersion.RDF_1_2, report)
                .orElseThrow(),
            bench().options().withBase("http://example.org/"),
            report)
        .write(FileForm.ofName(name).orElseThrow(), name, out);
    return new Written(
        out.toString(StandardCharsets.UTF_8),
        report.findings().stream().map(Object::toString).toList());
  }
}
