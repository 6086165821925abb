package org.techrace.store.query.row;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.jena.sparql.util.Context;
import org.apache.jena.sparql.util.Symbol;

/// A way to evaluate a query in less time that changes none of its solutions. Each one can be
/// switched off alone, so that a wrong answer or a slow plan can be traced to it.
public enum Rewrite {
  /// The parts of a group are joined in the order with the fewest expected rows. Without it: in the
  /// order of their texts.
  JOIN_ORDER,
  /// Patterns with one unbound variable in common are joined at once.
  LEAPFROG,
  /// Patterns around one variable are joined on their own first.
  STARS,
  /// Parts that only an equality such as `?a = ?b` connects are joined by a hash table.
  EQUALITY_JOINS,
  /// EXISTS becomes a part of the join.
  SEMI_JOINS,
  /// `?x IN (:a, :b)` becomes VALUES.
  IRI_ALTERNATIVES,
  /// `?a = ?b` becomes `sameTerm(?a, ?b)` where one of them is always an IRI or blank node.
  IRI_EQUALITY,
  /// A path of alternatives becomes a union, and a negated property set a pattern with a filter.
  /// Without it: ARQ evaluates them.
  PATH_BRANCHES,
  /// `OPTIONAL { … ?x … } FILTER(!BOUND(?x))` becomes NOT EXISTS.
  OPTIONAL_AS_NOT_EXISTS,
  /// OPTIONAL, MINUS, FILTER and BIND within a group are applied after its joins.
  LATE_PARTS,
  /// Rows that are equal in the variables that are read later are merged and counted.
  MERGED_ROWS,
  /// Counts and distinct values of one pattern are read from the index.
  INDEX_COUNTS,
  /// EXISTS is evaluated for a batch of rows. Without it: by ARQ for each row.
  EXISTS_IN_BATCHES,
  /// The right side of OPTIONAL and the pattern of EXISTS are evaluated once, and joined.
  WHOLE_PATTERNS,
  /// Of the pattern of EXISTS with a comparison, only the least and greatest values are read.
  EXTREME_VALUES,
  /// `GRAPH ?g` searches all graphs at once. Without it: one after the other.
  GRAPHS_AT_ONCE,
  /// Ranges of ids decide comparisons, kinds, languages and prefixes.
  ID_RANGES,
  /// Conditions on texts start from the index of trigrams.
  TRIGRAMS,
  /// Conditions of ORDER BY that are small integers, such as `YEAR(?d)`, are computed as ids.
  SORT_KEYS,
  /// Conditions on geometries and the nearest places use an index of boxes.
  GEOMETRY_BOXES,
  /// Expressions are compiled. Without it: ARQ evaluates them.
  COMPILED_EXPRESSIONS;

  private static final Symbol SYMBOL = Symbol.create("https://w3id.org/techrace/tool#without");

  /// Returns the rewrite with a name such as `join-order`.
  ///
  /// @throws IllegalArgumentException if there is none; the message lists all names
  public static Rewrite of(String name) {
    for (Rewrite rewrite : values()) {
      if (rewrite.toString().equals(name)) {
        return rewrite;
      }
    }
    throw new IllegalArgumentException(
        "no rewrite is named \"%s\"; the names are %s".formatted(name, names()));
  }

  private static String names() {
    return String.join(", ", EnumSet.allOf(Rewrite.class).stream().map(Rewrite::toString).toList());
  }

  /// Switches rewrites off.
  ///
  /// @param context the context of a query, or of a dataset for all its queries
  public static void switchOff(Set<Rewrite> rewrites, Context context) {
    context.set(SYMBOL, Set.copyOf(rewrites));
  }

  /// Returns the rewrites that are switched off.
  static Set<Rewrite> without(Context context) {
    return context.get(SYMBOL, Set.of());
  }

  /// Returns true if queries in a context use all rewrites.
  public static boolean areAllOn(Context context) {
    return without(context).isEmpty();
  }

  /// Returns true if queries in a context use this rewrite.
  public boolean isOn(Context context) {
    return !without(context).contains(this);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
