package org.techrace.serve.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/// What each client has left of its [ClientBudget]. What was used comes back evenly, the whole in a
/// minute. Use is counted when it is known, so a client may exceed its budget once, and waits
/// longer then. Safe for concurrent use.
public final class ClientBudgets {
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  /// The clients whose use is remembered. With more, the one without a request for the longest time
  /// is forgotten.
  private static final int MOST_CLIENTS = 100_000;

  private static final int TOO_MANY_REQUESTS = 429;

  private final ClientBudget budget;
  private final LongSupplier nanoTime;
  private final Cache<String, Account> accounts =
      Caffeine.newBuilder()
          .maximumSize(MOST_CLIENTS)
          .expireAfterAccess(Duration.ofMinutes(5))
          .executor(Runnable::run)
          .build();

  public ClientBudgets(ClientBudget budget) {
    this(budget, System::nanoTime);
  }

  /// @param nanoTime the clock
  ClientBudgets(ClientBudget budget, LongSupplier nanoTime) {
    this.budget = budget;
    this.nanoTime = nanoTime;
  }

  /// What one client has used and has not got back.
  private static final class Account {
    private double cpuSeconds;
    private double errors;
    private long counted;

    Account(long now) {
      this.counted = now;
    }

    /// Returns to the client what comes back since the last call.
    void refill(ClientBudget budget, long now) {
      double minutes = (double) (now - counted) / MINUTE_NANOS;
      cpuSeconds = Math.max(0, cpuSeconds - minutes * budget.cpuSeconds());
      errors = Math.max(0, errors - minutes * budget.errors());
      counted = now;
    }
  }

  /// Checks that a client may have something evaluated.
  ///
  /// @throws Refusal 429 if it has used all of its CPU time
  public void checkCpu(Neighbour client) {
    if (isCounted(client, budget.cpuSeconds())) {
      Account account = account(client);
      synchronized (account) {
        account.refill(budget, nanoTime.getAsLong());
        check(
            "CPU seconds",
            "cpu",
            "limits.client-cpu-seconds",
            account.cpuSeconds,
            budget.cpuSeconds());
      }
    }
  }

  /// Checks that a client has not made too many errors.
  ///
  /// @throws Refusal 429 if it has
  void checkErrors(Neighbour client) {
    if (isCounted(client, budget.errors())) {
      Account account = account(client);
      synchronized (account) {
        account.refill(budget, nanoTime.getAsLong());
        check("errors", "errors", "limits.client-errors", account.errors, budget.errors());
      }
    }
  }

  private static void check(String what, String name, String setting, double used, int most) {
    if (used < most) {
      return;
    }
    // Until a tenth is left, so that the client is not refused again at once.
    long seconds = (long) Math.ceil((used - 0.9 * most) * 60 / most);
    throw new Refusal(
        TOO_MANY_REQUESTS,
        String.format(
            Locale.ROOT,
            "You have used all of the %,d %s that one client has in a minute (%s); try again in %d"
                + " s.",
            most,
            what,
            setting,
            seconds),
        Map.of(
            "Retry-After",
            Long.toString(seconds),
            "RateLimit",
            "\"%s\";r=0;t=%d".formatted(name, seconds)));
  }

  /// Counts the CPU time of an evaluation.
  public void useCpu(Neighbour client, long nanos) {
    if (isCounted(client, budget.cpuSeconds())) {
      Account account = account(client);
      synchronized (account) {
        account.refill(budget, nanoTime.getAsLong());
        account.cpuSeconds += nanos / 1e9;
      }
    }
  }

  /// Counts an answer, if it is an error of the client. A refusal for a budget is none: a client
  /// that asks again too early would never be answered.
  void answered(Neighbour client, int status) {
    if (status >= 400
        && status < 500
        && status != TOO_MANY_REQUESTS
        && isCounted(client, budget.errors())) {
      Account account = account(client);
      synchronized (account) {
        account.refill(budget, nanoTime.getAsLong());
        account.errors++;
      }
    }
  }

  private static boolean isCounted(Neighbour client, int most) {
    return most > 0 && !client.local();
  }

  private Account account(Neighbour client) {
    return accounts.get(client.name(), _ -> new Account(nanoTime.getAsLong()));
  }
}
