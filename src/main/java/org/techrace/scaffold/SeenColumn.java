package org.techrace.scaffold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.jena.vocabulary.XSD;
import org.techrace.rdf.LexicalForms;
import org.techrace.table.Value;

/// A description of a column of a new table: the number, length and datatypes of its values.
final class SeenColumn {
  private static final List<String> DATATYPES =
      List.of(
          XSD.integer.getURI(),
          XSD.decimal.getURI(),
          XSD.xdouble.getURI(),
          XSD.xboolean.getURI(),
          XSD.date.getURI(),
          XSD.dateTime.getURI());

  private final String name;
  private final Map<String, Predicate<String>> fits = new LinkedHashMap<>();
  private boolean addresses = true;
  private boolean several;
  private long filled;
  private long texts;
  private long characters;

  SeenColumn(String name) {
    this.name = name;
    DATATYPES.forEach(type -> fits.put(type, LexicalForms.checkOf(type)));
  }

  String name() {
    return name;
  }

  /// Adds the values of a row.
  void add(List<Value> values) {
    filled += values.isEmpty() ? 0 : 1;
    several |= values.size() > 1;
    values.forEach(value -> add(value.text()));
  }

  private void add(String text) {
    texts++;
    characters += text.length();
    addresses &= text.matches("https?://\\S+");
    fits.values().removeIf(check -> !check.test(text));
    // A code such as 007 is not a number.
    if (text.length() > 1 && text.startsWith("0") && !text.startsWith("0.")) {
      fits.keySet().removeAll(DATATYPES.subList(0, 3));
    }
  }

  /// Returns the number of rows with a value.
  long filled() {
    return filled;
  }

  /// Returns the mean length of the values, in characters.
  double length() {
    return texts == 0 ? 0 : (double) characters / texts;
  }

  /// Returns true if all values are web addresses.
  boolean isAddress() {
    return filled > 0 && addresses;
  }

  /// Returns true if all values are valid for a datatype.
  boolean fits(String datatype) {
    return fits.containsKey(datatype);
  }

  /// Returns the narrowest datatype of all values, or empty if they are texts.
  Optional<String> datatype() {
    return filled == 0 ? Optional.empty() : fits.keySet().stream().findFirst();
  }

  /// Returns true if the column can be part of a key: it has one name, code or integer in every
  /// row.
  boolean mayBeKey(long rows) {
    return rows > 0
        && filled == rows
        && !several
        && !name.isBlank()
        && datatype().filter(type -> !type.equals(XSD.integer.getURI())).isEmpty();
  }

  /// Returns the columns of a header, in order.
  static List<SeenColumn> of(List<String> header) {
    List<SeenColumn> columns = new ArrayList<>();
    header.forEach(name -> columns.add(new SeenColumn(name)));
    return columns;
  }
}
