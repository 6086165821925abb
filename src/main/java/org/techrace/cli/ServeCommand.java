package org.techrace.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.techrace.release.Releases;
import org.techrace.serve.Options;
import org.techrace.serve.Server;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `techrace serve`: a release over HTTP, built first if need be.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Serves the project over HTTP. Makes a release first if the inputs have changed.")
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProjectOption where = new ProjectOption();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "3030",
      description = "The port; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "localhost",
      description = "The address to listen on (default: ${DEFAULT-VALUE}, this machine only).")
  private String host = "localhost";

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Releases releases = where.releases();
    if (!BuildCommand.build(where, false, out, spec.commandLine().getErr())) {
      if (releases.current().isEmpty()) {
        return 1;
      }
      out.println("serving the release made before: " + releases.current().get());
    }
    Options options = new Options(host, port, where.folder().resolve("queries"));
    try (Server server = Server.start(options, releases)) {
      out.println("home    " + server.uri());
      out.println("SPARQL  " + server.uri().resolve("sparql"));
      out.println("entity  " + server.example());
      out.println("Ctrl-C stops it.");
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      stopped.await();
    }
    return 0;
  }
}
