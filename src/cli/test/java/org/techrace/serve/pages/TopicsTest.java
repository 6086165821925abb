package org.techrace.serve.pages;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.techrace.serve.pages.Questions.Question;
import org.techrace.serve.pages.Questions.Topic;

/// Tests the topics of the gallery.
final class TopicsTest {
  @TempDir private Path folder;

  @Test
  void everyQuestionHasATopic() throws IOException {
    Questions questions = Questions.read(Path.of("queries/questions"));
    assertThat(questions.topics()).extracting(Topic::name).doesNotContain("Other");
    assertThat(questions.topics().stream().flatMap(topic -> topic.questions().stream()))
        .containsExactlyInAnyOrderElementsOf(questions.gallery());
    assertThat(questions.topics()).extracting(Topic::anchor).doesNotHaveDuplicates();
    assertThat(questions.topics()).allMatch(topic -> topic.questions().size() > 1);
  }

  @Test
  void assignsAQuestionToItsFirstMatchingTopic() throws IOException {
    write("a", "cats, dogs");
    write("b", "dogs");
    write("c", "eels");
    Files.writeString(folder.resolve("topics.tsv"), "Dogs & all\tdogs, wolves\nCats\tcats\n");
    Questions questions = Questions.read(folder);
    assertThat(questions.topics().stream().map(TopicsTest::described))
        .containsExactly("dogs-all: a b", "other: c");
    assertThat(questions.topic(questions.named("c").orElseThrow()).name()).isEqualTo("Other");
  }

  @Test
  void refusesATopicWithoutKeywords() throws IOException {
    Files.writeString(folder.resolve("topics.tsv"), "Dogs dogs\n");
    assertThatThrownBy(() -> Questions.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("topics.tsv] 'Dogs dogs' has no tab after the topic");
  }

  private static String described(Topic topic) {
    return topic.anchor()
        + ": "
        + topic.questions().stream().map(Question::name).collect(joining(" "));
  }

  private void write(String name, String keywords) throws IOException {
    Files.writeString(
        folder.resolve(name + ".ttl"),
        """
        PREFIX sh: <http://www.w3.org/ns/shacl#>
        <x> a sh:SPARQLExecutable ; sh:ask "ASK {}" ; <https://schema.org/keywords> "%s" .
        """
            .formatted(keywords.replace(", ", "\", \"")));
  }
}
