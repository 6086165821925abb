package org.techrace.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BlendedTermQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// Builds the Lucene queries that propose names to compare.
final class Proposals {
  /// The maximum number of spellings that are searched for a misspelt word.
  private static final int MAX_SPELLINGS = 12;

  /// The boost that puts names with the same key or acronym first.
  private static final float EXACT_BOOST = 1000;

  private Proposals() {}

  /// Returns a query for names that share words with a name, in any order. Words that occur in no
  /// name are treated as misspelt.
  static Query named(Name name, LabelIndex index, List<String> types) throws IOException {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String token : name.tokens()) {
      any.add(word(token, name.tokens().size() == 1, index), Occur.SHOULD);
    }
    for (String token : name.rest()) {
      any.add(new BoostQuery(new TermQuery(new Term(LabelIndex.LABEL, token)), 0.2f), Occur.SHOULD);
    }
    String key = DocumentWriter.limited(name.key());
    any.add(first(LabelIndex.KEY, key), Occur.SHOULD);
    if (name.mayBeAcronym()) {
      any.add(first(LabelIndex.ACRONYM, key), Occur.SHOULD);
    }
    return within(any.build(), types);
  }

  /// Returns a query for entities with an identifier of another dataset.
  static Query identified(String identifier, List<String> types) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String form : Identifiers.forms(identifier)) {
      any.add(new TermQuery(new Term(LabelIndex.IDENTIFIER, form)), Occur.SHOULD);
    }
    any.add(new TermQuery(new Term(LabelIndex.IRI, identifier.strip())), Occur.SHOULD);
    return within(any.build(), types);
  }

  private static Query word(String token, boolean alone, LabelIndex index) throws IOException {
    Term term = new Term(LabelIndex.LABEL, DocumentWriter.limited(token));
    int length = token.length();
    boolean misspelt = alone || !index.knows(token);
    if (length < 4 || length > 40 || !misspelt || token.chars().anyMatch(Character::isDigit)) {
      return new TermQuery(term);
    }
    BlendedTermQuery.Builder any = new BlendedTermQuery.Builder();
    for (Spellings.Near near : index.near(token, length < 6 ? 1 : 2, MAX_SPELLINGS)) {
      float alike = 1 - (float) near.edits() / Math.min(length, near.word().length());
      any.add(new Term(LabelIndex.LABEL, near.word()), alike);
    }
    return any.build();
  }

  private static Query first(String field, String text) {
    return new BoostQuery(
        new ConstantScoreQuery(new TermQuery(new Term(field, text))), EXACT_BOOST);
  }

  static Query within(Query query, List<String> types) {
    if (types.isEmpty()) {
      return query;
    }
    BooleanQuery.Builder of = new BooleanQuery.Builder();
    types.forEach(t -> of.add(new TermQuery(new Term(LabelIndex.TYPE, t)), Occur.SHOULD));
    return new BooleanQuery.Builder().add(query, Occur.MUST).add(of.build(), Occur.FILTER).build();
  }
}
