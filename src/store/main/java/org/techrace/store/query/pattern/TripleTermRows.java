package org.techrace.store.query.pattern;

import java.util.Arrays;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.apache.jena.sparql.core.Var;
import org.jspecify.annotations.Nullable;
import org.techrace.store.Dictionary.IdRange;
import org.techrace.store.Section;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.FlatMappedRows;
import org.techrace.store.query.row.IntList;
import org.techrace.store.query.row.QueryRows;
import org.techrace.store.query.row.QueryRun;

/// Joins rows with a triple term that has variables (SPARQL 1.2, section 4.1.6). A row that binds
/// the column of the term is compared with it; a row that binds all variables is looked up; any
/// other row is joined with each triple term of the store.
public final class TripleTermRows extends FlatMappedRows {
  private final TripleTermPattern pattern;
  private final IdRange all;

  private final int[] columns;

  /// The values of these columns in the row that is matched.
  private final int[] values;

  private int row;

  /// The next triple term to compare with the row, or 0 before the first.
  private int next;

  /// Creates a stream.
  public TripleTermRows(QueryRun run, QueryRows input, TripleTermPattern pattern) {
    super(run, input);
    this.pattern = pattern;
    this.all = run.store().dictionary().range(Section.TRIPLE);
    this.columns = pattern.columns();
    this.values = new int[columns.length];
  }

  @Override
  protected Batch begin(Batch batch) {
    row = 0;
    return batch;
  }

  /// Returns the matches of the rows from the current one on, at most a full batch.
  @Override
  protected @Nullable Batch next(Batch rows) {
    IntList picked = new IntList();
    IntList[] bound = new IntList[columns.length];
    Arrays.setAll(bound, _ -> new IntList());
    for (int steps = 0; row < rows.size && picked.size() < Batch.MAX_ROWS; steps++) {
      run.checkAt(steps);
      if (isMatch(rows)) {
        picked.add(row);
        for (int c = 0; c < bound.length; c++) {
          bound[c].add(values[c]);
        }
      }
      if (next == 0 || next == all.end()) {
        row++;
        next = 0;
      }
    }
    if (picked.size() == 0) {
      return null;
    }
    Batch result = rows.pick(picked.toArray(), picked.size());
    for (int c = 0; c < bound.length; c++) {
      result = result.with(columns[c], bound[c].toArray());
    }
    return result;
  }

  /// Compares the current row with one triple term and binds the variables of the pattern.
  private boolean isMatch(Batch rows) {
    for (int c = 0; c < values.length; c++) {
      values[c] = rows.get(columns[c], row);
    }
    if (values[0] != Batch.UNBOUND) {
      return binds(values[0]);
    }
    if (next == 0) {
      Node known = known(pattern.term());
      if (known != null) {
        values[0] = run.store().id(known);
        return values[0] != 0;
      }
      if (all.start() == all.end()) {
        return false;
      }
      next = all.start();
    }
    values[0] = next++;
    return binds(values[0]);
  }

  private boolean binds(int id) {
    return binds(pattern.term(), run.terms().node(id));
  }

  private boolean binds(Node wanted, Node found) {
    if (wanted.isTripleTerm()) {
      if (!found.isTripleTerm()) {
        return false;
      }
      Triple w = wanted.getTriple();
      Triple f = found.getTriple();
      return binds(w.getSubject(), f.getSubject())
          && binds(w.getPredicate(), f.getPredicate())
          && binds(w.getObject(), f.getObject());
    }
    if (!Var.isVar(wanted)) {
      return wanted.equals(found);
    }
    int c = pattern.indexOf(wanted);
    int id = run.store().id(found);
    id = id == 0 ? run.terms().id(found) : id;
    if (values[c] == Batch.UNBOUND) {
      values[c] = id;
      return true;
    }
    return run.terms().canonical(values[c]) == id;
  }

  /// Returns the term with the values of the row, or null if a variable is unbound.
  private @Nullable Node known(Node wanted) {
    if (wanted.isTripleTerm()) {
      Node s = known(wanted.getTriple().getSubject());
      Node p = known(wanted.getTriple().getPredicate());
      Node o = known(wanted.getTriple().getObject());
      return s == null || p == null || o == null ? null : NodeFactory.createTripleTerm(s, p, o);
    }
    if (!Var.isVar(wanted)) {
      return wanted;
    }
    int id = values[pattern.indexOf(wanted)];
    return id == Batch.UNBOUND ? null : run.terms().node(id);
  }
}
