package org.techrace.table.xml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamException;
import net.sf.saxon.lib.Feature;
import net.sf.saxon.s9api.Axis;
import net.sf.saxon.s9api.BuildingStreamWriterImpl;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmNodeKind;
import net.sf.saxon.s9api.XdmSequenceIterator;
import org.jspecify.annotations.Nullable;

/// The part of a document that is in memory, as a tree of Saxon. Thread-safe.
final class SaxonTree {
  static final Processor PROCESSOR = processor();

  private final XdmNode document;
  private final Map<XmlNode.Element, XdmNode> elements = new HashMap<>();
  private final Map<XdmNode, XmlNode.Element> originals = new HashMap<>();

  private SaxonTree(XmlNode.Element top) {
    try {
      BuildingStreamWriterImpl writer = PROCESSOR.newDocumentBuilder().newBuildingStreamWriter();
      writer.writeStartDocument();
      write(top, writer);
      writer.writeEndDocument();
      document = writer.getDocumentNode();
    } catch (SaxonApiException | XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    connect(top, children(document).getFirst());
  }

  private static Processor processor() {
    Processor processor = new Processor(false);
    processor.setConfigurationProperty(Feature.ALLOW_EXTERNAL_FUNCTIONS, false);
    processor.setConfigurationProperty(Feature.ALLOWED_PROTOCOLS, "");
    return processor;
  }

  /// Returns the tree of the part of the document that a node is in. It is made once.
  static SaxonTree around(XmlNode node) {
    XmlNode.Element top = top(node);
    synchronized (top) {
      SaxonTree tree = top.tree;
      if (tree == null) {
        tree = new SaxonTree(top);
        top.tree = tree;
      }
      return tree;
    }
  }

  private static XmlNode.Element top(XmlNode node) {
    XmlNode at = node;
    for (XmlNode.@Nullable Element parent = at.parent(); parent != null; parent = at.parent()) {
      at = parent;
    }
    return (XmlNode.Element) at;
  }

  private static void write(XmlNode.Element element, BuildingStreamWriterImpl writer)
      throws XMLStreamException {
    writer.writeStartElement("", element.name, element.namespace);
    writer.writeDefaultNamespace(element.namespace);
    int prefixes = 0;
    for (XmlNode.Attribute attribute : element.attributes()) {
      if (attribute.namespace().isEmpty()) {
        writer.writeAttribute(attribute.name(), attribute.text());
      } else if (attribute.namespace().equals(XMLConstants.XML_NS_URI)) {
        writer.writeAttribute(
            XMLConstants.XML_NS_PREFIX, attribute.namespace(), attribute.name(), attribute.text());
      } else {
        String prefix = "n" + ++prefixes;
        writer.writeNamespace(prefix, attribute.namespace());
        writer.writeAttribute(prefix, attribute.namespace(), attribute.name(), attribute.text());
      }
    }
    for (XmlNode child : element.children()) {
      if (child instanceof XmlNode.Element below) {
        write(below, writer);
      } else {
        writer.writeCharacters(child.text());
      }
    }
    writer.writeEndElement();
  }

  private void connect(XmlNode.Element element, XdmNode node) {
    elements.put(element, node);
    originals.put(node, element);
    List<XdmNode> below = children(node);
    int next = 0;
    for (XmlNode child : element.children()) {
      if (child instanceof XmlNode.Element childElement) {
        connect(childElement, below.get(next++));
      }
    }
  }

  private static List<XdmNode> children(XdmNode node) {
    List<XdmNode> children = new ArrayList<>();
    for (XdmSequenceIterator<XdmNode> all = node.axisIterator(Axis.CHILD); all.hasNext(); ) {
      XdmNode child = all.next();
      if (child.getNodeKind() == XdmNodeKind.ELEMENT) {
        children.add(child);
      }
    }
    return children;
  }

  XdmNode document() {
    return document;
  }

  /// Returns the node of Saxon for a node of ours.
  XdmNode node(XmlNode node) {
    return switch (node) {
      case XmlNode.Element element -> element(element);
      case XmlNode.Attribute attribute -> {
        QName name = new QName(attribute.namespace(), attribute.name());
        XdmSequenceIterator<XdmNode> found =
            element(attribute.parent()).axisIterator(Axis.ATTRIBUTE, name);
        yield found.next();
      }
      case XmlNode.Text text -> {
        XdmNode parent = element(text.parent());
        for (XdmSequenceIterator<XdmNode> all = parent.axisIterator(Axis.CHILD); all.hasNext(); ) {
          XdmNode child = all.next();
          if (child.getNodeKind() == XdmNodeKind.TEXT
              && child.getStringValue().contains(text.text())) {
            yield child;
          }
        }
        yield parent;
      }
    };
  }

  private XdmNode element(XmlNode.Element element) {
    XdmNode node = elements.get(element);
    if (node == null) {
      throw new IllegalArgumentException("an element of another document");
    }
    return node;
  }

  /// Returns our node for a node of Saxon, or empty for the document.
  Optional<XmlNode> original(XdmNode node) {
    return switch (node.getNodeKind()) {
      case ELEMENT -> Optional.ofNullable(originals.get(node));
      case ATTRIBUTE -> parent(node).flatMap(element -> attribute(element, node));
      case TEXT -> parent(node).map(element -> new XmlNode.Text(element, node.getStringValue()));
      case DOCUMENT, COMMENT, PROCESSING_INSTRUCTION, NAMESPACE -> Optional.empty();
    };
  }

  private Optional<XmlNode.Element> parent(XdmNode node) {
    return Optional.ofNullable(originals.get(node.getParent()));
  }

  private static Optional<XmlNode> attribute(XmlNode.Element element, XdmNode node) {
    return element.attributes().stream()
        .filter(
            a ->
                a.name().equals(node.getNodeName().getLocalName())
                    && a.namespace().equals(node.getNodeName().getNamespace()))
        .<XmlNode>map(a -> a)
        .findFirst();
  }
}
