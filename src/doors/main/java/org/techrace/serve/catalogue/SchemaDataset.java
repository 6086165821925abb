package org.techrace.serve.catalogue;

import org.techrace.serve.http.HttpJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Describes a release as a [schema.org/Dataset](https://schema.org/Dataset).
final class SchemaDataset {
  private static final String TYPE = "@type";

  private SchemaDataset() {}

  static ObjectNode of(Facts facts) {
    ObjectNode json = HttpJson.object();
    json.put("@context", "https://schema.org/").put("@id", facts.iri()).put(TYPE, "Dataset");
    json.put("name", facts.title()).put("description", facts.description());
    json.put("url", facts.home() + "/").put("version", facts.release());
    json.put("identifier", facts.iri()).put("datePublished", facts.day());
    json.put("isAccessibleForFree", true);
    facts.licence().ifPresent(licence -> json.put("license", licence.iri()));
    json.putObject("publisher").put(TYPE, "Organization").put("name", facts.publisher());
    json.putObject("creator").put(TYPE, "Organization").put("name", facts.publisher());
    ArrayNode variables = json.putArray("variableMeasured");
    facts.tables().forEach(table -> variables.add(table.label()));
    ArrayNode files = json.putArray("distribution");
    for (Facts.File file : facts.files()) {
      ObjectNode one = files.addObject().put(TYPE, "DataDownload").put("name", file.name());
      one.put("contentUrl", file.address()).put("encodingFormat", file.mediaType());
      one.put("contentSize", file.bytes() + " B").put("sha256", file.sha256());
    }
    return json;
  }
}
