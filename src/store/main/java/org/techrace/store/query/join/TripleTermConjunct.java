package org.techrace.store.query.join;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import org.techrace.store.Dictionary.IdRange;
import org.techrace.store.Section;
import org.techrace.store.query.pattern.Sample;
import org.techrace.store.query.pattern.TripleTermPattern;
import org.techrace.store.query.pattern.TripleTermRows;
import org.techrace.store.query.row.QueryRun;

/// A triple term with variables. The pattern that mentions it has a variable in its place.
final class TripleTermConjunct implements Conjunct {
  /// The assumed share of triple terms that have a given value for one variable.
  private static final double SHARE = 0.1;

  private final QueryRun run;
  private final TripleTermPattern pattern;

  TripleTermConjunct(QueryRun run, TripleTermPattern pattern) {
    this.run = run;
    this.pattern = pattern;
  }

  @Override
  public BitSet columns() {
    BitSet columns = new BitSet();
    Arrays.stream(pattern.columns()).forEach(columns::set);
    return columns;
  }

  @Override
  public String text() {
    return pattern.toString();
  }

  @Override
  public JoinStep plan(double rows, Map<Integer, Sample> bound) {
    int[] columns = pattern.columns();
    int known = (int) Arrays.stream(columns).skip(1).filter(bound::containsKey).count();
    IdRange all = run.store().dictionary().range(Section.TRIPLE);
    double fanout = Math.pow(SHARE, known);
    double work = rows;
    if (known == columns.length - 1) {
      fanout = 1;
    } else if (!bound.containsKey(columns[0])) {
      work = rows * (all.end() - all.start());
      fanout *= all.end() - all.start();
    }
    return new JoinStep(fanout, work, in -> new TripleTermRows(run, in, pattern));
  }

  @Override
  public Sample sample(int column, int size) {
    return Sample.UNKNOWN;
  }
}
