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
import org.techrace.serve.sparql.Limits;
import tools.jackson.databind.node.ObjectNode;

/// `coverage`: what the graph has of an indicator, a list, a class or a data set.
final class CoverageTool {
  private static final String IRI = "iri";

  private CoverageTool() {}

  static Tool tool(Evaluated evaluated) {
    return new Tool(
        "coverage",
        "Show how complete something is",
        "Returns what the graph has of an indicator, a list, a class, a data set or another thing:"
            + " for each source and year (null if none is stated), the number of areas and of"
            + " things, and what limits them (selections, plans, newest years with few areas). Use"
            + " it before you say 'latest', 'largest', 'all' or 'how many'.",
        List.of(
            Tool.Parameter.needed(
                IRI, "the IRI or prefixed name of an indicator, a list, a class or a data set")),
        Map.of(),
        evaluated.of(CoverageTool::answer));
  }

  private static ObjectNode answer(ToolCall call) {
    Entity entity = Things.entity(call.required(IRI), call.lease());
    ToolAnswer answer = new ToolAnswer(call.lease(), List.of("source", "year", "areas", "things"));
    answer.put("id", ShortNames.of(call.lease()).shortened(entity.iri()));
    answer.put("label", entity.name());
    Ask ask = Ask.of("coverage").about(List.of(NodeFactory.createURI(entity.iri())));
    Set<String> sets = new LinkedHashSet<>();
    for (ResultRow row : call.lease().entities().rows(ask)) {
      Stream.of(row.text("sets").split(" ")).filter(Things::isIri).forEach(sets::add);
      answer.row(
          row.text("source"),
          row.text("year"),
          row.number("areas").orElse(0.0),
          row.number("things").orElse(0.0));
    }
    return answer
        .texts(ToolAnswer.LIMITS, Limits.ofThing(entity.iri(), sets, call.lease().entities()))
        .complete();
  }
}
