package org.techrace.search;

import java.io.IOException;
import java.io.Reader;
import java.util.Iterator;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// Makes Lucene use [Folding], so that `text:query` in SPARQL finds the same names as the matcher.
final class NameAnalyzer extends Analyzer {

  @Override
  protected TokenStreamComponents createComponents(String field) {
    return new TokenStreamComponents(new Words());
  }

  @Override
  protected TokenStream normalize(String field, TokenStream in) {
    return new LowerCaseFilter(in);
  }

  private static final class Words extends Tokenizer {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private Iterator<String> tokens = List.<String>of().iterator();

    @Override
    public void reset() throws IOException {
      super.reset();
      tokens = Folding.tokens(read(input)).iterator();
    }

    @Override
    public boolean incrementToken() {
      if (!tokens.hasNext()) {
        return false;
      }
      clearAttributes();
      term.setEmpty().append(tokens.next());
      return true;
    }

    private static String read(Reader in) throws IOException {
      StringBuilder text = new StringBuilder();
      char[] part = new char[512];
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        text.append(part, 0, n);
      }
      return text.toString();
    }
  }
}
