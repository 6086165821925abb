package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.jena.fuseki.main.FusekiServer;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.rowset.RowSetReaderRegistry;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.sparql.util.Context;
import org.apache.jena.system.G;
import org.apache.jena.vocabulary.RDF;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Runs the W3C's tests of the SPARQL 1.1 Protocol against this server and against a stock Fuseki,
/// which accepts updates.
final class W3cProtocolTest {
  private static final String HT = "http://www.w3.org/2011/http#";
  private static final String CNT = "http://www.w3.org/2011/content#";
  private static final String DATA = "http://kasei.us/2009/09/sparql/data/data";

  /// Tests that need an update. This server is read-only and refuses them.
  private static final Set<String> UPDATES =
      Set.of(
          "update_dataset_default_graph",
          "update_dataset_default_graphs",
          "update_dataset_named_graphs",
          "update_dataset_full",
          "update_post_form",
          "update_post_direct",
          "update_base_uri");

  private final DatasetGraph ours = DatasetGraphFactory.createTxnMem();
  private final DatasetGraph stock = DatasetGraphFactory.createTxnMem();
  private final HttpClient client = HttpClient.newHttpClient();
  private TestServer server;
  private FusekiServer fuseki;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(Files.isDirectory(W3cManifest.SUITES), "no W3C suites at " + W3cManifest.SUITES);
    server = TestServer.of(TestServer.asIs(TestServer.RELEASE, ours), TestServer.OPTIONS);
    fuseki = FusekiServer.create().port(0).loopback(true).add("/sparql", stock).build().start();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
      fuseki.stop();
    }
  }

  @Test
  void protocol() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    Set<String> failed = new TreeSet<>();
    for (W3cManifest.Entry entry : manifest().entries(List.of("ProtocolTest"))) {
      String name = entry.name().replaceFirst(".*#", "");
      String here = outcome(entry, server.uri("/sparql"), ours);
      String there = outcome(entry, URI.create(fuseki.serverURL() + "sparql"), stock);
      rows.add(List.of(name, here, there));
      if (!here.equals("pass")) {
        failed.add(name);
      }
    }
    assertThat(rows).hasSize(34);
    assertThat(failed).as("%s", rows).isEqualTo(UPDATES);
    assertThat(rows)
        .filteredOn(row -> UPDATES.contains(row.get(0)))
        .allMatch(row -> row.get(1).startsWith("403 "));
    ReliabilityDoc.table(
        "W3C protocol tests",
        "The 34 tests of the SPARQL 1.1 Protocol here and on a stock Fuseki Main. The seven that"
            + " want an update to be made are refused here: this endpoint is read only.",
        List.of("test", "here", "stock Fuseki"),
        rows);
  }

  private static W3cManifest manifest() throws Exception {
    return W3cManifest.of("sparql11").stream()
        .filter(m -> m.folder().equals("sparql11/protocol"))
        .findFirst()
        .orElseThrow();
  }

  /// Returns `pass`, or the first difference.
  private String outcome(W3cManifest.Entry entry, URI endpoint, DatasetGraph dataset)
      throws Exception {
    load(dataset);
    Node requests = entry.object(entry.action(), HT + "requests").orElseThrow();
    for (Node request : G.listMembers(entry.manifest().graph(), requests)) {
      HttpResponse<byte[]> response = send(entry, request, endpoint);
      String wrong = wrong(entry, entry.object(request, HT + "resp").orElseThrow(), response);
      if (!wrong.isEmpty()) {
        return wrong;
      }
    }
    return "pass";
  }

  /// Loads `data1` to `data3` of the suite. The suite mentions a `data0` that it does not contain;
  /// a similar graph is used instead, because graphs are not fetched.
  private static void load(DatasetGraph dataset) {
    dataset.executeWrite(
        () -> {
          dataset.clear();
          for (int i = 0; i <= 3; i++) {
            Node document = NodeFactory.createURI(DATA + i + ".rdf");
            Node type = NodeFactory.createURI("http://xmlns.com/foaf/0.1/Document");
            dataset.add(document, document, RDF.type.asNode(), type);
          }
        });
  }

  private HttpResponse<byte[]> send(W3cManifest.Entry entry, Node request, URI endpoint)
      throws Exception {
    String path = text(entry, request, HT + "absolutePath").replaceFirst("^/sparql/", "");
    byte[] body = new byte[0];
    for (Node content : entry.objects(request, HT + "body")) {
      Charset charset = Charset.forName(text(entry, content, CNT + "characterEncoding"));
      body = text(entry, content, CNT + "chars").getBytes(charset);
    }
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .method(text(entry, request, HT + "methodName"), BodyPublishers.ofByteArray(body));
    for (Node headers : entry.objects(request, HT + "headers")) {
      for (Node header : G.listMembers(entry.manifest().graph(), headers)) {
        builder.header(
            text(entry, header, HT + "fieldName"), text(entry, header, HT + "fieldValue"));
      }
    }
    return client.send(builder.build(), BodyHandlers.ofByteArray());
  }

  private static String text(W3cManifest.Entry entry, Node subject, String property) {
    return entry.object(subject, property).orElseThrow().getLiteralLexicalForm();
  }

  private static String wrong(
      W3cManifest.Entry entry, Node expected, HttpResponse<byte[]> response) {
    String status = (response.statusCode() / 100) + "xx";
    Set<String> allowed =
        entry.objects(expected, W3cManifest.MF + "expectedStatus").stream()
            .map(n -> n.getURI().replaceFirst(".*StatusCode", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    if (!allowed.contains(status)) {
      return response.statusCode() + " instead of " + String.join(" or ", allowed);
    }
    for (Node format : entry.objects(expected, W3cManifest.MF + "expectedFormat")) {
      String found = form(response);
      if (!found.equals(format.getLiteralLexicalForm())) {
        return "a body that is " + found + " instead of " + format.getLiteralLexicalForm();
      }
    }
    for (Node truth : entry.objects(expected, W3cManifest.MF + "expectedBoolean")) {
      boolean found =
          RowSetReaderRegistry.getFactory(lang(response))
              .create(lang(response))
              .readAny(new ByteArrayInputStream(response.body()), new Context())
              .booleanResult();
      if (!truth.getLiteralLexicalForm().equals(String.valueOf(found))) {
        return found + " instead of " + truth.getLiteralLexicalForm();
      }
    }
    return "";
  }

  private static Lang lang(HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
    return RDFLanguages.contentTypeToLang(type.trim());
  }

  /// Detects the format of the body by parsing it.
  private static String form(HttpResponse<byte[]> response) {
    Lang lang = lang(response);
    if (RDFLanguages.isTriples(lang)) {
      RDFParser.source(new ByteArrayInputStream(response.body())).lang(lang).toGraph();
      return "RDF";
    }
    return RowSetReaderRegistry.getFactory(lang)
            .create(lang)
            .readAny(new ByteArrayInputStream(response.body()), new Context())
            .isBoolean()
        ? "boolean"
        : "tabular";
  }
}
