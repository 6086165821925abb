package org.techrace.serve;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.jena.sparql.core.DatasetGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damages the store of a running server. Each answer must be right or an error.
@Tag("long")
final class DamageTest {
  private static final String ALL =
      "/sparql?query=" + encode("SELECT * { ?s ?p ?o } ORDER BY ?s", UTF_8);

  @Test
  void reportsDamagedBlocks(@TempDir Path folder) throws Exception {
    long start = System.nanoTime();
    DatasetGraph sealed = HostileTest.sealed(HostileTest.chain(20_000), folder);
    try (TestServer server =
        TestServer.of(TestServer.asIs(TestServer.RELEASE, sealed), TestServer.OPTIONS)) {
      assertThat(server.get("/sparql?query=ASK%7B%7D", "*/*").statusCode()).isEqualTo(200);
      damage(folder);
      HttpResponse<String> response = server.get(ALL, "text/csv, text/plain;q=0.1");
      assertThat(response.statusCode())
          .as(response.body().lines().limit(3).toList().toString())
          .isEqualTo(500);
      assertThat(response.body()).isEqualTo("The server has failed; its log has the details.\n");
      assertThat(server.get("/sparql?query=ASK%7B%7D", "*/*").statusCode()).isEqualTo(200);
      assertThat(server.secondsUntilIdle(30)).isLessThan(30);
    }
    ReliabilityDoc.table(
        "The disk goes bad while it is served",
        "Every block of a store has a checksum, which is verified when the block is first read"
            + " (`DamageTest`).",
        ReliabilityDoc.FAULTS,
        List.of(
            ReliabilityDoc.fault(
                "every block of the store that is being served is damaged",
                "500 and a sentence, no wrong answer; what needs no block is answered",
                "500; 200",
                start)));
  }

  /// Flips a bit in the middle of each kilobyte, in place.
  private static void damage(Path store) throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
          for (long at = 512; at < channel.size() - 512; at += 1024) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1));
            channel.write(one.flip(), at);
          }
        }
      }
    }
  }
}
