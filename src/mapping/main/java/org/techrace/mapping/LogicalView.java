package org.techrace.mapping;

import java.util.List;
import java.util.Optional;
import org.techrace.report.Place;
import org.techrace.table.format.Formulation;

/// A table that is computed from another source and from views joined to it (RML-LV).
///
/// @param at the place in the mapping
/// @param name the IRI, or the place of the blank node
/// @param on the source of the rows
/// @param fields the columns
/// @param joins the joined views
public record LogicalView(
    Place at, String name, AbstractLogicalSource on, List<Field> fields, List<ViewJoin> joins)
    implements AbstractLogicalSource {
  public LogicalView {
    fields = List.copyOf(fields);
    joins = List.copyOf(joins);
  }

  @Override
  public boolean sameRowsAs(AbstractLogicalSource other) {
    return other instanceof LogicalView view && view.name.equals(name);
  }

  /// A field. Its full name is the full name of its parent, a dot, and its own name (RML-LV,
  /// section 4).
  public sealed interface Field {
    Place at();

    String name();

    List<Field> fields();
  }

  /// A field with the values of an expression.
  ///
  /// @param fields the fields below each value, which is parsed in a formulation of its own
  public record ExpressionField(Place at, String name, Expression expression, List<Field> fields)
      implements Field {
    public ExpressionField {
      fields = List.copyOf(fields);
    }
  }

  /// A field with the parts that an iterator selects.
  ///
  /// @param formulation the language of the iterator and the fields below, if it differs from that
  ///   of the parent
  public record IterableField(
      Place at,
      String name,
      Optional<Formulation> formulation,
      Optional<String> iterator,
      List<Field> fields)
      implements Field {
    public IterableField {
      fields = List.copyOf(fields);
    }
  }

  /// A join with another view.
  ///
  /// @param inner true to drop rows without a match
  /// @param parent the other view
  /// @param conditions the join conditions; all must hold
  /// @param fields the fields to add, as expressions over the fields of the other view
  public record ViewJoin(
      Place at,
      boolean inner,
      AbstractLogicalSource parent,
      List<RefObjectMap.Join> conditions,
      List<ExpressionField> fields) {
    public ViewJoin {
      conditions = List.copyOf(conditions);
      fields = List.copyOf(fields);
    }
  }
}
