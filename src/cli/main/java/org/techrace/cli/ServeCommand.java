package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.techrace.pipeline.InputWatch;
import org.techrace.release.Releases;
import org.techrace.release.signature.AllowedSigners;
import org.techrace.report.Report;
import org.techrace.serve.Options;
import org.techrace.serve.Preparation;
import org.techrace.serve.Server;
import org.techrace.settings.Settings;
import org.techrace.storage.StorageSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `techrace serve`: serves a release over HTTP, and builds it first if necessary.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description =
        "Serves the project over HTTP. Builds a release first if the inputs have changed.")
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private InputsOption where = new InputsOption();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "The port; 0 takes a free one (default: 3030). The next port is for ping and metrics.")
  private Optional<String> port = Optional.empty();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The address to listen on (default: localhost, this machine only).")
  private Optional<String> host = Optional.empty();

  @Mixin private SettingsOption other = new SettingsOption();

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "DIR",
      description =
          "Build again when a file below DIR changes (default: all inputs of a release), and serve"
              + " the new release if it has no ERROR.")
  private @Nullable Path watch;

  @Option(
      names = "--follow",
      paramLabel = "URL",
      description =
          "Serve whichever release is current in object storage: s3://BUCKET/PREFIX or"
              + " file:/FOLDER. Needs no project; releases are kept in --releases.")
  private Optional<String> follow = Optional.empty();

  @Mixin private SignersOption signers = new SignersOption();

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "Send queries to a SPARQL endpoint that holds the data of the current release, instead of"
              + " its store. Builds nothing. Repeatable: a promotion changes to the endpoint that"
              + " holds the release.")
  private List<String> endpoints = List.of();

  @Option(
      names = "--rehearse",
      hidden = true,
      description =
          "Serve on free ports, request a few pages, and stop: creates the launcher's AOT cache.")
  private boolean rehearse;

  @Override
  public Integer call() throws IOException, InterruptedException {
    port.ifPresent(value -> other.instead().put("serve.port", value));
    host.ifPresent(value -> other.instead().put("serve.host", value));
    if (!endpoints.isEmpty()) {
      other.instead().put("serve.endpoint", String.join(" ", endpoints));
    }
    if (rehearse) {
      other.instead().put("serve.port", "0");
      other.instead().put("serve.operations-port", "0");
    }
    if (follow.isPresent()) {
      return follow(follow.get());
    }
    if (signers.read().isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "--signers is for releases that are received; use it with --follow");
    }
    ProjectSettings settings = ProjectSettings.read(where.existing(), other.instead());
    Options options = settings.options();
    Preparation prepared = Preparation.of(options);
    PrintWriter out = spec.commandLine().getOut();
    Releases releases = where.releases();
    Optional<InputWatch> inputs = inputs();
    if (options.endpoints().isEmpty() && !build(releases, out)) {
      if (releases.current().isEmpty()) {
        return 1;
      }
      out.println("serving the previous release: " + releases.current().get());
    }
    try (Server server = Server.start(prepared, releases)) {
      if (rehearse) {
        server.rehearse();
        return 0;
      }
      announce(server, out);
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      if (inputs.isPresent()) {
        follow(inputs.get(), settings.graph().iris().base(), out);
      }
      stopped.await();
    }
    return 0;
  }

  /// Builds a release if the inputs have changed, unless the current one has no store: then its
  /// next one is loaded into an engine, too. Returns false if the build fails.
  private boolean build(Releases releases, PrintWriter out) throws IOException {
    Optional<String> current = releases.current();
    if (current.isPresent() && releases.isHeld(current.get())) {
      out.println(
          "release " + current.get() + " has no store; 'techrace build --held-by' makes the next");
      return true;
    }
    PrintWriter err = spec.commandLine().getErr();
    return BuildCommand.build(where, Optional.empty(), false, false, out, err);
  }

  private static void announce(Server server, PrintWriter out) {
    out.println("home    " + server.uri());
    out.println("SPARQL  " + server.uri().resolve("sparql"));
    out.println("entity  " + server.example());
    out.println("ping    " + server.operationsUri().resolve("ping"));
    out.println("Press Ctrl-C to stop.");
  }

  /// Serves the current release of a store.
  private int follow(String url) throws IOException, InterruptedException {
    if (watch != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--watch builds releases and --follow receives them; use one of both");
    }
    Releases releases = where.replica();
    Optional<AllowedSigners> required = signers.read();
    StorageSettings settings = ProjectSettings.read(where.folder(), other.instead()).storage();
    PrintWriter out = spec.commandLine().getOut();
    try (ProgressLine progress = new ProgressLine(spec.commandLine().getErr());
        Replica replica =
            new Replica(
                StoreSession.open(url, releases, settings, spec.commandLine()).requiring(required),
                releases,
                settings,
                other.instead(),
                progress::bytes,
                out)) {
      replica.serve(server -> announce(server, out));
    }
    return 0;
  }

  /// Starts to watch the inputs, before the first build reads them.
  private Optional<InputWatch> inputs() throws IOException {
    if (watch == null) {
      return Optional.empty();
    }
    if (!watch.toString().isEmpty()) {
      return Optional.of(new InputWatch(List.of(watch)));
    }
    List<Path> all = new ArrayList<>(where.project(new Report()).watched());
    all.add(where.folder().resolve(Settings.FILE));
    return Optional.of(new InputWatch(all));
  }

  /// Builds whenever the inputs change. The server notices promoted releases itself.
  ///
  /// @param base where the IRIs begin that the server answers for. A release with another base
  ///   needs another server, so it is not built.
  private void follow(InputWatch inputs, String base, PrintWriter out)
      throws IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    while (!Thread.currentThread().isInterrupted()) {
      for (Path changed : inputs.await()) {
        out.println("changed " + where.folder().relativize(changed.toAbsolutePath()));
      }
      try {
        String changed =
            ProjectSettings.read(where.existing(), other.instead()).graph().iris().base();
        if (!changed.equals(base)) {
          err.println(
              "graph.base is now %s, but this server answers for %s; nothing is built until it is started again: press Ctrl-C, then techrace serve"
                  .formatted(changed, base));
        } else if (!build(where.releases(), out)) {
          where
              .releases()
              .current()
              .ifPresent(id -> out.println("release " + id + " remains current"));
        }
      } catch (FindingsException e) {
        FindingsPrinter.list(e.report(), err);
        err.println("nothing was published");
      } catch (IOException | RuntimeException e) {
        // The next change may fix the cause.
        err.println("techrace: nothing was published: " + e);
      }
    }
  }
}
