package org.techrace.report;

import java.io.Serializable;
import java.nio.file.Path;

/// The place of a finding, as text that leads a person there.
public sealed interface Place extends Serializable {

  /// A place in an input file: a table, a mapping, an ontology or a check.
  ///
  /// @param file the file, relative to the project folder if it is inside
  /// @param line the line, from 1; 0 if the finding is about the whole file
  /// @param column the column in the line, from 1; 0 if the finding is about the whole line
  record InFile(String file, long line, int column) implements Place {
    public InFile {
      if (line < 0 || column < 0 || (line == 0 && column > 0)) {
        throw new IllegalArgumentException("no such place: " + line + ":" + column);
      }
    }

    @Override
    public String toString() {
      if (line == 0) {
        return file;
      }
      return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
  }

  /// A row of a table without line numbers, such as a Parquet file or a database result.
  ///
  /// @param table the table's name
  /// @param row the number of the row, from 1
  record InTable(String table, long row) implements Place {
    public InTable {
      if (row < 1) {
        throw new IllegalArgumentException("no such row: " + row);
      }
    }

    @Override
    public String toString() {
      return table + " row " + row;
    }
  }

  /// A cell of a table: a row and the name of a column.
  ///
  /// @param row the place of the row
  /// @param column the name of the column
  record InCell(Place row, String column) implements Place {
    @Override
    public String toString() {
      return "%s column '%s'".formatted(row, column);
    }
  }

  /// A node of the staged graph, as SHACL results and check queries name it.
  ///
  /// @param iri the node's IRI, or the empty string if it has none
  /// @param node the node in Turtle or N-Triples form, prefixed where a prefix is known
  /// @param source the source (named graph) that states it, or the empty string if it is unknown
  record InGraph(String iri, String node, String source) implements Place {
    @Override
    public String toString() {
      return source.isEmpty() ? node : source + " " + node;
    }
  }

  /// Returns the name of a file for findings: relative to the working folder if the file is inside
  /// it, otherwise absolute.
  static String nameOf(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path there = file.toAbsolutePath().normalize();
    return (there.startsWith(here) ? here.relativize(there) : there).toString();
  }

  static Place file(String file) {
    return new InFile(file, 0, 0);
  }

  static Place row(String table, long row) {
    return new InTable(table, row);
  }

  static Place line(String file, long line) {
    return new InFile(file, line, 0);
  }
}
