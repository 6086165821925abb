package org.techrace.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Matches names with entities and estimates the probability of each match.
///
/// 1. Lucene proposes names that share rare words, the key or the acronym.
/// 2. [NameComparison] compares each proposed name word by word.
/// 3. [Calibration] converts the resemblance to odds.
/// 4. Each known property multiplies the odds: up if the graph confirms it, down if it contradicts.
///
/// The score is the probability that follows from the odds, times the candidate's share of the
/// squared odds of all candidates. Two entities with the same name therefore cannot both be
/// certain, and a name that is only similar takes little from an identical one. An alias of another
/// entity takes little from its own name.
///
/// Safe for use by several threads.
public final class Matcher {
  /// The minimum score of a match that needs no review.
  public static final double SURE = 90;

  /// The minimum score of a candidate.
  private static final double MIN_SCORE = 0.1;

  private static final int MAX_PROPOSALS = 40;

  /// The factor for the odds if a property agrees.
  private static final double AGREEING_FACTOR = 8;

  /// The factor for the odds if a property differs. It is so small that even an identical name is
  /// no longer certain.
  private static final double DIFFERING_FACTOR = 0.03;

  /// The factor for the odds of an alias beside those of a name.
  private static final double ALIAS_FACTOR = 0.3;

  private final LabelIndex index;
  private final Facts facts;
  private final Calibration calibration = Calibration.read();

  /// Creates a matcher.
  ///
  /// @param index the names and identifiers
  /// @param facts confirms or contradicts candidates
  public Matcher(LabelIndex index, Facts facts) {
    this.index = index;
    this.facts = facts;
  }

  /// Returns the entities that may match, most probable first.
  public List<Candidate> match(MatchQuery query) {
    try {
      List<Scored> ranked = new ArrayList<>();
      for (Scored scored : ranked(best(query).values(), 2 * query.limit() + 5)) {
        ranked.add(check(scored, query));
      }
      List<Candidate> candidates = new ArrayList<>();
      for (Scored scored : ranked(ranked, query.limit())) {
        double odds = scored.odds();
        double rivals = ranked.stream().mapToDouble(rival -> squaredOdds(rival, scored)).sum();
        double score = 100 * odds / (1 + odds) * (odds * odds / rivals);
        if (score >= MIN_SCORE) {
          candidates.add(candidate(scored, Math.round(score * 10) / 10.0));
        }
      }
      return candidates;
    } catch (IOException e) {
      throw new UncheckedIOException("the label index cannot be read", e);
    }
  }

  private static double squaredOdds(Scored rival, Scored candidate) {
    boolean isLess = candidate.hit().preferred() && !rival.hit().preferred();
    double odds = isLess ? ALIAS_FACTOR * rival.odds() : rival.odds();
    return odds * odds;
  }

  private static List<Scored> ranked(Collection<Scored> found, int limit) {
    return found.stream()
        .sorted(
            Comparator.comparingDouble(Scored::odds)
                .thenComparingLong(s -> s.hit().degree())
                .reversed()
                .thenComparingLong(s -> s.hit().entity()))
        .limit(limit)
        .toList();
  }

  record Scored(LabelIndex.Hit hit, Resemblance resemblance, double odds, String reason) {}

  /// Returns the best hit of each entity.
  Map<Long, Scored> best(MatchQuery query) throws IOException {
    Map<Long, Scored> best = new HashMap<>();
    for (String identifier : query.identifiers()) {
      for (LabelIndex.Hit hit :
          index.search(Proposals.identified(identifier, query.types()), MAX_PROPOSALS)) {
        put(best, hit, new Resemblance(Resemblance.Kind.IDENTIFIER, 1, identifier));
      }
    }
    Name name = Name.of(query.name());
    if (!name.tokens().isEmpty()) {
      NameComparison comparison = new NameComparison(name, index::weight);
      for (LabelIndex.Hit hit :
          index.search(Proposals.named(name, index, query.types()), MAX_PROPOSALS)) {
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
          odds *= AGREEING_FACTOR;
          reason.append(", same ").append(property.path());
        }
        case DIFFERS -> {
          odds *= DIFFERING_FACTOR;
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
              + Identifiers.issuer(resemblance.note(), shown.identifiers())
                  .map(issuer -> issuer + " id")
                  .orElse("id");
      case SAME -> "same " + kept;
      case SAME_CORE -> "same " + kept + " " + resemblance.note();
      case ACRONYM -> "acronym" + (of.isEmpty() ? " of the name" : of);
      case SIMILAR -> (resemblance.note().isEmpty() ? "like the name" : resemblance.note()) + of;
    };
  }
}
