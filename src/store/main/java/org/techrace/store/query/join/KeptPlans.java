package org.techrace.store.query.join;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.techrace.store.query.row.ChoicePoints;
import org.techrace.store.query.row.Demand;

/// The plans of a group that is joined with one batch of rows after the other, such as the right
/// side of OPTIONAL. A plan costs as much as joining hundreds of rows, so it is used for many
/// batches. Safe for use by the threads that evaluate the query.
final class KeptPlans {
  /// The maximum number of plans that are kept. There is one for each set of columns that rows
  /// bind, and for each operator that reads the result.
  private static final int MOST = 16;

  private final ChoicePoints points;
  private final Map<Key, Kept> plans = new HashMap<>();

  /// The groups by the columns that rows bind. Plans share them, and so the hash tables in them.
  private final Map<BitSet, Group> groups = new HashMap<>();

  private record Key(BitSet bound, @Nullable Demand demand) {}

  /// A plan, the number of batches that it has been asked for, and the number from which a new one
  /// is made. This doubles: other batches may have other values, but many plans would cost too
  /// much.
  private static final class Kept {
    private JoinPlan plan;
    private long batches = 1;
    private long nextPlan = 2;

    Kept(JoinPlan plan) {
      this.plan = plan;
    }
  }

  /// @param points when plans may change
  KeptPlans(ChoicePoints points) {
    this.points = points;
  }

  /// Returns the group for rows.
  ///
  /// @param bound the columns that the rows bind
  /// @param made makes the group
  synchronized Group group(BitSet bound, Supplier<Group> made) {
    Group known = groups.get(bound);
    if (known == null) {
      known = made.get();
      if (groups.size() < MOST) {
        groups.put(bound, known);
      }
    }
    return known;
  }

  /// Returns a plan for a batch.
  ///
  /// @param bound the columns that the batch binds
  /// @param demand the columns that are read of the result, or null for all
  /// @param made makes a plan for the batch
  synchronized JoinPlan of(BitSet bound, @Nullable Demand demand, Supplier<JoinPlan> made) {
    Key key = new Key(bound, demand);
    Kept kept = plans.get(key);
    if (kept == null) {
      kept = new Kept(made.get());
      if (points.areOpen() && plans.size() < MOST) {
        plans.put(key, kept);
      }
    } else if (++kept.batches >= kept.nextPlan && points.areOpen()) {
      kept.plan = made.get();
      kept.nextPlan = 2 * kept.batches;
    }
    return kept.plan;
  }
}
