package org.techrace.store.query.text;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.jena.sparql.expr.Expr;
import org.techrace.store.Section;
import org.techrace.store.query.text.Value.Constant;
import org.techrace.store.query.text.Value.Exact;
import org.techrace.store.query.text.Value.Text;

/// The list of `IN` as a set, if it has only strings, or only integers and decimals of few digits.
/// The comparison of two such values never fails, so a value is looked up instead of being compared
/// with each of thousands.
final class ConstantSet {
  private final Values values;
  private final Set<String> texts = new HashSet<>();

  /// The numbers in millionths.
  private final Set<Long> numbers = new HashSet<>();

  private ConstantSet(Values values) {
    this.values = values;
  }

  /// Returns the set of a list, or empty if the list has other values, or none.
  static Optional<ConstantSet> of(List<Expr> list, Values values) {
    ConstantSet set = new ConstantSet(values);
    boolean all =
        list.stream().allMatch(e -> e.isConstant() && set.add(values.constant(e.getConstant())));
    return all && set.texts.isEmpty() != set.numbers.isEmpty()
        ? Optional.of(set)
        : Optional.empty();
  }

  private boolean add(Constant constant) {
    if (constant.text() != null && constant.text().isSimple()) {
      texts.add(constant.text().text());
      return true;
    }
    if (constant.number() != null) {
      numbers.add(constant.number().millionths());
      return true;
    }
    return false;
  }

  /// Returns whether the set contains a value, or empty if the value is of another kind.
  Optional<Boolean> contains(Value value) {
    Section section = values.section(value);
    if (section == Section.IRI || section == Section.BLANK) {
      return Optional.of(false); // equal to no literal, and the comparison does not fail
    }
    if (!texts.isEmpty()) {
      Text text = values.text(value);
      return text != null && text.isSimple()
          ? Optional.of(texts.contains(text.text()))
          : Optional.empty();
    }
    Exact number = values.number(value);
    return number == null ? Optional.empty() : Optional.of(numbers.contains(number.millionths()));
  }

  /// Returns true if a value is of a kind that no member has, so that its comparison with each of
  /// them has the same result: false, or an error.
  boolean isOfOtherKind(Value value) {
    Section section = values.section(value);
    return section != null
        && switch (section) {
          case LANGUAGE, DATE_TIME_UTC, DATE_TIME, DATE, YEAR -> true;
          case STRING -> texts.isEmpty() && !numbers.isEmpty();
          case NUMBER, DOUBLE -> numbers.isEmpty() && !texts.isEmpty();
          case IRI, BLANK, OTHER, TRIPLE -> false;
        };
  }
}
