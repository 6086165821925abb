package org.techrace.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a client has used of its budget comes back in a minute; clients are networks in IPv6.
final class ClientBudgetsTest {
  private static final Neighbour CLIENT = Neighbour.of("192.0.2.1");

  private long now;
  private final ClientBudgets budgets = new ClientBudgets(new ClientBudget(60, 10), () -> now);

  private void pass(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void cpuTimeComesBackEvenly() {
    budgets.useCpu(CLIENT, Duration.ofSeconds(59).toNanos());
    assertThatCode(() -> budgets.checkCpu(CLIENT)).doesNotThrowAnyException();
    budgets.useCpu(CLIENT, Duration.ofSeconds(16).toNanos());
    assertThatThrownBy(() -> budgets.checkCpu(CLIENT))
        .hasMessage(
            "You have used all of the 60 CPU seconds that one client has in a minute"
                + " (limits.client-cpu-seconds); try again in 21 s.")
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.status()).isEqualTo(429);
              assertThat(refusal.headers())
                  .isEqualTo(Map.of("Retry-After", "21", "RateLimit", "\"cpu\";r=0;t=21"));
            });
    assertThatCode(() -> budgets.checkCpu(Neighbour.of("192.0.2.2"))).doesNotThrowAnyException();
    pass(21);
    assertThatCode(() -> budgets.checkCpu(CLIENT)).doesNotThrowAnyException();
    budgets.useCpu(CLIENT, Duration.ofSeconds(6).toNanos());
    assertThatThrownBy(() -> budgets.checkCpu(CLIENT)).hasMessageContaining("try again in 6 s");
  }

  @ParameterizedTest
  @CsvSource({"400, true", "404, true", "499, true", "200, false", "429, false", "503, false"})
  void errorsOfTheClientCount(int status, boolean counts) {
    for (int i = 0; i < 10; i++) {
      budgets.checkErrors(CLIENT);
      budgets.answered(CLIENT, status);
    }
    if (counts) {
      assertThatThrownBy(() -> budgets.checkErrors(CLIENT))
          .hasMessageContaining("the 10 errors that one client has in a minute");
      pass(6);
    }
    assertThatCode(() -> budgets.checkErrors(CLIENT)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::1, 2001:db8::ffff:1, true",
    "2001:db8::1, 2001:db8:0:1::1, false",
    "192.0.2.1, 192.0.2.2, false",
    "::ffff:192.0.2.1, 192.0.2.1, true",
    "0:0:0:0:0:0:0:1, ::1, true"
  })
  void countsByNetworkInIpv6AndByAddressInIpv4(String one, String other, boolean same) {
    assertThat(Neighbour.of(one).name().equals(Neighbour.of(other).name())).isEqualTo(same);
  }

  @Test
  void loopbackAndZeroAreWithoutLimit() {
    ClientBudgets none = new ClientBudgets(new ClientBudget(0, 0), () -> now);
    for (String local : new String[] {"127.0.0.1", "::1"}) {
      budgets.useCpu(Neighbour.of(local), Long.MAX_VALUE);
      assertThatCode(() -> budgets.checkCpu(Neighbour.of(local))).doesNotThrowAnyException();
    }
    none.useCpu(CLIENT, Long.MAX_VALUE);
    none.answered(CLIENT, 400);
    assertThatCode(() -> none.checkCpu(CLIENT)).doesNotThrowAnyException();
    assertThatCode(() -> none.checkErrors(CLIENT)).doesNotThrowAnyException();
  }
}
