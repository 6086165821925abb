package org.techrace.serve.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.techrace.Sources;
import org.techrace.serve.pages.Questions;

/// The texts of this project in other languages: each is about a query, a topic or a variable that
/// exists.
final class ProjectTextsTest {
  private static final List<Path> FOLDERS =
      List.of(Path.of("queries"), Path.of("src/release/main/resources/queries"));

  /// The name of a text of a query: a part of its front matter, or the number of a word.
  private static final Pattern PART =
      Pattern.compile("Title|Text|Finding|Measured|Unit|Time|[0-9]+");

  private static final Pattern TOPIC = Pattern.compile("(?m)^# Topic: +(.*)$");

  /// The name of a door of the home page.
  private static final Pattern DOOR = Pattern.compile("\"([A-Z][^\"]*)\"");

  @Test
  void everyTextIsOfSomethingThatExists() throws Exception {
    Set<String> names = new HashSet<>();
    Set<String> topics = new HashSet<>();
    StringBuilder all = new StringBuilder();
    for (Path folder : FOLDERS) {
      for (Path file : Sources.under(folder, ".rq")) {
        String text = Files.readString(file);
        all.append(text);
        // Texts of pages are named without the folder `pages`.
        String path = folder.relativize(file).toString().replace('\\', '/');
        String name = path.replaceFirst("^pages/", "").replace(".rq", "");
        names.add(name);
        if (name.startsWith("reports/")) {
          names.add(name.substring(0, name.lastIndexOf('/')));
        }
        TOPIC.matcher(text).results().forEach(topic -> topics.add(key(topic.group(1))));
        if (name.equals("doors")) {
          DOOR.matcher(text).results().forEach(door -> topics.add(key(door.group(1))));
        }
      }
    }
    for (Path file : Sources.under(Path.of("queries/questions"), ".ttl")) {
      all.append(Files.readString(file));
    }
    Questions.read(Path.of("queries/questions"))
        .headings()
        .forEach(heading -> topics.add(key(heading.name())));
    String units = key(Files.readString(Path.of("ontology/schemes/units.ttl")));
    List<String> wrong = new ArrayList<>();
    for (Texts texts : Languages.of(Path.of("queries")).all()) {
      Set<String> own = new HashSet<>(texts.all().keySet());
      own.removeAll(Languages.builtInOnly().standard().all().keySet());
      for (String key : own) {
        String[] parts = key.split("\\.", 2);
        boolean exists =
            switch (parts[0]) {
              case "graph" -> key.matches("graph\\.(title|description)");
              case "topic" -> topics.contains(parts[1].replaceFirst("\\.Text$", ""));
              case "column" -> all.indexOf("?" + parts[1]) >= 0 || all.indexOf("=" + parts[1]) >= 0;
              case "plural" -> units.contains('"' + parts[1] + "\"@" + texts.language());
              case "value" -> isWritten(parts[1].replace('-', ' '), all);
              case "query" -> {
                int dot = parts[1].lastIndexOf('.');
                yield dot > 0
                    && names.contains(parts[1].substring(0, dot))
                    && PART.matcher(parts[1].substring(dot + 1)).matches();
              }
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

  private static String key(String topic) {
    return topic.strip().replace(' ', '-');
  }

  /// Returns true if a query writes a text, or its first words before a name.
  private static boolean isWritten(String text, StringBuilder queries) {
    if (queries.indexOf("\"" + text + "\"") >= 0) {
      return true;
    }
    for (int end = text.indexOf(' '); end > 0; end = text.indexOf(' ', end + 1)) {
      if (queries.indexOf("\"" + text.substring(0, end) + " \"") >= 0) {
        return true;
      }
    }
    return false;
  }
}
