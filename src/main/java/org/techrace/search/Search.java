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

/// The search of one release: its label index together with what its graph knows. Safe for several
/// threads; whoever calls holds a read transaction on the dataset.
public final class Search implements AutoCloseable {
  /// What can be a key and is hardly a name: no spaces and a digit in it, or two or three capitals.
  private static final Pattern KEY = Pattern.compile("\\S*\\d\\S*|[A-Z]{2,3}");

  /// Of a longer name, in characters, only the beginning is looked for: no label is so long, and
  /// Lucene takes so many words and their spellings at once.
  public static final int LONGEST = 300;

  /// A longer value of a property tells nothing, in characters.
  private static final int LONGEST_VALUE = 1_000;

  private final LabelIndex index;
  private final GraphFacts facts;
  private final Matcher matcher;
  private final Finder finder;
  private final OntologyTerms terms;

  /// Stops what is asked when it is set.
  private final AtomicBoolean stop;

  private Search(LabelIndex index, Graph graph) {
    this.index = index;
    this.facts = new GraphFacts(graph);
    this.matcher = new Matcher(index, facts);
    this.finder = new Finder(index);
    this.terms = new OntologyTerms(graph);
    this.stop = new AtomicBoolean();
  }

  private Search(Search same, AtomicBoolean stop) {
    this.index = same.index;
    this.facts = same.facts;
    this.matcher = same.matcher;
    this.finder = same.finder;
    this.terms = same.terms;
    this.stop = stop;
  }

  /// The same, but once a signal is set it answers no more: it throws [QueryCancelledException]. A
  /// batch is stopped between its queries.
  public Search until(AtomicBoolean signal) {
    return new Search(this, signal);
  }

  private void goOn() {
    if (stop.get()) {
      throw new QueryCancelledException();
    }
  }

  /// Opens the search of a release, and lets its SPARQL queries use `text:query`.
  ///
  /// @param folder where [LabelIndex#build] put the index; if it is not there, as in a release of
  ///   an older build, an index is made in memory
  /// @param dataset what the release says; its default graph is the union of its named graphs
  /// @throws IOException if the index cannot be read
  public static Search open(Path folder, DatasetGraph dataset) throws IOException {
    return Files.isDirectory(folder)
        ? of(LabelIndex.open(folder), dataset)
        : of(LabelIndex.inMemory(dataset.getDefaultGraph()), dataset);
  }

  /// The search of a dataset that lies nowhere, with an index in memory.
  public static Search inMemory(DatasetGraph dataset) throws IOException {
    return of(LabelIndex.inMemory(dataset.getDefaultGraph()), dataset);
  }

  private static Search of(LabelIndex index, DatasetGraph dataset) {
    Graph graph = dataset.getDefaultGraph();
    TextQueries.enable(dataset, graph, index);
    return new Search(index, graph);
  }

  /// The entities that may be meant, the most likely first. Properties that hold identifiers are
  /// taken for identifiers, and so is a name that looks like one.
  public List<Candidate> match(MatchQuery query) {
    goOn();
    List<String> identifiers = new ArrayList<>(query.identifiers());
    List<MatchQuery.Property> properties = new ArrayList<>();
    for (MatchQuery.Property property : query.properties()) {
      if (property.value().length() > LONGEST_VALUE) {
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
    return name.substring(0, Math.min(name.length(), LONGEST));
  }

  private List<String> classes(List<String> names) {
    return names.stream()
        .map(name -> terms.named(terms.classes(), name).map(OntologyTerms.Term::iri).orElse(name))
        .toList();
  }

  /// What a person may be looking for who has typed so much, the best first.
  ///
  /// @param types classes of which the entity must be in one, as IRIs, local names or labels; any
  ///   if empty
  public List<Found> find(String text, List<String> types, int limit) {
    goOn();
    try {
      return finder.find(shortened(text), classes(types), limit);
    } catch (IOException e) {
      throw new UncheckedIOException("the label index cannot be read", e);
    }
  }

  /// Whether a class with entities has this IRI, local name or label.
  public boolean isClass(String name) {
    return terms.named(terms.classes(), name).isPresent();
  }

  /// Whether a property, or each step of a path, is one of the release, or the name of a body that
  /// gives identifiers.
  public boolean isProperty(String path) {
    return facts.isProperty(path);
  }

  /// The values of a property of an entity; see [GraphFacts#values].
  public Collection<Node> values(String iri, String path) {
    goOn();
    return facts.values(iri, path);
  }

  /// The preferred label of a thing, in English if it has one.
  public Optional<String> label(String iri) {
    return facts.label(iri);
  }

  /// The keys that other bodies gave an entity, by the body's name or the property's label.
  public Map<String, String> keys(String iri) {
    return facts.keys(iri);
  }

  /// The classes and properties of the release.
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
