package org.techrace.store.query.row;

import org.apache.jena.graph.Node;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Dictionary;

/// Reads the terms of rows that are about to be returned: the different terms of a column once, in
/// the order of the dictionary. [ParallelRows] lets helpers do so while the query's own thread
/// writes the rows before. The terms of a column with long texts are read one by one when they are
/// written, so that few of them are in memory.
public final class ReadTerms extends MappedRows {
  /// The maximum number of characters in the literals of a column that are read in advance.
  private static final long MOST_CHARACTERS = 1 << 20;

  private final QueryRun run;
  private final Dictionary.TermReader reader;

  private ReadTerms(QueryRun run, QueryRows input) {
    super(input);
    this.run = run;
    this.reader = run.store().dictionary().reader();
  }

  /// Returns the same rows, with their terms. Helpers read these if the query has any.
  public static QueryRows of(QueryRun run, QueryRows rows) {
    return run.isParallel()
        ? ParallelRows.of(run, rows, in -> new ReadTerms(run, in))
        : new ReadTerms(run, rows);
  }

  @Override
  protected Batch map(Batch batch) {
    @Nullable Node[] @Nullable [] terms = new Node[batch.width()][];
    for (int c = 0; c < terms.length; c++) {
      terms[c] = run.layout().variable(c) == null ? null : read(batch.column(c), batch.size);
    }
    return new WithTerms(batch, terms);
  }

  /// Returns the terms of a column, or null to read them one by one.
  private @Nullable Node @Nullable [] read(int @Nullable [] ids, int size) {
    if (ids == null) {
      return null;
    }
    int[] ascending = RowSort.isAscending(ids, size) ? null : RowSort.ascending(ids, size);
    @Nullable Node[] terms = new Node[size];
    int last = Batch.UNBOUND;
    @Nullable Node term = null;
    long characters = 0;
    for (int i = 0; i < size; i++) {
      run.checkAt(i);
      int row = ascending == null ? i : ascending[i];
      if (ids[row] != last) {
        last = ids[row];
        term = last == Batch.UNBOUND ? null : run.terms().node(last, reader);
        characters += term != null && term.isLiteral() ? term.getLiteralLexicalForm().length() : 0;
        if (characters > MOST_CHARACTERS) {
          return null;
        }
      }
      terms[row] = term;
    }
    return terms;
  }

  /// A batch with its terms.
  static final class WithTerms extends Batch {
    private final @Nullable Node[] @Nullable [] terms;

    private WithTerms(Batch batch, @Nullable Node[] @Nullable [] terms) {
      super(batch.size, batch.copyColumns(0));
      this.terms = terms;
    }

    /// Returns the terms of a column, or null if they have not been read.
    @Nullable Node @Nullable [] terms(int column) {
      return column < terms.length ? terms[column] : null;
    }
  }

  @Override
  public long skip(long rows) {
    return input().skip(rows);
  }
}
