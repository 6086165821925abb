package org.techrace.artefacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The OCI image: its layers and configuration, and its program in a root of its own.
@Tag("long")
final class ImageTest {
  private static final String LABEL = "http://www.w3.org/2000/01/rdf-schema#label";

  @TempDir private Path folder = Path.of("");

  private Path image() throws Exception {
    assumeTrue(ArchivesTest.isLinux(), "the image is made on Linux x64 only: skipped");
    Path image = Files.createDirectory(folder.resolve("image"));
    Artefact.run(
        new ProcessBuilder(
            "tar",
            "-xf",
            Artefact.file("techrace-.*-image\\.tar").toString(),
            "-C",
            image.toString()));
    return image;
  }

  private static JsonNode json(Path file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(file));
  }

  private static Path blob(Path image, JsonNode descriptor) {
    String digest = descriptor.path("digest").stringValue("");
    return image.resolve("blobs").resolve(digest.replace(':', '/'));
  }

  private static JsonNode manifest(Path image) throws IOException {
    return json(blob(image, json(image.resolve("index.json")).path("manifests").path(0)));
  }

  private static List<JsonNode> layers(Path image) throws IOException {
    return manifest(image).path("layers").valueStream().toList();
  }

  private static List<String> strings(JsonNode array) {
    return array.valueStream().map(node -> node.stringValue("")).toList();
  }

  @Test
  void configurationStartsTheServerAsAUserWithoutRights() throws Exception {
    Path image = image();
    assertThat(json(image.resolve("oci-layout")).path("imageLayoutVersion").stringValue())
        .isEqualTo("1.0.0");
    JsonNode all = json(blob(image, manifest(image).path("config")));
    assertThat(all.path("architecture").stringValue()).isEqualTo("amd64");
    assertThat(all.path("os").stringValue()).isEqualTo("linux");
    JsonNode config = all.path("config");
    assertThat(strings(config.path("Entrypoint")))
        .startsWith("/opt/techrace/runtime/bin/java")
        .endsWith("org.techrace.cli.Main");
    assertThat(strings(config.path("Cmd"))).containsExactly("serve", "--host", "0.0.0.0");
    assertThat(config.path("User").stringValue()).isEqualTo("10001:10001");
    assertThat(config.path("WorkingDir").stringValue()).isEqualTo("/project");
    assertThat(config.path("ExposedPorts").has("3030/tcp")).isTrue();
    assertThat(config.path("Volumes").has("/project")).isTrue();
  }

  @Test
  void layersHaveTheirDigests() throws Exception {
    Path image = image();
    List<JsonNode> layers = layers(image);
    assertThat(layers).as("libraries, program, names of all, system, runtime").hasSize(5);
    for (JsonNode layer : layers) {
      Path blob = blob(image, layer);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(blob));
      assertThat(HexFormat.of().formatHex(digest)).isEqualTo(String.valueOf(blob.getFileName()));
    }
  }

  @Test
  void programServesInARootThatHasNothingElse() throws Exception {
    Path image = image();
    Path root = Files.createDirectory(folder.resolve("root"));
    for (JsonNode layer : layers(image)) {
      Artefact.untar(blob(image, layer), root);
    }
    assertThat(root.resolve("bin/sh")).as("no shell").doesNotExist();
    Path doc = root.resolve("usr/share/doc/techrace");
    assertThat(doc.resolve("licences/EPL-2.0.txt")).exists();
    Artefact.assertBillIs(
        doc.resolve("techrace-sbom.json"),
        doc.resolve("NOTICE"),
        root.resolve("opt/techrace/libs"),
        "OpenJDK");
    assumeTrue(
        new ProcessBuilder("unshare", "--mount", "true").start().waitFor() == 0
            && new ProcessBuilder("chroot", "/", "true").start().waitFor() == 0,
        "needs the right to change the root folder: skipped");
    Artefact.run(new ProcessBuilder(inside(root, image, List.of("new", "/project/planets"))));
    ProcessBuilder serve =
        new ProcessBuilder(
            inside(root, image, List.of("serve", "--port", "0", "--project", "/project/planets")));
    try (Served served = Served.start(serve, folder.resolve("printed"))) {
      assertThat(served.count(LABEL)).matches("n [1-9]\\d*");
      assertThat(served.stop()).isEqualTo(143);
    }
  }

  /// Returns the entry point of the image with other arguments: in its root, as its user, with the
  /// devices and processes that a container has.
  private static List<String> inside(Path root, Path image, List<String> args) throws IOException {
    JsonNode config = json(blob(image, manifest(image).path("config"))).path("config");
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-c",
            "mkdir -p \"$0/dev\" \"$0/proc\" && mount --bind /dev \"$0/dev\" && mount -t proc none \"$0/proc\" && exec chroot --userspec=%s \"$0\" \"$@\""
                .formatted(config.path("User").stringValue("")),
            root.toString()));
    command.addAll(strings(config.path("Entrypoint")));
    command.addAll(args);
    return command;
  }
}
