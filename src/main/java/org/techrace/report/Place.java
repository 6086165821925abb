package org.techrace.report;

import java.nio.file.Path;

/// Where a finding is: the text a person needs to go there.
public sealed interface Place {

  /// A place in an input file: a table, a mapping, an ontology or a check.
  ///
  /// @param file the file, relative to the project folder where it lies inside it
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
      return line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
  }

  /// A row of a table that has no lines: of a columnar file, of what a database answers.
  ///
  /// @param table the table
  /// @param row which row, from 1
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

  /// A node of the staged graph, as SHACL results and check queries name it.
  ///
  /// @param iri the node's IRI, or the empty string if it has none
  /// @param node the node in Turtle or N-Triples form, prefixed where a prefix is known
  /// @param source the source (named graph) that says it, or the empty string if it is not known
  record InGraph(String iri, String node, String source) implements Place {
    @Override
    public String toString() {
      return source.isEmpty() ? node : source + " " + node;
    }
  }

  /// The name of a file in findings: relative to the working folder where it lies inside it.
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
