package org.techrace.cli;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.techrace.engine.Engine;
import org.techrace.engine.EngineOptions;
import org.techrace.mapping.Mapping;
import org.techrace.mapping.MappingReader;
import org.techrace.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `techrace map`: RML alone.
@Command(
    name = "map",
    mixinStandardHelpOptions = true,
    description = "Runs an RML mapping and writes N-Quads, each quad once.")
final class MapCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "MAPPING.ttl", description = "The RML mapping, in Turtle.")
  private Path mapping = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write; standard output if not given.")
  private @Nullable Path output;

  @Option(
      names = "--base",
      paramLabel = "IRI",
      description = "What relative IRIs begin with (default: ${DEFAULT-VALUE}).")
  private String base = EngineOptions.DEFAULT.base();

  @Override
  public Integer call() throws IOException {
    Report report = new Report();
    Optional<Mapping> read = MappingReader.read(mapping, report);
    if (read.isPresent()) {
      Engine engine = new Engine(read.get(), EngineOptions.DEFAULT.withBase(base), report);
      try (OutputStream out = open()) {
        engine.writeNQuads(out);
      }
    }
    report.findings().forEach(spec.commandLine().getErr()::println);
    return report.hasErrors() ? 1 : 0;
  }

  private OutputStream open() throws IOException {
    if (output != null) {
      return new FileOutputStream(output.toFile());
    }
    return new FilterOutputStream(new BufferedOutputStream(System.out)) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }
}
