package org.techrace.table.xml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.techrace.table.UnreadableTextException;
import org.techrace.table.Value;

/// An XPath expression: a location path that the streaming reader can follow, or any other
/// expression, which Saxon evaluates.
sealed interface XmlPath permits XPath, FullXPath {

  /// Parses an expression.
  ///
  /// @param namespaces the prefixes that the expression may use
  /// @throws IllegalArgumentException if the expression is invalid; the message states the error
  static XmlPath parse(String text, Map<String, String> namespaces) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the XPath '%s' is invalid: it is empty".formatted(text));
    }
    Optional<XPath> simple = new XPathParser(text, namespaces).parse();
    return simple.isPresent() ? simple.get() : FullXPath.parse(text, namespaces);
  }

  /// Returns the steps that the streaming reader follows to a row, which may be none.
  List<XPath.Step> streamed();

  /// Returns the nodes that the expression selects from a node, each once, in document order.
  ///
  /// @throws UnreadableTextException if the expression cannot be evaluated there
  List<XmlNode> select(XmlNode from);

  /// Returns the nodes that the expression selects from the document around a root element, after
  /// the reader has followed some steps of it.
  ///
  /// @param element the root element, or the one that the steps select
  /// @param followed the number of these steps
  /// @throws UnreadableTextException if the expression cannot be evaluated there
  List<XmlNode> selectRows(XmlNode.Element element, int followed);

  /// Returns the texts of the selected nodes, or the value of the expression.
  ///
  /// @throws UnreadableTextException if the expression cannot be evaluated there
  List<Value> values(XmlNode from);

  /// Returns the number of elements above the current one that the expression may refer to;
  /// [Integer#MAX_VALUE] for all.
  int up();
}
