package org.techrace.store.query.row;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.binding.BindingBase;
import org.apache.jena.sparql.engine.binding.BindingBuilder;
import org.apache.jena.sparql.engine.binding.BindingFactory;
import org.jspecify.annotations.Nullable;
import org.techrace.guard.Numbers;

/// A row of a batch as an ARQ binding. A term is created when ARQ reads it.
public final class RowBinding extends BindingBase {
  private final QueryRun run;
  private final Batch batch;
  private final int row;
  private final boolean read;

  private RowBinding(QueryRun run, Batch batch, int row, boolean read) {
    super(BindingFactory.noParent);
    this.run = run;
    this.batch = batch;
    this.row = row;
    this.read = read;
  }

  /// Returns a row whose terms are passed on.
  public static RowBinding of(QueryRun run, Batch batch, int row) {
    return new RowBinding(run, batch, row, false);
  }

  /// Returns a row whose terms an expression reads. Numbers with too many digits are refused.
  /// Checks for cancellation, because one expression may take some milliseconds.
  public static RowBinding read(QueryRun run, Batch batch, int row) {
    run.check();
    return new RowBinding(run, batch, row, true);
  }

  QueryRun run() {
    return run;
  }

  /// Returns the id in a column.
  int id(int column) {
    return batch.get(column, row);
  }

  @Override
  protected @Nullable Node get1(Var variable) {
    int column = run.layout().find(variable);
    Node term = column < 0 ? null : term(column);
    return read && term != null ? Numbers.checked(term) : term;
  }

  private @Nullable Node term(int column) {
    @Nullable Node[] known = batch instanceof ReadTerms.WithTerms all ? all.terms(column) : null;
    if (known != null) {
      return known[row];
    }
    int id = batch.get(column, row);
    return id == Batch.UNBOUND ? null : run.terms().node(id);
  }

  @Override
  protected void forEach1(BiConsumer<Var, Node> action) {
    for (int c = 0; c < batch.width(); c++) {
      Var variable = run.layout().variable(c);
      Node term = variable == null ? null : term(c);
      if (variable != null && term != null) {
        action.accept(variable, read ? Numbers.checked(term) : term);
      }
    }
  }

  @Override
  protected boolean contains1(Var variable) {
    int column = run.layout().find(variable);
    return column >= 0 && batch.get(column, row) != Batch.UNBOUND;
  }

  @Override
  protected Iterator<Var> vars1() {
    List<Var> variables = new ArrayList<>();
    for (int c = 0; c < batch.width(); c++) {
      Var variable = run.layout().variable(c);
      if (variable != null && batch.get(c, row) != Batch.UNBOUND) {
        variables.add(variable);
      }
    }
    return variables.iterator();
  }

  @Override
  protected int size1() {
    int n = 0;
    for (Iterator<Var> i = vars1(); i.hasNext(); i.next()) {
      n++;
    }
    return n;
  }

  @Override
  protected boolean isEmpty1() {
    return !vars1().hasNext();
  }

  @Override
  public Binding detach() {
    BindingBuilder copy = Binding.builder();
    forEach(copy::add);
    return copy.build();
  }

  @Override
  protected Binding detachWithNewParent(Binding newParent) {
    BindingBuilder copy = Binding.builder(newParent);
    forEach(copy::add);
    return copy.build();
  }
}
