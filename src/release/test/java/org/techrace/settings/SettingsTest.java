package org.techrace.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.report.Report;

final class SettingsTest {
  @TempDir private Path folder;

  private List<String> faults(String toml) throws IOException {
    Files.writeString(folder.resolve(Settings.FILE), toml);
    return faults();
  }

  private List<String> faults() throws IOException {
    Report report = new Report();
    Settings settings = Settings.read(folder, Map.of(), report);
    Sandbox.read(settings, folder);
    settings.reportUnknown();
    return report.findings().stream().map(Object::toString).toList();
  }

  @Test
  void reportsAKeyThatDoesNotExistWithItsLineAndTheNearestKey() throws IOException {
    assertThat(
            faults(
                """
                # first
                [sandbox]
                note = \"""
                expansion = 1
                \"""
                expansoin = 3

                [sandbocks]
                """))
        .containsExactly(
            "ERROR [techrace.toml:3] unknown setting 'sandbox.note'; there are: check-seconds,"
                + " download-mib, download-seconds, expansion, jdbc, query-seconds, read, row-mib,"
                + " text-mib, web, write",
            "ERROR [techrace.toml:6] unknown setting 'sandbox.expansoin'; did you mean"
                + " 'expansion'?",
            "ERROR [techrace.toml:8] unknown setting 'sandbocks'; did you mean 'sandbox'?");
  }

  @Test
  void reportsAWrongValueWithItsLine() throws IOException {
    assertThat(faults("sandbox.expansion = 0\n"))
        .containsExactly(
            "ERROR [techrace.toml:1] the setting 'sandbox.expansion' is 0; expected a whole number"
                + " from 1");
    assertThat(faults("[sandbox]\nread = [1]\n"))
        .containsExactly(
            "ERROR [techrace.toml:2] the setting 'sandbox.read' is [1]; expected a list of texts,"
                + " such as [\"a\", \"b\"]");
    assertThat(faults("[sandbox]\nweb = [\"http://x.example/y\"]\n"))
        .singleElement()
        .asString()
        .startsWith("ERROR [techrace.toml:2] the setting 'sandbox.web' is invalid: ");
    assertThat(faults("sandbox = 1\n"))
        .containsExactly(
            "ERROR [techrace.toml:1] the setting 'sandbox' is 1; expected a table [sandbox]");
  }

  @Test
  void reportsAFileThatIsNotToml() throws IOException {
    assertThat(faults("[sandbox]\nexpansion = = 1\n"))
        .singleElement()
        .asString()
        .startsWith("ERROR [techrace.toml:2:")
        .contains("this is not TOML");
    Files.write(
        folder.resolve(Settings.FILE), "title = \"\u00e4\"".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(faults())
        .containsExactly("ERROR [techrace.toml] the file is not UTF-8; save it as UTF-8");
  }

  @Test
  void reportsTheFileOfEarlierVersions() throws IOException {
    Files.writeString(folder.resolve("serve.properties"), "port = 3030\n");
    assertThat(faults())
        .singleElement()
        .asString()
        .startsWith(
            "ERROR [serve.properties] this file is not read since version 0.2: move its lines to");
  }
}
