package org.techrace.entity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
import org.techrace.rdf.Iris;

/// The labels of things in a dataset that does not change. Read inside a transaction.
public final class Labels {
  /// The properties that name a thing, best first.
  private static final List<Node> PREFERRED =
      List.of(
          SKOS.prefLabel.asNode(),
          RDFS.label.asNode(),
          DCTerms.title.asNode(),
          FOAF.name.asNode(),
          SchemaDO.name.asNode(),
          NodeFactory.createURI("https://schema.org/name"));

  private static final Node ALTERNATIVE = SKOS.altLabel.asNode();

  private static final Pattern WORDS = Pattern.compile("[A-Za-z][a-z]+(?:[A-Z][a-z]+)*");

  private final DatasetGraph dataset;
  private final Iris iris;
  private final List<String> languages;
  private final Node ontology;
  private final Graph graph;
  private final Cache<Node, Named> best;
  private final Optional<Labels> more;

  private record Named(String name, boolean described) {}

  /// The labels of a dataset.
  ///
  /// @param queries whose graph it is, and in which languages it is read
  /// @param bytes how much memory those remembered may take
  /// @param more of what has no label in the dataset
  Labels(DatasetGraph dataset, PageQueries queries, long bytes, Optional<Labels> more) {
    this.dataset = dataset;
    this.iris = queries.iris();
    this.languages = queries.languages();
    this.ontology = NodeFactory.createURI(iris.graph("ontology"));
    this.graph = dataset.getUnionGraph();
    this.more = more;
    this.best =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .weigher(
                (Node thing, Named named) -> 200 + thing.toString().length() + named.name.length())
            .build();
  }

  /// The best label: by property, then the languages of the graph, then no language, then any; else
  /// the end of the IRI.
  public String of(Node thing) {
    return named(thing).name;
  }

  private Named named(Node thing) {
    return best.get(thing, this::look);
  }

  private Named look(Node thing) {
    Optional<Label> label = preferred(thing);
    if (label.isEmpty() && more.isPresent()) {
      Labels others = more.get();
      return Txn.calculateRead(others.dataset, () -> others.named(thing));
    }
    return new Named(label.map(Label::text).orElseGet(() -> localName(thing)), isDescribed(thing));
  }

  /// Of what others have named a source has to say something; the ontology, which declares the
  /// terms that it takes from others, is none.
  private boolean isDescribed(Node thing) {
    return thing.isURI()
        && (!iris.local(thing.getURI()).isEmpty()
            || Iter.anyMatch(
                dataset.find(Node.ANY, thing, Node.ANY, Node.ANY),
                quad -> !quad.getGraph().equals(ontology)));
  }

  /// All labels, preferred ones first.
  public List<Label> all(Node thing) {
    return Stream.concat(
            PREFERRED.stream().flatMap(p -> labels(thing, p, true)),
            labels(thing, ALTERNATIVE, false))
        .distinct()
        .sorted(Comparator.comparing((Label l) -> !l.preferred()).thenComparing(byLanguage()))
        .toList();
  }

  /// Whether a property is one of those that name things.
  public static boolean names(Node property) {
    return PREFERRED.contains(property) || ALTERNATIVE.equals(property);
  }

  /// A thing with its best label, ready to be shown.
  public Term.Link link(Node iri) {
    Named named = named(iri);
    return new Term.Link(iri.getURI(), named.name, named.described, iris.local(iri.getURI()));
  }

  /// Any term, ready to be shown.
  public Term term(Node node) {
    if (node.isURI()) {
      return link(node);
    }
    if (node.isLiteral()) {
      return new Term.Value(
          node.getLiteralLexicalForm(), node.getLiteralLanguage(), node.getLiteralDatatypeURI());
    }
    return new Term.Unnamed(of(node));
  }

  private Comparator<Label> byLanguage() {
    return Comparator.comparingInt((Label l) -> languageRank(l.language()))
        .thenComparing(Label::language)
        .thenComparing(Label::text);
  }

  private int languageRank(String language) {
    int rank = languages.indexOf(language);
    return rank >= 0 ? rank : language.isEmpty() ? languages.size() : languages.size() + 1;
  }

  private Optional<Label> preferred(Node thing) {
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

  /// Whether a vocabulary has it, so that its name says what it means: it has a `#`, is used as a
  /// property or declared. The address of a page (`huawei.com/cn`) is none of this.
  private boolean isTerm(Node thing) {
    return thing.getURI().contains("#")
        || graph.contains(Node.ANY, thing, Node.ANY)
        || graph.contains(thing, RDF.Nodes.type, Node.ANY)
        || graph.contains(Node.ANY, RDF.Nodes.type, thing);
  }

  /// What a thing without a label is called: the end of an IRI of ours; of a name that is made of
  /// words, as those of vocabularies are, the words (`closeMatch` becomes "close match"); of
  /// another address in the web all but its beginning (`ror.org/00cmhce21`).
  private String localName(Node thing) {
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
    return !iris.local(iri).isEmpty() ? name : iri.replaceFirst("^https?://(www\\.)?", "");
  }
}
