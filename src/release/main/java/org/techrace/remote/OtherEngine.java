package org.techrace.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Any other engine. Its user loads the dump; the build waits until the endpoint has it.
///
/// @param endpoint the address of its SPARQL endpoint
/// @param how the commands that load a file named `%s`; empty if they are not known
record OtherEngine(URI endpoint, String how) implements Holder {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /// QLever makes its index from a file, and serves it.
  static OtherEngine qlever(URI endpoint) {
    return new OtherEngine(
        endpoint,
        "stop its server, then: zcat %%s | qlever-index -i release -F nq -f - && qlever-server -i release -p %d"
            .formatted(endpoint.getPort()));
  }

  /// Deletes nothing: its user does.
  @Override
  public void delete(List<String> graphs) {}

  @Override
  public void load(Path dump, Contents contents, Consumer<String> say) throws IOException {
    String file = dump.toAbsolutePath().toString();
    say.accept(
        "waiting until %s has the data of %s%s"
            .formatted(endpoint, file, how.isEmpty() ? "; load it" : "; " + how.formatted(file)));
    try {
      String said = "";
      for (Optional<String> fault = fault(contents); fault.isPresent(); fault = fault(contents)) {
        if (!fault.get().equals(said)) {
          said = fault.get();
          say.accept(said);
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the build was interrupted", e);
    }
  }

  private Optional<String> fault(Contents contents) {
    EndpointDataset data = EndpointDataset.unchecked(endpoint, TIME);
    try {
      return data.fault(contents.sizes())
          .map(fault -> "the endpoint %s %s".formatted(endpoint, fault));
    } catch (EndpointException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } finally {
      data.close();
    }
  }
}
