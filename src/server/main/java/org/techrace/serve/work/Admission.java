package org.techrace.serve.work;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.techrace.serve.http.Refusal;
import org.techrace.threads.Turn;

/// Limits how many tasks run at once, in all and per client. Further ones wait in a queue of
/// limited length, first come, first served. No thread waits for a place: one that becomes free is
/// given to the first task in the queue that may run.
///
/// A task that has run for 100 ms is *heavy*, for every client. While small ones are in progress,
/// heavy tasks have at most half of the places and of the processors: other heavy tasks pause, and
/// small ones get their places. Heavy tasks that have run least are next. Safe for concurrent use.
///
/// @param <T> the tasks
public final class Admission<T> {
  /// The time after which a task is heavy, and after which a heavy one may have to pause for
  /// another.
  private static final long HEAVY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final String many;
  private final Limits.Places places;
  private final Consumer<T> start;
  private final LongSupplier clock;

  /// How many heavy tasks may run while others are in progress.
  private final int half;

  private final Deque<Place> queue = new ArrayDeque<>();

  /// The number of tasks that run or wait, by client.
  private final Map<String, Integer> clients = new HashMap<>();

  /// The tasks that run, with those that pause.
  private final List<Place> begun = new ArrayList<>();

  /// An admission with free places.
  ///
  /// @param many the word for several tasks in messages, such as `queries`
  /// @param start starts a task that has got its place
  public Admission(String many, Limits.Places places, Consumer<T> start) {
    this(many, places, Runtime.getRuntime().availableProcessors(), System::nanoTime, start);
  }

  /// @param clock the time in nanoseconds
  Admission(
      String many, Limits.Places places, int processors, LongSupplier clock, Consumer<T> start) {
    this.many = many;
    this.places = places;
    this.half = Math.max(1, Math.min(places.concurrent(), processors) / 2);
    this.clock = clock;
    this.start = start;
  }

  private enum State {
    NEW,
    WAITING,
    BEGUN,
    CLOSED
  }

  /// The place of one task. Must be closed when the task has ended; closing it again does nothing.
  public final class Place implements AutoCloseable, Turn {
    private final String client;
    private final T task;

    // The following are guarded by the admission.
    private State state = State.NEW;
    private boolean heavy;

    /// Set when the task should end: it may not pause any more, and has no part in the shares.
    private boolean ending;

    /// The time at which it began to run, or ran again after a pause.
    private long since;

    /// How long it ran before that.
    private long ran;

    private volatile boolean paused;

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

    /// Ends the pause of a task that should end, if it pauses.
    public void endSoon() {
      release(this);
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

    @Override
    public boolean isPaused() {
      return paused;
    }

    @Override
    public void await() {
      synchronized (this) {
        while (paused) {
          try {
            wait();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
          }
        }
      }
    }

    private void pause(boolean pauses) {
      if (pauses == paused) {
        return;
      }
      long now = clock.getAsLong();
      ran = ran(now);
      since = now;
      synchronized (this) {
        paused = pauses;
        notifyAll();
      }
    }

    private long ran(long now) {
      return paused ? ran : ran + now - since;
    }

    private boolean hasHadTurn(long now) {
      return paused || now - since >= HEAVY_NANOS;
    }

    private void becomeHeavy() {
      heavy = true;
      long now = clock.getAsLong();
      ran = ran(now);
      since = now;
    }

    private boolean isSmall() {
      return !heavy && !ending;
    }

    private boolean takesPart() {
      return heavy && !ending;
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
    boolean begins = mayBegin(place.client);
    if (!begins && waiting() >= places.queued()) {
      throw tooMany();
    }
    clients.put(place.client, ofClient + 1);
    if (begins) {
      begin(place);
    } else {
      place.state = State.WAITING;
      queue.add(place);
    }
    share(half);
    return begins;
  }

  private void begin(Place place) {
    place.state = State.BEGUN;
    place.since = clock.getAsLong();
    begun.add(place);
  }

  /// Reports whether a task may begin: heavy ones that are more than half pause for it.
  private boolean mayBegin(String client) {
    return isFree(places.concurrent(), begun)
        && isFree(
            places.concurrentPerClient(),
            begun.stream().filter(p -> p.client.equals(client)).toList());
  }

  private boolean isFree(int most, List<Place> tasks) {
    long small = tasks.stream().filter(p -> !p.takesPart()).count();
    long heavy = tasks.stream().filter(p -> p.takesPart() && !p.paused).count();
    return small < most - Math.min(half, heavy);
  }

  /// Begins a task of the queue if it may begin.
  private Optional<Place> next() {
    for (Iterator<Place> waiting = queue.iterator(); waiting.hasNext(); ) {
      Place next = waiting.next();
      if (mayBegin(next.client)) {
        waiting.remove();
        begin(next);
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private synchronized boolean leave(Place place) {
    if (place.state != State.WAITING) {
      return false;
    }
    queue.remove(place);
    place.state = State.CLOSED;
    decrement(place.client);
    return true;
  }

  private synchronized void release(Place place) {
    place.pause(false);
    place.ending = true;
  }

  private synchronized Optional<T> end(Place place) {
    if (place.state != State.BEGUN) {
      return Optional.empty();
    }
    place.state = State.CLOSED;
    begun.remove(place);
    decrement(place.client);
    if (place.heavy) {
      share(most());
    }
    return next().map(each -> each.task);
  }

  private void decrement(String client) {
    clients.computeIfPresent(client, (c, n) -> n == 1 ? null : n - 1);
  }

  /// Looks which tasks have become heavy, divides the time among heavy ones, and starts the tasks
  /// that get their places. Called some times in a second.
  void look() {
    List<Place> started = new ArrayList<>();
    synchronized (this) {
      long now = clock.getAsLong();
      begun.stream()
          .filter(p -> p.isSmall() && p.ran(now) >= HEAVY_NANOS)
          .forEach(Place::becomeHeavy);
      share(most());
      for (Optional<Place> next = next(); next.isPresent(); next = next()) {
        started.add(next.get());
      }
      share(most());
    }
    started.forEach(each -> start.accept(each.task));
  }

  /// How many heavy tasks may run now.
  private int most() {
    boolean others = !queue.isEmpty() || begun.stream().anyMatch(Place::isSmall);
    return others ? half : places.concurrent();
  }

  /// Lets some heavy tasks run and the others pause: those whose turn has not ended first, then
  /// those that have run least.
  ///
  /// @param most how many may run
  private void share(int most) {
    if (begun.stream().noneMatch(Place::takesPart)) {
      return;
    }
    long now = clock.getAsLong(); // one time, so that the order does not change while it is made
    List<Place> heavy =
        begun.stream()
            .filter(Place::takesPart)
            .sorted(
                Comparator.comparing((Place p) -> p.hasHadTurn(now))
                    .thenComparingLong(p -> p.ran(now)))
            .toList();
    int running = 0;
    Map<String, Integer> ofClient = new HashMap<>();
    for (Place place : heavy) {
      boolean runs =
          running < most && ofClient.getOrDefault(place.client, 0) < places.concurrentPerClient();
      place.pause(!runs);
      if (runs) {
        running++;
        ofClient.merge(place.client, 1, Integer::sum);
      }
    }
  }

  /// The number of tasks that run.
  public synchronized int running() {
    return (int) begun.stream().filter(p -> !p.paused).count();
  }

  /// The number of tasks that wait or pause.
  public synchronized int waiting() {
    return queue.size() + begun.size() - running();
  }

  /// Returns the refusal of a task that waits too long, or that finds the queue full.
  Refusal tooMany() {
    return Refusal.busy(503, "Too many " + many + " are under way; try again in a few seconds.");
  }
}
