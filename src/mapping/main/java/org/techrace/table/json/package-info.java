/// JSON and JSON Lines tables, and the JSONPath expressions that select their rows and cells.
///
/// - [org.techrace.table.json.JsonTable] opens a file;
/// - `JsonPath` selects values, and `JsonPathParser` parses it;
/// - [org.techrace.table.json.EmbeddedJson] parses JSON text in a cell of another table.
///
/// The parser streams through the file. Where the iterator selects a value, the value is read into
/// memory as a `Json` tree, and references are evaluated on the tree. For example, with the
/// iterator `$.items[*]` each element of `items` is a row, and the reference `$.name` is its name.
///
/// The elements of a large array, and the values of JSON Lines, are read in parts (`JsonSplitter`).
/// If all references are paths of names and wildcards, `JsonScanner` finds their values in the
/// bytes of a part, without trees.
@NullMarked
package org.techrace.table.json;

import org.jspecify.annotations.NullMarked;
