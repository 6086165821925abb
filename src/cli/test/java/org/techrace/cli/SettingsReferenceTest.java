package org.techrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.report.Report;
import org.techrace.settings.Settings;

/// `docs/settings.md` describes every setting, and no other.
final class SettingsReferenceTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\|");

  @Test
  void describesEverySetting(@TempDir Path folder) throws Exception {
    Report report = new Report();
    Settings settings = Settings.read(folder, Map.of(), report);
    ProjectSettings.read(settings, folder);
    List<String> described =
        ROW.matcher(Files.readString(Path.of("docs/settings.md")))
            .results()
            .map(row -> row.group(1))
            .sorted()
            .toList();
    assertThat(described).isEqualTo(settings.known());
  }
}
