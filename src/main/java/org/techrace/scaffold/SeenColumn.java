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

/// What was seen of a column of a new table.
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

  /// Notes the values of a row.
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
    // A code such as 007 is no number.
    if (text.length() > 1 && text.startsWith("0") && !text.startsWith("0.")) {
      fits.keySet().removeAll(DATATYPES.subList(0, 3));
    }
  }

  /// How many rows have a value.
  long filled() {
    return filled;
  }

  /// The mean length of a value.
  double length() {
    return texts == 0 ? 0 : (double) characters / texts;
  }

  /// Whether all values are addresses of the Web.
  boolean isAddress() {
    return filled > 0 && addresses;
  }

  /// Whether all values are of a datatype.
  boolean fits(String datatype) {
    return fits.containsKey(datatype);
  }

  /// The narrowest datatype that all values are of; nothing if they are texts.
  Optional<String> datatype() {
    return filled == 0 ? Optional.empty() : fits.keySet().stream().findFirst();
  }

  /// Whether its values can be part of a key: names, codes and whole numbers, one in every row.
  boolean mayBeKey(long rows) {
    return rows > 0
        && filled == rows
        && !several
        && !name.isBlank()
        && datatype().filter(type -> !type.equals(XSD.integer.getURI())).isEmpty();
  }

  /// The columns of a header, in its order.
  static List<SeenColumn> of(List<String> header) {
    List<SeenColumn> columns = new ArrayList<>();
    header.forEach(name -> columns.add(new SeenColumn(name)));
    return columns;
  }
}
