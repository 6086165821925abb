package org.techrace.engine.expression;

import java.util.List;
import java.util.function.UnaryOperator;
import org.techrace.mapping.Expression;
import org.techrace.report.Place;
import org.techrace.table.Item;
import org.techrace.table.Reference;
import org.techrace.table.Row;
import org.techrace.table.Value;

/// A compiled expression over the items in a row, such as the fields of a logical view.
public final class ItemValues {
  private final Values values;
  private final List<Reference> names;

  private ItemValues(Values values, List<Reference> names) {
    this.values = values;
    this.names = names;
  }

  /// Compiles an expression.
  ///
  /// @param outer the references of the table of the row
  public static ItemValues compile(Expression expression, References outer) {
    References references = outer.forItems();
    Values values = Values.compile(expression, references, UnaryOperator.identity());
    return new ItemValues(values, references.list());
  }

  /// Returns the values for an item.
  ///
  /// @param row the row that the item is in
  public List<Value> of(Item item, Row row) {
    return values.of(new ItemRow(item, names, row));
  }

  private record ItemRow(Item item, List<Reference> names, Row row) implements Row {
    @Override
    public long line() {
      return row.line();
    }

    @Override
    public Place place(String table) {
      return row.place(table);
    }

    @Override
    public List<Value> values(int slot) {
      return item.values(names.get(slot).text());
    }
  }
}
