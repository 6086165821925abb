package org.techrace.serve.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.G;
import org.apache.jena.vocabulary.DCAT;
import org.apache.jena.vocabulary.DCTerms;
import org.techrace.export.ReleaseTable;
import org.techrace.rdf.Licence;
import org.techrace.serve.current.Lease;
import org.techrace.serve.sparql.Limits;
import org.techrace.settings.GraphSettings;

/// The facts about a release that all descriptions state.
///
/// @param home the address of the server, or of the release on it, without a slash at the end
/// @param release the name of the release
/// @param iri the IRI of the release
/// @param issued the time when it was built; empty if its description does not state it
/// @param graph what the graph is called, and who publishes it
/// @param files its files
/// @param tables the tables, which are among the files
/// @param limits returns what a reader must know of the things of a class, such as that they are a
///   selection; asked only by documents that say it
record Facts(
    String home,
    String release,
    String iri,
    String issued,
    GraphSettings graph,
    List<File> files,
    List<ReleaseTable> tables,
    Function<String, List<String>> limits) {
  private static final String SPDX = "http://spdx.org/rdf/terms#";
  private static final Node CHECKSUM = NodeFactory.createURI(SPDX + "checksum");
  private static final Node CHECKSUM_VALUE = NodeFactory.createURI(SPDX + "checksumValue");

  /// A file of a release.
  ///
  /// @param name its name, unique in the release
  /// @param address where it can be downloaded
  /// @param mediaType its media type without compression
  /// @param gzip whether it is compressed
  /// @param bytes its length
  /// @param sha256 its checksum in hexadecimal digits
  record File(
      String name, String address, String mediaType, boolean gzip, long bytes, String sha256) {
    /// Returns this file with an address below another one.
    File below(String folder) {
      return new File(name, folder + address, mediaType, gzip, bytes, sha256);
    }
  }

  /// @param tables the tables of the release and their files
  static Facts of(
      Lease lease, String home, GraphSettings graph, List<ReleaseTable> tables, List<File> files) {
    Graph description = lease.description();
    String iri = lease.iris().release(lease.release());
    Node release = NodeFactory.createURI(iri);
    List<File> all = new ArrayList<>();
    dump(description, release, lease, home).ifPresent(all::add);
    all.addAll(files);
    return new Facts(
        home,
        lease.release(),
        iri,
        text(description, release, DCTerms.issued.asNode()).orElse(""),
        graph,
        List.copyOf(all),
        tables,
        type -> Limits.of(List.of(type), lease.entities()));
  }

  /// Returns the address of the server.
  private static String site(String home) {
    return home.replaceFirst("/release/[^/]+$", "");
  }

  /// Returns the address under which the release of a lease stays the same when another one becomes
  /// the current one.
  ///
  /// @param home the address of the server, or of a release on it, without a slash at the end
  static String ofRelease(String home, Lease lease) {
    return site(home) + "/release/" + lease.release();
  }

  /// Returns what a table is, and what limits it: the definition of its class, and a sentence for
  /// each limit. May be empty.
  String description(ReleaseTable table) {
    List<String> sentences = new ArrayList<>(List.of(table.definition()));
    limits.apply(table.type()).forEach(limit -> sentences.add(limit + "."));
    return String.join(" ", sentences).strip();
  }

  /// Returns the table of the class that the values of a column are things of.
  Optional<ReleaseTable> referenced(ReleaseTable.Column column) {
    return tables.stream()
        .filter(table -> table.hasThings() && table.type().equals(column.references()))
        .findFirst();
  }

  private static Optional<File> dump(Graph description, Node release, Lease lease, String home) {
    return Optional.ofNullable(G.getZeroOrOneSP(description, release, DCAT.distribution.asNode()))
        .map(
            file ->
                new File(
                    "data.nq.gz",
                    "%s/downloads/%s/data.nq.gz".formatted(site(home), lease.release()),
                    "application/n-quads",
                    true,
                    text(description, file, DCAT.byteSize.asNode()).map(Long::valueOf).orElse(0L),
                    Optional.ofNullable(G.getZeroOrOneSP(description, file, CHECKSUM))
                        .flatMap(sum -> text(description, sum, CHECKSUM_VALUE))
                        .orElse("")));
  }

  private static Optional<String> text(Graph graph, Node subject, Node property) {
    return Optional.ofNullable(G.getZeroOrOneSP(graph, subject, property))
        .filter(Node::isLiteral)
        .map(Node::getLiteralLexicalForm);
  }

  /// The day when the release was built.
  String day() {
    return release.substring(0, "2026-11-26".length());
  }

  /// The title of the release.
  String title() {
    return "%s, release %s".formatted(graph.title(), release);
  }

  /// The description of the graph, or its title if it has no description.
  String description() {
    return graph.description().isEmpty() ? graph.title() : graph.description();
  }

  /// The publisher, or the name of the graph if it has no publisher.
  String publisher() {
    return graph.publisher().isEmpty() ? graph.name() : graph.publisher();
  }

  /// The IRI of the publisher in descriptions that need one.
  String publisherId() {
    return home + "/#publisher";
  }

  /// The licence of the graph, if it has one.
  Optional<Licence> licence() {
    return graph.licence();
  }
}
