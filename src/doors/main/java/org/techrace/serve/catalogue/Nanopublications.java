package org.techrace.serve.catalogue;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.RDFWriter;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.apache.jena.system.Txn;
import org.techrace.entity.Ask;
import org.techrace.entity.Entities;
import org.techrace.entity.ResultRow;
import org.techrace.nanopub.Nanopublication;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.Format;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Spool;
import org.techrace.settings.GraphSettings;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/np`: the nanopublications of a release, one for each thing of the query `nanopublications`;
/// `/np/RA…`: one of them. Safe for use by several threads.
public final class Nanopublications {
  private static final String PATH = "np/";
  private static final List<Format> FORMATS = List.of(Format.TRIG, Format.N_QUADS, Format.JSON_LD);

  /// How many releases have their nanopublications in memory.
  private static final int RELEASES = 2;

  private final GraphSettings graph;
  private final Cache<String, Map<String, Published>> known =
      Caffeine.newBuilder().maximumSize(RELEASES).executor(Runnable::run).build();

  /// A nanopublication and the thing that it is about.
  private record Published(String thing, Nanopublication nanopublication) {}

  public Nanopublications(GraphSettings graph) {
    this.graph = graph;
  }

  /// Answers `/np`.
  public Answer list(Request request, Lease lease) {
    ObjectNode json = HttpJson.object();
    json.put("release", lease.release());
    ArrayNode all = json.putArray("nanopublications");
    for (Published one : published(lease).values()) {
      all.addObject()
          .put("id", one.nanopublication().iri())
          .put("about", one.thing())
          .put("address", request.home() + "/" + PATH + one.nanopublication().code());
    }
    return HttpJson.answer(json);
  }

  /// Answers `/np/RA…`.
  public Answer one(Request request, Lease lease) {
    Format format = request.choose(FORMATS);
    Published found = published(lease).get(request.path().substring(PATH.length() + 1));
    if (found == null) {
      throw new Refusal(
          404,
          "Release %s has no such nanopublication; /np lists them.".formatted(lease.release()));
    }
    DatasetGraph quads = DatasetGraphFactory.create();
    found.nanopublication().quads().forEach(quads::add);
    Spool body = request.bodies().spool();
    RDFWriter.source(quads)
        .format(format == Format.JSON_LD ? new RDFFormat(Lang.JSONLD) : format.rdf())
        .output(body);
    return Answer.ok(format, body);
  }

  private Map<String, Published> published(Lease lease) {
    Map<String, Published> before = known.getIfPresent(lease.release());
    if (before != null) {
      return before;
    }
    Map<String, Published> now = new LinkedHashMap<>();
    for (Published one : read(lease)) {
      now.put(one.nanopublication().code(), one);
    }
    known.put(lease.release(), now);
    return now;
  }

  private List<Published> read(Lease lease) {
    Entities entities = lease.entities();
    Set<String> things = new TreeSet<>();
    entities.rows("nanopublications").forEach(row -> row.iri("thing").ifPresent(things::add));
    List<Node> nodes = things.stream().map(NodeFactory::createURI).toList();
    Map<String, List<ResultRow>> evidence = new LinkedHashMap<>();
    if (!nodes.isEmpty()) {
      for (ResultRow row : entities.rowsOnce(Ask.of("evidence").about(nodes))) {
        evidence.computeIfAbsent(row.iri("thing").orElse(""), t -> new ArrayList<>()).add(row);
      }
    }
    return Txn.calculateRead(
        lease.dataset(),
        () ->
            things.stream()
                .map(
                    thing ->
                        new Published(
                            thing,
                            Nanopublication.of(
                                content(thing, evidence.getOrDefault(thing, List.of()), lease),
                                lease.iris().base() + PATH)))
                .toList());
  }

  private Nanopublication.Content content(String thing, List<ResultRow> evidence, Lease lease) {
    Set<String> origins = new TreeSet<>();
    Set<String> licences = new TreeSet<>();
    String date = "";
    for (ResultRow row : evidence) {
      for (String origin : List.of("graph", "passage", "document")) {
        row.iri(origin).ifPresent(origins::add);
      }
      row.iri("licence").ifPresent(licences::add);
      date = date.compareTo(row.text("date")) < 0 ? row.text("date") : date;
    }
    List<Triple> assertion = new ArrayList<>();
    lease
        .dataset()
        .find(Node.ANY, NodeFactory.createURI(thing), Node.ANY, Node.ANY)
        .forEachRemaining(quad -> assertion.add(quad.asTriple()));
    return new Nanopublication.Content(assertion, origins, graph.publisher(), date, licences);
  }
}
