package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.jena.graph.Graph;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.ValidationReport;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.sparql.exec.QueryExec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.OwnGraph;
import org.techrace.SharedMaterial;
import org.techrace.cli.Project;
import org.techrace.nanopub.TrustyUri;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tests the tables, the descriptions and the nanopublications of a release.
final class CatalogueTest {
  private static final String CLAIMS =
      """
      # Firms are published here.
      SELECT ?thing WHERE { ?thing a <https://w3id.org/techrace/ontology#Firm> } ORDER BY ?thing
      """;

  private static final String LIMITS =
      """
      SELECT ?about ?name ?limit WHERE {
        VALUES ?about { } ?about <http://www.w3.org/2000/01/rdf-schema#label> ?name
        BIND ("a selection" AS ?limit)
      }
      """;

  @TempDir private static Path folder = Path.of("");
  private static SealedReleases sealed = new SealedReleases(folder);
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    Project.at(folder).write("queries/pages/nanopublications.rq", CLAIMS);
    Project.at(folder).write("queries/pages/limits.rq", LIMITS);
    sealed = new SealedReleases(folder.resolve("releases"));
    sealed.seal("2026-01-15", 100);
    sealed.withTables().seal("2026-02-15", 250);
    server =
        sealed.serve(
            TestServer.OPTIONS
                .edit()
                .queries(folder.resolve("queries"))
                .graph(OwnGraph.SETTINGS)
                .build());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    HttpResponse<String> answer = server.get(path, "*/*");
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return answer;
  }

  private static JsonNode json(String path) throws Exception {
    return JsonMapper.shared().readTree(get(path).body());
  }

  private static byte[] bytes(String path) throws Exception {
    return server.sendForBytes(server.request(path)).body();
  }

  @Test
  void aTableHasARowForEachThing() throws Exception {
    assertThat(get("/tables/Firm.csv").body())
        .isEqualToNormalizingNewlines(
            """
            id,type,type_label,label_en,partner,partner_label,staff,sources
            https://w3id.org/techrace/id/firm-one,https://w3id.org/techrace/ontology#Firm,firm,Firm One,https://w3id.org/techrace/id/firm-two,Firm Two,250,https://w3id.org/techrace/graph/source
            https://w3id.org/techrace/id/firm-two,https://w3id.org/techrace/ontology#Firm,firm,Firm Two,,,,https://w3id.org/techrace/graph/source
            """);
    String packed =
        new String(
            new GZIPInputStream(new ByteArrayInputStream(bytes("/tables/Firm.csv.gz")))
                .readAllBytes(),
            StandardCharsets.UTF_8);
    assertThat(packed).isEqualTo(get("/tables/Firm.csv").body());
    assertThat(get("/release/" + sealed.ids.getFirst() + "/tables/Firm.csv").body())
        .contains(",100,");
    assertThat(server.get("/tables/Frim.csv", "*/*").body()).contains("did you mean 'Firm'?");
    assertThat(server.get("/tables/Firm", "*/*").statusCode()).isEqualTo(404);
  }

  /// The tables of the later release are in its folder; those of the earlier one are made.
  @Test
  void tablesInAReleaseAreThoseThatAServerMakes() throws Exception {
    Path later = sealed.releases.folder(sealed.ids.getLast()).resolve("tables");
    Path earlier = sealed.releases.folder(sealed.ids.getFirst()).resolve("tables");
    assertThat(later).isDirectory();
    assertThat(earlier).doesNotExist();
    for (String file : List.of("Firm.csv.gz", "Firm.parquet")) {
      assertThat(bytes("/tables/" + file)).isEqualTo(Files.readAllBytes(later.resolve(file)));
    }
    String made = "/release/" + sealed.ids.getFirst();
    JsonNode ofFiles = json("/catalogue/croissant.json").path("recordSet");
    assertThat(json(made + "/catalogue/croissant.json").path("recordSet")).isEqualTo(ofFiles);
    assertThat(json(made + "/tables").path("tables")).isEqualTo(json("/tables").path("tables"));
    SealedReleases again = new SealedReleases(folder.resolve("again")).withTables();
    Path same = again.releases.folder(again.seal("2026-03-15", 250)).resolve("tables");
    for (String file : List.of("Firm.csv.gz", "Firm.parquet", "tables.json")) {
      assertThat(same.resolve(file)).hasSameBinaryContentAs(later.resolve(file));
    }
  }

  @Test
  void anotherReaderReadsTheParquetTable() throws Exception {
    Path file = Files.write(folder.resolve("Firm.parquet"), bytes("/tables/Firm.parquet"));
    try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
        RowReader rows = reader.buildRowReader().build()) {
      rows.next();
      assertThat(rows.getString("id")).isEqualTo("https://w3id.org/techrace/id/firm-one");
      assertThat(rows.getLong("staff")).isEqualTo(250);
      rows.next();
      assertThat(rows.getString("label_en")).isEqualTo("Firm Two");
      assertThat(rows.isNull("staff")).isTrue();
      assertThat(rows.hasNext()).isFalse();
    }
  }

  @Test
  void theDataDictionaryDescribesEachColumn() throws Exception {
    JsonNode table = json("/tables").path("tables").get(0);
    assertThat(table.path("url").asString()).isEqualTo("Firm.csv");
    JsonNode columns = table.path("tableSchema").path("columns");
    String header = get("/tables/Firm.csv").body().lines().findFirst().orElseThrow();
    assertThat(columns.valueStream().map(one -> one.path("titles").asString()))
        .containsExactly(header.split(",", -1));
    assertThat(columns.get(6).path("propertyUrl").asString())
        .isEqualTo("https://w3id.org/techrace/ontology#staff");
    assertThat(columns.get(6).path("datatype").asString()).isEqualTo("integer");
    JsonNode key = table.path("tableSchema").path("foreignKeys").get(0);
    assertThat(key.path("columnReference").asString()).isEqualTo("partner");
    assertThat(key.at("/reference/resource").asString()).isEqualTo("Firm.csv");
  }

  /// The properties that Croissant 1.1 requires of a dataset ("Required"), of files and of fields.
  @Test
  void croissantHasWhatItsSpecificationRequires() throws Exception {
    JsonNode croissant = json("/catalogue/croissant.json");
    assertThat(get("/catalogue/croissant.json").headers().firstValue("Content-Type").orElseThrow())
        .isEqualTo("application/ld+json; profile=\"http://mlcommons.org/croissant/1.1\"");
    assertThat(croissant.path("conformsTo").asString())
        .isEqualTo("http://mlcommons.org/croissant/1.1");
    assertThat(croissant.propertyNames())
        .contains(
            "@context",
            "@type",
            "description",
            "license",
            "name",
            "url",
            "creator",
            "datePublished",
            "version",
            "distribution");
    Set<String> files = new TreeSet<>();
    for (JsonNode file : croissant.path("distribution")) {
      files.add(file.path("@id").asString());
      assertThat(file.path("sha256").asString()).matches("[0-9a-f]{64}");
      String path = URI.create(file.path("contentUrl").asString()).getPath();
      assertThat(path).as("an address that never changes").contains(sealed.ids.getLast());
      byte[] content = bytes(path);
      assertThat(file.path("contentSize").asString()).isEqualTo(content.length + " B");
      assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
          .as(path)
          .isEqualTo(file.path("sha256").asString());
    }
    assertThat(files).containsExactly("Firm.csv", "Firm.parquet", "data.nq.gz");
    String header = get("/tables/Firm.csv").body().lines().findFirst().orElseThrow();
    for (JsonNode field : croissant.path("recordSet").get(0).path("field")) {
      assertThat(files).contains(field.path("source").path("fileObject").path("@id").asString());
      assertThat(header.split(",", -1))
          .contains(field.path("source").path("extract").path("column").asString());
    }
    JsonNode partner = croissant.path("recordSet").get(0).path("field").get(4);
    assertThat(partner.at("/references/field/@id").asString()).isEqualTo("Firm/id");
    Graph graph =
        RDFParser.fromString(croissant.toString(), Lang.JSONLD)
            .base("http://example.org/")
            .toGraph();
    assertThat(
            ask(
                graph,
                "?d a <http://schema.org/Dataset> ; <http://purl.org/dc/terms/conformsTo> ?v"))
        .isTrue();
    assertThat(
            ask(
                graph,
                "?f a <http://mlcommons.org/croissant/Field> ;"
                    + " <http://mlcommons.org/croissant/dataType> <http://schema.org/Integer>"))
        .isTrue();
  }

  /// Data Package 2.0: "Data Resource", "Table Schema".
  @Test
  void theDataPackageDescribesFilesFieldsAndReferences() throws Exception {
    JsonNode data = json("/catalogue/datapackage.json");
    assertThat(data.path("name").asString()).matches("[a-z0-9._-]+");
    assertThat(data.path("licenses").get(0).path("path").asString()).startsWith("https://");
    JsonNode firms = data.path("resources").get(0);
    byte[] file = bytes(URI.create(firms.path("path").asString()).getPath());
    assertThat(firms.path("bytes").asInt()).isEqualTo(file.length);
    assertThat(firms.path("hash").asString())
        .isEqualTo(
            "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
    JsonNode schema = firms.path("schema");
    assertThat(schema.path("fields").valueStream().map(field -> field.path("name").asString()))
        .containsExactly(
            new String(file, StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElseThrow()
                .split(",", -1));
    assertThat(schema.path("fields").get(6).path("type").asString()).isEqualTo("integer");
    assertThat(schema.path("fields").get(7).path("type").asString()).isEqualTo("list");
    assertThat(schema.at("/foreignKeys/0").toString())
        .isEqualTo("{\"fields\":[\"partner\"],\"reference\":{\"fields\":[\"id\"]}}");
  }

  /// RO-Crate 1.3, "RO-Crate Metadata Descriptor", "Direct properties of the Root Data Entity",
  /// "Web-based Data Entities".
  @Test
  void roCrateHasADescriptorARootAndItsParts() throws Exception {
    JsonNode crate = json("/catalogue/ro-crate-metadata.json");
    assertThat(crate.path("@context").asString())
        .isEqualTo("https://w3id.org/ro/crate/1.3/context");
    Set<String> described = new TreeSet<>();
    for (JsonNode entity : crate.path("@graph")) {
      assertThat(described.add(entity.path("@id").asString())).isTrue();
      assertThat(entity.has("@type")).isTrue();
    }
    JsonNode descriptor = crate.path("@graph").get(0);
    assertThat(descriptor.path("@id").asString()).isEqualTo("ro-crate-metadata.json");
    assertThat(descriptor.path("conformsTo").path("@id").asString())
        .isEqualTo("https://w3id.org/ro/crate/1.3");
    JsonNode root = crate.path("@graph").get(1);
    assertThat(descriptor.path("about").path("@id")).isEqualTo(root.path("@id"));
    assertThat(root.propertyNames()).contains("name", "description", "datePublished", "license");
    assertThat(described).contains(root.path("license").path("@id").asString());
    for (JsonNode part : root.path("hasPart")) {
      assertThat(described).contains(part.path("@id").asString());
    }
    assertThat(root.path("hasPart").size()).isEqualTo(3);
  }

  @Test
  void anotherProgramReadsTheDataPackageAndItsTables() throws Exception {
    NodeClients.assumeInstalled();
    assertThat(
            NodeClients.dataPackage(server.uri("/catalogue/datapackage.json").toString()).lines())
        .containsExactly("firm\t2\t\"https://w3id.org/techrace/id/firm-two\"");
  }

  @Test
  void anotherProgramReadsTheCrate() throws Exception {
    NodeClients.assumeInstalled();
    List<String> lines =
        NodeClients.crate(server.uri("/catalogue/ro-crate-metadata.json").toString())
            .lines()
            .toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst()).contains(sealed.ids.getLast(), "CC");
    for (String line : lines.subList(1, 4)) {
      String[] file = line.split("\t", -1);
      assertThat(bytes(URI.create(file[2]).getPath()))
          .as(file[0])
          .hasSize(Integer.parseInt(file[1]));
    }
  }

  private static boolean ask(Graph graph, String pattern) {
    return QueryExec.graph(graph).query(QueryFactory.create("ASK { " + pattern + " }")).ask();
  }

  @Test
  void dcatApHasItsMandatoryProperties() throws Exception {
    Graph graph = dcat();
    String prefixes =
        "PREFIX dcat: <http://www.w3.org/ns/dcat#> PREFIX dct: <http://purl.org/dc/terms/> ";
    assertThat(
            QueryExec.graph(graph)
                .query(
                    QueryFactory.create(
                        prefixes
                            + """
                            ASK { ?c a dcat:Catalog ; dct:title ?t ; dct:description ?d ; dct:publisher ?p ;
                                     dcat:dataset ?set ; dcat:service ?s .
                                  ?set a dcat:Dataset ; dct:title ?t2 ; dct:description ?d2 ; dcat:distribution ?file .
                                  ?file dcat:accessURL ?a . ?s dcat:endpointURL ?e ; dct:title ?t3 }
                            """))
                .ask())
        .isTrue();
  }

  @Test
  void dcatApConformsToItsShapes() throws Exception {
    Path shapes = SharedMaterial.suite("dcat-ap").resolve("dcat-ap-SHACL.ttl");
    Assumptions.assumeTrue(Files.exists(shapes), "the shapes of DCAT-AP are not here");
    ValidationReport report =
        ShaclValidator.get().validate(RDFDataMgr.loadGraph(shapes.toUri().toString()), dcat());
    assertThat(report.getEntries()).isEmpty();
  }

  private static Graph dcat() throws Exception {
    return RDFParser.fromString(get("/catalogue/dcat-ap.ttl").body(), Lang.TURTLE).toGraph();
  }

  @Test
  void theDescriptionsSayWhatLimitsATable() throws Exception {
    assertThat(json("/catalogue/datapackage.json").at("/resources/0/description").asString())
        .isEqualTo("firm: a selection.");
    assertThat(json("/catalogue/croissant.json").at("/recordSet/0/description").asString())
        .isEqualTo("firm: a selection.");
    assertThat(
            ask(
                dcat(),
                "?file <http://purl.org/dc/terms/title> 'Firm.csv'@en ;"
                    + " <http://purl.org/dc/terms/description> 'firm: a selection.'@en"))
        .isTrue();
    assertThat(get("/llms.txt").body())
        .contains("`coverage`", "`limits`", "/catalogue/datapackage.json");
  }

  @Test
  void schemaOrgAndLlmsTextNameTheRelease() throws Exception {
    JsonNode dataset = json("/catalogue/schema.jsonld");
    assertThat(dataset.path("@type").asString()).isEqualTo("Dataset");
    assertThat(dataset.path("version").asString()).isEqualTo(sealed.ids.getLast());
    assertThat(dataset.path("distribution").size()).isEqualTo(3);
    List<String> lines = get("/llms.txt").body().lines().toList();
    assertThat(lines.getFirst()).startsWith("# ");
    assertThat(lines.get(2)).startsWith("> ");
    assertThat(lines).anyMatch(line -> line.contains(sealed.ids.getLast()));
    for (String line : lines) {
      Matcher link = Pattern.compile("\\]\\((http[^)]+)\\)").matcher(line);
      while (link.find()) {
        String path = link.group(1).replace(server.uri("/").toString(), "/");
        assertThat(server.get(path, "*/*").statusCode()).as(path).isIn(200, 405);
      }
    }
  }

  /// The example of the implementation of trusty URIs,
  /// https://github.com/trustyuri/trustyuri-java/tree/master/src/main/resources/examples.
  @Test
  void aPublishedTrustyUriVerifies() {
    String code = "RAq2P3suae730r_PPkfdmBhBIpqNO6763sJ0yMQWm6xVg";
    String self = "http://trustyuri.net/examples/nanopub1." + code;
    String text =
        """
        PREFIX np: <http://www.nanopub.org/nschema#>
        PREFIX sub: <SELF#>
        sub:Head { <SELF> a np:Nanopublication ; np:hasAssertion sub:assertion ; np:hasProvenance sub:provenance ;
          np:hasPublicationInfo sub:pubinfo }
        sub:assertion { <http://example.com/mosquito> <http://example.com/transmits> <http://example.com/malaria> }
        sub:provenance { sub:assertion <http://www.w3.org/ns/prov#wasDerivedFrom> <http://dx.doi.org/10.3233/ISU-2010-0613> }
        sub:pubinfo { <SELF> <http://purl.org/dc/terms/created> "2013-02-25T14:33:21+01:00"^^<http://www.w3.org/2001/XMLSchema#dateTime> ;
          <http://purl.org/pav/createdBy> <http://orcid.org/0000-0002-1267-0234> }
        """
            .replace("SELF", self);
    DatasetGraph quads = RDFParser.fromString(text, Lang.TRIG).toDatasetGraph();
    List<Quad> all = quads.stream().toList();
    assertThat(TrustyUri.verifies(all, code)).isTrue();
    assertThat(TrustyUri.verifies(all.subList(1, all.size()), code)).isFalse();
  }

  @Test
  void aNanopublicationVerifiesAndKeepsItsNameInTheNextRelease() throws Exception {
    JsonNode now = json("/np").path("nanopublications");
    JsonNode before = json("/release/" + sealed.ids.getFirst() + "/np").path("nanopublications");
    assertThat(now.size()).isEqualTo(2);
    for (JsonNode one : now) {
      String iri = one.path("id").asString();
      String code = iri.substring(iri.length() - 45);
      DatasetGraph quads =
          RDFParser.fromString(get("/np/" + code + "?format=trig").body(), Lang.TRIG)
              .toDatasetGraph();
      assertThat(TrustyUri.verifies(quads.stream().toList(), code)).isTrue();
    }
    assertThat(now.get(1)).as("Firm Two is the same in both").isNotNull();
    assertThat(now.get(1).path("id")).isEqualTo(before.get(1).path("id"));
    assertThat(now.get(0).path("id")).isNotEqualTo(before.get(0).path("id"));
    assertThat(server.get("/np/RA" + "x".repeat(43), "*/*").statusCode()).isEqualTo(404);
  }
}
