package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.serve.sparql.Services;
import org.techrace.serve.work.Limits;

final class OptionsFileTest {
  @TempDir private Path folder;

  @Test
  void theProjectsFileSaysTheDefaultsAndTheServices() throws IOException {
    Options options = OptionsFile.read(Path.of("serve.properties"), Map.of());
    assertThat(options.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(options.port()).isEqualTo(Options.DEFAULT.port());
    assertThat(options.drain()).isEqualTo(Options.DEFAULT.drain());
    assertThat(options.keep()).isEqualTo(Options.DEFAULT.keep());
    assertThat(options.services().endpoints()).contains("https://query.wikidata.org/sparql");
  }

  @Test
  void withoutAFileTheDefaultsHold() throws IOException {
    Options options = OptionsFile.read(folder.resolve("serve.properties"), Map.of("port", "0"));
    assertThat(options.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(options.port()).isZero();
    assertThat(options.services()).isEqualTo(Services.NONE);
    assertThat(options.queries()).isEqualTo(folder.resolve("queries"));
  }

  @Test
  void anOptionInsteadOfTheFiles() throws IOException {
    Path file = write("limit.seconds = 10\n");
    assertThat(OptionsFile.read(file, Map.of()).limits().time()).isEqualTo(Duration.ofSeconds(10));
    assertThat(OptionsFile.read(file, Map.of("limit.seconds", "0.5")).limits().time())
        .isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void pingAndMetricsAnswerAtTheNextPort() throws IOException {
    Path none = folder.resolve("serve.properties");
    assertThat(OptionsFile.read(none, Map.of()).operationsPort()).isEqualTo(3031);
    assertThat(OptionsFile.read(none, Map.of("port", "4000")).operationsPort()).isEqualTo(4001);
    assertThat(OptionsFile.read(none, Map.of("port", "0")).operationsPort()).isZero();
    assertThat(OptionsFile.read(none, Map.of("port", "65535")).operationsPort()).isEqualTo(65_534);
    Path file = write("operations.port = 9\n");
    assertThat(OptionsFile.read(file, Map.of("port", "4000")).operationsPort()).isEqualTo(9);
  }

  @Test
  void faultsAreNamed() throws IOException {
    Path typo = write("limit.second = 10\n");
    assertThatThrownBy(() -> OptionsFile.read(typo, Map.of()))
        .hasMessage(
            "[serve.properties] there is no option [limit.second]; serve.properties in the project"
                + " lists them all");
    Path word = write("port = web\n");
    assertThatThrownBy(() -> OptionsFile.read(word, Map.of()))
        .hasMessage("[serve.properties] 'port' is 'web'; expected a value like '3030'");
    Path latin = Files.write(folder.resolve("serve.properties"), new byte[] {'#', (byte) 0xe4});
    assertThatThrownBy(() -> OptionsFile.read(latin, Map.of()))
        .hasMessage("[serve.properties] this is no file of properties in UTF-8");
    Path escape = write("queries = \\u12\n");
    assertThatThrownBy(() -> OptionsFile.read(escape, Map.of()))
        .hasMessage("[serve.properties] this is no file of properties in UTF-8");
  }

  @ParameterizedTest
  @CsvSource({
    "port, 70000, 3030",
    "limit.seconds, 0, 30.0",
    "limit.seconds, soon, 30.0",
    "limit.seconds, Infinity, 30.0",
    "drain.seconds, 1e12, 10.0",
    "limit.concurrent, 0, 4",
    "limit.queued, -1, 64",
    "limit.memory, 80, 0.8",
    "limit.answer.bytes, 256M, 268435456",
    "drain.seconds, -1, 10.0",
    "trust.proxy, yes, false"
  })
  void whatNoServerCanDoIsRefused(String name, String value, String like) {
    assertThatThrownBy(
            () -> OptionsFile.read(folder.resolve("serve.properties"), Map.of(name, value)))
        .hasMessage(
            "[command line] '%s' is '%s'; expected a value like '%s'".formatted(name, value, like));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("serve.properties"), text);
  }
}
