package org.techrace.serve.mcp;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.Txn;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.rdf.Iris;
import org.techrace.search.MeasureWords;
import org.techrace.search.OntologyTerms;
import org.techrace.search.WordIndex;
import org.techrace.serve.current.Lease;
import org.techrace.serve.find.Synonyms;
import org.techrace.serve.pages.NearestTerms;
import org.techrace.serve.pages.Questions;

/// The classes and properties of a release by the words of their names and definitions, and the
/// questions of the project by their words, with the synonyms of the release. Safe for use by
/// several threads.
///
/// @param classes finds classes
/// @param properties finds properties
/// @param questions finds questions
/// @param terms the terms by IRI
/// @param connections the properties of classes
record Vocabulary(
    WordIndex classes,
    WordIndex properties,
    WordIndex questions,
    Map<String, OntologyTerms.Term> terms,
    Connections connections) {
  private static final String ENGLISH = "en";
  private static final int RELEASES = 2;

  /// The number of properties with words of a text that are compared.
  private static final int CANDIDATES = 50;

  /// The weight of a property of the first class, compared with one that has the words.
  private static final double CONNECTED = 0.6;

  /// The weight of each class as a part of that of the one before.
  private static final double NEXT_CLASS = 0.8;

  /// The indexes of releases by their names. They depend on the release only.
  static final class Known {
    private final Cache<String, Vocabulary> known =
        Caffeine.newBuilder().maximumSize(RELEASES).executor(Runnable::run).build();

    private final Questions questions;

    Known(Questions questions) {
      this.questions = questions;
    }

    Vocabulary of(Lease lease) {
      return Objects.requireNonNull(
          known.get(lease.release(), name -> Vocabulary.of(questions, lease)));
    }
  }

  private static Vocabulary of(Questions questions, Lease lease) {
    Map<String, List<String>> synonyms = Synonyms.of(lease.entities());
    Map<String, List<String>> ofTerms = new HashMap<>(MeasureWords.meanings());
    ofTerms.putAll(synonyms);
    return Txn.calculateRead(
        lease.dataset(),
        () -> {
          OntologyTerms all = lease.search().terms();
          // An issuer of identifiers has no IRI.
          List<OntologyTerms.Term> properties =
              all.properties().stream().filter(one -> Things.isIri(one.iri())).toList();
          Map<String, OntologyTerms.Term> terms = new HashMap<>();
          Stream.concat(all.classes().stream(), properties.stream())
              .forEach(one -> terms.put(one.iri(), one));
          return new Vocabulary(
              index(all.classes(), ofTerms, lease),
              index(properties, ofTerms, lease),
              new WordIndex(
                  questions.list().stream().map(one -> one.document(one.name())).toList(),
                  synonyms),
              terms,
              new Connections());
        });
  }

  private static WordIndex index(
      List<OntologyTerms.Term> terms, Map<String, List<String>> synonyms, Lease lease) {
    return new WordIndex(terms.stream().map(term -> document(term, lease)).toList(), synonyms);
  }

  private static WordIndex.Document document(OntologyTerms.Term term, Lease lease) {
    List<WordIndex.Naming> names = new ArrayList<>();
    lease.entities().labels().all(NodeFactory.createURI(term.iri())).stream()
        .map(label -> new WordIndex.Naming(label.text(), label.language()))
        .forEach(names::add);
    names.add(WordIndex.Naming.of(NearestTerms.words(Iris.localName(term.iri()))));
    return new WordIndex.Document(term.iri(), names, List.of(), List.of(term.description()));
  }

  /// Reports whether a class, a property or a question has a word, or a synonym of it.
  boolean knows(String word) {
    return Stream.of(classes, properties, questions)
        .anyMatch(index -> index.hasAny(word) || index.means(word));
  }

  /// Returns a term that was found.
  OntologyTerms.Term term(String iri) {
    return Objects.requireNonNull(terms.get(iri), "an index has the terms only");
  }

  /// Returns the keys of what has words of a text, best first.
  static List<String> found(WordIndex index, String text, int limit) {
    return hits(index, text, limit).stream().map(WordIndex.Hit::key).toList();
  }

  /// Returns what has words of a text, best first.
  static List<WordIndex.Hit> hits(WordIndex index, String text, int limit) {
    return index.find(text, ENGLISH, limit);
  }

  /// Returns the words of a text that a document does not have; see [WordIndex#missing].
  static Set<String> missing(WordIndex index, String text, String key) {
    return index.missing(index.read(text), List.of(key));
  }

  /// Returns the properties that a question may need, best first: those with words of its text, and
  /// those that the things of some classes have or that lead to them.
  ///
  /// @param types the classes that the question is about, most important first
  List<String> properties(String text, Collection<String> types, int limit, Lease lease) {
    Map<String, Double> scores = new HashMap<>();
    List<WordIndex.Hit> named = hits(properties, text, CANDIDATES);
    double best = named.stream().mapToDouble(WordIndex.Hit::score).max().orElse(1);
    named.forEach(hit -> scores.merge(hit.key(), hit.score() / best, Double::sum));
    double weight = CONNECTED;
    for (String type : types) {
      double part = weight;
      connections
          .of(type, lease)
          .forEach((property, share) -> scores.merge(property, part * share, Double::sum));
      weight *= NEXT_CLASS;
    }
    return scores.entrySet().stream()
        .filter(one -> terms.containsKey(one.getKey()) && !isGeneral(one.getKey()))
        .sorted(
            Map.Entry.<String, Double>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(limit)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Reports whether a property is one of RDF or RDFS, which every graph has.
  private static boolean isGeneral(String property) {
    return property.startsWith(RDF.uri) || property.startsWith(RDFS.uri);
  }
}
