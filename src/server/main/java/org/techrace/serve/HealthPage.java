package org.techrace.serve;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.G;
import org.apache.jena.vocabulary.DCTerms;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Request;
import tools.jackson.databind.node.ObjectNode;

/// `/health`, for load balancers: 200 when the server is ready ([Readiness]), however much it has
/// to do, and 503 before that and while it stops. Says which release is served, how old it is, and
/// when the store it comes from last answered. A store that is down does not make a server
/// unhealthy: it serves the last good release.
final class HealthPage implements Processor {
  private final BooleanSupplier ready;
  private final Optional<Supplier<Followed>> followed;
  private final Clock clock;

  HealthPage(BooleanSupplier ready, Optional<Supplier<Followed>> followed, Clock clock) {
    this.ready = ready;
    this.followed = followed;
    this.clock = clock;
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    boolean isReady = ready.getAsBoolean();
    Instant now = clock.instant();
    ObjectNode health = HttpJson.object();
    health.put("status", isReady ? "ready" : "starting").put("release", lease.release());
    issued(lease)
        .ifPresent(
            time -> health.put("issued", time.toString()).put("ageSeconds", seconds(time, now)));
    followed.map(Supplier::get).ifPresent(store -> put(store, now, health));
    return HttpJson.answer(health)
        .withStatus(isReady ? 200 : 503)
        .withFreshness(Answer.Freshness.NONE);
  }

  private static void put(Followed store, Instant now, ObjectNode health) {
    health.put("store", store.store());
    store
        .contact()
        .ifPresent(
            time ->
                health
                    .put("storeContact", time.toString())
                    .put("storeContactAgeSeconds", seconds(time, now)));
    store.problem().ifPresent(problem -> health.put("storeProblem", problem));
  }

  private static long seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toSeconds());
  }

  private static Optional<Instant> issued(Lease lease) {
    Node release = NodeFactory.createURI(lease.iris().release(lease.release()));
    Node time = G.getZeroOrOneSP(lease.description(), release, DCTerms.issued.asNode());
    try {
      return time == null
          ? Optional.empty()
          : Optional.of(Instant.parse(time.getLiteralLexicalForm()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
