package org.techrace.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.expression.References;
import org.techrace.engine.expression.Values;
import org.techrace.engine.output.CellUse;
import org.techrace.engine.output.RowQuads;
import org.techrace.mapping.Expression;
import org.techrace.mapping.Target;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// The logical targets of a term map: the same for all rows, or with names that each row gives.
final class Routes {
  private static final Routes NONE = new Routes(List.of(), List.of());

  /// A target whose file has a name from the row.
  ///
  /// @param slots the slots of the references in the name
  private record Named(Target target, List<String> references, List<Integer> slots, Values name) {
    int[] slotNumbers() {
      return slots.stream().mapToInt(Integer::intValue).toArray();
    }
  }

  private final List<Target> same;
  private final List<Named> named;

  private Routes(List<Target> same, List<Named> named) {
    this.same = List.copyOf(same);
    this.named = List.copyOf(named);
  }

  /// @param references receives the references of the names
  static Routes of(List<Target> targets, References references) {
    if (targets.isEmpty()) {
      return NONE;
    }
    List<Target> same = new ArrayList<>();
    List<Named> named = new ArrayList<>();
    for (Target target : targets) {
      Optional<Target.Name> name = target.name();
      if (name.isEmpty()) {
        same.add(target);
      } else {
        named.add(named(target, name.get(), references));
      }
    }
    return new Routes(same, named);
  }

  private static Named named(Target target, Target.Name name, References references) {
    Expression template = new Expression.Template("", name.texts(), name.references());
    return new Named(
        target,
        name.references(),
        name.references().stream().map(references::slot).toList(),
        Values.compile(template, references, UnaryOperator.identity()));
  }

  boolean isEmpty() {
    return same.isEmpty() && named.isEmpty();
  }

  /// Returns the targets for a row. A value that cannot be in the name of a file is an error in the
  /// row.
  List<Target> of(Row row, RowQuads<?> made) {
    if (named.isEmpty()) {
      return same;
    }
    List<Target> targets = new ArrayList<>(same);
    for (Named file : named) {
      Optional<String> fault = fault(file, row);
      @Nullable CellUse use = made.use();
      if (fault.isPresent()) {
        made.fault(file.target.at(), fault.get());
        if (use != null) {
          use.reportFault(file.slotNumbers());
        }
      } else {
        if (use != null) {
          use.makeTerm(file.slotNumbers());
        }
        file.name.of(row).forEach(name -> targets.add(file.target.named(name.text())));
      }
    }
    return targets;
  }

  private static Optional<String> fault(Named file, Row row) {
    for (int i = 0; i < file.slots.size(); i++) {
      List<Value> values = row.values(file.slots.get(i));
      String reference = file.references.get(i);
      if (values.isEmpty()) {
        return Optional.of(
            "'%s' has no value, and the file of the target is named after it; give it a value, or a condition to the term map"
                .formatted(reference));
      }
      for (Value value : values) {
        if (!Target.isSafe(value.text())) {
          return Optional.of(
              "'%s' of '%s' cannot be in the name of a file; expected a name without / \\ : * ? \" < > | and without a point or a space at its ends"
                  .formatted(value.text(), reference));
        }
      }
    }
    return Optional.empty();
  }
}
