package org.techrace.table.xml;

import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import org.jspecify.annotations.Nullable;

/// A node of an XML document, as the XPaths of references read it.
sealed interface XmlNode {

  /// Returns the string value (XPath 1.0, section 5).
  String text();

  /// Returns the parent element, or null for the root of the part that was read.
  XmlNode.@Nullable Element parent();

  /// Returns true if an element says that it has no value (`xsi:nil`, XML Schema 1.0, section
  /// 2.6.2).
  default boolean isNil() {
    return false;
  }

  /// An element. Children are added while it is read.
  final class Element implements XmlNode {
    final String namespace;
    final String name;
    final long line;
    final int column;
    private final @Nullable Element parent;
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<XmlNode> children = new ArrayList<>();

    /// The tree of Saxon from this element downwards, once it was needed. Only for an element
    /// without a parent.
    @Nullable SaxonTree tree;

    Element(String namespace, String name, long line, int column, @Nullable Element parent) {
      this.namespace = namespace;
      this.name = name;
      this.line = line;
      this.column = column;
      this.parent = parent;
    }

    List<Attribute> attributes() {
      return attributes;
    }

    List<XmlNode> children() {
      return children;
    }

    @Override
    public @Nullable Element parent() {
      return parent;
    }

    @Override
    public boolean isNil() {
      for (Attribute attribute : attributes) {
        if (attribute.name.equals("nil")
            && attribute.namespace.equals(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI)) {
          return attribute.text.equals("true") || attribute.text.equals("1");
        }
      }
      return false;
    }

    @Override
    public String text() {
      if (children.size() == 1) {
        return children.getFirst().text();
      }
      StringBuilder text = new StringBuilder();
      children.forEach(child -> text.append(child.text()));
      return text.toString();
    }
  }

  record Attribute(Element parent, String namespace, String name, String text) implements XmlNode {}

  record Text(Element parent, String text) implements XmlNode {}
}
