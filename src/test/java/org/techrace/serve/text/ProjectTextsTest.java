package org.techrace.serve.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.techrace.Sources;

/// The texts of this project in other languages: each is about a query, a topic or a variable that
/// exists.
final class ProjectTextsTest {
  private static final List<Path> QUERIES =
      List.of(Path.of("queries/pages"), Path.of("src/main/resources/queries/pages"));

  private static final Pattern TOPIC = Pattern.compile("(?m)^# Topic: +(.*)$");

  @Test
  void everyTextIsOfSomethingThatExists() throws Exception {
    Set<String> names = new HashSet<>();
    Set<String> topics = new HashSet<>();
    StringBuilder all = new StringBuilder();
    for (Path folder : QUERIES) {
      for (Path file : Sources.under(folder, ".rq")) {
        String text = Files.readString(file);
        all.append(text);
        names.add(folder.relativize(file).toString().replace('\\', '/').replace(".rq", ""));
        topics.addAll(
            TOPIC
                .matcher(text)
                .results()
                .map(topic -> topic.group(1).strip().replace(' ', '-'))
                .collect(Collectors.toSet()));
      }
    }
    List<String> wrong = new ArrayList<>();
    for (Texts texts : Languages.of(Path.of("queries")).all()) {
      Set<String> own = new HashSet<>(texts.all().keySet());
      own.removeAll(Languages.builtInOnly().standard().all().keySet());
      for (String key : own) {
        String[] parts = key.split("\\.", -1);
        boolean exists =
            switch (parts[0]) {
              case "graph" -> key.matches("graph\\.(title|description)");
              case "topic" -> topics.contains(parts[1]);
              case "column" -> all.indexOf("?" + parts[1]) >= 0 || all.indexOf("=" + parts[1]) >= 0;
              case "query" -> names.contains(parts[1]) && key.matches(".*\\.(Title|Text)");
              default -> false;
            };
        if (!exists) {
          wrong.add(texts.language() + ": " + key);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(Languages.of(Path.of("queries")).named("zh").orElseThrow().find("graph.title"))
        .contains("全球科技竞争图谱");
  }
}
