package org.techrace.engine.expression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.techrace.mapping.Expression;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// A compiled expression.
public interface Values {
  /// Returns the values of the expression for a row.
  List<Value> of(Row row);

  /// Compiles an expression.
  ///
  /// @param references receives the references that the expression reads
  /// @param escape is applied to each value that a template inserts
  static Values compile(
      Expression expression, References references, UnaryOperator<String> escape) {
    return switch (expression) {
      case Expression.Constant(var term) -> {
        List<Value> value =
            List.of(Value.text(term.isLiteral() ? term.getLiteralLexicalForm() : term.toString()));
        yield _ -> value;
      }
      case Expression.Reference(String reference) -> {
        int slot = references.slot(reference);
        yield row -> row.values(slot);
      }
      case Expression.Template template -> template(template, references, escape);
      case Expression.Fresh _, Expression.Quoted _ -> _ -> List.of();
      case Expression.Call call -> references.scope().functions().compile(call, references);
      case Expression.Conditional(Expression condition, Expression value) -> {
        Values tests = compile(condition, references, UnaryOperator.identity());
        Values values = compile(value, references, escape);
        yield row ->
            tests.of(row).stream().anyMatch(test -> test.text().equals("true"))
                ? values.of(row)
                : List.of();
      }
    };
  }

  private static Values template(
      Expression.Template template, References references, UnaryOperator<String> escape) {
    String[] texts = template.texts().toArray(String[]::new);
    int[] slots = template.references().stream().mapToInt(references::slot).toArray();
    return row -> {
      StringBuilder text = new StringBuilder(64).append(texts[0]);
      for (int i = 0; i < slots.length; i++) {
        List<Value> values = row.values(slots[i]);
        if (values.size() != 1 || values.getFirst().kind() == Value.Kind.STRUCTURE) {
          return values.isEmpty() ? List.of() : product(texts, slots, row, escape);
        }
        text.append(escape.apply(values.getFirst().text())).append(texts[i + 1]);
      }
      return List.of(Value.text(text.toString()));
    };
  }

  /// Returns the template for every combination of the values of its references. One with an array
  /// or object is a structure, too.
  private static List<Value> product(
      String[] texts, int[] slots, Row row, UnaryOperator<String> escape) {
    List<Value> made = new ArrayList<>();
    for (List<Value> choice :
        Combinations.of(Arrays.stream(slots).mapToObj(row::values).toList())) {
      StringBuilder text = new StringBuilder(texts[0]);
      Value.Kind kind = Value.Kind.TEXT;
      for (int i = 0; i < slots.length; i++) {
        text.append(escape.apply(choice.get(i).text())).append(texts[i + 1]);
        kind = choice.get(i).kind() == Value.Kind.STRUCTURE ? Value.Kind.STRUCTURE : kind;
      }
      made.add(new Value(text.toString(), kind));
    }
    return made;
  }
}
