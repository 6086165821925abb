package org.techrace.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphFactory;
import org.junit.jupiter.api.Test;
import org.techrace.threads.Helpers;

/// Tests that the setting `limits.threads` of a server is not that of other servers of the process.
final class ThreadsTest {
  @Test
  void eachServerLendsItsOwnThreads() throws IOException {
    DatasetGraph first = DatasetGraphFactory.createTxnMem();
    DatasetGraph second = DatasetGraphFactory.createTxnMem();
    DatasetGraph promoted = DatasetGraphFactory.createTxnMem();
    try (TestServer one = TestServer.of(first, options(1));
        TestServer _ = TestServer.of(second, options(3))) {
      one.server.promote(TestServer.open("2026-11-25-abcdef", promoted));
      assertThat(threads(first)).isEqualTo(1);
      assertThat(threads(promoted)).isEqualTo(1);
      assertThat(threads(second)).isEqualTo(3);
    }
  }

  private static Options options(int threads) {
    return TestServer.OPTIONS.edit().limits(new TestLimits().threads(threads).build()).build();
  }

  private static int threads(DatasetGraph dataset) {
    return dataset.getContext().<Helpers>get(Helpers.SYMBOL).threads();
  }
}
