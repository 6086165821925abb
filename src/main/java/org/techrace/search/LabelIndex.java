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
import org.apache.lucene.store.NoLockFactory;

/// The names and identifiers of a release's entities, in a Lucene index. Written once, when the
/// release is sealed; then only read, by any number of threads.
public final class LabelIndex implements AutoCloseable {
  /// The folder of the index inside a release.
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

  /// What a weak word weighs of what its rarity would make it weigh.
  private static final float WEAK = 0.3f;

  private final Directory directory;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  /// Weights of the words that more than one name has; all others weigh [#rarest].
  private final Map<String, Float> weights;

  private final float rarest;
  private final Spellings spellings;

  private LabelIndex(Directory directory) throws IOException {
    this.directory = directory;
    this.reader = DirectoryReader.open(directory);
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
  /// @param graph all that the release says, with its ontology (the union of its named graphs)
  /// @param folder where the index goes; what lies there is replaced
  /// @return how many entities have a name
  /// @throws IOException if the folder cannot be written
  public static int build(Graph graph, Path folder) throws IOException {
    try (Directory directory = FSDirectory.open(folder)) {
      return new IndexBuilder(graph).build(directory);
    }
  }

  /// Builds an index that lives in memory only: of a small graph, or of a release that has none.
  public static LabelIndex inMemory(Graph graph) throws IOException {
    Directory directory = new ByteBuffersDirectory();
    new IndexBuilder(graph).build(directory);
    return new LabelIndex(directory);
  }

  /// Opens an index that was built. The folder is only read and no lock is taken.
  ///
  /// @throws IOException if the folder holds no index
  public static LabelIndex open(Path folder) throws IOException {
    return new LabelIndex(FSDirectory.open(folder, NoLockFactory.INSTANCE));
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }

  /// A name found: whose it is, and what is needed to compare it.
  record Hit(int document, long entity, Name name, boolean preferred, long degree) {}

  /// The names that Lucene ranks best for a query.
  List<Hit> search(Query query, int limit) throws IOException {
    return hits(searcher.search(query, limit).scoreDocs);
  }

  /// Of the names that match a query, those of the best connected entities.
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

  /// What is stored of a document, to be shown.
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

  private static String text(Document doc, String field) {
    String text = doc.get(field);
    return text == null ? "" : text;
  }

  Directory directory() {
    return directory;
  }

  /// How much a word tells: the rarer, the more.
  float weight(String token) {
    float weight = weights.getOrDefault(token, rarest);
    return Name.isWeak(token) ? WEAK * weight : weight;
  }

  /// Whether any name has this word.
  boolean knows(String token) throws IOException {
    return weights.containsKey(token) || reader.docFreq(new Term(LABEL, token)) > 0;
  }

  /// The words that a misspelt one may mean.
  ///
  /// @param most how many edits they may be away
  List<Spellings.Near> near(String token, int most, int limit) {
    return spellings.near(token, most, limit);
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
