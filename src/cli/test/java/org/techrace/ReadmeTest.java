package org.techrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The first commands in README.md print what README.md shows.
@UsesServedProject
final class ReadmeTest {
  private static final Pattern ASKED =
      Pattern.compile("--data-urlencode 'query=\n(.*?)'\n```\n\n```\n(.*?)```", Pattern.DOTALL);

  @Test
  void theQueryHasTheAnswerBelowIt(ServedProject project) throws Exception {
    Matcher asked = ASKED.matcher(Files.readString(Path.of("README.md")));
    assertThat(asked.find()).isTrue();
    String query = URLEncoder.encode(asked.group(1), UTF_8);
    String answer = project.get("/sparql?query=" + query, "text/csv").body();
    assertThat(answer.replace("\r\n", "\n")).isEqualTo(asked.group(2));
  }
}
