package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.ResultSet;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.rdf.model.Resource;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.vocabulary.OWL;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.SKOS;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.ServedProject;
import org.techrace.UsesServedProject;

/// Runs docs/link-tutorial.md on a release of the project as it is.
@UsesServedProject
@Tag("long")
final class LinkingTutorialTest {
  private static final String VOID = "http://rdfs.org/ns/void#";

  @TempDir private static Path folder;
  private static ServedProject served;
  private static String page;

  @BeforeAll
  static void read(ServedProject project) throws Exception {
    served = project;
    page = Files.readString(Path.of("docs/link-tutorial.md"));
  }

  private static String releases() {
    return served.folder().path().toString();
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
    String query = block("sparql").replace("http://localhost:3030/", served.uri("/").toString());
    List<List<String>> rows = new ArrayList<>();
    try (QueryExecution exec =
        QueryExecution.dataset(DatasetFactory.create()).query(query).build()) {
      ResultSet results = exec.execSelect();
      results.forEachRemaining(
          r ->
              rows.add(
                  List.of(
                      r.getLiteral("place").getString(), r.getLiteral("total").getLexicalForm())));
    }
    assertThat(rows).isEqualTo(table("| place | total |"));
  }

  /// Signs one line of the review, puts the file into a source with the page's mapping, builds, and
  /// links the table again.
  @Test
  void aReviewedFileIsASource() throws Exception {
    Path csv = Files.writeString(folder.resolve("again.csv"), block("csv partners.csv"));
    String[] link = {
      "link", csv.toString(), "--column", "partner", "--type", "Organisation", "--releases"
    };
    run(with(link, releases()));
    assertThat(match("again.linked.csv", "NVDIA Corp")).containsExactly("", "");
    List<String> review = Files.readAllLines(folder.resolve("again.review.sssom.tsv"));
    assertThat(review.getFirst().split("\t"))
        .contains(
            "subject_id",
            "predicate_id",
            "object_label",
            "mapping_justification",
            "confidence",
            "comment",
            "author_id",
            "mapping_date");
    String right =
        review.stream()
            .filter(line -> line.contains("/id/firm-nvidia\t") && line.contains("\tNVDIA Corp\t"))
            .findFirst()
            .orElseThrow();
    int date = right.lastIndexOf('\t');
    String signed = right.substring(0, date) + "orcid:0000-0000-0000-0000" + right.substring(date);
    Path project = folder.resolve("project");
    for (String part : List.of("ontology", "data", "queries", "techrace.toml", "graph.css")) {
      copy(Path.of(part), project.resolve(part));
    }
    Path source = Files.createDirectories(project.resolve("data/reviewed"));
    Files.write(source.resolve("reviewed.sssom.tsv"), List.of(review.getFirst(), signed));
    Files.writeString(source.resolve("mapping.ttl"), block("turtle mapping.ttl"));
    Files.writeString(source.resolve("source.ttl"), block("turtle source.ttl"));
    String reviewed = project.resolve("releases").toString();
    run("build", "--project", project.toString(), "--releases", reviewed);
    run(with(link, reviewed));
    assertThat(match("again.linked.csv", "NVDIA Corp"))
        .containsExactly("https://w3id.org/techrace/id/firm-nvidia", "same alias");
  }

  private static String[] with(String[] args, String last) {
    return Stream.concat(Stream.of(args), Stream.of(last)).toArray(String[]::new);
  }

  /// The match of a partner in a linked table, and its reason.
  private static List<String> match(String file, String partner) throws IOException {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve(file))) {
      return reader.stream()
          .filter(r -> r.getField("partner").equals(partner))
          .map(r -> List.of(r.getField("match"), r.getField("match_reason")))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ttl", "nt", "csv"})
  void anotherDatasetIsLinkedByNamesAndIdentifiers(String format) throws Exception {
    String rdf =
        """
        <https://example.org/1> <http://www.w3.org/2000/01/rdf-schema#label> "ASML Holding N.V." .
        <https://example.org/2> <http://www.w3.org/2000/01/rdf-schema#label> "a telecoms maker" .
        <https://example.org/2> <https://schema.org/sameAs> <https://ror.org/00cmhce21> .
        <https://example.org/3> <http://www.w3.org/2000/01/rdf-schema#label> "Nobody Knows Us Ltd" .
        <https://example.org/4> <http://www.w3.org/2000/01/rdf-schema#label> "NVDIA" .
        """;
    String csv =
        """
        iri,name,ror
        https://example.org/1,ASML Holding N.V.,
        https://example.org/2,a telecoms maker,https://ror.org/00cmhce21
        https://example.org/3,Nobody Knows Us Ltd,
        https://example.org/4,NVDIA,
        """;
    Path other =
        Files.writeString(
            folder.resolve("other-" + format + "." + format), format.equals("csv") ? csv : rdf);
    List<String> args =
        new ArrayList<>(List.of("link", "--against", other.toString(), "--type", "Organisation"));
    if (format.equals("csv")) {
      args.addAll(List.of("--id", "iri", "--id", "ror"));
    }
    args.addAll(List.of("--releases", releases()));
    run(args.toArray(String[]::new));
    Model links =
        RDFDataMgr.loadModel(folder.resolve("other-" + format + ".linkset.ttl").toString());
    assertThat(links.listStatements(null, SKOS.exactMatch, (RDFNode) null).toList())
        .extracting(s -> s.getSubject().getURI() + " " + s.getResource().getURI())
        .containsExactly("https://w3id.org/techrace/id/firm-huawei https://example.org/2");
    assertThat(links.listStatements(null, SKOS.closeMatch, (RDFNode) null).toList())
        .extracting(s -> s.getSubject().getURI() + " " + s.getResource().getURI())
        .containsExactly("https://w3id.org/techrace/id/firm-asml https://example.org/1");
    assertThat(links.contains(null, OWL.sameAs)).isFalse();
    List<Resource> linksets =
        links.listSubjectsWithProperty(RDF.type, links.createResource(VOID + "Linkset")).toList();
    assertThat(linksets)
        .extracting(l -> l.getProperty(links.createProperty(VOID, "linkPredicate")).getResource())
        .containsExactlyInAnyOrder(SKOS.exactMatch, SKOS.closeMatch);
    assertThat(linksets)
        .allSatisfy(
            l -> {
              assertThat(l.getProperty(links.createProperty(VOID, "triples")).getInt())
                  .isEqualTo(1);
              assertThat(
                      l.getProperty(links.createProperty(VOID, "subjectsTarget"))
                          .getResource()
                          .getURI())
                  .startsWith("https://w3id.org/techrace/release/");
              assertThat(l.hasProperty(links.createProperty(VOID, "objectsTarget"))).isTrue();
            });
    String proposed = Files.readString(folder.resolve("other-" + format + ".sssom.tsv"));
    assertThat(proposed)
        .contains("DatabaseCrossReference\t1.000\tsame ROR id")
        .contains("https://example.org/4")
        .doesNotContain("https://example.org/3");
  }

  @Test
  void aColumnThatIsNotThereIsNamed() throws Exception {
    Path csv = Files.writeString(folder.resolve("wrong.csv"), "nam\nHuawei\n");
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    int code = Main.run(new String[] {"link", csv.toString(), "--releases", releases()}, out, out);
    assertThat(code).isEqualTo(1);
    assertThat(text.toString())
        .contains("ERROR [wrong.csv:1] unknown column 'name'; did you mean 'nam'");
  }

  /// Reports a mistyped option instead of linking without it.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "--type Frm | 1 | there is no class 'Frm'; did you mean 'Firm'?",
        "--property contry=land | 1 | there is no property 'contry'; did you mean 'country'?",
        "--property country/nme=land | 1 | there is no property 'country/nme'",
        "--threshold 150 | 2 | the threshold is a score from 0 to 100, not 150.0"
      },
      delimiter = '|')
  void aMistakeIsNamed(String options, int code, String message) throws Exception {
    Path csv = Files.writeString(folder.resolve("few.csv"), "name,land\nHuawei,China\n");
    Path other = Files.writeString(folder.resolve("few.ttl"), "<urn:x> <urn:p> <urn:y> .");
    for (List<String> what : List.of(List.of(csv.toString()), List.of("--against", "" + other))) {
      List<String> args = new ArrayList<>(List.of("link", "--releases", releases()));
      args.addAll(what);
      args.addAll(List.of(options.split(" ", -1)));
      StringWriter text = new StringWriter();
      PrintWriter out = new PrintWriter(text);
      assertThat(Main.run(args.toArray(String[]::new), out, out)).isEqualTo(code);
      assertThat(text.toString()).contains(message);
    }
  }

  @Test
  void reportsAMissingTableAndATableThatWasLinkedBefore() throws Exception {
    assertThat(refused(folder.resolve("none.csv"))).contains("[none.csv] there is no such file");
    Path twice = Files.writeString(folder.resolve("twice.csv"), "name,match\nHuawei,\n");
    assertThat(refused(twice))
        .contains("[twice.csv:1] linking adds a column 'match', which exists already");
  }

  @Test
  void reportsARowWhoseIdentifierIsNotAnIri() throws Exception {
    Path other = Files.writeString(folder.resolve("numbered.csv"), "id,name\n17,Huawei\n");
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    String[] args = {"link", "--against", "" + other, "--id", "id", "--releases", releases()};
    assertThat(Main.run(args, out, out)).isEqualTo(1);
    assertThat(text.toString())
        .contains("[numbered.csv] '17' in column 'id' is not an IRI: it has no scheme");
  }

  private static String refused(Path csv) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    String[] args = {"link", csv.toString(), "--releases", releases()};
    assertThat(Main.run(args, out, out)).isEqualTo(1);
    return text.toString();
  }

  /// Each of the seed's 11 firms and 19 organisations by names that people use, Chinese ones among
  /// them. From 50 on a match is more likely right than wrong; what is short or shared by others is
  /// left to a person at the usual threshold.
  @Test
  void theSeedIsFoundByItsVariants() throws Exception {
    Path csv = folder.resolve("seed.csv");
    Files.copy(Path.of("src/cli/test/resources/link/seed-variants.csv"), csv);
    List<String> link = new ArrayList<>(List.of("link", csv.toString(), "--threshold", "50"));
    List.of("Organisation", "Group", "Area").forEach(type -> link.addAll(List.of("--type", type)));
    run(with(link.toArray(String[]::new), "--releases=" + releases()));
    List<String> wrong = new ArrayList<>();
    Set<String> entities = new HashSet<>();
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve("seed.linked.csv"))) {
      for (NamedCsvRecord row : reader) {
        String entity = row.getField("entity");
        entities.add(entity);
        boolean right =
            entity.isEmpty()
                ? row.getField("match").isEmpty()
                : row.getField("match").endsWith("/id/" + entity);
        if (!right) {
          wrong.add(row.getField("name") + " -> " + row.getField("match"));
        }
      }
    }
    assertThat(entities).hasSize(32);
    assertThat(wrong).isEmpty();
  }

  /// Names as spreadsheets hold them, in six languages, with legal forms, typing errors, acronyms,
  /// namesakes elsewhere and bodies that the graph does not have: what is sure is right. A blank
  /// entity is one that must be left to a person.
  @Test
  void noSureAnswerToAMessyTableIsWrong() throws Exception {
    Path csv = folder.resolve("messy.csv");
    Files.copy(Path.of("src/cli/test/resources/link/messy-names.csv"), csv);
    run(
        "link",
        csv.toString(),
        "--type=Organisation",
        "--property=country=place",
        "--releases=" + releases());
    List<String> wrong = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().ofNamedCsvRecord(folder.resolve("messy.linked.csv"))) {
      for (NamedCsvRecord row : reader) {
        String match = row.getField("match").replace("https://w3id.org/techrace/id/", "");
        if (!match.equals(row.getField("entity"))) {
          wrong.add(row.getField("name") + " -> " + match);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
