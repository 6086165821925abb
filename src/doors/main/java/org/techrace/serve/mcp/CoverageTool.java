package org.techrace.serve.mcp;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.jena.graph.NodeFactory;
import org.techrace.entity.Ask;
import org.techrace.entity.Entity;
import org.techrace.entity.ResultRow;
import org.techrace.serve.pages.ShortNames;
import org.techrace.serve.pages.ThingNames;
import org.techrace.serve.sparql.Limits;
import tools.jackson.databind.node.ObjectNode;

/// `coverage`: what the graph has of an indicator, a list, a class or a data set.
final class CoverageTool {
  private static final String IRI = "iri";
  private static final String AREAS = "areas";
  private static final String YEAR = "year";
  private static final String YEARS = "years";

  /// The usual length in characters of the name of a source in a row; [#NAMES] has the whole.
  private static final int SOURCE = 48;

  private static final String NAMES = "sourceNames";
  private static final String VINTAGES = "vintages";
  private static final String LAST_COMPLETE = "lastNearlyCompleteYear";

  private static final Map<String, Object> MORE =
      Map.of(
          LAST_COMPLETE,
          ToolAnswer.described(
              Map.of("type", "string"),
              "the newest year with nine tenths of the values of the year that has most"),
          VINTAGES,
          ToolAnswer.described(
              Map.of("type", "integer"), "the number of days that the figures are as of"),
          NAMES,
          ToolAnswer.described(
              Map.of("type", "array", "items", Map.of("type", "string")),
              "the whole names of the sources, if a row has only the beginning of one"),
          YEARS,
          ToolAnswer.described(
              Map.of("type", "array", "items", Map.of("type", "string")),
              "the areas with figures in each year, over all sources"));

  private CoverageTool() {}

  static Tool tool(Evaluated evaluated) {
    return new Tool(
        "coverage",
        "Show how complete something is",
        "Returns what the graph has of an indicator, a list, a class, a data set or another thing:"
            + " for each source and year ('2000 to 2022' for figures of these years together; null"
            + " if none is stated), the number of areas and of things; the areas of each year over"
            + " all sources, the last nearly complete year, and what limits them (selections,"
            + " plans, newest years with few areas). Use it before you say 'latest', 'largest',"
            + " 'all' or 'how many'.",
        List.of(
            Tool.Parameter.needed(
                IRI, "the IRI or prefixed name of an indicator, a list, a class or a data set"),
            Tool.Parameter.flag(ToolAnswer.WHOLE, "does not shorten long names of sources")),
        MORE,
        evaluated.of(CoverageTool::answer));
  }

  private static ObjectNode answer(ToolCall call) {
    Entity entity = ThingNames.entity(call.required(IRI), call.lease());
    ToolAnswer answer = new ToolAnswer(call.lease(), List.of("source", YEAR, AREAS, "things"));
    answer.put("id", ShortNames.of(call.lease()).shortened(entity.iri()));
    answer.put("label", entity.name());
    Ask ask = Ask.of("coverage").about(List.of(NodeFactory.createURI(entity.iri())));
    Set<String> sets = new LinkedHashSet<>();
    Set<String> sources = new LinkedHashSet<>();
    int most = ToolAnswer.length(call, SOURCE);
    for (ResultRow row : call.lease().entities().rows(ask)) {
      Stream.of(row.text("sets").split(" ")).filter(Things::isIri).forEach(sets::add);
      sources.add(row.text("source"));
      answer.row(
          ToolAnswer.cutAt(row.text("source"), most),
          row.text(YEAR),
          row.number(AREAS).orElse(0.0),
          row.number("things").orElse(0.0));
    }
    addYears(entity, call, answer);
    if (sources.stream().anyMatch(name -> name.length() > most)) {
      answer.texts(NAMES, List.copyOf(sources));
    }
    return answer
        .texts(ToolAnswer.LIMITS, Limits.ofThing(entity.iri(), sets, call.lease().entities()))
        .complete();
  }

  /// Adds the areas of each year over all sources, and the newest year that is nearly complete.
  private static void addYears(Entity entity, ToolCall call, ToolAnswer answer) {
    Ask ask = Ask.of("extent").about(List.of(NodeFactory.createURI(entity.iri())));
    List<ResultRow> years = call.lease().entities().rows(ask);
    years.stream()
        .filter(row -> row.text("complete").equals("true"))
        .findFirst()
        .ifPresent(row -> answer.put(LAST_COMPLETE, row.text(YEAR)));
    years.stream()
        .flatMap(row -> row.number(VINTAGES).stream())
        .findFirst()
        .ifPresent(number -> answer.put(VINTAGES, number.longValue()));
    answer.texts(
        YEARS,
        years.stream()
            .filter(row -> row.number(AREAS).orElse(0.0) > 0)
            .map(
                row ->
                    "%s: %s %s"
                        .formatted(
                            row.text(YEAR),
                            row.text(AREAS),
                            row.text(AREAS).equals("1") ? "area" : AREAS))
            .toList());
  }
}
