package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A release that another program built is built again, so the program is all of its modules.
final class SoftwareTest {
  @TempDir private Path folder = Path.of("");

  private Path jar = Path.of("");

  @BeforeEach
  void program() throws IOException {
    jar = folder.resolve("techrace.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(Attributes.Name.CLASS_PATH, "lib/techrace-mapping-1.jar lib/other-1.jar lib/none.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    library("techrace-mapping-1", "a");
    library("other-1", "a");
  }

  private Path library(String name, String content) throws IOException {
    Path file = folder.resolve("lib").resolve(name + ".jar");
    Files.createDirectories(folder.resolve("lib"));
    return Files.writeString(file, content);
  }

  @Test
  void changesWithAModule() throws IOException {
    long before = Software.checksum(jar, "");
    library("techrace-mapping-1", "b");
    assertThat(Software.checksum(jar, "")).isNotEqualTo(before);
  }

  @Test
  void changesWithAModuleOfTheClassPath() throws IOException {
    String classPath = library("techrace-store-1", "a").toString();
    long before = Software.checksum(jar, classPath);
    library("techrace-store-1", "b");
    assertThat(Software.checksum(jar, classPath)).isNotEqualTo(before);
  }

  @Test
  void isTheSameWithAnotherVersionOfALibrary() throws IOException {
    long before = Software.checksum(jar, "");
    library("other-1", "b");
    assertThat(Software.checksum(jar, "")).isEqualTo(before);
  }
}
