package org.techrace.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.techrace.release.UntrustedException;

/// The manifest of a release names only files of its own kind.
final class ManifestTest {
  private static byte[] manifest(String file, String siteFile) {
    return """
    {"release": "2026-11-24-3f9a1c", "issued": "2026-11-24T00:00:00Z",
     "files": [{"path": "%s", "parts": []}], "site": [{"path": "%s", "parts": []}]}
    """
        .formatted(file, siteFile)
        .getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plugins/x.jar",
        "queries/x.jar",
        "ontology/x.rq",
        "functions/own.ttl",
        "data/t.csv",
        "techrace.toml/x",
        "techrace",
        "../techrace.toml",
        "/etc/x.css",
        ".git/config",
        "queries/\\u0000.rq"
      })
  void refusesFilesThatNoServerReads(String path) {
    assertThatThrownBy(() -> Manifest.read(manifest("data.nq.gz", path), "store/m.json"))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining("store/m.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plugins/x.jar", "x.sh", "store", "../data.nq.gz", "data.nq"})
  void refusesFilesThatNoReleaseHas(String path) {
    assertThatThrownBy(() -> Manifest.read(manifest(path, "techrace.toml"), "store/m.json"))
        .isInstanceOf(UntrustedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "techrace.toml",
        "queries/pages/explore/x.rq",
        "queries/questions/01-x.ttl",
        "queries/texts/de.properties",
        "ontology/schemes/x.ttl",
        "graph.css",
        "images/logo.svg"
      })
  void acceptsWhatAServerReads(String path) throws Exception {
    assertThat(Manifest.read(manifest("store/terms", path), "store/m.json").site()).hasSize(1);
  }

  @Test
  void refusesMoreBytesThanAreReceivedUnverified() {
    String part = "{\"sha256\": \"" + "0".repeat(64) + "\", \"bytes\": %d}";
    for (String[] fault :
        new String[][] {
          {part.formatted(Long.MAX_VALUE), "digests are wrong"},
          {part.formatted(1 << 30) + "," + part.formatted(1), "at most 1,073,741,824 are allowed"}
        }) {
      byte[] json =
          new String(manifest("data.nq.gz", "techrace.toml"), StandardCharsets.UTF_8)
              .replaceFirst("\\[\\]}\\]}", "[" + fault[0] + "]}]}")
              .getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> Manifest.read(json, "store/m.json"))
          .isInstanceOf(UntrustedException.class)
          .hasMessageContaining(fault[1]);
    }
  }
}
