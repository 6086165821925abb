package org.techrace.serve.catalogue;

import org.techrace.serve.http.HttpJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Describes a release as an [RO-Crate 1.3](https://w3id.org/ro/crate/1.3) whose files are on the
/// web.
final class RoCrate {
  static final String VERSION = "https://w3id.org/ro/crate/1.3";

  private static final String ID = "@id";
  private static final String TYPE = "@type";

  private RoCrate() {}

  static ObjectNode of(Facts facts) {
    ObjectNode json = HttpJson.object();
    json.put("@context", VERSION + "/context");
    ArrayNode graph = json.putArray("@graph");
    ObjectNode descriptor = graph.addObject().put(ID, "ro-crate-metadata.json");
    descriptor.put(TYPE, "CreativeWork").putObject("conformsTo").put(ID, VERSION);
    descriptor.putObject("about").put(ID, "./");
    ObjectNode root = graph.addObject().put(ID, "./").put(TYPE, "Dataset");
    root.put("name", facts.title()).put("description", facts.description());
    root.put("datePublished", facts.day()).put("version", facts.release());
    root.put("identifier", facts.iri());
    root.putObject("publisher").put(ID, facts.publisherId());
    facts.licence().ifPresent(licence -> root.putObject("license").put(ID, licence.iri()));
    ArrayNode parts = root.putArray("hasPart");
    for (Facts.File file : facts.files()) {
      parts.addObject().put(ID, file.address());
      ObjectNode one = graph.addObject().put(ID, file.address()).put(TYPE, "File");
      one.put("name", file.name());
      one.put("contentSize", String.valueOf(file.bytes())).put("sha256", file.sha256());
      one.put("encodingFormat", file.gzip() ? "application/gzip" : file.mediaType());
      one.put("sdDatePublished", facts.day());
    }
    graph
        .addObject()
        .put(ID, facts.publisherId())
        .put(TYPE, "Organization")
        .put("name", facts.publisher());
    facts
        .licence()
        .ifPresent(
            licence ->
                graph
                    .addObject()
                    .put(ID, licence.iri())
                    .put(TYPE, "CreativeWork")
                    .put("name", licence.name())
                    .put("description", "The licence of the release."));
    return json;
  }
}
