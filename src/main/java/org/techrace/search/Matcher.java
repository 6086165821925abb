package org.techrace.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Matches names with entities and says how sure it is.
///
/// Lucene proposes names that share rare words, the key, or the acronym; each is compared word by
/// word; the resemblance becomes odds by [Calibration]; what else is known of the entity multiplies
/// them. The score is the probability that follows: the candidate's odds over those of all
/// candidates and of none being right. So two entities of one name cannot both be sure.
public final class Matcher {
  /// From this score on a match may be taken without a person's look.
  public static final double SURE = 90;

  private static final int PROPOSED = 40;
  private static final double AGREES = 8;
  private static final double DIFFERS = 0.08;

  private final LabelIndex index;
  private final Facts facts;
  private final Calibration calibration = Calibration.read();

  public Matcher(LabelIndex index, Facts facts) {
    this.index = index;
    this.facts = facts;
  }

  /// The entities that may be meant, the most likely first.
  public List<Candidate> match(MatchQuery query) {
    try {
      Collection<Scored> found = new HashMap<>(best(query)).values();
      double all = 1;
      List<Candidate> candidates = new ArrayList<>();
      List<Scored> ranked =
          found.stream()
              .sorted(
                  Comparator.comparingDouble(Scored::odds)
                      .thenComparingLong(s -> s.hit().degree())
                      .reversed()
                      .thenComparingLong(s -> s.hit().entity()))
              .toList();
      List<Scored> weighed = new ArrayList<>();
      for (Scored scored : ranked.subList(0, Math.min(ranked.size(), 2 * query.limit() + 5))) {
        Scored checked = check(scored, query);
        weighed.add(checked);
      }
      for (Scored scored : weighed) {
        all += scored.odds();
      }
      weighed.sort(
          Comparator.comparingDouble(Scored::odds)
              .thenComparingLong(s -> s.hit().degree())
              .reversed());
      for (Scored scored : weighed.subList(0, Math.min(query.limit(), weighed.size()))) {
        candidates.add(candidate(scored, 100 * scored.odds() / all));
      }
      return candidates;
    } catch (IOException e) {
      throw new UncheckedIOException("the label index cannot be read", e);
    }
  }

  private record Scored(LabelIndex.Hit hit, Resemblance resemblance, double odds, String reason) {}

  /// The best hit of each entity.
  private Map<Long, Scored> best(MatchQuery query) throws IOException {
    Map<Long, Scored> best = new HashMap<>();
    for (String identifier : query.identifiers()) {
      for (LabelIndex.Hit hit :
          index.search(Proposals.identified(identifier, query.types()), PROPOSED)) {
        put(best, hit, new Resemblance(Resemblance.Kind.IDENTIFIER, 1, identifier));
      }
    }
    Name name = Name.of(query.name());
    if (!name.tokens().isEmpty()) {
      NameComparison comparison = new NameComparison(name, index::weight);
      for (LabelIndex.Hit hit :
          index.search(Proposals.named(name, index, query.types()), PROPOSED)) {
        put(best, hit, comparison.with(hit.name()));
      }
    }
    return best;
  }

  private void put(Map<Long, Scored> best, LabelIndex.Hit hit, Resemblance resemblance) {
    Scored scored = new Scored(hit, resemblance, calibration.odds(resemblance), "");
    Scored other = best.get(hit.entity());
    if (other == null || other.odds() < scored.odds()) {
      best.put(hit.entity(), scored);
    }
  }

  private Scored check(Scored scored, MatchQuery query) throws IOException {
    if (query.properties().isEmpty()) {
      return scored;
    }
    String iri = index.shown(scored.hit().document()).iri();
    double odds = scored.odds();
    StringBuilder reason = new StringBuilder();
    for (MatchQuery.Property property : query.properties()) {
      switch (facts.check(iri, property)) {
        case AGREES -> {
          odds *= AGREES;
          reason.append(", same ").append(property.path());
        }
        case DIFFERS -> {
          odds *= DIFFERS;
          reason.append(", other ").append(property.path());
        }
        case UNKNOWN -> {}
      }
    }
    return new Scored(scored.hit(), scored.resemblance(), odds, reason.toString());
  }

  private Candidate candidate(Scored scored, double score) throws IOException {
    LabelIndex.Shown shown = index.shown(scored.hit().document());
    return new Candidate(
        shown.iri(),
        shown.label(),
        shown.types(),
        score,
        score >= SURE,
        reason(scored, shown) + scored.reason());
  }

  private static String reason(Scored scored, LabelIndex.Shown shown) {
    Resemblance resemblance = scored.resemblance();
    String kept = scored.hit().preferred() ? "name" : "alias";
    String of = scored.hit().preferred() ? "" : " of alias '" + shown.matched() + "'";
    return switch (resemblance.kind()) {
      case IDENTIFIER ->
          "same "
              + shown.identifier().flatMap(Identifiers::issuer).map(i -> i + " id").orElse("id");
      case SAME -> "same " + kept;
      case SAME_CORE -> "same " + kept + " " + resemblance.note();
      case ACRONYM -> "acronym" + (of.isEmpty() ? " of the name" : of);
      case SIMILAR -> (resemblance.note().isEmpty() ? "like the name" : resemblance.note()) + of;
    };
  }
}
