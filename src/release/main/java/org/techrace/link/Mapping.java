package org.techrace.link;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.techrace.access.Access;

/// A mapping in the Simple Standard for Sharing Ontological Mappings (SSSOM).
///
/// @param subject the IRI of the graph's entity
/// @param subjectLabel its label
/// @param predicate the relation between the two
/// @param object the IRI of the other entity; empty if the object is a literal
/// @param objectLabel its label, or the literal
/// @param justification a term of the Semantic Mapping Vocabulary: how the match was found
/// @param score the score, 0 to 100
/// @param comment the reason, as text for people
record Mapping(
    String subject,
    String subjectLabel,
    String predicate,
    String object,
    String objectLabel,
    String justification,
    double score,
    String comment) {
  static final String ALT_LABEL = "http://www.w3.org/2004/02/skos/core#altLabel";
  static final String EXACT_MATCH = "http://www.w3.org/2004/02/skos/core#exactMatch";
  static final String CLOSE_MATCH = "http://www.w3.org/2004/02/skos/core#closeMatch";
  static final String BY_NAME = "https://w3id.org/semapv/vocab/LexicalMatching";
  static final String BY_IDENTIFIER = "https://w3id.org/semapv/vocab/DatabaseCrossReference";

  private static final List<String> COLUMNS =
      List.of(
          "subject_id",
          "subject_label",
          "predicate_id",
          "object_id",
          "object_label",
          "object_type",
          "mapping_justification",
          "confidence",
          "comment",
          "author_id",
          "mapping_date");

  /// Writes mappings as SSSOM/TSV. IRIs are written in full so that RML can read them. The author
  /// column stays blank: the reviewer of a line enters their name.
  static void write(List<Mapping> mappings, Path file, LocalDate date) throws IOException {
    try (OutputStream out = Access.writeNamed(file, () -> true);
        CsvWriter tsv =
            CsvWriter.builder()
                .fieldSeparator('\t')
                .build(new OutputStreamWriter(out, StandardCharsets.UTF_8))) {
      tsv.writeRecord(COLUMNS);
      for (Mapping m : mappings) {
        tsv.writeRecord(
            m.subject(),
            m.subjectLabel(),
            m.predicate(),
            m.object(),
            m.objectLabel(),
            m.object().isEmpty() ? "rdfs literal" : "",
            m.justification(),
            String.format(Locale.ROOT, "%.3f", m.score() / 100),
            m.comment(),
            "",
            date.toString());
      }
    }
  }
}
