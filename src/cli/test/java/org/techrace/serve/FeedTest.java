package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.rdfpatch.RDFPatchOps;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.lang.LabelToNode;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.system.G;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.OwnGraph;
import org.techrace.cli.Main;

/// The change feed: followed as a client of event streams does, and applied as patches.
final class FeedTest {
  private static final String TREE = "https://w3id.org/tree#";
  private static final String ONE = "https://w3id.org/techrace/id/firm-one";
  private static final String SITE = "https://data.example.org/feed/";

  @TempDir private static Path folder = Path.of("");
  private static SealedReleases sealed = new SealedReleases(folder);
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    sealed = new SealedReleases(folder);
    sealed.seal("2026-01-15", 100, "id:firm-gone a tr:Firm . " + office("Old Street"));
    sealed.seal("2026-02-15", 200, "id:firm-new a tr:Firm . " + office("Old Street"));
    sealed.seal("2026-03-15", 200, "id:firm-new a tr:Firm . " + office("New Street"));
    server = sealed.serve(TestServer.OPTIONS);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /// An office is a blank node, so that a change of it is one of the firm.
  private static String office(String street) {
    return "id:firm-two tr:office [ tr:street \"%s\" ] .".formatted(street);
  }

  private static Graph turtle(String text) {
    Graph graph = GraphFactory.createDefaultGraph();
    RDFParser.fromString(text, Lang.TURTLE).parse(graph);
    return graph;
  }

  /// Loads documents by their address.
  @FunctionalInterface
  private interface Loader {
    String load(String address) throws Exception;
  }

  /// Follows all relations from the first node.
  private static Graph follow(String first, Loader loader) throws Exception {
    Graph all = GraphFactory.createDefaultGraph();
    Set<String> seen = new LinkedHashSet<>(List.of(first));
    Deque<String> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Graph page = turtle(loader.load(open.remove()));
      page.find().forEach(all::add);
      page.find(Node.ANY, NodeFactory.createURI(TREE + "node"), Node.ANY)
          .mapWith(triple -> triple.getObject().getURI())
          .forEach(
              next -> {
                if (seen.add(next)) {
                  open.add(next);
                }
              });
    }
    return all;
  }

  private static Graph stream() throws Exception {
    return follow(
        server.uri("/ldes").toString(),
        address -> {
          HttpResponse<String> answer = server.get(URI.create(address).getPath(), "text/turtle");
          assertThat(answer.statusCode()).as(address).isEqualTo(200);
          assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
              .startsWith("text/turtle");
          return answer.body();
        });
  }

  /// The members by the release and the local name of their thing; true for those deleted.
  private static Map<String, Boolean> members(Graph stream) {
    Map<String, Boolean> members = new HashMap<>();
    stream
        .find(Node.ANY, NodeFactory.createURI(TREE + "member"), Node.ANY)
        .mapWith(triple -> triple.getObject())
        .forEach(
            member ->
                members.put(
                    member.getURI().replaceFirst(".*/release/", ""),
                    stream.contains(
                        member,
                        RDF.type.asNode(),
                        NodeFactory.createURI("https://www.w3.org/ns/activitystreams#Delete"))));
    return members;
  }

  @Test
  void aClientOfEventStreamsFindsTheSameMembers() throws Exception {
    NodeClients.assumeInstalled();
    Node version = NodeFactory.createURI("http://purl.org/dc/terms/isVersionOf");
    List<String> expected =
        stream()
            .find(Node.ANY, version, Node.ANY)
            .mapWith(
                one ->
                    "<%s> <%s> <%s> ."
                        .formatted(one.getSubject(), one.getPredicate(), one.getObject()))
            .toList();
    assertThat(NodeClients.members(server.uri("/ldes").toString()).lines())
        .filteredOn(line -> line.contains(version.getURI()))
        .containsExactlyInAnyOrderElementsOf(expected)
        .isNotEmpty();
  }

  @Test
  void theStreamHasTheThingsThatEachReleaseChanged() throws Exception {
    Graph stream = stream();
    String first = sealed.ids.get(0);
    String second = sealed.ids.get(1);
    String third = sealed.ids.get(2);
    Map<String, Boolean> members = members(stream);
    assertThat(members.keySet())
        .containsExactlyInAnyOrder(
            first + "/id/firm-one",
            first + "/id/firm-two",
            first + "/id/firm-gone",
            first + "/ontology%23Firm".replace("%23", "#"),
            second + "/id/firm-one",
            second + "/id/firm-gone",
            second + "/id/firm-new",
            third + "/id/firm-two");
    assertThat(members.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey))
        .containsExactly(second + "/id/firm-gone");
    Node member = NodeFactory.createURI(OwnGraph.IRIS.release(second) + "/id/firm-one");
    assertThat(G.getOneSP(stream, member, DCTerms.isVersionOf.asNode()).getURI()).isEqualTo(ONE);
    assertThat(G.getOneSP(stream, member, DCTerms.issued.asNode()).getLiteralLexicalForm())
        .isEqualTo("2026-02-15T12:00:00Z");
    Node staff = NodeFactory.createURI("https://w3id.org/techrace/ontology#staff");
    assertThat(G.getOneSP(stream, member, staff).getLiteralValue()).isEqualTo(200);
    Node source = NodeFactory.createURI("http://www.w3.org/ns/prov#wasInfluencedBy");
    assertThat(G.getOneSP(stream, member, source).getURI())
        .isEqualTo(OwnGraph.IRIS.graph("source"));
  }

  @Test
  void everyRelationHasTheTimeOfItsMembers() throws Exception {
    Graph stream = stream();
    Set<String> times = new TreeSet<>();
    stream
        .find(Node.ANY, NodeFactory.createURI(TREE + "value"), Node.ANY)
        .forEach(triple -> times.add(triple.getObject().getLiteralLexicalForm()));
    assertThat(times)
        .containsExactly("2026-01-15T12:00:00Z", "2026-02-15T12:00:00Z", "2026-03-15T12:00:00Z");
  }

  private static DatasetGraph dump(String id) {
    DatasetGraph dataset = DatasetGraphFactory.create();
    RDFParser.source(folder.resolve(id).resolve("data.nq.gz").toString())
        .lang(Lang.NQUADS)
        .labelToNode(LabelToNode.createUseLabelAsGiven())
        .parse(dataset);
    return dataset;
  }

  private static Set<String> lines(DatasetGraph dataset) {
    return dataset.stream().map(Object::toString).collect(Collectors.toSet());
  }

  private static void assertPatches(String earlier, String later, String patch) {
    DatasetGraph patched = DatasetGraphFactory.createTxnMem();
    patched.executeWrite(() -> dump(earlier).find().forEachRemaining(patched::add));
    RDFPatchOps.applyChange(
        patched,
        RDFPatchOps.read(new ByteArrayInputStream(patch.getBytes(StandardCharsets.UTF_8))));
    patched.executeRead(() -> assertThat(lines(patched)).isEqualTo(lines(dump(later))));
  }

  @Test
  void theBaseAndItsPatchAreTheNextRelease() throws Exception {
    for (int i = 1; i < 3; i++) {
      String later = sealed.ids.get(i);
      HttpResponse<String> patch = server.get("/release/" + later + "/changes.patch", "*/*");
      assertThat(patch.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/rdf-patch");
      assertPatches(sealed.ids.get(i - 1), later, patch.body());
      assertThat(server.get("/ldes/" + later + ".rdfp", "*/*").body()).isEqualTo(patch.body());
    }
    String first = sealed.ids.getFirst();
    assertPatches(
        first, sealed.ids.getLast(), server.get("/changes.patch?since=" + first, "*/*").body());
    assertThat(server.get("/release/" + first + "/changes.patch", "*/*").statusCode())
        .isEqualTo(404);
    assertThat(server.get("/changes.patch?since=nonsense", "*/*").statusCode()).isEqualTo(404);
    assertThat(server.get("/ldes/nonsense-1.ttl", "*/*").statusCode()).isEqualTo(404);
    assertThat(server.get("/ldes/" + first + "-2.ttl", "*/*").statusCode()).isEqualTo(404);
  }

  @Test
  void theAtomFeedLeadsToTheChanges() throws Exception {
    Document feed = Jsoup.parse(server.get("/releases.atom", "*/*").body(), "", Parser.xmlParser());
    assertThat(feed.select("entry")).hasSize(3);
    List<String> related =
        feed.select("entry").getFirst().select("link[rel=related]").eachAttr("href");
    assertThat(related).hasSize(2);
    for (String file : related) {
      assertThat(server.get(URI.create(file).getPath(), "*/*").statusCode())
          .as(file)
          .isEqualTo(200);
    }
    assertThat(feed.select("entry").getLast().select("link[rel=related]")).hasSize(1);
  }

  @Test
  void theCommandWritesTheSameAsFiles() throws Exception {
    Path files = folder.resolve("feed");
    StringWriter out = new StringWriter();
    String[] command = {
      "releases", "feed", "--releases", folder.toString(), "-o", files.toString(), "--url", SITE
    };
    assertThat(Main.run(command, new PrintWriter(out), new PrintWriter(out)))
        .as(out.toString())
        .isZero();
    assertThat(out.toString()).startsWith("wrote 7 files");
    Graph followed =
        follow(
            SITE + "index.ttl",
            address -> Files.readString(files.resolve(address.substring(SITE.length()))));
    assertThat(members(followed)).isEqualTo(members(stream()));
    Document atom =
        Jsoup.parse(Files.readString(files.resolve("releases.atom")), "", Parser.xmlParser());
    assertThat(atom.select("entry link[rel=related]").eachAttr("href"))
        .allSatisfy(
            address -> assertThat(files.resolve(address.substring(SITE.length()))).isRegularFile());
    String[] wrong = {
      "releases", "feed", "--releases", folder.toString(), "-o", files.toString(), "--url", "feed"
    };
    assertThat(Main.run(wrong, new PrintWriter(out), new PrintWriter(out))).isEqualTo(2);
  }

  @Test
  void anUnchangedFeedIsNotSentAgain() throws Exception {
    String path = "/ldes/" + sealed.ids.getLast() + "-1.ttl";
    String tag = server.get(path, "*/*").headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> again =
        server.send(server.request(path).header("If-None-Match", tag).GET());
    assertThat(again.statusCode()).isEqualTo(304);
  }
}
