package org.techrace.entity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.vocabulary.FOAF;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.apache.jena.vocabulary.SchemaDO;
import org.techrace.entity.Entity.Label;
import org.techrace.rdf.AreaNames;
import org.techrace.rdf.Iris;
import org.techrace.rdf.LanguageOrder;
import org.techrace.rdf.RdfaPrefixes;

/// Labels of the things in a dataset that does not change. Call all methods inside a read
/// transaction. Safe for use by several threads.
public final class Labels {
  /// Properties for main labels, in order of preference.
  private static final List<Node> PREFERRED =
      List.of(
          SKOS.prefLabel.asNode(),
          RDFS.label.asNode(),
          DCTerms.title.asNode(),
          FOAF.name.asNode(),
          SchemaDO.name.asNode(),
          NodeFactory.createURI("https://schema.org/name"));

  private static final Node ALTERNATIVE = SKOS.altLabel.asNode();

  private static final Pattern LETTER = Pattern.compile("\\p{L}");

  private static final Pattern WORDS = Pattern.compile("[A-Za-z][a-z]+(?:[A-Z][a-z]+)*");

  private final DatasetGraph dataset;
  private final Iris iris;
  private final List<String> languages;
  private final LanguageOrder order;
  private final Node ontology;
  private final Graph graph;
  private final AreaNames areas;
  private final Cache<Key, Named> best;
  private final Optional<Labels> more;

  /// The reader's language; empty for the languages of the graph.
  private final String reader;

  private record Key(Node thing, String reader) {}

  private record Named(String name, boolean described, String language) {}

  /// Creates the labels of a dataset.
  ///
  /// @param dataset the dataset
  /// @param queries the queries of the pages, with the graph's IRIs and languages
  /// @param bytes the maximum memory for cached labels, in bytes
  /// @param more labels to use for things without a label in the dataset
  Labels(DatasetGraph dataset, PageQueries queries, long bytes, Optional<Labels> more) {
    this.dataset = dataset;
    this.iris = queries.iris();
    this.languages = queries.languages();
    this.order = new LanguageOrder(languages);
    this.ontology = NodeFactory.createURI(iris.graph("ontology"));
    this.graph = dataset.getUnionGraph();
    this.areas = new AreaNames(graph);
    this.more = more;
    this.reader = "";
    this.best =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher(
                (Key key, Named named) -> 200 + key.thing.toString().length() + named.name.length())
            .build();
  }

  private Labels(Labels same, String reader) {
    this.dataset = same.dataset;
    this.iris = same.iris;
    this.languages = same.languages;
    this.order = same.order;
    this.ontology = same.ontology;
    this.graph = same.graph;
    this.areas = same.areas;
    this.best = same.best;
    this.more = same.more.map(others -> others.in(reader));
    this.reader = reader;
  }

  /// Returns labels in a language where a thing has one, and else as before.
  ///
  /// @param language a language tag; empty for the languages of the graph
  Labels in(String language) {
    return language.equals(languages.getFirst()) ? ofGraph() : with(language);
  }

  /// Returns labels in the languages of the graph.
  Labels ofGraph() {
    return with("");
  }

  private Labels with(String language) {
    return language.equals(reader) ? this : new Labels(this, language);
  }

  /// Reports whether the labels are in a reader's language.
  boolean hasLanguage() {
    return !reader.isEmpty();
  }

  /// Returns a term with its label in the reader's language.
  public Term again(Term term) {
    return term instanceof Term.Link link ? link(NodeFactory.createURI(link.iri())) : term;
  }

  /// Returns the best label: in the reader's language; else by property, then in the order of the
  /// graph's languages, then without language, then in any language. Without a label, returns a
  /// name derived from the IRI.
  public String of(Node thing) {
    return named(thing).name;
  }

  private Named named(Node thing) {
    // Not with a function for what is missing: the label in the reader's language looks up the
    // other one.
    Key key = new Key(thing, reader);
    Named known = best.getIfPresent(key);
    if (known == null) {
      known = reader.isEmpty() ? look(thing) : translated(thing);
      best.put(key, known);
    }
    return known;
  }

  private Named look(Node thing) {
    return named(thing, anyLanguage(thing));
  }

  /// Returns the label in the reader's language. Most things have none: theirs for all readers is
  /// known already.
  private Named translated(Node thing) {
    Optional<Label> label = readers(thing);
    if (label.isEmpty() && more.isEmpty()) {
      return ofGraph().named(thing);
    }
    return named(thing, label.or(() -> anyLanguage(thing)));
  }

  private Named named(Node thing, Optional<Label> label) {
    if (label.isEmpty() && more.isPresent()) {
      Labels others = more.get();
      return Txn.calculateRead(others.dataset, () -> others.named(thing));
    }
    return new Named(
        label.map(Label::text).orElseGet(() -> localName(thing)),
        isDescribed(thing),
        label.map(Label::language).orElse(""));
  }

  /// Reports whether a source has statements about a thing. For the IRIs of other publishers, the
  /// ontology does not count: it only declares the external terms that it uses.
  private boolean isDescribed(Node thing) {
    return thing.isURI()
        && (!iris.local(thing.getURI()).isEmpty()
            || Iter.anyMatch(
                dataset.find(Node.ANY, thing, Node.ANY, Node.ANY),
                quad -> !quad.getGraph().equals(ontology)));
  }

  /// Returns all labels, main labels first.
  public List<Label> all(Node thing) {
    return Stream.concat(
            PREFERRED.stream().flatMap(p -> labels(thing, p, true)),
            labels(thing, ALTERNATIVE, false))
        .distinct()
        .sorted(Comparator.comparing((Label l) -> !l.preferred()).thenComparing(byLanguage()))
        .toList();
  }

  /// Reports whether a property is used for labels.
  public static boolean names(Node property) {
    return PREFERRED.contains(property) || ALTERNATIVE.equals(property);
  }

  /// Returns a thing with its best label, ready to be shown.
  public Term.Link link(Node iri) {
    Named named = named(iri);
    return new Term.Link(
        iri.getURI(), named.name, named.described, iris.local(iri.getURI()), named.language);
  }

  /// Returns a thing with one of its names; with its label in the reader's language instead, if it
  /// has one and the name is in another language.
  public Term.Link link(Node iri, String name) {
    Term.Link link = link(iri);
    boolean translated =
        !reader.isEmpty()
            && readers(iri).isPresent()
            && all(iri).stream()
                .noneMatch(label -> label.text().equals(name) && isReaders(label.language()));
    return translated ? link : called(iri, name);
  }

  /// Returns a thing with one of its names, also if it has a label in the reader's language.
  public Term.Link called(Node iri, String name) {
    return link(iri).called(name, languageOf(name, iri));
  }

  /// Returns the language of a name of a thing; empty if it has no such label.
  private String languageOf(String name, Node iri) {
    return reader.isEmpty()
        ? ""
        : all(iri).stream()
            .filter(label -> label.text().equals(name))
            .map(Label::language)
            .findFirst()
            .orElse("");
  }

  /// Returns a term ready to be shown.
  public Term term(Node node) {
    if (node.isURI()) {
      return link(node);
    }
    if (node.isLiteral()) {
      return new Term.Value(
          node.getLiteralLexicalForm(), node.getLiteralLanguage(), node.getLiteralDatatypeURI());
    }
    if (node.isTripleTerm()) {
      Triple triple = node.getTriple();
      return new Term.Triple(
          term(triple.getSubject()), term(triple.getPredicate()), term(triple.getObject()));
    }
    return new Term.Unnamed(of(node));
  }

  /// Returns what a reader reads of the texts of one property: those with a language only in the
  /// best one, because the others are their translations, and all that have none.
  ///
  /// @param texts the texts, and things
  /// @param language returns the language of a text; empty for a text without one and for a thing
  public <T> List<T> readable(Collection<T> texts, Function<T, String> language) {
    OptionalInt best =
        texts.stream()
            .map(language)
            .filter(tag -> !tag.isEmpty())
            .mapToInt(this::languageRank)
            .min();
    return texts.stream()
        .filter(
            text ->
                language.apply(text).isEmpty()
                    || languageRank(language.apply(text)) == best.orElseThrow())
        .toList();
  }

  private Comparator<Label> byLanguage() {
    return Comparator.comparingInt((Label l) -> languageRank(l.language()))
        .thenComparing(Label::language)
        .thenComparing(Label::text);
  }

  private int languageRank(String language) {
    return isReaders(language) ? -1 : order.rank(language);
  }

  /// Reports whether a language is the reader's (RFC 4647, basic filtering): `zh-Hans` is `zh`.
  private boolean isReaders(String language) {
    return !reader.isEmpty()
        && (language.equalsIgnoreCase(reader)
            || language.toLowerCase(Locale.ROOT).startsWith(reader + "-"));
  }

  private Optional<Label> readers(Node thing) {
    if (reader.isEmpty()) {
      return Optional.empty();
    }
    return PREFERRED.stream()
        .map(p -> labels(thing, p, true).filter(l -> isReaders(l.language())).min(byLanguage()))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> areas.name(thing, reader).map(name -> new Label(name, reader, true)));
  }

  private Optional<Label> anyLanguage(Node thing) {
    return PREFERRED.stream()
        .map(p -> labels(thing, p, true).min(byLanguage()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Stream<Label> labels(Node thing, Node property, boolean preferred) {
    Stream.Builder<Label> labels = Stream.builder();
    Iterator<Triple> triples = graph.find(thing, property, Node.ANY);
    while (triples.hasNext()) {
      Node label = triples.next().getObject();
      if (label.isLiteral()) {
        labels.add(new Label(label.getLiteralLexicalForm(), label.getLiteralLanguage(), preferred));
      }
    }
    return labels.build();
  }

  /// Reports whether an IRI is a term of a vocabulary, so that its local name is a word: it
  /// contains `#`, is in a vocabulary of the initial context of RDFa, is used as a property or a
  /// class, or has a type. The address of a page (`huawei.com/cn`) is not.
  private boolean isTerm(Node thing) {
    return thing.getURI().contains("#")
        || RdfaPrefixes.ALL.containsValue(Iris.namespace(thing.getURI()))
        || graph.contains(Node.ANY, thing, Node.ANY)
        || graph.contains(thing, RDF.Nodes.type, Node.ANY)
        || graph.contains(Node.ANY, RDF.Nodes.type, thing);
  }

  /// Returns a name for a thing without a label. For techrace IRIs, its code, or the local name;
  /// for vocabulary terms, its words (`closeMatch` becomes "close match"); for other addresses, all
  /// but the scheme (`ror.org/00cmhce21`).
  private String localName(Node thing) {
    if (thing.isTripleTerm()) {
      return term(thing).text();
    }
    if (!thing.isURI()) {
      return thing.isBlank() ? "unnamed" : thing.getLiteralLexicalForm();
    }
    String iri = thing.getURI().replaceFirst("[#/]$", "");
    String name = Iris.localName(iri);
    if (WORDS.matcher(name).matches() && isTerm(thing)) {
      return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }
    if (iri.startsWith(iris.release(""))) {
      return "release " + name;
    }
    return !iris.local(iri).isEmpty()
        ? code(thing, name).orElse(name)
        : iri.replaceFirst("^https?://(www\\.)?", "");
  }

  /// Returns the code of a thing that its IRI is made of, without the kind of thing in front:
  /// `X-01` of `specimens-X-01`, if it is one of its values. A number alone is no name.
  private Optional<String> code(Node thing, String name) {
    int kind = name.indexOf('-');
    String code = kind < 0 ? "" : decoded(name.substring(kind + 1));
    return LETTER.matcher(code).find()
            && graph.contains(thing, Node.ANY, NodeFactory.createLiteralString(code))
        ? Optional.of(code)
        : Optional.empty();
  }

  /// Returns a part of an IRI without percent-encoding, or as it is if that is malformed.
  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return part;
    }
  }
}
