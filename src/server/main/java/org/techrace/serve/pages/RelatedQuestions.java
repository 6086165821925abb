package org.techrace.serve.pages;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.techrace.entity.Entities;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Parameters;
import org.techrace.serve.pages.Questions.Question;

/// Finds the questions about a thing. Safe for use by several threads.
public final class RelatedQuestions {
  /// How many releases have their list at the same time.
  private static final int RELEASES = 2;

  private final Questions questions;
  private final Cache<String, Map<String, List<Mention>>> mentions =
      Caffeine.newBuilder().maximumSize(RELEASES).executor(Runnable::run).build();

  public RelatedQuestions(Questions questions) {
    this.questions = questions;
  }

  /// A question about a thing.
  ///
  /// @param offered the parameter that a reader can set to the thing; empty if the query has it
  private record Mention(Question question, Optional<QuestionParameter> offered) {}

  /// A link to a question.
  public record Reference(String title, String address) {}

  /// Returns the questions about a thing: those with a parameter that can have the thing as its
  /// value, and those whose query contains its IRI.
  public List<Reference> about(String iri, Lease lease) {
    return mentions(lease).getOrDefault(iri, List.of()).stream()
        .map(mention -> reference(mention, iri, lease.entities()))
        .toList();
  }

  /// Finds the questions about each thing of a release, which evaluates a query for each parameter.
  /// The first page about a thing would do it otherwise.
  public void prepare(Lease lease) {
    mentions(lease);
  }

  private Map<String, List<Mention>> mentions(Lease lease) {
    return mentions.get(lease.release(), _ -> mentions(lease.entities()));
  }

  private Map<String, List<Mention>> mentions(Entities entities) {
    Map<String, List<Mention>> all = new HashMap<>();
    for (Question question : questions.list()) {
      Map<String, Mention> own = new LinkedHashMap<>();
      for (QuestionParameter parameter : question.parameters()) {
        Mention usual = new Mention(question, Optional.empty());
        iris(parameter.usual(entities)).forEach(iri -> own.putIfAbsent(iri, usual));
        Mention offered = new Mention(question, Optional.of(parameter));
        iris(parameter.choices(entities)).forEach(iri -> own.putIfAbsent(iri, offered));
      }
      question
          .mentions()
          .forEach(iri -> own.putIfAbsent(iri, new Mention(question, Optional.empty())));
      own.forEach((iri, m) -> all.computeIfAbsent(iri, _ -> new ArrayList<>()).add(m));
    }
    return all;
  }

  private static Stream<String> iris(List<Term> terms) {
    return terms.stream().filter(Term.Link.class::isInstance).map(Term::key);
  }

  private static Reference reference(Mention mention, String iri, Entities entities) {
    Question question = mention.question;
    if (mention.offered.isEmpty()) {
      return new Reference(question.listed(), question.page());
    }
    QuestionParameter parameter = mention.offered.get();
    Term value =
        parameter.choices(entities).stream()
            .filter(term -> term.key().equals(iri))
            .findFirst()
            .orElseThrow();
    QuestionForm form =
        QuestionForm.of(
            question,
            Parameters.NONE.with(parameter.variable(), Addresses.document(value)),
            entities);
    return new Reference(form.title(), form.page());
  }
}
