package org.techrace.store.query.text;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.jena.sparql.expr.E_Regex;
import org.apache.jena.sparql.expr.E_Str;
import org.apache.jena.sparql.expr.E_StrStartsWith;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.Dictionary;
import org.techrace.store.Dictionary.IdRange;
import org.techrace.store.Section;

/// A test whether the text of a term begins with a constant: `STRSTARTS(?label, "Com")` or
/// `REGEX(?label, "^Com")`. Strings, the literals of one language and IRIs are each sorted by text,
/// so those that pass are a range of ids, which is searched when the first of its kind is tested.
final class PrefixFilter implements IntPredicate {
  /// A regular expression that matches a text at its start. None of the characters after `^` has a
  /// meaning of its own.
  private static final Pattern ANCHORED = Pattern.compile("\\^([\\p{Alnum} _/:,-]+)");

  private final Dictionary dictionary;
  private final String prefix;

  /// Tests a term whose kind is not sorted by text, and an IRI if the variable must be a string.
  private final IntPredicate others;

  private final boolean iris;

  /// The kinds that have been searched, by their first id.
  private final NavigableMap<Integer, Kind> known = new TreeMap<>();

  /// The kind of the last term.
  private Kind kind = new Kind(new IdRange(0, 0), new IdRange(0, 0));

  private PrefixFilter(Dictionary dictionary, String prefix, boolean iris, IntPredicate others) {
    this.dictionary = dictionary;
    this.prefix = prefix;
    this.iris = iris;
    this.others = others;
  }

  /// Returns the filter for an expression, or empty if it has another form.
  ///
  /// @param others tests the terms one by one
  static Optional<IntPredicate> of(Expr expr, Dictionary dictionary, IntPredicate others) {
    Optional<String> prefix =
        switch (expr) {
          case E_StrStartsWith starts -> TextOf.string(starts.getArg2());
          case E_Regex regex when regex.getArg(3) == null ->
              TextOf.string(regex.getArg(2))
                  .map(ANCHORED::matcher)
                  .filter(Matcher::matches)
                  .map(matcher -> matcher.group(1));
          default -> Optional.empty();
        };
    if (prefix.isEmpty()) {
      return Optional.empty();
    }
    Expr text = expr.getFunction().getArg(1);
    boolean str = text instanceof E_Str of && of.getArg().isVariable();
    return str || text.isVariable()
        ? Optional.of(new PrefixFilter(dictionary, prefix.get(), str, others))
        : Optional.empty();
  }

  @Override
  public boolean test(int id) {
    if (!kind.all.has(id)) {
      Map.Entry<Integer, Kind> before = known.floorEntry(id);
      if (before != null && before.getValue().all.has(id)) {
        kind = before.getValue();
      } else {
        IdRange all = dictionary.textRange(id);
        boolean sorted = all.end() - all.start() > 1;
        if (!sorted || (!iris && all.equals(dictionary.range(Section.IRI)))) {
          return others.test(id);
        }
        kind = new Kind(all, dictionary.withPrefix(all, prefix));
        known.put(all.start(), kind);
      }
    }
    return kind.passing.has(id);
  }

  /// A range of terms that are sorted by text.
  ///
  /// @param passing those that have the prefix
  private record Kind(IdRange all, IdRange passing) {}
}
