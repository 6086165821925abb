package org.techrace.serve.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.techrace.serve.pages.Questions.Question;

/// Tests the pictures of the gallery. `GalleryTest` checks in a browser that they are drawn.
final class PicturesTest {
  private static final Path FOLDER = Path.of("queries/questions");

  static final List<Question> QUESTIONS = questions();

  private static List<Question> questions() {
    try {
      return Questions.read(FOLDER).list();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// An answer of one row needs no picture.
  @ParameterizedTest
  @FieldSource("QUESTIONS")
  void everyQuestionHasAPictureOrAReasonForNone(Question question) throws IOException {
    List<String> answer = Files.readAllLines(FOLDER.resolve(question.name() + ".csv"));
    boolean excused =
        Files.readString(FOLDER.resolve(question.name() + ".ttl")).startsWith("# No picture: ");
    if (answer.size() > 2) {
      assertThat(question.view().isPresent()).isNotEqualTo(excused);
    }
    question
        .view()
        .ifPresent(view -> assertThat(view.columns()).isSubsetOf(answer.getFirst().split(",")));
  }
}
