package org.techrace.serve.catalogue;

import java.util.List;
import java.util.Map;
import org.techrace.export.ReleaseTable;
import org.techrace.export.ReleaseTable.Column;
import org.techrace.export.ReleaseTable.Kind;
import org.techrace.export.ReleaseTables;
import org.techrace.serve.http.HttpJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Describes a release in [Croissant
/// 1.1](https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html): its files, and the
/// fields of each table.
final class Croissant {
  static final String VERSION = "http://mlcommons.org/croissant/1.1";

  private static final String ID = "@id";
  private static final String TYPE = "@type";
  private static final Map<Kind, String> TYPES =
      Map.of(
          Kind.IRI,
          "sc:URL",
          Kind.TEXT,
          "sc:Text",
          Kind.INTEGER,
          "sc:Integer",
          Kind.NUMBER,
          "sc:Float",
          Kind.DATE,
          "sc:Date",
          Kind.MIXED,
          "sc:Text");

  /// The terms of the recommended context (appendix 1) that have the prefix `cr` of the same name.
  private static final List<String> TERMS =
      List.of(
          "citeAs",
          "column",
          "containedIn",
          "extract",
          "field",
          "fileObject",
          "isLiveDataset",
          "key",
          "recordSet",
          "references",
          "separator",
          "source",
          "transform");

  private Croissant() {}

  static ObjectNode of(Facts facts) {
    ObjectNode json = HttpJson.object();
    json.set("@context", context());
    json.put(TYPE, "sc:Dataset").put("conformsTo", VERSION);
    json.put("name", facts.title()).put("description", facts.description());
    json.put("url", facts.home() + "/").put("version", facts.release());
    json.put("datePublished", facts.day()).put("isLiveDataset", false);
    facts.licence().ifPresent(licence -> json.put("license", licence.iri()));
    for (String role : List.of("creator", "publisher")) {
      json.putObject(role).put(TYPE, "sc:Organization").put("name", facts.publisher());
    }
    json.put("citeAs", "%s, %s, %s".formatted(facts.publisher(), facts.title(), facts.iri()));
    ArrayNode files = json.putArray("distribution");
    for (Facts.File file : facts.files()) {
      ObjectNode one = files.addObject().put(TYPE, "cr:FileObject").put(ID, file.name());
      one.put("name", file.name()).put("contentUrl", file.address());
      one.put("contentSize", file.bytes() + " B").put("sha256", file.sha256());
      one.put("encodingFormat", file.gzip() ? "application/gzip" : file.mediaType());
    }
    ArrayNode sets = json.putArray("recordSet");
    facts.tables().forEach(table -> recordSet(table, facts, sets.addObject()));
    return json;
  }

  private static ObjectNode context() {
    ObjectNode context = HttpJson.object();
    context.put("@language", "en").put("@vocab", "http://schema.org/");
    context.put("sc", "http://schema.org/").put("cr", "http://mlcommons.org/croissant/");
    context.put("dct", "http://purl.org/dc/terms/").put("conformsTo", "dct:conformsTo");
    context.putObject("dataType").put(ID, "cr:dataType").put(TYPE, "@vocab");
    TERMS.forEach(term -> context.put(term, "cr:" + term));
    context.put("equivalentProperty", "cr:equivalentProperty").put("isArray", "cr:isArray");
    return context;
  }

  private static void recordSet(ReleaseTable table, Facts facts, ObjectNode set) {
    set.put(TYPE, "cr:RecordSet").put(ID, table.name()).put("name", table.label());
    String description = facts.description(table);
    if (!description.isEmpty()) {
      set.put("description", description);
    }
    if (table.hasThings()) {
      set.putObject("key").put(ID, table.name() + "/" + ReleaseTables.ID);
    }
    ArrayNode fields = set.putArray("field");
    for (Column column : table.columns()) {
      ObjectNode field = fields.addObject().put(TYPE, "cr:Field");
      field.put(ID, table.name() + "/" + column.name()).put("name", column.name());
      field.put(
          "description", column.definition().isEmpty() ? column.label() : column.definition());
      field.put("dataType", TYPES.get(column.kind()));
      if (!column.property().isEmpty()) {
        field.put("equivalentProperty", column.property());
      }
      ObjectNode source = field.putObject("source");
      source.putObject("fileObject").put(ID, table.name() + ".csv");
      source.putObject("extract").put("column", column.name());
      if (column.several()) {
        source.putObject("transform").put("separator", ReleaseTables.SEPARATOR);
        field.put("isArray", true);
      }
      facts
          .referenced(column)
          .ifPresent(
              other ->
                  field
                      .putObject("references")
                      .putObject("field")
                      .put(ID, other.name() + "/" + ReleaseTables.ID));
    }
  }
}
