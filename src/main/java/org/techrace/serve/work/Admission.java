package org.techrace.serve.work;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.techrace.serve.http.Refusal;

/// Lets in so many evaluations at once, of one client and of all; the rest wait in a queue that has
/// an end.
public final class Admission {
  private static final long BETWEEN_LOOKS_MILLIS = 50;

  private final String many;
  private final Limits.Places places;
  private final Deque<Turn> queue = new ArrayDeque<>();
  private final Map<String, Integer> clients = new ConcurrentHashMap<>();
  private final Map<String, Integer> runningOfClient = new HashMap<>();
  private int running;
  private long lastTurn;

  private record Turn(long number, String client) {}

  /// Lets in as many as there are places.
  ///
  /// @param many what clients call the evaluations: `queries`, say
  public Admission(String many, Limits.Places places) {
    this.many = many;
    this.places = places;
  }

  /// A place among those let in. Closed by whoever ends the evaluation; again does nothing.
  public final class Place implements AutoCloseable {
    private final String client;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Place(String client) {
      this.client = client;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        end(client);
        leave(client);
      }
    }
  }

  /// Waits for a place.
  ///
  /// @param client who asks
  /// @param patience how long to wait at most
  /// @param gone whether the client is gone: then its place in the queue is for others
  /// @throws Refusal 429 if the client has too many under way, 503 if all have
  public Place enter(String client, Duration patience, BooleanSupplier gone)
      throws InterruptedException {
    if (clients.merge(client, 1, Integer::sum) > places.perClient()) {
      leave(client);
      throw busy(
          429,
          "You have %d %s under way; wait for one to end.".formatted(places.perClient(), many));
    }
    boolean entered = false;
    try {
      begin(client, System.nanoTime() + patience.toNanos(), gone);
      entered = true;
      return new Place(client);
    } finally {
      if (!entered) {
        leave(client);
      }
    }
  }

  /// Whoever came first begins first, of those whose client may run one more.
  private synchronized void begin(String client, long deadline, BooleanSupplier gone)
      throws InterruptedException {
    if ((running == places.concurrent() || !mayRun(client)) && queue.size() >= places.queued()) {
      throw tooMany();
    }
    Turn turn = new Turn(++lastTurn, client);
    queue.add(turn);
    try {
      while (running == places.concurrent() || !isNext(turn)) {
        if (System.nanoTime() > deadline) {
          throw tooMany();
        }
        if (gone.getAsBoolean()) {
          throw new Refusal(499, "The client is gone.");
        }
        wait(BETWEEN_LOOKS_MILLIS);
      }
      running++;
      runningOfClient.merge(client, 1, Integer::sum);
    } finally {
      queue.remove(turn);
      notifyAll();
    }
  }

  private boolean isNext(Turn turn) {
    return queue.stream().filter(t -> mayRun(t.client)).findFirst().equals(Optional.of(turn));
  }

  private boolean mayRun(String client) {
    return runningOfClient.getOrDefault(client, 0) < places.concurrentPerClient();
  }

  private synchronized void end(String client) {
    running--;
    runningOfClient.computeIfPresent(client, (c, n) -> n == 1 ? null : n - 1);
    notifyAll();
  }

  /// How many evaluations are under way.
  public synchronized int running() {
    return running;
  }

  /// How many wait.
  public synchronized int waiting() {
    return queue.size();
  }

  private void leave(String client) {
    clients.computeIfPresent(client, (c, n) -> n == 1 ? null : n - 1);
  }

  private Refusal tooMany() {
    return busy(503, "Too many " + many + " are under way; try again in a few seconds.");
  }

  private static Refusal busy(int status, String sentence) {
    return new Refusal(status, sentence, Map.of("Retry-After", "5"));
  }
}
