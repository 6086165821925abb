package org.techrace.serve.work;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.techrace.serve.http.Refusal;

/// Limits how many tasks run at once, in all and per client. Further ones wait in a queue of
/// limited length, first come, first served. No thread waits: a place that becomes free is given to
/// the first task in the queue that may run. Safe for concurrent use.
///
/// @param <T> the tasks
public final class Admission<T> {
  private final String many;
  private final Limits.Places places;
  private final Consumer<T> start;
  private final Deque<Place> queue = new ArrayDeque<>();

  /// The number of tasks that run or wait, and of those that run, by client.
  private final Map<String, Integer> clients = new HashMap<>();

  private final Map<String, Integer> runningOfClient = new HashMap<>();
  private int running;

  /// An admission with free places.
  ///
  /// @param many the word for several tasks in messages, such as `queries`
  /// @param start starts a task that has got its place
  public Admission(String many, Limits.Places places, Consumer<T> start) {
    this.many = many;
    this.places = places;
    this.start = start;
  }

  private enum State {
    NEW,
    WAITING,
    RUNNING,
    CLOSED
  }

  /// The place of one task. Must be closed when the task has ended; closing it again does nothing.
  public final class Place implements AutoCloseable {
    private final String client;
    private final T task;

    /// Guarded by the admission.
    private State state = State.NEW;

    private Place(String client, T task) {
      this.client = client;
      this.task = task;
    }

    /// Starts the task on this thread if there is a place, or adds it to the queue. Called once.
    ///
    /// @throws Refusal 429 if the client has too many tasks in progress, 503 if the queue is full
    public void enter() {
      if (begins(this)) {
        start.accept(task);
      }
    }

    /// Leaves the queue.
    ///
    /// @return false if the task is not in the queue
    public boolean leaveQueue() {
      return leave(this);
    }

    /// Gives up the place, and starts the task that gets it on this thread.
    @Override
    public void close() {
      pass().ifPresent(start);
    }

    /// Gives up the place.
    ///
    /// @return the task that gets it, for the caller to start
    public Optional<T> pass() {
      return end(this);
    }
  }

  /// Returns a place for a task, which is not counted until it enters.
  ///
  /// @param client the name of the client
  public Place place(String client, T task) {
    return new Place(client, task);
  }

  private synchronized boolean begins(Place place) {
    int ofClient = clients.getOrDefault(place.client, 0);
    if (ofClient >= places.perClient()) {
      throw Refusal.busy(
          429,
          "You have %d %s under way; wait for one to end.".formatted(places.perClient(), many));
    }
    boolean begins = running < places.concurrent() && mayRun(place.client);
    if (!begins && queue.size() >= places.queued()) {
      throw tooMany();
    }
    clients.put(place.client, ofClient + 1);
    if (begins) {
      begin(place);
    } else {
      place.state = State.WAITING;
      queue.add(place);
    }
    return begins;
  }

  private void begin(Place place) {
    place.state = State.RUNNING;
    running++;
    runningOfClient.merge(place.client, 1, Integer::sum);
  }

  private boolean mayRun(String client) {
    return runningOfClient.getOrDefault(client, 0) < places.concurrentPerClient();
  }

  private synchronized boolean leave(Place place) {
    if (place.state != State.WAITING) {
      return false;
    }
    queue.remove(place);
    place.state = State.CLOSED;
    decrement(clients, place.client);
    return true;
  }

  private synchronized Optional<T> end(Place place) {
    if (place.state != State.RUNNING) {
      return Optional.empty();
    }
    place.state = State.CLOSED;
    running--;
    decrement(runningOfClient, place.client);
    decrement(clients, place.client);
    for (Iterator<Place> waiting = queue.iterator(); waiting.hasNext(); ) {
      Place next = waiting.next();
      if (mayRun(next.client)) {
        waiting.remove();
        begin(next);
        return Optional.of(next.task);
      }
    }
    return Optional.empty();
  }

  private static void decrement(Map<String, Integer> counts, String client) {
    counts.computeIfPresent(client, (c, n) -> n == 1 ? null : n - 1);
  }

  /// The number of tasks that run.
  public synchronized int running() {
    return running;
  }

  /// The number of tasks that wait.
  public synchronized int waiting() {
    return queue.size();
  }

  /// Returns the refusal of a task that waits too long, or that finds the queue full.
  Refusal tooMany() {
    return Refusal.busy(503, "Too many " + many + " are under way; try again in a few seconds.");
  }
}
