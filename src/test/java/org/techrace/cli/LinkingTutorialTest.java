package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.ResultSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.release.Releases;
import org.techrace.serve.Options;
import org.techrace.serve.Server;

/// Runs docs/tutorial-linking.md on a release of the project as it is.
final class LinkingTutorialTest {
  @TempDir private static Path folder;
  private static String page;

  @BeforeAll
  static void build() throws Exception {
    page = Files.readString(Path.of("docs/tutorial-linking.md"));
    assertThat(run("build", "--releases", releases())).contains("made and promoted");
  }

  private static String releases() {
    return folder.resolve("releases").toString();
  }

  private static String run(String... args) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    int code = Main.run(args, out, out);
    out.flush();
    assertThat(code).as(text.toString()).isZero();
    return text.toString();
  }

  /// The fenced block that begins with these words.
  private static String block(String info) {
    Matcher m =
        Pattern.compile("```" + Pattern.quote(info) + "\n(.*?)```", Pattern.DOTALL).matcher(page);
    assertThat(m.find()).as("a block " + info).isTrue();
    return m.group(1);
  }

  /// The rows of the table below a header.
  private static List<List<String>> table(String header) {
    String rest = page.substring(page.indexOf(header));
    List<List<String>> rows = new ArrayList<>();
    for (String line : rest.lines().skip(2).takeWhile(l -> l.startsWith("|")).toList()) {
      rows.add(List.of(line.substring(2, line.length() - 2).split(" \\| ", -1)));
    }
    return rows;
  }

  @Test
  void theTableIsLinkedAndTheRestIsReviewed() throws Exception {
    Path csv = Files.writeString(folder.resolve("partners.csv"), block("csv partners.csv"));
    List<String> args = new ArrayList<>(List.of(block("sh").strip().split(" ", -1)));
    args.removeFirst();
    args.set(args.indexOf("partners.csv"), csv.toString());
    args.addAll(List.of("--releases", releases()));
    run(args.toArray(String[]::new));
    List<NamedCsvRecord> linked;
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve("partners.linked.csv"))) {
      linked = reader.stream().toList();
    }
    for (List<String> expected : table("| partner | match | reason |")) {
      NamedCsvRecord row =
          linked.stream()
              .filter(r -> r.getField("partner").equals(expected.getFirst()))
              .findFirst()
              .orElseThrow();
      assertThat(row.getField("match")).isEqualTo(expected.get(1));
      assertThat(row.getField("match_reason")).contains(expected.get(2));
      assertThat(Double.parseDouble(row.getField("match_score"))).isBetween(90.0, 100.0);
    }
    assertThat(linked.getFirst().getField("ROR")).isEqualTo("https://ror.org/00cmhce21");
    NamedCsvRecord unknown = linked.getLast();
    assertThat(unknown.getField("match")).isEmpty();
    String review = Files.readString(folder.resolve("partners.review.sssom.tsv"));
    assertThat(review.lines().findFirst().orElseThrow())
        .startsWith("subject_id\tsubject_label\tpredicate_id\tobject_id");
  }

  @Test
  void theQueryNeedsBoth() throws Exception {
    Options options = Options.DEFAULT.withPort(0);
    try (Server server = Server.start(options, new Releases(Path.of(releases())))) {
      String query = block("sparql").replace("http://localhost:3030/", server.uri().toString());
      List<List<String>> rows = new ArrayList<>();
      try (QueryExecution exec =
          QueryExecution.dataset(DatasetFactory.create()).query(query).build()) {
        ResultSet results = exec.execSelect();
        results.forEachRemaining(
            r ->
                rows.add(
                    List.of(
                        r.getLiteral("place").getString(),
                        r.getLiteral("total").getLexicalForm())));
      }
      assertThat(rows).isEqualTo(table("| place | total |"));
    }
  }

  @Test
  void anotherDatasetIsLinkedByNamesAndIdentifiers() throws Exception {
    Path other =
        Files.writeString(
            folder.resolve("other.ttl"),
            """
            PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
            PREFIX schema: <https://schema.org/>
            <https://example.org/1> rdfs:label "ASML Holding N.V." .
            <https://example.org/2> rdfs:label "a telecoms maker" ; schema:sameAs <https://ror.org/00cmhce21> .
            <https://example.org/3> rdfs:label "Nobody Knows Us Ltd" .
            """);
    run("link", "--against", other.toString(), "--type", "Organisation", "--releases", releases());
    String links = Files.readString(folder.resolve("other.linkset.ttl"));
    assertThat(links)
        .contains("<https://w3id.org/techrace/id/firm-huawei>", "<https://example.org/2>")
        .contains("<https://w3id.org/techrace/id/firm-asml>", "<https://example.org/1>")
        .contains("void:Linkset", "skos:exactMatch")
        .doesNotContain("sameAs")
        .doesNotContain("<https://example.org/3>");
    assertThat(Files.readString(folder.resolve("other.sssom.tsv")))
        .contains("DatabaseCrossReference\t1.000\tsame ROR id");
  }

  @Test
  void aColumnThatIsNotThereIsNamed() throws Exception {
    Path csv = Files.writeString(folder.resolve("wrong.csv"), "nam\nHuawei\n");
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    int code = Main.run(new String[] {"link", csv.toString(), "--releases", releases()}, out, out);
    assertThat(code).isEqualTo(1);
    assertThat(text.toString())
        .contains("ERROR [wrong.csv:1] there is no column 'name'; did you mean 'nam'");
  }

  @Test
  void theSeedIsFoundByItsVariants() throws Exception {
    Path csv =
        Files.writeString(
            folder.resolve("seed.csv"),
            """
            name,entity
            华为技术有限公司,firm-huawei
            腾讯控股,firm-tencent
            宁德时代,firm-catl
            阿里巴巴,firm-alibaba
            小米,firm-xiaomi
            快手,firm-kuaishou
            海康威视,firm-hikvision
            Nvidia Corporation,firm-nvidia
            ASML Holding N.V.,firm-asml
            China Telecom Corp. Ltd,firm-china-telecom
            China Mobile Ltd.,firm-china-mobile
            Tsinghua Univ.,org-tsinghua-university
            MIIT,org-miit
            ASPI,org-aspi
            Natixis S.A.,org-natixis
            Rhodium Group LLC,org-rhodium-group
            National Peoples Congress,org-national-peoples-congress
            """);
    run(
        "link",
        csv.toString(),
        "--type",
        "Organisation",
        "--threshold",
        "50",
        "--releases",
        releases());
    List<String> wrong = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve("seed.linked.csv"))) {
      reader.stream()
          .filter(r -> !r.getField("match").endsWith("/id/" + r.getField("entity")))
          .forEach(r -> wrong.add(r.getField("name") + " -> " + r.getField("match")));
    }
    assertThat(wrong).isEmpty();
  }
}
