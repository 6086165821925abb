package org.techrace.table.input;

import java.util.List;
import javax.xml.stream.XMLInputFactory;

/// Creates parsers of XML files, and of the parts of workbooks. What a DTD declares is not read, so
/// a document cannot expand beyond its own size: its size is limited by [BoundedXml] and [Packing],
/// its depth here. The limits of the JDK are for documents that expand; they count `&amp;`, which a
/// large file has often.
public final class XmlReaders {
  /// The maximum number of elements within each other, as in JSON. Elements are read by recursion,
  /// so each of them needs a part of the stack.
  private static final int MAX_DEPTH = 500;

  private static final List<String> COUNTS_OF_THE_JDK =
      List.of(
          "jdk.xml.entityExpansionLimit",
          "jdk.xml.entityReplacementLimit",
          "jdk.xml.totalEntitySizeLimit",
          "jdk.xml.maxGeneralEntitySizeLimit",
          "jdk.xml.elementAttributeLimit");

  private XmlReaders() {}

  /// Returns a factory of parsers that resolve no DTD and no external entity.
  public static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    // 0 is no limit.
    COUNTS_OF_THE_JDK.forEach(limit -> factory.setProperty(limit, "0"));
    factory.setProperty("jdk.xml.maxElementDepth", String.valueOf(MAX_DEPTH));
    return factory;
  }
}
