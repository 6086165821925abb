package org.techrace.search;

import static org.techrace.search.LabelIndex.ACRONYM;
import static org.techrace.search.LabelIndex.DEGREE;
import static org.techrace.search.LabelIndex.ENTITY;
import static org.techrace.search.LabelIndex.IDENTIFIER;
import static org.techrace.search.LabelIndex.IRI;
import static org.techrace.search.LabelIndex.KEY;
import static org.techrace.search.LabelIndex.LABEL;
import static org.techrace.search.LabelIndex.LANGUAGE;
import static org.techrace.search.LabelIndex.NAME;
import static org.techrace.search.LabelIndex.PREFERRED;
import static org.techrace.search.LabelIndex.SHOWN;
import static org.techrace.search.LabelIndex.TYPE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.techrace.rdf.LanguageOrder;

/// Writes the Lucene documents of the index: one document per name of an entity.
final class DocumentWriter implements AutoCloseable {
  /// The largest size of the writer's buffer. It holds a million names, so the index has few
  /// segments and is fast to read.
  private static final double BUFFER_MEGABYTES = 256;

  /// The part of the memory that the buffer may take.
  private static final double BUFFER_SHARE = 0.15;

  /// The entry of a commit with the languages, best first.
  private static final String LANGUAGES = "languages";

  private final IndexWriter writer;

  DocumentWriter(Directory directory) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(new NameAnalyzer());
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    double megabytes = Runtime.getRuntime().maxMemory() / (double) (1 << 20);
    config.setRAMBufferSizeMB(Math.min(BUFFER_MEGABYTES, BUFFER_SHARE * megabytes));
    config.setUseCompoundFile(false);
    config.setCommitOnClose(false);
    writer = new IndexWriter(directory, config);
  }

  /// Writes the names of an entity. Safe for use by several threads.
  ///
  /// @param entity a unique number of the entity
  /// @param iri the entity's IRI
  /// @param draft its names, identifiers and degree
  /// @param types its classes
  void write(long entity, String iri, IndexBuilder.Draft draft, Collection<String> types)
      throws IOException {
    Words words = new Words();
    Collection<String> identifiers = draft.identifiers;
    for (IndexBuilder.Label label : draft.labels) {
      Name name = Name.of(label.text());
      if (!name.tokens().isEmpty()) {
        Document doc = new Document();
        addEntity(doc, entity, iri, draft, types);
        addName(doc, label, name, words);
        addIdentifiers(doc, identifiers);
        writer.addDocument(doc);
        identifiers = List.of();
      }
    }
  }

  private static void addEntity(
      Document doc, long entity, String iri, IndexBuilder.Draft draft, Collection<String> types) {
    doc.add(new StringField(IRI, iri, Field.Store.YES));
    doc.add(new NumericDocValuesField(ENTITY, entity));
    doc.add(new NumericDocValuesField(DEGREE, draft.degree));
    doc.add(new StoredField(SHOWN, draft.labels.getFirst().text()));
    for (String type : types) {
      doc.add(new StringField(TYPE, type, Field.Store.YES));
    }
  }

  private static void addName(Document doc, IndexBuilder.Label label, Name name, Words words) {
    doc.add(new TextField(LABEL, words.of(name)));
    doc.add(new StoredField(LABEL, label.text()));
    doc.add(new StringField(LANGUAGE, label.language(), Field.Store.YES));
    doc.add(new NumericDocValuesField(PREFERRED, label.preferred() ? 1 : 0));
    doc.add(new BinaryDocValuesField(NAME, new BytesRef(name.stored())));
    doc.add(new StringField(KEY, limited(name.key()), Field.Store.NO));
    String acronym = name.acronym();
    if (!acronym.isEmpty()) {
      doc.add(new StringField(ACRONYM, limited(acronym), Field.Store.NO));
    }
  }

  /// Adds the identifiers of an entity. Only the document of its first name has them.
  private static void addIdentifiers(Document doc, Collection<String> identifiers) {
    for (String identifier : identifiers) {
      for (String form : Identifiers.forms(identifier)) {
        doc.add(new StringField(IDENTIFIER, form, Field.Store.NO));
      }
      doc.add(new StoredField(IDENTIFIER, identifier));
    }
  }

  /// Shortens a term to 1,000 characters. Lucene refuses terms of more than 32,766 bytes.
  static String limited(String term) {
    return term.length() > 1000 ? term.substring(0, 1000) : term;
  }

  /// Flushes all buffers in parallel, then commits. Lucene alone would flush them one after the
  /// other.
  void commit(LanguageOrder languages) throws IOException {
    IntStream.range(0, Runtime.getRuntime().availableProcessors()).parallel().forEach(i -> flush());
    writer.setLiveCommitData(Map.of(LANGUAGES, String.join(" ", languages.best())).entrySet());
    writer.commit();
  }

  /// Returns the order of languages that an index was committed with.
  static LanguageOrder languages(IndexCommit commit) throws IOException {
    String tags = commit.getUserData().getOrDefault(LANGUAGES, "");
    return tags.isEmpty() ? LanguageOrder.NONE : new LanguageOrder(List.of(tags.split(" ")));
  }

  private void flush() {
    try {
      writer.flushNextBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /// The tokens of a name. The name is folded already, so no analyzer is needed.
  private static final class Words extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private Iterator<String> tokens = List.<String>of().iterator();
    private Iterator<String> rest = List.<String>of().iterator();

    Words of(Name name) {
      tokens = name.tokens().iterator();
      rest = name.rest().iterator();
      return this;
    }

    @Override
    public boolean incrementToken() {
      Iterator<String> next = tokens.hasNext() ? tokens : rest;
      if (!next.hasNext()) {
        return false;
      }
      clearAttributes();
      term.setEmpty().append(limited(next.next()));
      return true;
    }
  }
}
