package org.techrace.mapping;

import java.util.List;
import java.util.Optional;
import org.techrace.report.Place;

/// A table made of the values found in another source and in views joined to it (RML-LV).
///
/// @param at where it stands
/// @param name its IRI, or the place of its blank node
/// @param on what it is made from
/// @param fields its columns
/// @param joins the views joined to it
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

  /// A field; its full name is its parent's, a dot, and its own (RML-LV, section 4).
  public sealed interface Field {
    Place at();

    String name();

    List<Field> fields();
  }

  /// A field with the values of an expression.
  ///
  /// @param fields fields below its values, which are then texts in a formulation of their own
  public record ExpressionField(Place at, String name, Expression expression, List<Field> fields)
      implements Field {
    public ExpressionField {
      fields = List.copyOf(fields);
    }
  }

  /// A field with the parts that an iterator finds.
  ///
  /// @param formulation the language of the iterator and the fields below, if it changes here
  public record IterableField(
      Place at,
      String name,
      Optional<LogicalSource.Formulation> formulation,
      Optional<String> iterator,
      List<Field> fields)
      implements Field {
    public IterableField {
      fields = List.copyOf(fields);
    }
  }

  /// A join with another view.
  ///
  /// @param inner whether rows without a match are dropped
  /// @param parent the other view
  /// @param conditions must all hold
  /// @param fields what is taken from it, as expressions over its fields
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
