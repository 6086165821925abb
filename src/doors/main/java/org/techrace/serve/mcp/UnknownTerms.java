package org.techrace.serve.mcp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.XSD;
import org.techrace.rdf.Iris;
import org.techrace.report.Nearest;
import org.techrace.search.Found;
import org.techrace.search.OntologyTerms;
import org.techrace.search.Search;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.sparql.NamedTerms;

/// Refuses queries with terms that the release does not contain. Such a query has an empty or a
/// wrong answer, which a program would report as a fact.
final class UnknownTerms {
  /// The words of the local name of an IRI.
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[-_./]+|(?<=[a-z])(?=[A-Z])");

  private static final int NEAREST = 3;

  /// The maximum length of a local name in characters. Other spellings of longer names are not
  /// tried.
  private static final int MAX_VARIED = 60;

  private static final List<String> CHARACTERS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
          .chars()
          .mapToObj(Character::toString)
          .toList();

  /// Terms with a meaning of their own: types of literals, lists, and functions.
  private static final List<String> SYNTAX =
      List.of(XSD.getURI(), RDF.getURI(), "http://jena.apache.org/");

  private UnknownTerms() {}

  /// Checks the terms of a query.
  ///
  /// @throws Refusal 400 if it has an IRI that is not in the release, with the nearest ones, or if
  ///   it asks another endpoint, whose answer would have no evidence
  static void check(NamedTerms terms, Lease lease) {
    if (terms.asksOthers()) {
      throw new Refusal(
          400, "SERVICE is not available here: answers of other endpoints have no evidence.");
    }
    DatasetGraph data = lease.dataset();
    List<String> messages = new ArrayList<>();
    Txn.executeRead(
        data,
        () -> {
          for (String property : terms.properties()) {
            if (!isSyntax(property)
                && !data.contains(Node.ANY, Node.ANY, NodeFactory.createURI(property), Node.ANY)) {
              messages.add(
                  "No statement has the property <%s>%s"
                      .formatted(property, nearest(property, "property", lease)));
            }
          }
          for (String iri : terms.others()) {
            if (!isSyntax(iri) && !exists(NodeFactory.createURI(iri), data)) {
              messages.add(unknown(iri, lease));
            }
          }
        });
    if (!messages.isEmpty()) {
      throw new Refusal(
          400, "Release %s: %s".formatted(lease.release(), String.join(" ", messages)));
    }
  }

  /// Returns a message about an IRI that does not exist, with the nearest ones. Call it inside a
  /// read transaction.
  static String unknown(String iri, Lease lease) {
    return "<%s> does not exist%s".formatted(iri, nearest(iri, "class", lease));
  }

  private static boolean isSyntax(String iri) {
    return SYNTAX.stream().anyMatch(iri::startsWith);
  }

  private static boolean exists(Node term, DatasetGraph data) {
    return data.contains(Node.ANY, term, Node.ANY, Node.ANY)
        || data.contains(Node.ANY, Node.ANY, Node.ANY, term)
        || data.contains(Node.ANY, Node.ANY, term, Node.ANY)
        || data.contains(term, Node.ANY, Node.ANY, Node.ANY);
  }

  /// Returns the nearest existing terms, as the end of a sentence: those of the same namespace
  /// first.
  ///
  /// @param kind the kind of terms in use to compare with: `class` or `property`
  private static String nearest(String iri, String kind, Lease lease) {
    boolean isClass = kind.equals("class");
    String namespace = Iris.namespace(iri);
    boolean isThing = namespace.equals(lease.iris().id());
    String name = Iris.localName(iri);
    Set<String> near = new LinkedHashSet<>();
    if (isClass) {
      near.addAll(coded(name, lease.dataset()));
      near.addAll(alike(iri, lease.dataset()));
    }
    List<String> used = used(name, kind, lease);
    if (!isThing) {
      used.stream().filter(term -> term.startsWith(namespace)).forEach(near::add);
      OntologyTerms terms = lease.search().terms();
      OntologyTerms.described(isClass ? terms.classes() : terms.properties(), words(name)).stream()
          .map(OntologyTerms.Term::iri)
          .filter(Things::isIri)
          .forEach(near::add);
    }
    if (isClass) {
      named(name, lease.search()).forEach(found -> near.add(found.iri()));
    }
    near.addAll(used);
    List<String> first = near.stream().limit(NEAREST).toList();
    return first.isEmpty()
        ? "; look it up with find or show_class."
        : "; the nearest are <%s>.".formatted(String.join(">, <", first));
  }

  /// Returns the terms in use with the names that are most like a name.
  private static List<String> used(String name, String kind, Lease lease) {
    List<String> used =
        lease.entities().rows("vocabulary").stream()
            .filter(row -> row.text("kind").equals(kind))
            .flatMap(row -> row.iri("term").stream())
            .toList();
    List<String> names = used.stream().map(Iris::localName).toList();
    return Nearest.closest(name, names, NEAREST).stream()
        .flatMap(close -> used.stream().filter(term -> Iris.localName(term).equals(close)))
        .toList();
  }

  /// Returns the things one of whose texts is the last word of a local name, such as a code.
  private static List<String> coded(String name, DatasetGraph data) {
    String words = words(name);
    Node code = NodeFactory.createLiteralString(words.substring(words.lastIndexOf(' ') + 1));
    return Iter.iter(data.find(Node.ANY, Node.ANY, Node.ANY, code))
        .map(Quad::getSubject)
        .filter(Node::isURI)
        .map(Node::getURI)
        .distinct()
        .limit(NEAREST)
        .toList();
  }

  /// Returns the existing IRIs that differ in one character of the local name: it is missing or
  /// another letter or digit.
  private static List<String> alike(String iri, DatasetGraph data) {
    int start = Iris.namespace(iri).length();
    return iri.length() - start > MAX_VARIED
        ? List.of()
        : IntStream.range(start, iri.length())
            .boxed()
            .flatMap(
                i ->
                    Stream.concat(Stream.of(""), CHARACTERS.stream())
                        .map(other -> iri.substring(0, i) + other + iri.substring(i + 1)))
            .filter(other -> exists(NodeFactory.createURI(other), data))
            .distinct()
            .limit(NEAREST)
            .toList();
  }

  /// Returns the words of a local name, apart by spaces.
  static String words(String name) {
    return String.join(" ", BETWEEN_WORDS.split(name, -1)).strip();
  }

  /// Returns things whose name has the words of a local name, with or without the first word: it is
  /// often the kind of the thing.
  private static List<Found> named(String name, Search search) {
    String words = words(name);
    if (words.length() > Search.MAX_NAME_LENGTH) {
      return List.of();
    }
    List<Found> found = new ArrayList<>();
    int space = words.indexOf(' ');
    if (space > 0) {
      found.addAll(search.find(words.substring(space + 1), List.of(), NEAREST));
    }
    if (!words.isEmpty()) {
      found.addAll(search.find(words, List.of(), NEAREST));
    }
    return found;
  }
}
