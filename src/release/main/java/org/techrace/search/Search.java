package org.techrace.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.sparql.core.DatasetGraph;

/// The search in one release: its label index and its graph. Safe for use by several threads. The
/// caller holds a read transaction on the dataset.
public final class Search implements AutoCloseable {
  /// Matches names that may be identifiers: text without spaces that has a digit, or 2 or 3 capital
  /// letters.
  private static final Pattern KEY = Pattern.compile("\\S*\\d\\S*|[A-Z]{2,3}");

  /// The maximum length of a name in characters. Longer names are cut: no label is longer, and
  /// Lucene limits the number of words and spellings in a query.
  public static final int MAX_NAME_LENGTH = 300;

  /// The maximum length of a property's value in characters. Longer values are ignored.
  private static final int MAX_VALUE_LENGTH = 1_000;

  private final LabelIndex index;
  private final GraphFacts facts;
  private final Matcher matcher;
  private final Finder finder;
  private final Mentions mentions;
  private final OntologyTerms terms;

  /// Cancels calls when set to true.
  private final AtomicBoolean stop;

  private Search(LabelIndex index, Graph graph) {
    this.index = index;
    this.facts = new GraphFacts(graph, index.languages());
    this.matcher = new Matcher(index, facts);
    this.finder = new Finder(index);
    this.mentions = new Mentions(index);
    this.terms = new OntologyTerms(graph, index.languages());
    this.stop = new AtomicBoolean();
  }

  private Search(Search same, AtomicBoolean stop) {
    this.index = same.index;
    this.facts = same.facts;
    this.matcher = same.matcher;
    this.finder = same.finder;
    this.mentions = same.mentions;
    this.terms = same.terms;
    this.stop = stop;
  }

  /// Returns a view on the same search that throws [QueryCancelledException] once a signal is true.
  /// A batch stops between two of its queries.
  public Search until(AtomicBoolean signal) {
    return new Search(this, signal);
  }

  private void checkCancelled() {
    if (stop.get()) {
      throw new QueryCancelledException();
    }
  }

  /// Opens the search of a release.
  ///
  /// @param folder the folder of the index. If it does not exist, because an older version built
  ///   the release, the index is built in memory.
  /// @param dataset the dataset of the release; its default graph is the union of its named graphs
  /// @throws IOException if the index cannot be read
  public static Search open(Path folder, DatasetGraph dataset) throws IOException {
    return Files.isDirectory(folder)
        ? of(LabelIndex.open(folder), dataset)
        : of(LabelIndex.inMemory(dataset.getDefaultGraph()), dataset);
  }

  /// Creates the search of a dataset that is not a release, with an index in memory.
  public static Search inMemory(DatasetGraph dataset) throws IOException {
    return of(LabelIndex.inMemory(dataset.getDefaultGraph()), dataset);
  }

  private static Search of(LabelIndex index, DatasetGraph dataset) {
    return new Search(index, dataset.getDefaultGraph());
  }

  /// Reports whether a name of a thing has a word, or a form of it.
  public boolean knows(String word) {
    try {
      return index.knows(word) || index.knows(SearchWords.stem(word));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Returns the entities that may match a query, most probable first. Treats properties that hold
  /// identifiers, and names that look like identifiers, as identifiers.
  public List<Candidate> match(MatchQuery query) {
    checkCancelled();
    List<String> identifiers = new ArrayList<>(query.identifiers());
    List<MatchQuery.Property> properties = new ArrayList<>();
    for (MatchQuery.Property property : query.properties()) {
      if (property.value().length() > MAX_VALUE_LENGTH) {
        continue;
      }
      if (facts.isIdentifier(property.path())) {
        identifiers.add(property.value());
      } else {
        properties.add(property);
      }
    }
    if (KEY.matcher(query.name().strip()).matches()) {
      identifiers.add(query.name());
    }
    return matcher.match(
        new MatchQuery(
            shortened(query.name()),
            classes(query.types()),
            identifiers,
            properties,
            query.limit()));
  }

  private static String shortened(String name) {
    return name.substring(0, Math.min(name.length(), MAX_NAME_LENGTH));
  }

  private List<String> classes(List<String> names) {
    return names.stream()
        .map(name -> terms.named(terms.classes(), name).map(OntologyTerms.Term::iri).orElse(name))
        .toList();
  }

  /// Returns suggestions for a text that is being typed, best first.
  ///
  /// @param text the text typed so far
  /// @param types classes as IRIs, local names or labels; an entity must be in one of them. Empty
  ///   for any class.
  /// @param limit the maximum number of suggestions
  public List<Found> find(String text, List<String> types, int limit) {
    checkCancelled();
    try {
      return finder.find(shortened(text), classes(types), limit);
    } catch (IOException e) {
      throw new UncheckedIOException("the label index cannot be read", e);
    }
  }

  /// Returns the IRIs of entities in a namespace whose local names have letters like those of
  /// another, nearest first: a few letters or the kind before the name differ, or its end is
  /// missing.
  ///
  /// @param name a local name that no entity has
  /// @param limit the maximum number of IRIs
  public List<String> spelledLike(String namespace, String name, int limit) {
    checkCancelled();
    try {
      return index.spelledLike(namespace, shortened(name), limit);
    } catch (IOException e) {
      throw new UncheckedIOException("the label index cannot be read", e);
    }
  }

  /// Returns the entities that a text mentions, such as a question, best first.
  ///
  /// @param limit the maximum number of entities
  public List<Found> mentioned(String text, int limit) {
    checkCancelled();
    try {
      return mentions.in(shortened(text), limit);
    } catch (IOException e) {
      throw new UncheckedIOException("the label index cannot be read", e);
    }
  }

  /// Reports whether a class with this IRI, local name or label has entities.
  public boolean isClass(String name) {
    return terms.named(terms.classes(), name).isPresent();
  }

  /// Reports whether the release has a property, or each step of a path. The name of an issuer of
  /// identifiers counts as a property.
  public boolean isProperty(String path) {
    return facts.isProperty(path);
  }

  /// Returns the values of a property of an entity; see [GraphFacts#values].
  public Collection<Node> values(String iri, String path) {
    checkCancelled();
    return facts.values(iri, path);
  }

  /// Returns the preferred label of a thing, in English if it has one.
  public Optional<String> label(String iri) {
    return facts.label(iri);
  }

  /// Returns the entity's identifiers in other datasets; see [GraphFacts#keys].
  public Map<String, String> keys(String iri) {
    return facts.keys(iri);
  }

  /// Returns the classes and properties of the release.
  public OntologyTerms terms() {
    return terms;
  }

  @Override
  public void close() {
    try {
      index.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the label index cannot be closed", e);
    }
  }
}
