package org.techrace.pipeline;

import java.io.IOException;
import java.io.InputStream;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RIOT;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.lang.RiotParsers;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWrapper;
import org.techrace.access.ReadableFile;
import org.techrace.access.RefusedException;
import org.techrace.rdf.CheckedTerms;
import org.techrace.rdf.Iris;
import org.techrace.rdf.RdfVersion;
import org.techrace.report.Place;
import org.techrace.report.Report;

/// Reads a Turtle file of the project into a stream.
final class Turtle {
  private Turtle() {}

  /// Reads a file. Errors are reported with their place, and end the file.
  ///
  /// @param name the name of the file in findings
  /// @param iris the base of relative IRIs
  /// @param version the version of RDF that the file may use
  static void read(
      ReadableFile file, String name, Iris iris, RdfVersion version, StreamRDF out, Report report)
      throws IOException {
    try (InputStream in = file.stream()) {
      RiotParsers.factoryTTL
          .create(Lang.TURTLE, new CheckedTerms(iris.base(), version, new ToReport(name, report)))
          .read(
              in,
              iris.base(),
              Lang.TURTLE.getContentType(),
              new Part(out),
              RIOT.getContext().copy());
    } catch (RefusedException e) {
      report.error(Place.file(name), String.valueOf(e.getMessage()));
    } catch (RiotException e) {
      // Already reported by the error handler.
    }
  }

  /// Passes on the triples of one of several files, without `start` and `finish`.
  private static final class Part extends StreamRDFWrapper {
    Part(StreamRDF out) {
      super(out);
    }

    @Override
    public void start() {}

    @Override
    public void finish() {}
  }

  private record ToReport(String name, Report report) implements ErrorHandler {
    @Override
    public void warning(String message, long line, long column) {
      report.warn(place(line, column), message);
    }

    @Override
    public void error(String message, long line, long column) {
      report.error(place(line, column), message);
      throw new RiotException(message);
    }

    @Override
    public void fatal(String message, long line, long column) {
      error(message, line, column);
    }

    private Place place(long line, long column) {
      return new Place.InFile(name, Math.max(0, line), line > 0 ? (int) Math.max(0, column) : 0);
    }
  }
}
