package org.techrace.serve.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.techrace.ServedProject;
import org.techrace.Sources;
import org.techrace.UsesServedProject;

/// Tests the sentences of errors on pages in the languages of readers.
@UsesServedProject
final class ErrorDetailsTest {
  private final ServedProject project;

  ErrorDetailsTest(ServedProject project) {
    this.project = project;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /nowhere                    | Unter dieser Adresse ist nichts.                         | 这个地址没有内容。
          /sparq                      | Unter dieser Adresse ist nichts; meinen Sie /sparql?     | 这个地址没有内容；您是指 /sparql 吗？
          /page/firm-nobody           | https://w3id.org/techrace/id/firm-nobody ist nicht im Graphen | 图谱中没有 https://w3id.org/techrace/id/firm-nobody
          /explore/claims?page=999    | Seite 999 gibt es nicht; die letzte Seite ist            | 第 999 页不存在；最后一页是第
          /questions/none             | Es gibt keine Frage „none“. | 没有名为“none”的问题。
          /questions/rare-earth-productoin | Es gibt keine Frage „rare-earth-productoin“; meinen Sie „rare-earth-production“? | 没有名为“rare-earth-productoin”的问题；您是指“rare-earth-production”吗？
          /reports/none               | Kein Bericht heißt „none“.                               | 没有名为“none”的报告。
          /questions/100-semiconductor-patents?year=1812 | Die Frage hat keine Antwort für „year“ = „1812“; | 该问题在“year”=“1812”时没有答案；
          """)
  void errorsSpeakTheLanguageOfTheReader(String path, String german, String chinese)
      throws Exception {
    for (Map.Entry<String, String> told : Map.of("de", german, "zh", chinese).entrySet()) {
      String address = path + (path.contains("?") ? "&" : "?") + "lang=" + told.getKey();
      Element sentence =
          Jsoup.parse(project.get(address, "text/html").body()).expectFirst("p.sentence");
      assertThat(sentence.text()).startsWith(told.getValue());
      assertThat(sentence.attr("lang")).isEqualTo(told.getKey());
    }
    assertThat(project.get(path, "text/plain").body()).matches("(?s)[\\x00-\\x7f]+");
  }

  /// A sentence that is changed where it is written must be changed in the texts too.
  @Test
  void everySentenceIsWrittenSomewhere() throws Exception {
    StringBuilder code = new StringBuilder();
    for (Path file : Sources.ofModules("main/java", ".java")) {
      code.append(Files.readString(file));
    }
    for (Map.Entry<String, String> text : Languages.builtInOnly().standard().all().entrySet()) {
      if (text.getKey().startsWith("detail.")) {
        List<String> parts = List.of(text.getValue().split("\\{\\d}", -1));
        String longest = parts.stream().max(Comparator.comparingInt(String::length)).orElseThrow();
        assertThat(code)
            .as(text.getKey())
            .contains(longest.replaceFirst("^The request ", " ").strip());
      }
    }
  }
}
