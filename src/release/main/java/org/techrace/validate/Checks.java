package org.techrace.validate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.sparql.ARQConstants;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.techrace.access.Access;
import org.techrace.access.ReadableFile;
import org.techrace.access.RefusedException;
import org.techrace.guard.LocalQueries;
import org.techrace.guard.QueryRefusedException;
import org.techrace.guard.WorkWatch;
import org.techrace.rdf.QueryErrors;
import org.techrace.report.Finding;
import org.techrace.report.Nearest;
import org.techrace.report.Place;
import org.techrace.report.Report;
import org.techrace.report.Severity;

/// Runs the check queries of `queries/checks/`. Each finds one kind of error; its first lines state
/// the problem and the solution, and `severity.tsv` has its severity.
final class Checks {
  private static final String SEVERITIES = "severity.tsv";
  private static final Var NODE = Var.alloc("node");

  private Checks() {}

  /// Runs the checks of a folder. Every solution becomes a finding about its `?node`.
  static void check(Union union, Path folder, Access access, WorkWatch watch, Report report)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    Map<String, Severity> severities = severities(access.file(folder.resolve(SEVERITIES)), report);
    for (Path path : access.list(folder)) {
      if (!path.toString().endsWith(".rq")) {
        continue;
      }
      ReadableFile file = access.file(path);
      String name = path.getFileName().toString().replace(".rq", "");
      if (severities.containsKey(name)) {
        check(union, file, severities.get(name), watch, report);
      } else {
        report.error(
            Place.file(file.toString()),
            "the check has no severity; add a line '%s<TAB>ERROR', WARN or INFO to %s"
                .formatted(name, SEVERITIES));
      }
    }
  }

  private static void check(
      Union union, ReadableFile file, Severity severity, WorkWatch watch, Report report)
      throws IOException {
    String text;
    Query query;
    try {
      text = file.text();
      query = QueryFactory.create(text);
    } catch (RefusedException e) {
      report.error(Place.file(file.toString()), String.valueOf(e.getMessage()));
      return;
    } catch (QueryParseException e) {
      report.error(
          new Place.InFile(file.toString(), Math.max(0, e.getLine()), Math.max(0, e.getColumn())),
          "not a SPARQL query: " + QueryErrors.sentence(e));
      return;
    }
    if (!query.isSelectType() || !query.getProjectVars().contains(NODE)) {
      report.error(
          Place.file(file.toString()), "the check must SELECT ?node, the node with the error");
      return;
    }
    String problem = head(text, "# Problem:");
    String solution = head(text, "# Solution:");
    if (problem.isEmpty() || solution.isEmpty()) {
      report.error(
          Place.file(file.toString()),
          "the check must begin with the lines '# Problem: ...' and '# Solution: ...'");
      return;
    }
    WorkWatch.Work work = watch.work();
    try (WorkWatch.Lane lane = watch.lane()) {
      LocalQueries.check(query);
      lane.run(
          work,
          () -> {
            try (QueryExec exec =
                LocalQueries.guarded(query, union.dataset())
                    .set(ARQConstants.symCancelQuery, work.stopSignal())
                    .build()) {
              exec.select()
                  .forEachRemaining(
                      row -> report.add(finding(union, query, row, severity, problem, solution)));
            }
          });
    } catch (QueryRefusedException e) {
      work.stop("is refused: " + e.sentence());
    }
    work.reason()
        .ifPresent(reason -> report.error(Place.file(file.toString()), "the check " + reason));
  }

  private static Finding finding(
      Union union, Query query, Binding row, Severity severity, String problem, String solution) {
    String found =
        query.getProjectVars().stream()
            .filter(var -> !var.equals(NODE) && row.contains(var))
            .map(var -> var.getName() + " = " + union.prefixes().show(row.get(var)))
            .collect(Collectors.joining(", "));
    Node node = row.get(NODE);
    return new Finding(
        severity,
        union.place(node),
        problem + (found.isEmpty() ? "" : " (" + found + ")") + "; " + solution);
  }

  /// Returns the text after a label in the first comment lines, without the full stop.
  private static String head(String text, String label) {
    return text.lines()
        .takeWhile(line -> line.startsWith("#"))
        .filter(line -> line.startsWith(label))
        .map(line -> line.substring(label.length()).strip())
        .map(line -> line.endsWith(".") ? line.substring(0, line.length() - 1) : line)
        .collect(Collectors.joining(" "));
  }

  private static Map<String, Severity> severities(ReadableFile file, Report report)
      throws IOException {
    Map<String, Severity> severities = new TreeMap<>();
    if (!file.exists()) {
      report.error(Place.file(file.toString()), "the table of severities is missing; add it");
      return severities;
    }
    List<String> lines = file.text().lines().toList();
    List<String> known = Stream.of(Severity.values()).map(Severity::name).toList();
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = lines.get(i).split("\t", -1);
      if (lines.get(i).isBlank() || lines.get(i).startsWith("#")) {
        continue;
      }
      if (cells.length >= 2 && known.contains(cells[1])) {
        severities.put(cells[0], Severity.valueOf(cells[1]));
      } else if (i > 0) {
        report.error(
            Place.line(file.toString(), i + 1),
            "expected 'check<TAB>severity' with ERROR, WARN or INFO, found '%s'%s"
                .formatted(
                    lines.get(i), cells.length >= 2 ? Nearest.suggest(cells[1], known) : ""));
      }
    }
    return severities;
  }
}
