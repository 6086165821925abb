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

/// Limits how many evaluations run at once, in all and per client. Further ones wait in a queue of
/// limited length, first come, first served. Safe for concurrent use.
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

  /// An admission with free places.
  ///
  /// @param many the word for several evaluations in messages, such as `queries`
  public Admission(String many, Limits.Places places) {
    this.many = many;
    this.places = places;
  }

  /// The place of one evaluation. Must be closed when the evaluation has ended; closing it again
  /// does nothing.
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
  /// @param client the client's IP address
  /// @param patience how long to wait at most
  /// @param gone reports whether the client has left; then it also leaves the queue
  /// @throws Refusal 429 if the client has too many evaluations in progress, 503 if the queue is
  ///   full or the time is up
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

  /// Waits until there is a place for the client, and all earlier clients in the queue that may run
  /// one more have begun.
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

  /// The number of evaluations that run.
  public synchronized int running() {
    return running;
  }

  /// The number of evaluations that wait.
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
