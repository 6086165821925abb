package org.techrace.export;

import java.util.List;
import java.util.Map;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Describes tables as [CSVW](https://www.w3.org/TR/tabular-metadata/): what each column contains,
/// and the property that it comes from.
public final class DataDictionary {
  private static final Map<Kind, String> DATATYPES =
      Map.of(
          Kind.IRI, "anyURI",
          Kind.TEXT, "string",
          Kind.INTEGER, "integer",
          Kind.NUMBER, "number",
          Kind.DATE, "date",
          Kind.MIXED, "string");

  private DataDictionary() {}

  /// Returns the description of tables in files `NAME.csv` next to it.
  ///
  /// @param release the name of the release
  /// @param licence the IRI of the licence of the graph; empty if it has none
  public static ObjectNode of(List<ReleaseTable> tables, String release, String licence) {
    JsonMapper json = JsonMapper.shared();
    ObjectNode group = json.createObjectNode();
    group.put("@context", "http://www.w3.org/ns/csvw").put("dc:identifier", release);
    if (!licence.isEmpty()) {
      group.putObject("dc:license").put("@id", licence);
    }
    ArrayNode all = group.putArray("tables");
    for (ReleaseTable table : tables) {
      ObjectNode one = all.addObject().put("url", table.name() + ".csv");
      one.put("dc:title", table.label());
      if (!table.definition().isEmpty()) {
        one.put("dc:description", table.definition());
      }
      ObjectNode schema = one.putObject("tableSchema");
      if (table.hasThings()) {
        schema.put("aboutUrl", "{+id}").put("primaryKey", ReleaseTables.ID);
      }
      ArrayNode columns = schema.putArray("columns");
      table.columns().forEach(column -> describe(column, columns.addObject()));
      references(table, tables, schema);
    }
    return group;
  }

  /// Names the tables that columns refer to. A cell with several values refers to none: a key of
  /// CSVW is a whole cell.
  private static void references(ReleaseTable table, List<ReleaseTable> tables, ObjectNode schema) {
    ArrayNode keys = JsonMapper.shared().createArrayNode();
    for (Column column : table.columns()) {
      tables.stream()
          .filter(other -> !column.several() && other.hasThings())
          .filter(other -> other.type().equals(column.references()))
          .forEach(
              other -> {
                ObjectNode key = keys.addObject().put("columnReference", name(column));
                key.putObject("reference")
                    .put("resource", other.name() + ".csv")
                    .put("columnReference", ReleaseTables.ID);
              });
    }
    if (!keys.isEmpty()) {
      schema.set("foreignKeys", keys);
    }
  }

  /// Returns the name of a column. One of CSVW must not have a hyphen.
  private static String name(Column column) {
    return column.name().replaceAll("[^A-Za-z0-9_.]", "_");
  }

  private static void describe(Column column, ObjectNode one) {
    // The title is the name in the file (section 5.6).
    one.put("name", name(column)).put("titles", column.name());
    one.put("dc:title", column.label());
    if (!column.definition().isEmpty()) {
      one.put("dc:description", column.definition());
    }
    if (!column.property().isEmpty()) {
      one.put("propertyUrl", column.property());
    }
    if (!column.language().isEmpty()) {
      one.put("lang", column.language());
    }
    one.put("datatype", DATATYPES.get(column.kind()));
    if (column.several()) {
      one.put("separator", ReleaseTables.SEPARATOR);
    }
  }
}
