package org.techrace.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.jena.graph.Graph;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.techrace.rdf.LanguageOrder;

/// A Lucene index of the names and identifiers of a release's entities. The index is written once,
/// while the release is built, and only read afterwards.
///
/// {@snippet file="org/techrace/search/LabelIndexExampleTest.java" region="match"}
///
/// Reading is safe for several threads.
public final class LabelIndex implements AutoCloseable {
  /// The folder of the index in a release.
  public static final String FOLDER = "text";

  static final String IRI = "uri";
  static final String LABEL = "label";
  static final String LANGUAGE = "lang";
  static final String IDENTIFIER = "identifier";
  static final String KEY = "key";
  static final String ACRONYM = "acronym";
  static final String NAME = "name";
  static final String PREFERRED = "preferred";
  static final String SHOWN = "shown";
  static final String TYPE = "type";
  static final String ENTITY = "entity";
  static final String DEGREE = "degree";

  /// The most names that are compared with one that does not exist.
  private static final int MOST_COMPARED = 200_000;

  /// The factor for the weight of stop words and legal forms.
  private static final float WEAK_WORD_FACTOR = 0.3f;

  private final Directory directory;
  private final DirectoryReader reader;
  private final LanguageOrder languages;
  private final IndexSearcher searcher;

  /// Weights of the words that occur in more than one name; all other words have [#rarest].
  private final Map<String, Float> weights;

  private final float rarest;
  private final Spellings spellings;

  private LabelIndex(Directory directory) throws IOException {
    this.directory = directory;
    this.reader = DirectoryReader.open(directory);
    this.languages = DocumentWriter.languages(reader.getIndexCommit());
    this.searcher = new IndexSearcher(reader);
    this.searcher.setQueryCache(null);
    int names = Math.max(1, reader.getDocCount(LABEL));
    this.rarest = weight(names, 1);
    List<String> words = new ArrayList<>();
    this.weights = readWeights(names, words);
    this.spellings = new Spellings(words);
  }

  /// Builds the index of a release.
  ///
  /// @param graph all statements of the release with its ontology: the union of its named graphs
  /// @param folder the folder for the index; an index in it is replaced
  /// @param languages the order in which the labels of an entity are preferred
  /// @return the number of entities that have a name
  /// @throws IOException if the folder cannot be written
  public static int build(Graph graph, Path folder, LanguageOrder languages) throws IOException {
    try (Directory directory = FSDirectory.open(folder)) {
      return new IndexBuilder(graph, languages).build(directory);
    }
  }

  /// Builds an index in memory, for a small graph or for a release without an index.
  public static LabelIndex inMemory(Graph graph) throws IOException {
    return new LabelIndex(directoryInMemory(graph));
  }

  static Directory directoryInMemory(Graph graph) throws IOException {
    Directory directory = new ByteBuffersDirectory();
    new IndexBuilder(graph, LanguageOrder.NONE).build(directory);
    return directory;
  }

  /// Opens an index that [#build] wrote. Only reads the folder and takes no lock.
  ///
  /// @throws IOException if the folder does not contain an index
  public static LabelIndex open(Path folder) throws IOException {
    return new LabelIndex(HeldFiles.open(folder));
  }

  /// Returns the order of languages that the index was built with.
  LanguageOrder languages() {
    return languages;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }

  /// A name that a query found, with the data to compare it and to rank its entity.
  record Hit(int document, long entity, Name name, boolean preferred, long degree) {}

  /// Returns the names that Lucene ranks highest for a query.
  List<Hit> search(Query query, int limit) throws IOException {
    return hits(searcher.search(query, limit).scoreDocs);
  }

  /// Returns the matching names of the entities with the most incoming links.
  List<Hit> connected(Query query, int limit) throws IOException {
    Sort byDegree = new Sort(new SortField(DEGREE, SortField.Type.LONG, true));
    return hits(searcher.search(query, limit, byDegree).scoreDocs);
  }

  private List<Hit> hits(ScoreDoc[] found) throws IOException {
    Arrays.sort(found, Comparator.comparingInt(f -> f.doc));
    List<Hit> hits = new ArrayList<>(found.length);
    List<LeafReaderContext> leaves = reader.leaves();
    int i = 0;
    while (i < found.length) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(found[i].doc, leaves));
      int end = leaf.docBase + leaf.reader().maxDoc();
      BinaryDocValues names = leaf.reader().getBinaryDocValues(NAME);
      NumericDocValues entities = leaf.reader().getNumericDocValues(ENTITY);
      NumericDocValues preferred = leaf.reader().getNumericDocValues(PREFERRED);
      NumericDocValues degrees = leaf.reader().getNumericDocValues(DEGREE);
      for (; i < found.length && found[i].doc < end; i++) {
        int doc = found[i].doc - leaf.docBase;
        names.advanceExact(doc);
        entities.advanceExact(doc);
        preferred.advanceExact(doc);
        degrees.advanceExact(doc);
        hits.add(
            new Hit(
                found[i].doc,
                entities.longValue(),
                Name.parse(names.binaryValue().utf8ToString()),
                preferred.longValue() == 1,
                degrees.longValue()));
      }
    }
    return hits;
  }

  /// The stored fields of a document, to be shown.
  record Shown(
      String iri, String label, String matched, List<String> types, List<String> identifiers) {}

  Shown shown(int document) throws IOException {
    Document doc = searcher.storedFields().document(document);
    return new Shown(
        text(doc, IRI),
        text(doc, SHOWN),
        text(doc, LABEL),
        List.of(doc.getValues(TYPE)),
        List.of(doc.getValues(IDENTIFIER)));
  }

  /// Returns the entity of a name that a query found.
  Found found(Hit hit) throws IOException {
    Shown shown = shown(hit.document());
    return new Found(shown.iri(), shown.label(), shown.matched(), shown.types());
  }

  private static String text(Document doc, String field) {
    String text = doc.get(field);
    return text == null ? "" : text;
  }

  /// Returns the weight of a word: rare words weigh more.
  float weight(String token) {
    float weight = weights.getOrDefault(token, rarest);
    return Name.isWeak(token) ? WEAK_WORD_FACTOR * weight : weight;
  }

  /// Reports whether any name contains this word.
  boolean knows(String token) throws IOException {
    return weights.containsKey(token) || reader.docFreq(new Term(LABEL, token)) > 0;
  }

  /// Returns the words that a misspelt word may be.
  ///
  /// @param most the maximum distance in edits
  /// @param limit the maximum number of words
  List<Spellings.Near> near(String token, int most, int limit) {
    return spellings.near(token, most, limit);
  }

  /// Returns the IRIs of entities in a namespace whose local names have letters like those of
  /// another, nearest first; see [LocalNames]. Of a namespace with very many names the first ones
  /// are compared, so that an unknown IRI costs little in any graph.
  List<String> spelledLike(String namespace, String name, int limit) throws IOException {
    Terms terms = MultiTerms.getTerms(reader, IRI);
    if (terms == null) {
      return List.of();
    }
    LocalNames near = new LocalNames(name);
    TermsEnum each = terms.iterator();
    BytesRef start = new BytesRef(namespace);
    int left = MOST_COMPARED;
    if (each.seekCeil(start) == TermsEnum.SeekStatus.END) {
      return List.of();
    }
    for (BytesRef term = each.term();
        term != null && left > 0 && StringHelper.startsWith(term, start);
        term = each.next(), left--) {
      near.compare(term.utf8ToString().substring(namespace.length()));
    }
    return near.nearest(limit).stream().map(namespace::concat).toList();
  }

  private Map<String, Float> readWeights(int names, List<String> words) throws IOException {
    Map<String, Float> read = new HashMap<>();
    Terms terms = MultiTerms.getTerms(reader, LABEL);
    if (terms != null) {
      TermsEnum each = terms.iterator();
      while (each.next() != null) {
        String word = each.term().utf8ToString();
        words.add(word);
        if (each.docFreq() > 1) {
          read.put(word, weight(names, each.docFreq()));
        }
      }
    }
    return read;
  }

  private static float weight(int names, int having) {
    return (float) Math.log(1.0 + names / (having + 0.5));
  }
}
