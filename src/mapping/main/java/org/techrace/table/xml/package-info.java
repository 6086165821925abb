/// XML tables, and the XPath expressions that select their rows and cells.
///
/// - [org.techrace.table.xml.XmlTable] opens a file;
/// - `XPath` selects nodes by a simple path, and `XPathParser` parses it; `FullXPath` evaluates any
///   other expression with Saxon, on a `SaxonTree`;
/// - `XmlNode` is the part of the document that is in memory.
///
/// The reader streams through the file. Where the iterator selects an element, the element is read
/// into memory as an `XmlNode`, and references are evaluated on it. For example, with the iterator
/// `/feed/entry` each `entry` is a row, and the reference `@id` is its identifier.
@NullMarked
package org.techrace.table.xml;

import org.jspecify.annotations.NullMarked;
