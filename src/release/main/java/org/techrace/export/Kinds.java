package org.techrace.export;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.techrace.export.ReleaseTable.Kind;

/// Finds the kind of column that can hold a term.
final class Kinds {
  private static final Set<String> INTEGERS =
      Set.of(XSDDatatype.XSDinteger.getURI(), XSDDatatype.XSDlong.getURI());
  private static final Set<String> NUMBERS =
      Set.of(XSDDatatype.XSDdecimal.getURI(), XSDDatatype.XSDdouble.getURI());
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private Kinds() {}

  /// Returns the kind of a term. A literal that no typed column can hold is a text, such as an
  /// integer of more than 64 bits or the double `INF`. So is a triple term.
  static Kind of(Node term) {
    if (term.isTripleTerm()) {
      return Kind.TEXT;
    }
    if (!term.isLiteral()) {
      return Kind.IRI;
    }
    String datatype = term.getLiteralDatatypeURI();
    String text = term.getLiteralLexicalForm();
    if (INTEGERS.contains(datatype) && isLong(text)) {
      return Kind.INTEGER;
    }
    if (NUMBERS.contains(datatype) && NUMBER.matcher(text).matches()) {
      return Kind.NUMBER;
    }
    return datatype.equals(XSDDatatype.XSDdate.getURI()) && isDate(text) ? Kind.DATE : Kind.TEXT;
  }

  private static boolean isLong(String text) {
    try {
      Long.parseLong(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static boolean isDate(String text) {
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
