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
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;

/// Writes the Lucene documents of the index: one for each name of an entity.
final class DocumentWriter implements AutoCloseable {
  /// Enough for a million names before the first flush: few segments are quick to read.
  private static final double BUFFER_MEGABYTES = 256;

  private final IndexWriter writer;

  DocumentWriter(Directory directory) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig(new NameAnalyzer());
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
    config.setUseCompoundFile(false);
    config.setCommitOnClose(false);
    writer = new IndexWriter(directory, config);
  }

  /// Writes what is kept of an entity. May be called by several threads.
  ///
  /// @param entity a number of its own for the entity
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

  /// The identifiers of an entity stand with the first of its names.
  private static void addIdentifiers(Document doc, Collection<String> identifiers) {
    for (String identifier : identifiers) {
      for (String form : Identifiers.forms(identifier)) {
        doc.add(new StringField(IDENTIFIER, form, Field.Store.NO));
      }
      doc.add(new StoredField(IDENTIFIER, identifier));
    }
  }

  /// Lucene refuses a term of more than 32,766 bytes; no two names are alike for so long.
  static String limited(String term) {
    return term.length() > 1000 ? term.substring(0, 1000) : term;
  }

  /// Makes all that was written readable. What each thread wrote lies in memory; Lucene itself
  /// would write it out one after the other.
  void commit() throws IOException {
    IntStream.range(0, Runtime.getRuntime().availableProcessors()).parallel().forEach(i -> flush());
    writer.commit();
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

  /// The tokens of a name that is folded already, so that nothing is folded twice.
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
