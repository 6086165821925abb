package org.techrace.rdf;

/// Writes texts in XML and HTML.
public final class Xml {
  private Xml() {}

  /// Returns a text as the content of an element or of an attribute in double quotes.
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
