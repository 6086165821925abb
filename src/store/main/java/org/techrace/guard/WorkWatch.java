package org.techrace.guard;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.jena.query.QueryCancelledException;
import org.jspecify.annotations.Nullable;

/// Stops the shapes and queries of a project that take too long or fill the heap, so that each of
/// them ends with a reason, and the others go on. A thread of its own looks at all of them.
///
/// ```java
/// try (WorkWatch watch = new WorkWatch(Duration.ofSeconds(60));
///     WorkWatch.Lane lane = watch.lane()) {
///   WorkWatch.Work work = watch.work();
///   if (!lane.run(work, () -> evaluate(work.stopSignal()))) {
///     report(work.reason());
///   }
/// }
/// ```
///
/// Thread-safe; a lane belongs to the thread that opened it.
public final class WorkWatch implements AutoCloseable {
  private static final long MILLIS_BETWEEN_LOOKS = 100;
  private static final long NANOS_BETWEEN_COLLECTIONS = 2_000_000_000L;

  /// The share of the heap that is in use after a collection when work is stopped.
  private static final double FULL = 0.85;

  /// The share of the heap that work must have allocated to be stopped for its memory.
  private static final double LARGE = 0.1;

  private static final ThreadLocal<@Nullable Lane> CURRENT = new ThreadLocal<>();

  private static final java.lang.management.ThreadMXBean THREADS =
      ManagementFactory.getThreadMXBean();

  private final Duration time;
  private final Set<Lane> lanes = ConcurrentHashMap.newKeySet();
  private final Thread watcher;
  private long lastCollection = System.nanoTime() - NANOS_BETWEEN_COLLECTIONS;

  /// @param time the maximum time of each piece of work, on all threads together
  public WorkWatch(Duration time) {
    this.time = time;
    this.watcher = Thread.ofPlatform().daemon().name("work watch").start(this::watch);
  }

  /// Returns a piece of work, such as a shape. It may be done in many parts and by many threads.
  public Work work() {
    return new Work();
  }

  /// Opens a lane for this thread, which does one part of some work after another.
  public Lane lane() {
    return new Lane();
  }

  /// Ends the part that this thread does if its work was stopped. Does nothing on other threads.
  ///
  /// @throws CancellationException if the work was stopped
  public static void goOn() {
    Lane lane = CURRENT.get();
    if (lane != null) {
      lane.goOn();
    }
  }

  /// A piece of work with a limit of time.
  public static final class Work {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong allocated = new AtomicLong();

    private Work() {}

    /// Returns the signal that is true once the work was stopped.
    public AtomicBoolean stopSignal() {
      return stop;
    }

    /// Stops the work. The first reason is kept.
    public void stop(String why) {
      reason.compareAndSet(null, why);
      stop.set(true);
    }

    /// Returns why the work was stopped: what follows its name in a finding.
    public Optional<String> reason() {
      return Optional.ofNullable(reason.get());
    }
  }

  /// The work of one thread.
  public final class Lane implements AutoCloseable {
    private final long thread = Thread.currentThread().threadId();
    private final @Nullable Lane outer = CURRENT.get();
    private volatile @Nullable Work work;
    private volatile long since;

    /// The bytes that the thread had allocated at the last look.
    private long bytes = allocatedBytes();

    private Lane() {
      lanes.add(this);
      CURRENT.set(this);
    }

    /// Does a part of some work.
    ///
    /// @return false if the work was stopped, now or before
    public boolean run(Work some, Runnable part) {
      if (some.stop.get()) {
        return false;
      }
      long start = System.nanoTime();
      since = start; // before the work, so that the watcher never takes it for longer than it is
      work = some;
      try {
        part.run();
      } catch (CancellationException | QueryCancelledException e) {
        if (!some.stop.get()) {
          throw e;
        }
      } catch (QueryRefusedException e) {
        some.stop("is refused: " + e.sentence());
      } catch (OutOfMemoryError e) {
        some.stop(tooLarge());
      } catch (StackOverflowError e) {
        some.stop("nests too deeply");
      } finally {
        work = null;
        some.nanos.addAndGet(System.nanoTime() - start);
      }
      return !some.stop.get();
    }

    /// Ends the part that is being done if its work was stopped.
    ///
    /// @throws CancellationException if it was
    public void goOn() {
      Work now = work;
      if (now != null && now.stop.get()) {
        throw new CancellationException();
      }
    }

    /// Returns the work of the part that is being done.
    public Work current() {
      return Objects.requireNonNull(work);
    }

    private long allocatedBytes() {
      return THREADS instanceof ThreadMXBean threads ? threads.getThreadAllocatedBytes(thread) : 0;
    }

    @Override
    public void close() {
      lanes.remove(this);
      CURRENT.set(outer);
    }
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
        look();
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void look() {
    long now = System.nanoTime();
    Map<Work, Long> running = new HashMap<>();
    for (Lane lane : lanes) {
      long before = lane.bytes;
      lane.bytes = lane.allocatedBytes();
      Work work = lane.work;
      if (work != null) {
        running.merge(work, now - lane.since, Long::sum);
        work.allocated.addAndGet(lane.bytes - before);
      }
    }
    running.forEach(
        (work, nanos) -> {
          if (work.nanos.get() + nanos > time.toNanos()) {
            work.stop("exceeds the limit of %d seconds".formatted(time.toSeconds()));
          }
        });
    if (isFull() && now - lastCollection > NANOS_BETWEEN_COLLECTIONS) {
      ManagementFactory.getMemoryMXBean().gc();
      lastCollection = System.nanoTime();
      if (isFull()) {
        running.keySet().stream()
            .max(Comparator.comparingLong(work -> work.allocated.get()))
            .filter(work -> work.allocated.get() > LARGE * Runtime.getRuntime().maxMemory())
            .ifPresent(work -> work.stop(tooLarge()));
      }
    }
  }

  private static boolean isFull() {
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage kept = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      if (kept != null && kept.getMax() > 0 && kept.getUsed() > FULL * kept.getMax()) {
        return true;
      }
    }
    return false;
  }

  private static String tooLarge() {
    return "needs more memory than the heap of %,d MB has"
        .formatted(Runtime.getRuntime().maxMemory() >> 20);
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
