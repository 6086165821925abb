package org.techrace.feed;

import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.riot.RDFFormat;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWriter;
import org.apache.jena.sparql.util.NodeCmp;
import org.apache.jena.sys.JenaSystem;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.techrace.feed.ChangeFeed.Place;
import org.techrace.feed.ChangeFeed.Step;
import org.techrace.feed.ChangedThings.Thing;
import org.techrace.rdf.Iris;

/// Writes a Linked Data Event Stream (https://w3id.org/ldes/specification). A member is a thing as
/// it is in one release; it has the address of the thing in that release. Each release has pages of
/// its own (nodes of the TREE vocabulary), which its time leads to.
final class EventStream {
  static {
    // The vocabularies below must not be the first classes of Jena that are loaded.
    JenaSystem.init();
  }

  private static final String LDES = "https://w3id.org/ldes#";
  private static final String TREE = "https://w3id.org/tree#";
  private static final String PROV = "http://www.w3.org/ns/prov#";
  private static final String ACTIVITY = "https://www.w3.org/ns/activitystreams#";
  private static final Node TYPE = RDF.type.asNode();
  private static final Node ISSUED = DCTerms.issued.asNode();
  private static final Node VERSION_OF = DCTerms.isVersionOf.asNode();
  private static final Node DELETE = iri(ACTIVITY + "Delete");

  private static final Comparator<Triple> ORDER =
      Comparator.comparing(Triple::getPredicate, NodeCmp::compareRDFTerms)
          .thenComparing(Triple::getObject, NodeCmp::compareRDFTerms);

  private final Place place;
  private final Node stream;

  EventStream(Place place) {
    this.place = place;
    this.stream = iri(place.iris().base() + "ldes");
  }

  void writeIndex(List<Step> steps, OutputStream out) {
    StreamRDF writer = begin(out);
    Node index = iri(place.address() + "index.ttl");
    describe(index, writer);
    add(stream, TREE + "view", index, writer);
    for (Step step : steps) {
      link(index, step, 1, writer);
    }
    writer.finish();
  }

  void writePage(Step step, int page, int pages, List<Thing> things, Graph data, OutputStream out) {
    StreamRDF writer = begin(out);
    Node node = iri(place.address() + step.page(page));
    describe(node, writer);
    if (page < pages) {
      link(node, step, page + 1, writer);
    }
    for (Thing thing : things) {
      writeMember(thing, step, data, writer);
    }
    writer.finish();
  }

  private static StreamRDF begin(OutputStream out) {
    StreamRDF writer = StreamRDFWriter.getWriterStream(out, RDFFormat.TURTLE_BLOCKS);
    writer.start();
    writer.prefix("ldes", LDES);
    writer.prefix("tree", TREE);
    writer.prefix("dct", DCTerms.NS);
    writer.prefix("prov", PROV);
    writer.prefix("as", ACTIVITY);
    writer.prefix("xsd", XSDDatatype.XSD + "#");
    return writer;
  }

  private void describe(Node node, StreamRDF writer) {
    writer.triple(Triple.create(stream, TYPE, iri(LDES + "EventStream")));
    add(stream, LDES + "timestampPath", ISSUED, writer);
    add(stream, LDES + "versionOfPath", VERSION_OF, writer);
    add(stream, LDES + "versionDeletePath", TYPE, writer);
    add(stream, LDES + "versionDeleteObject", DELETE, writer);
    writer.triple(Triple.create(node, TYPE, iri(TREE + "Node")));
    add(stream, DCTerms.NS + "hasPart", node, writer);
  }

  /// Adds the relations to a page: its members have exactly the time of their release.
  private void link(Node from, Step step, int page, StreamRDF writer) {
    Node to = iri(place.address() + step.page(page));
    for (String bound : List.of("GreaterThanOrEqualToRelation", "LessThanOrEqualToRelation")) {
      Node relation = NodeFactory.createBlankNode();
      add(from, TREE + "relation", relation, writer);
      writer.triple(Triple.create(relation, TYPE, iri(TREE + bound)));
      add(relation, TREE + "node", to, writer);
      add(relation, TREE + "path", ISSUED, writer);
      add(relation, TREE + "value", time(step), writer);
    }
  }

  private void writeMember(Thing thing, Step step, Graph data, StreamRDF writer) {
    Node subject = iri(thing.iri());
    Node version = iri(version(thing.iri(), step.release(), place.iris()));
    add(stream, TREE + "member", version, writer);
    writer.triple(Triple.create(version, VERSION_OF, subject));
    writer.triple(Triple.create(version, ISSUED, time(step)));
    thing.sources().forEach(source -> add(version, PROV + "wasInfluencedBy", iri(source), writer));
    if (!data.contains(subject, Node.ANY, Node.ANY)) {
      writer.triple(Triple.create(version, TYPE, DELETE));
      return;
    }
    writeStatements(subject, version, data, writer);
  }

  /// Writes the statements about a thing, with those about its blank nodes.
  private static void writeStatements(Node thing, Node version, Graph data, StreamRDF writer) {
    Set<Node> seen = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>(List.of(thing));
    while (!open.isEmpty()) {
      Node subject = open.remove();
      for (Triple triple :
          data.find(subject, Node.ANY, Node.ANY).toList().stream().sorted(ORDER).toList()) {
        Node object = triple.getObject();
        writer.triple(
            Triple.create(
                subject.equals(thing) ? version : subject, triple.getPredicate(), object));
        if (object.isBlank() && seen.add(object)) {
          open.add(object);
        }
      }
    }
  }

  /// Returns the address of a thing in a release.
  static String version(String thing, String release, Iris iris) {
    String local = iris.local(thing);
    return iris.release(release)
        + (local.isEmpty()
            ? "/data?iri=" + URLEncoder.encode(thing, StandardCharsets.UTF_8)
            : "/" + local);
  }

  private static void add(Node subject, String property, Node object, StreamRDF writer) {
    writer.triple(Triple.create(subject, iri(property), object));
  }

  private static Node time(Step step) {
    return NodeFactory.createLiteralDT(step.issued().toString(), XSDDatatype.XSDdateTime);
  }

  private static Node iri(String iri) {
    return NodeFactory.createURI(iri);
  }
}
