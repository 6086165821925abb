package org.techrace.serve.catalogue;

import java.util.Locale;
import java.util.Map;
import org.techrace.export.ReleaseTable;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;
import org.techrace.export.ReleaseTables;
import org.techrace.rdf.Iris;
import org.techrace.serve.http.HttpJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Describes the tables of a release as a [Data Package
/// 2.0](https://datapackage.org/standard/data-package/).
final class DataPackage {
  private static final String NAME = "name";
  private static final String TYPE = "type";
  private static final String TITLE = "title";
  private static final String DESCRIPTION = "description";
  private static final Map<Kind, String> TYPES =
      Map.of(
          Kind.IRI, "string",
          Kind.TEXT, "string",
          Kind.INTEGER, "integer",
          Kind.NUMBER, "number",
          Kind.DATE, "date",
          Kind.MIXED, "string");

  private DataPackage() {}

  static ObjectNode of(Facts facts) {
    ObjectNode json = HttpJson.object();
    json.put("$schema", "https://datapackage.org/profiles/2.0/datapackage.json");
    json.put(NAME, Iris.localName(facts.iri()).toLowerCase(Locale.ROOT));
    json.put("id", facts.iri()).put(TITLE, facts.title()).put(DESCRIPTION, facts.description());
    json.put("homepage", facts.home() + "/").put("version", facts.release());
    if (!facts.issued().isEmpty()) {
      json.put("created", facts.issued());
    }
    facts
        .licence()
        .ifPresent(
            licence ->
                json.putArray("licenses")
                    .addObject()
                    .put(TITLE, licence.name())
                    .put("path", licence.iri()));
    json.putArray("contributors")
        .addObject()
        .put(TITLE, facts.publisher())
        .putArray("roles")
        .add("publisher");
    ArrayNode resources = json.putArray("resources");
    for (ReleaseTable table : facts.tables()) {
      facts.files().stream()
          .filter(file -> file.name().equals(table.name() + ".csv"))
          .forEach(file -> resource(table, file, facts, resources.addObject()));
    }
    return json;
  }

  private static void resource(
      ReleaseTable table, Facts.File file, Facts facts, ObjectNode resource) {
    resource.put(NAME, name(table)).put(TYPE, "table").put(TITLE, table.label());
    String description = facts.description(table);
    if (!description.isEmpty()) {
      resource.put(DESCRIPTION, description);
    }
    resource.put("path", file.address()).put("format", "csv").put("mediatype", file.mediaType());
    resource.put("encoding", "utf-8").put("bytes", file.bytes());
    resource.put("hash", "sha256:" + file.sha256());
    ObjectNode schema = resource.putObject("schema");
    ArrayNode fields = schema.putArray("fields");
    table.columns().forEach(column -> field(column, fields.addObject()));
    if (table.hasThings()) {
      schema.putArray("primaryKey").add(ReleaseTables.ID);
    }
    ArrayNode keys = HttpJson.array();
    for (Column column : table.columns()) {
      if (!column.several()) {
        facts.referenced(column).ifPresent(other -> key(column, table, other, keys.addObject()));
      }
    }
    if (!keys.isEmpty()) {
      schema.set("foreignKeys", keys);
    }
  }

  /// The standard recommends names of lower-case letters, and its first version requires them.
  private static String name(ReleaseTable table) {
    return table.name().toLowerCase(Locale.ROOT);
  }

  private static void field(Column column, ObjectNode field) {
    field.put(NAME, column.name()).put(TITLE, column.label());
    if (!column.definition().isEmpty()) {
      field.put(DESCRIPTION, column.definition());
    }
    if (!column.property().isEmpty()) {
      field.put("rdfType", column.property());
    }
    String type = TYPES.getOrDefault(column.kind(), "string");
    if (column.several()) {
      field.put(TYPE, "list").put("delimiter", ReleaseTables.SEPARATOR).put("itemType", type);
      return;
    }
    field.put(TYPE, type);
    if (column.kind() == Kind.IRI) {
      field.put("format", "uri");
    }
  }

  /// A reference to a row of another table; the empty name is that of the same table.
  private static void key(Column column, ReleaseTable table, ReleaseTable other, ObjectNode key) {
    key.putArray("fields").add(column.name());
    ObjectNode reference = key.putObject("reference");
    if (!other.name().equals(table.name())) {
      reference.put("resource", name(other));
    }
    reference.putArray("fields").add(ReleaseTables.ID);
  }
}
