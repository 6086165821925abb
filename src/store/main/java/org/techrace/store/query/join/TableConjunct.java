package org.techrace.store.query.join;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.jena.sparql.algebra.Table;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.techrace.store.query.pattern.LazyTable;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.row.Batch;
import org.techrace.store.query.row.QueryRun;

/// The rows of VALUES.
final class TableConjunct implements Conjunct {
  private final LazyTable rows;
  private final int size;
  private final List<Var> variables;

  /// A hash of the rows.
  private final int hash;

  private final Map<Integer, Sample> samples = new HashMap<>();
  private final Map<Integer, Set<Integer>> values = new HashMap<>();

  TableConjunct(QueryRun run, GroupOperators operators, Table table) {
    this.rows = new LazyTable(run, () -> operators.evaluate(table));
    this.size = table.size();
    this.variables = table.getVars();
    int sum = 0;
    for (Iterator<Binding> rows = table.rows(); rows.hasNext(); ) {
      sum += rows.next().hashCode();
    }
    this.hash = sum;
    for (Var variable : table.getVars()) {
      List<Integer> ids = new ArrayList<>();
      for (Iterator<Binding> rows = table.rows(); rows.hasNext(); ) {
        Binding row = rows.next();
        ids.add(
            row.contains(variable)
                ? run.terms().canonical(run.terms().id(row.get(variable)))
                : Batch.UNBOUND);
      }
      int column = run.layout().column(variable);
      values.put(column, new HashSet<>(ids));
      samples.put(column, new Sample(ids.size(), ids::get));
    }
  }

  @Override
  public String text() {
    return "values, rows: " + size;
  }

  @Override
  public String key() {
    return text() + " " + variables + " " + hash;
  }

  @Override
  public BitSet columns() {
    BitSet columns = new BitSet();
    values.keySet().forEach(columns::set);
    return columns;
  }

  @Override
  public JoinStep plan(double rows, Map<Integer, Sample> bound) {
    double fanout = size;
    for (Map.Entry<Integer, Set<Integer>> column : values.entrySet()) {
      Sample sample = bound.get(column.getKey());
      if (sample != null) {
        fanout *= share(sample.ids(), column.getValue());
      }
    }
    return new JoinStep(fanout, size + rows, this.rows::join);
  }

  /// Returns an estimate of the share of the table that is compatible with a value.
  private static double share(int[] ids, Set<Integer> values) {
    if (values.isEmpty() || values.contains(Batch.UNBOUND)) {
      return 1;
    }
    int found = 0;
    for (int id : ids) {
      found += id == Batch.UNBOUND ? values.size() : values.contains(id) ? 1 : 0;
    }
    // A value outside the sample may still occur.
    return Math.max(found, 0.5) / Math.max(1, ids.length) / values.size();
  }

  @Override
  public double distinct(int column) {
    return distinctRows();
  }

  @Override
  public double distinctRows() {
    return values.values().stream().anyMatch(v -> v.contains(Batch.UNBOUND))
        ? Double.POSITIVE_INFINITY
        : size;
  }

  @Override
  public Sample sample(int column, int size) {
    return samples.getOrDefault(column, Sample.UNKNOWN);
  }
}
