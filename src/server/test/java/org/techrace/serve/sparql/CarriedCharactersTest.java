package org.techrace.serve.sparql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamReader;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.ARQ;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.resultset.ResultSetLang;
import org.apache.jena.riot.rowset.RowSetReaderRegistry;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.exec.RowSet;
import org.apache.jena.sparql.graph.GraphFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.techrace.rdf.Iris;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.GraphWriter;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.http.Refusal;

/// Writes graphs with special characters. The parser must read the same graph, or the writer
/// refuses with a message that names the format.
final class CarriedCharactersTest {
  private static final List<String> PARTS =
      List.of(
          "a",
          " ",
          "\t",
          "\r",
          "\n",
          "\"",
          "'",
          "\\",
          "<",
          "&",
          "]]>",
          "\u0000",
          "\u0001",
          "\u007F",
          "\u0085",
          "\u2028",
          "\uD83D",
          "\uDE00",
          "\uD83D\uDE00",
          "\uFFFE",
          "\uFFFF",
          "\uFEFF",
          "\u202E",
          "_x0041_",
          "=1+1");

  @ParameterizedTest
  @EnumSource(names = {"TURTLE", "TRIG", "N_TRIPLES", "N_QUADS", "RDF_XML", "JSON_LD"})
  void readsTheSameGraphOrRefusesToWrite(Format format) {
    Random random = new Random(16);
    int refused = 0;
    int written = 0;
    for (int i = 0; i < 2_000; i++) {
      Graph graph = GraphFactory.createDefaultGraph();
      Node literal = literal(random);
      graph.add(iri("s"), iri("p"), literal);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        GraphWriter.write(graph, format, out);
      } catch (Refusal refusal) {
        assertThat(refusal.status()).isEqualTo(406);
        assertThat(refusal.sentence()).contains(format.mediaType());
        refused++;
        continue;
      }
      Graph read =
          RDFParser.source(new ByteArrayInputStream(out.toByteArray()))
              .lang(format.rdf().getLang())
              .toGraph();
      assertThat(read.isIsomorphicWith(graph)).as(out.toString(UTF_8)).isTrue();
      written++;
    }
    assertThat(refused).isPositive();
    assertThat(written).isPositive();
  }

  /// Likewise of solutions. CSV has no datatypes and languages, a spreadsheet only text.
  @ParameterizedTest
  @EnumSource(names = {"RESULTS_JSON", "RESULTS_XML", "CSV", "TSV", "XLSX"})
  void readsTheSameSolutionsOrRefusesToWrite(Format format) throws Exception {
    Random random = new Random(17);
    int refused = 0;
    int written = 0;
    for (int i = 0; i < 1_000; i++) {
      Node literal = literal(random);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      DatasetGraph dataset = DatasetGraphFactory.create();
      dataset.getDefaultGraph().add(iri("s"), iri("p"), literal);
      ParsedQuery parsed =
          ParsedQuery.of(
              new SparqlRequest(
                  "SELECT ?o { ?s ?p ?o }", List.of(), List.of(), new Parameters(Map.of())),
              Iris.EXAMPLE,
              "");
      try (QueryExec exec = QueryExec.dataset(dataset).query(parsed.query()).build()) {
        assertThat(ResultWriter.write(parsed, exec, format, out)).isEqualTo(1);
      } catch (Refusal refusal) {
        assertThat(refusal.status()).isEqualTo(406);
        assertThat(refusal.sentence()).contains(format.mediaType());
        refused++;
        continue;
      }
      byte[] bytes = out.toByteArray();
      String as = format + " " + new String(bytes, UTF_8);
      switch (format) {
        case CSV -> assertThat(csv(bytes)).as(as).isEqualTo(literal.getLiteralLexicalForm());
        case XLSX -> assertThat(cell(bytes)).as(as).isEqualTo(literal.getLiteralLexicalForm());
        default -> assertThat(term(bytes, format)).as(as).isEqualTo(literal);
      }
      written++;
    }
    assertThat(written).isPositive();
    assertThat(refused > 0).isEqualTo(format != Format.RESULTS_JSON);
  }

  private static Node term(byte[] bytes, Format format) {
    Lang lang =
        switch (format) {
          case RESULTS_JSON -> ResultSetLang.RS_JSON;
          case RESULTS_XML -> ResultSetLang.RS_XML;
          default -> ResultSetLang.RS_TSV;
        };
    RowSet rows =
        RowSetReaderRegistry.getFactory(lang)
            .create(lang)
            .read(new ByteArrayInputStream(bytes), ARQ.getContext());
    return rows.next().get("o");
  }

  private static String csv(byte[] bytes) throws IOException {
    try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(new String(bytes, UTF_8))) {
      return rows.stream().skip(1).findFirst().orElseThrow().getField(0);
    }
  }

  /// The second cell of the sheet: the first is the name of the column.
  private static String cell(byte[] bytes) throws Exception {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
        if (part.getName().endsWith("sheet1.xml")) {
          XMLStreamReader xml =
              XMLInputFactory.newDefaultFactory().createXMLStreamReader(zip, "UTF-8");
          String text = "";
          for (int cells = 0; cells < 2; xml.next()) {
            if (xml.isStartElement() && xml.getLocalName().equals("t")) {
              text = xml.getElementText();
              cells++;
            }
          }
          return Pattern.compile("_x([0-9A-Fa-f]{4})_")
              .matcher(text)
              .replaceAll(m -> Character.toString(Integer.parseInt(m.group(1), 16)));
        }
      }
    }
    throw new AssertionError("no sheet");
  }

  private static Node literal(Random random) {
    StringBuilder text = new StringBuilder();
    for (int j = random.nextInt(4); j >= 0; j--) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return random.nextBoolean()
        ? NodeFactory.createLiteralString(text.toString())
        : NodeFactory.createLiteralLang(text.toString(), "en");
  }

  @Test
  void namesAPropertyThatRdfXmlCannotWrite() {
    Graph graph = GraphFactory.createDefaultGraph();
    graph.add(iri("s"), iri("1"), iri("o"));
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> GraphWriter.write(graph, Format.RDF_XML, new ByteArrayOutputStream())))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("ask for Turtle");
  }

  private static Node iri(String name) {
    return NodeFactory.createURI("http://example.org/" + name);
  }
}
