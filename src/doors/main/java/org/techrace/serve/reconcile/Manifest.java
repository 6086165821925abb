package org.techrace.serve.reconcile;

import java.util.List;
import org.techrace.rdf.Iris;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.HttpJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Creates the service manifest (0.2 section 3, 1.0-draft "Service manifest"). The two versions
/// give `suggest`, `preview` and `extend` other forms under the same names, so the version asked
/// for decides.
final class Manifest {
  private static final int DEFAULT_TYPES = 12;

  private Manifest() {}

  /// The manifest. Its default types are the classes with most members.
  ///
  /// @param name what the graph is called
  /// @param root the address of the service
  /// @param site the address of the server, without a slash at its end
  static ObjectNode of(ApiVersion version, String name, String root, String site, Lease lease) {
    Iris iris = lease.iris();
    ObjectNode manifest = HttpJson.object();
    ArrayNode versions = manifest.putArray("versions");
    for (ApiVersion each : ApiVersion.values()) {
      versions.add(each.toString());
    }
    manifest.put("name", name);
    manifest.put("identifierSpace", iris.base());
    manifest.put("schemaSpace", iris.ontology());
    manifest.put("documentation", site + "/");
    manifest.put("logo", site + "/logo");
    manifest.put("batchSize", Queries.BATCH);
    ArrayNode types = manifest.putArray("defaultTypes");
    // The query lists the classes with most members first.
    lease.entities().rows("classes").stream()
        .flatMap(row -> row.get("class").stream())
        .filter(type -> type.key().startsWith(iris.ontology()))
        .limit(DEFAULT_TYPES)
        .forEach(type -> types.add(ProtocolJson.named(type.key(), type.text())));
    switch (version) {
      case V0_2 -> {
        manifest.putObject("view").put("url", site + "/{{id}}");
        ObjectNode suggest = manifest.putObject("suggest");
        for (String what : List.of("entity", "property", "type")) {
          suggest
              .putObject(what)
              .put("service_url", root)
              .put("service_path", "/suggest/" + what)
              .put("flyout_service_url", root)
              .put("flyout_service_path", "/flyout/" + what + "?id=${id}");
        }
        manifest
            .putObject("preview")
            .put("url", root + "/preview?id={{id}}")
            .put("width", Preview.WIDTH)
            .put("height", Preview.HEIGHT);
        ObjectNode extend = manifest.putObject("extend");
        extend
            .putObject("propose_properties")
            .put("service_url", root)
            .put("service_path", "/extend/propose");
        extend.putArray("property_settings");
      }
      case V1_0 -> {
        manifest.putObject("view").put("url", site + "/{id}");
        manifest.putObject("suggest").put("entity", true).put("property", true).put("type", true);
        manifest.putObject("preview").put("width", Preview.WIDTH).put("height", Preview.HEIGHT);
        manifest.putObject("extend").put("proposeProperties", true).putArray("propertySettings");
        manifest.put("standardizedScore", true);
      }
    }
    return manifest;
  }
}
