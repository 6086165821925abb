package org.techrace.mapping;

import org.techrace.report.Place;

/// A table whose rows are the cells of some columns of another table, such as a column for each
/// year. Each row has the other columns, the name of the column and the value of the cell.
///
/// @param at the place in the mapping
/// @param on the other table
/// @param columns the regular expression that a part of the name of a column matches; the name is
///   the first group, if the pattern has one
/// @param nameField the reference to the name
/// @param valueField the reference to the value
public record Unpivot(
    Place at, AbstractLogicalSource on, String columns, String nameField, String valueField)
    implements AbstractLogicalSource {

  @Override
  public boolean sameRowsAs(AbstractLogicalSource other) {
    return other instanceof Unpivot unpivot
        && unpivot.on.sameRowsAs(on)
        && unpivot.columns.equals(columns)
        && unpivot.nameField.equals(nameField)
        && unpivot.valueField.equals(valueField);
  }
}
