package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.report.Report;
import org.techrace.serve.http.ConnectionLimits;
import org.techrace.serve.http.SiteAddress;
import org.techrace.serve.sparql.Services;
import org.techrace.serve.work.Limits;
import org.techrace.settings.GraphSettings;
import org.techrace.settings.Settings;

final class OptionsReaderTest {
  @TempDir private Path folder;
  private final Report report = new Report();

  private Options read(Map<String, String> instead) throws IOException {
    Options options =
        OptionsReader.read(Settings.read(folder, instead, report), GraphSettings.NONE, folder);
    assertThat(report.findings()).isEmpty();
    return options;
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve(Settings.FILE), text);
  }

  @Test
  void thisProjectAsksOtherEndpointsWithinTheDefaultLimits() throws IOException {
    Options options =
        OptionsReader.read(
            Settings.read(Path.of(""), Map.of(), report), GraphSettings.NONE, folder);
    assertThat(options.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(options.services().endpoints()).contains("https://query.wikidata.org/sparql");
  }

  @Test
  void usesTheDefaultsWithoutAFile() throws IOException {
    Options options = read(Map.of("serve.port", "0"));
    assertThat(options.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(options.port()).isZero();
    assertThat(options.services()).isEqualTo(Services.NONE);
    assertThat(options.queries()).isEqualTo(folder.resolve("queries"));
    assertThat(options.drain()).isEqualTo(Options.DEFAULT.drain());
    assertThat(options.keep()).isEqualTo(Options.DEFAULT.keep());
  }

  @Test
  void theCommandLineReplacesASettingOfTheFile() throws IOException {
    write("[limits]\nseconds = 10\n");
    assertThat(read(Map.of()).limits().time()).isEqualTo(Duration.ofSeconds(10));
    assertThat(read(Map.of("limits.seconds", "0.5")).limits().time())
        .isEqualTo(Duration.ofMillis(500));
    assertThat(read(Map.of("services.endpoints", "[\"http://a.example/\"]")).services().endpoints())
        .containsExactly("http://a.example/");
  }

  @Test
  void pingAndMetricsAnswerAtTheNextPort() throws IOException {
    assertThat(read(Map.of()).operationsPort()).isEqualTo(3031);
    assertThat(read(Map.of("serve.port", "4000")).operationsPort()).isEqualTo(4001);
    assertThat(read(Map.of("serve.port", "0")).operationsPort()).isZero();
    assertThat(read(Map.of("serve.port", "65535")).operationsPort()).isEqualTo(65_534);
    write("[serve]\noperations-port = 9\n");
    assertThat(read(Map.of("serve.port", "4000")).operationsPort()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, false",
    "127.0.0.2, false",
    "::1, false",
    "0.0.0.0, true",
    "192.0.2.7, true"
  })
  void otherSitesReadAnswersUnlessTheServerIsOnLoopback(String host, boolean allowed)
      throws IOException {
    Map<String, String> at = Map.of("serve.host", host);
    assertThat(read(at).crossOrigin().allowed()).isEqualTo(allowed);
    write("[serve]\ncross-origin = " + !allowed + "\n");
    assertThat(read(at).crossOrigin().allowed()).isEqualTo(!allowed);
  }

  @Test
  void thePublicAddressIsASchemeAndAHost() throws IOException {
    assertThat(read(Map.of()).address()).isEqualTo(SiteAddress.OF_CONNECTION);
    assertThat(read(Map.of("serve.public-url", "https://graph.example.org/")).address().publicUrl())
        .hasValue("https://graph.example.org");
    for (String wrong : List.of("graph.example.org", "https://x/path", "https://x\"><script>")) {
      Report found = new Report();
      OptionsReader.read(
          Settings.read(folder, Map.of("serve.public-url", wrong), found),
          GraphSettings.NONE,
          folder);
      assertThat(found.findings())
          .singleElement()
          .asString()
          .contains("'serve.public-url'", "expected a scheme and a host");
    }
  }

  @Test
  void connectionsAreLimited() throws IOException {
    write("[limits]\nconnections = 50\nconnections-per-address = 5\nhead-seconds = 2.5\n");
    assertThat(read(Map.of()).connections())
        .isEqualTo(new ConnectionLimits(50, 5, Duration.ofMillis(2500)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "serve.port, 70000, 70000, a whole number from 0 to 65535",
        "serve.port, web, \"web\", a whole number from 0 to 65535",
        "limits.seconds, 0, 0, a number of seconds above 0",
        "limits.seconds, soon, \"soon\", a number of seconds above 0",
        "limits.seconds, inf, \"Infinity\", a number of seconds above 0",
        "serve.drain-seconds, 1e12, 1E+12, a number of seconds from 0",
        "serve.drain-seconds, -1, -1, a number of seconds from 0",
        "limits.concurrent, 0, 0, a whole number from 1",
        "limits.queued, -1, -1, a whole number from 0",
        "limits.memory, 80, 80, a number above 0 and up to 1",
        "limits.answer-bytes, 256M, \"256M\", a whole number from 1",
        "serve.trust-proxy, yes, \"yes\", true or false",
        "services.endpoints, x, \"x\", `a list of texts, such as [\"a\", \"b\"]`"
      })
  void reportsWhatNoServerCanDo(String key, String value, String shown, String expected)
      throws IOException {
    Settings settings = Settings.read(folder, Map.of(key, value), report);
    OptionsReader.read(settings, GraphSettings.NONE, folder);
    assertThat(report.findings())
        .extracting(Object::toString)
        .containsExactly(
            "ERROR [command line] the setting '%s' is %s; expected %s"
                .formatted(key, shown, expected));
  }

  @Test
  void reportsAClientThatMayTakeAllPlaces() throws IOException {
    write("[limits.pages]\nconcurrent = 2\nqueued = 2\n\nper-client = 9\n");
    OptionsReader.read(Settings.read(folder, Map.of(), report), GraphSettings.NONE, folder);
    assertThat(report.findings())
        .singleElement()
        .asString()
        .startsWith("ERROR [techrace.toml:5] the setting 'limits.pages.per-client' is 9, but all");
  }
}
