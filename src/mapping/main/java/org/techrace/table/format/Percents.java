package org.techrace.table.format;

/// Which numbers of a column are displayed in percent, a hundred times as large as they are stored.
public enum Percents {
  ALL,
  SOME
}
