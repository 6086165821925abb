package org.techrace.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/// The baseline for linking quality: Lucene with its standard analyzer and BM25, one document per
/// name. Returns the best hit.
final class Bm25 implements AutoCloseable {
  private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final StandardAnalyzer analyzer = new StandardAnalyzer();

  Bm25(List<Ror.Organisation> organisations, LinkingQuality.Keep keep) throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
      for (Ror.Organisation organisation : organisations) {
        for (Ror.Named named : organisation.names()) {
          if (keep.test(organisation, named)) {
            Document doc = new Document();
            doc.add(new StringField("id", organisation.id(), Field.Store.YES));
            doc.add(new TextField("name", named.text(), Field.Store.NO));
            writer.addDocument(doc);
          }
        }
      }
    }
    reader = DirectoryReader.open(directory);
    searcher = new IndexSearcher(reader);
  }

  LinkingQuality.Answer ask(LinkingQuality.Asked asked) {
    try {
      var query = new QueryBuilder(analyzer).createBooleanQuery("name", asked.name());
      if (query == null) {
        return new LinkingQuality.Answer(asked, "", 0, "");
      }
      TopDocs found = searcher.search(query, 1);
      return found.scoreDocs.length == 0
          ? new LinkingQuality.Answer(asked, "", 0, "")
          : new LinkingQuality.Answer(
              asked,
              searcher.storedFields().document(found.scoreDocs[0].doc).get("id"),
              found.scoreDocs[0].score,
              "BM25");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }
}
