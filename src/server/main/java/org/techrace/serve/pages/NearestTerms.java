package org.techrace.serve.pages;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.SKOS;
import org.techrace.rdf.Iris;
import org.techrace.report.Nearest;
import org.techrace.search.Found;
import org.techrace.search.OntologyTerms;
import org.techrace.search.Search;
import org.techrace.serve.current.Lease;

/// The existing terms that are nearest to an IRI that does not exist: those with a similar IRI,
/// with its words, or with its code.
public final class NearestTerms {
  private static final String CLASS = "class";

  /// The words of the local name of an IRI.
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[-_./]+|(?<=[a-z])(?=[A-Z])");

  /// Matches an address; the group has it without its start and without separators at its end.
  private static final Pattern ADDRESS = Pattern.compile("(?i)https?://(?:www\\.)?(\\S*?)[/#]*");

  private static final List<String> STARTS =
      List.of("https://", "http://", "https://www.", "http://www.");

  /// Matches a local name that has a code after its kind.
  private static final Pattern CODE = Pattern.compile("(\\w+)-(\\p{L}{2,4})");

  private static final Pattern NO_LETTERS = Pattern.compile("\\P{L}+");
  private static final Set<String> SMALL = Set.of("of", "the", "and", "s");
  private static final int NEAREST = 3;

  /// The number of things with some of the words of a name that are looked at.
  private static final int CANDIDATES = 20;

  /// The maximum length of a local name in characters. Other spellings of longer names are not
  /// tried.
  private static final int MAX_VARIED = 60;

  private static final List<String> CHARACTERS =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
          .chars()
          .mapToObj(Character::toString)
          .toList();

  private NearestTerms() {}

  /// Reports whether a statement has a term.
  public static boolean exists(Node term, DatasetGraph data) {
    return data.contains(Node.ANY, term, Node.ANY, Node.ANY)
        || data.contains(Node.ANY, Node.ANY, Node.ANY, term)
        || data.contains(Node.ANY, Node.ANY, term, Node.ANY)
        || data.contains(term, Node.ANY, Node.ANY, Node.ANY);
  }

  /// Returns the IRIs of the nearest existing things and classes. Call it inside a read
  /// transaction.
  ///
  /// @param iri an IRI that does not exist
  static List<String> things(String iri, Lease lease) {
    return nearest(iri, CLASS, lease);
  }

  /// Returns the nearest properties in use, as the end of a sentence. Call it inside a read
  /// transaction.
  ///
  /// @param iri an IRI that does not exist
  public static String properties(String iri, Lease lease) {
    if (lease.search().isClass(iri)) {
      return "; it is a class, whose things `?thing a <%s>` matches.".formatted(iri);
    }
    List<String> nearest = nearest(iri, "property", lease);
    return nearest.isEmpty()
        ? "; look it up with find or show_class."
        : "; the nearest are <%s>.".formatted(String.join(">, <", nearest));
  }

  /// Returns the prefixed name of the class or property that a word is the name of. Call it inside
  /// a read transaction.
  public static Optional<String> prefixed(String word, Lease lease) {
    OntologyTerms terms = lease.search().terms();
    return Stream.of(terms.classes(), terms.properties())
        .flatMap(some -> terms.named(some, word).stream())
        .map(term -> ShortNames.of(lease).shortened(term.iri()))
        .findFirst();
  }

  /// Returns the IRIs of the things whose names are most like a text. Call it inside a read
  /// transaction.
  public static List<String> named(String text, Lease lease) {
    return text.length() > Search.MAX_NAME_LENGTH
        ? List.of()
        : lease.search().find(text, List.of(), NEAREST).stream().map(Found::iri).toList();
  }

  /// Returns the IRIs of the things whose label is a text, in any case. Call it inside a read
  /// transaction.
  public static Stream<String> labelled(String text, Lease lease) {
    return named(text, lease).stream()
        .filter(iri -> lease.search().label(iri).filter(text::equalsIgnoreCase).isPresent());
  }

  /// Returns the IRI whose local name is most like that of another, as the end of a sentence; the
  /// list of some if none is.
  public static String among(String iri, Collection<String> known) {
    Map<String, String> names =
        known.stream().collect(Collectors.toMap(Iris::localName, one -> one, (a, _) -> a));
    return Nearest.of(name(iri), names.keySet())
        .map(found -> "did you mean '%s'?".formatted(names.get(found)))
        .orElseGet(() -> Nearest.suggest(iri, known));
  }

  /// Returns the local name of an IRI. An unknown prefix is not part of it.
  private static String name(String iri) {
    String local = Iris.localName(iri);
    return local.substring(local.lastIndexOf(':') + 1);
  }

  /// Terms of the same namespace are first.
  ///
  /// @param kind the kind of terms in use to compare with
  private static List<String> nearest(String iri, String kind, Lease lease) {
    boolean isClass = kind.equals(CLASS);
    List<String> respelled =
        respelled(iri, lease).filter(other -> isClass || isUsed(other, lease.dataset())).toList();
    if (!respelled.isEmpty()) {
      return respelled;
    }
    String namespace = Iris.namespace(iri);
    String name = name(iri);
    Set<String> near = new LinkedHashSet<>();
    List<String> used = used(name, kind, lease);
    boolean isThing =
        namespace.startsWith(lease.iris().base()) && !namespace.equals(lease.iris().ontology());
    if (isClass) {
      List<String> others = elsewhere(namespace, lease).stream().map(n -> n + name).toList();
      Stream.concat(
              others.stream(),
              ShortNames.of(lease).namespaces().values().stream().map(other -> other + name))
          .filter(other -> exists(other, lease))
          .forEach(near::add);
      if (isThing) {
        near.addAll(ofKind(name, lease));
      }
      boolean isWord = !named(name).contains(" ");
      if (isWord) {
        near.addAll(coded(name, lease.dataset()));
      }
      if (near.isEmpty()) {
        near.addAll(abbreviated(name, lease));
      }
      if (isThing) {
        near.addAll(lease.search().spelledLike(namespace, name, NEAREST));
      }
      near.addAll(alike(iri, lease.dataset()));
      if (isThing) {
        elsewhere(namespace, lease).stream()
            .flatMap(other -> lease.search().spelledLike(other, name, NEAREST).stream())
            .forEach(near::add);
      }
      if (!isWord) {
        near.addAll(coded(name, lease.dataset()));
      }
      if (near.isEmpty()) {
        others.stream().flatMap(other -> alike(other, lease.dataset()).stream()).forEach(near::add);
      }
    }
    if (isThing && isClass) {
      named(name, lease.search()).stream()
          .map(Found::iri)
          .filter(found -> found.startsWith(namespace))
          .forEach(near::add);
    }
    if (!isThing) {
      used.stream().filter(term -> term.startsWith(namespace)).forEach(near::add);
      OntologyTerms terms = lease.search().terms();
      OntologyTerms.described(isClass ? terms.classes() : terms.properties(), words(name)).stream()
          .map(OntologyTerms.Term::iri)
          .filter(term -> term.contains(":"))
          .forEach(near::add);
    }
    if (isClass) {
      named(name, lease.search()).forEach(found -> near.add(found.iri()));
    }
    near.addAll(used);
    if (near.isEmpty() && isThing) {
      lease.search().mentioned(named(name), CANDIDATES).stream()
          .map(Found::iri)
          .filter(found -> found.startsWith(namespace))
          .forEach(near::add);
    }
    List<String> same = near.stream().filter(iri::equalsIgnoreCase).toList();
    return same.isEmpty() ? near.stream().limit(NEAREST).toList() : same;
  }

  /// Returns the existing IRIs that differ only in what is often written in another way: `http` or
  /// `https`, `www.`, the characters at the end, and what separates the local name.
  private static Stream<String> respelled(String iri, Lease lease) {
    Matcher parts = ADDRESS.matcher(iri);
    if (!parts.matches()) {
      return Stream.of();
    }
    String rest = parts.group(1);
    String local = Iris.localName("http://" + rest);
    String before = rest.substring(0, rest.length() - local.length());
    Set<String> forms = new LinkedHashSet<>(List.of(rest, rest + "/", rest + "#"));
    if (before.matches(".*[/#]")) {
      String separated = before.substring(0, before.length() - 1);
      forms.addAll(List.of(separated + "#" + local, separated + "/" + local));
    }
    return forms.stream()
        .flatMap(form -> STARTS.stream().map(start -> start + form))
        .filter(other -> exists(other, lease))
        .limit(NEAREST);
  }

  /// Reports whether a statement has a property. Call it inside a read transaction.
  public static boolean isUsed(String property, DatasetGraph data) {
    return data.contains(Node.ANY, Node.ANY, NodeFactory.createURI(property), Node.ANY);
  }

  /// Returns the things whose local name has the name after that of a list or a class, such as
  /// `indicator-gerd` for `GERD`.
  private static List<String> ofKind(String name, Lease lease) {
    String lower = name.toLowerCase(Locale.ROOT);
    Stream<String> lists =
        instances(SKOS.ConceptScheme.asNode(), lease.dataset()).map(Node::getURI);
    Stream<String> classes =
        lease.search().terms().classes().stream()
            .map(type -> lease.iris().id() + type.localName().toLowerCase(Locale.ROOT));
    return Stream.concat(lists, classes)
        .flatMap(kind -> Stream.of(kind + "-" + lower, kind + "-" + name))
        .distinct()
        .filter(iri -> exists(iri, lease))
        .limit(NEAREST)
        .toList();
  }

  /// Returns the other namespaces of the graph: a prefix is often wrong or absent.
  private static List<String> elsewhere(String namespace, Lease lease) {
    return ShortNames.of(lease).namespaces().values().stream()
        .filter(other -> other.startsWith(lease.iris().base()) && !other.equals(namespace))
        .distinct()
        .toList();
  }

  private static boolean exists(String iri, Lease lease) {
    return exists(NodeFactory.createURI(iri), lease.dataset());
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

  /// Returns the things of a class that a local name begins with, one of whose names has the rest
  /// as its initials, or begins with it: `area-GER` is Germany, `area-UAE` the United Arab
  /// Emirates.
  private static List<String> abbreviated(String name, Lease lease) {
    Matcher parts = CODE.matcher(name);
    if (!parts.matches()) {
      return List.of();
    }
    String code = parts.group(2).toLowerCase(Locale.ROOT);
    List<String> initials = new ArrayList<>();
    List<String> starts = new ArrayList<>();
    Stream<Node> things =
        lease.search().terms().classes().stream()
            .filter(type -> type.localName().equalsIgnoreCase(parts.group(1)))
            .flatMap(type -> instances(NodeFactory.createURI(type.iri()), lease.dataset()));
    things.forEach(
        thing -> {
          List<String> names =
              lease.entities().labels().all(thing).stream()
                  .map(label -> label.text().toLowerCase(Locale.ROOT))
                  .toList();
          if (names.stream().anyMatch(one -> initials(one).equals(code))) {
            initials.add(thing.getURI());
          } else if (names.stream().anyMatch(one -> one.startsWith(code))) {
            starts.add(thing.getURI());
          }
        });
    return Stream.of(initials, starts).flatMap(List::stream).limit(NEAREST).toList();
  }

  /// Returns the first letters of the words of a name, without small words such as `of`.
  private static String initials(String name) {
    return Stream.of(NO_LETTERS.split(name, -1))
        .filter(word -> !word.isEmpty() && !SMALL.contains(word))
        .map(word -> word.substring(0, 1))
        .collect(Collectors.joining());
  }

  private static Stream<Node> instances(Node type, DatasetGraph data) {
    return Iter.asStream(data.find(Node.ANY, Node.ANY, RDF.Nodes.type, type))
        .map(Quad::getSubject)
        .filter(Node::isURI)
        .distinct();
  }

  /// Returns the things one of whose texts is the last word of a local name, such as a code.
  private static List<String> coded(String name, DatasetGraph data) {
    String words = words(name);
    return withText(words.substring(words.lastIndexOf(' ') + 1), data)
        .map(Node::getURI)
        .limit(NEAREST)
        .toList();
  }

  /// Returns the things one of whose texts without a language is the given one, such as a code.
  /// Call it inside a read transaction.
  public static Stream<Node> withText(String text, DatasetGraph data) {
    return Iter.asStream(
            data.find(Node.ANY, Node.ANY, Node.ANY, NodeFactory.createLiteralString(text)))
        .map(Quad::getSubject)
        .filter(Node::isURI)
        .distinct();
  }

  /// Returns the existing IRIs that differ in one character of the local name: it is missing or
  /// another letter or digit, or has changed places with the next one.
  private static List<String> alike(String iri, DatasetGraph data) {
    int start = Iris.namespace(iri).length();
    return iri.length() - start > MAX_VARIED
        ? List.of()
        : IntStream.range(start, iri.length())
            .boxed()
            .flatMap(
                i ->
                    Stream.concat(
                        Stream.concat(Stream.of(""), CHARACTERS.stream())
                            .map(other -> iri.substring(0, i) + other + iri.substring(i + 1)),
                        swapped(iri, i)))
            .filter(other -> exists(NodeFactory.createURI(other), data))
            .distinct()
            .limit(NEAREST)
            .toList();
  }

  private static Stream<String> swapped(String iri, int i) {
    return i + 1 < iri.length()
        ? Stream.of(iri.substring(0, i) + iri.charAt(i + 1) + iri.charAt(i) + iri.substring(i + 2))
        : Stream.of();
  }

  /// Returns the words of a local name, apart by spaces.
  public static String words(String name) {
    return String.join(" ", BETWEEN_WORDS.split(name, -1)).strip();
  }

  /// Returns the words of a local name without the first one, if there are others: it is often the
  /// kind of the thing.
  private static String named(String name) {
    String words = words(name);
    return words.substring(words.indexOf(' ') + 1);
  }

  /// Returns things whose name has the words of a local name, with or without the first word: it is
  /// often the kind of the thing.
  private static List<Found> named(String name, Search search) {
    String words = words(name);
    if (words.length() > Search.MAX_NAME_LENGTH) {
      return List.of();
    }
    List<Found> found = new ArrayList<>();
    if (!named(name).equals(words)) {
      found.addAll(search.find(named(name), List.of(), NEAREST));
    }
    if (!words.isEmpty()) {
      found.addAll(search.find(words, List.of(), NEAREST));
    }
    return found;
  }
}
