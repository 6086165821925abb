package org.techrace.store.query.row;

import java.util.NoSuchElementException;
import org.apache.jena.atlas.io.IndentedWriter;
import org.apache.jena.sparql.engine.ExecutionContext;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.iterator.QueryIter;
import org.apache.jena.sparql.serializer.SerializationContext;
import org.jspecify.annotations.Nullable;

/// Presents rows to ARQ as solutions, one by one.
public final class BindingsOfRows extends QueryIter {
  private final QueryRun run;
  private QueryRows rows;
  private @Nullable Batch batch;
  private int row;

  public BindingsOfRows(QueryRun run, QueryRows rows, ExecutionContext context) {
    super(context);
    this.run = run;
    this.rows = rows;
  }

  /// Returns the rows themselves if they belong to the same run and none has been read; otherwise
  /// null. The caller then reads and closes them, and this iterator ends.
  public @Nullable QueryRows rows(QueryRun wanted) {
    if (run != wanted || batch != null) {
      return null;
    }
    QueryRows passed = rows;
    rows = QueryRows.none();
    close();
    return passed;
  }

  @Override
  public boolean isJoinIdentity() {
    return rows instanceof QueryRows.Unit;
  }

  @Override
  protected boolean hasNextBinding() {
    if (batch == null || row == batch.size) {
      batch = run.helpers().evaluate(rows::next);
      row = 0;
    }
    return batch != null;
  }

  @Override
  protected Binding moveToNextBinding() {
    Batch current = batch;
    if (current == null) {
      throw new NoSuchElementException();
    }
    return RowBinding.of(run, current, row++);
  }

  @Override
  protected void closeIterator() {
    rows.close();
  }

  @Override
  public void output(IndentedWriter out, SerializationContext context) {
    out.println("rows of a store");
  }
}
