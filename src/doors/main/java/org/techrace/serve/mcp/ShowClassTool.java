package org.techrace.serve.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.jena.graph.NodeFactory;
import org.techrace.entity.Ask;
import org.techrace.entity.ResultRow;
import org.techrace.entity.Term;
import org.techrace.serve.current.Lease;
import org.techrace.serve.pages.ShortNames;
import org.techrace.serve.sparql.Limits;
import tools.jackson.databind.node.ObjectNode;

/// `show_class`: the classes of the graph, or the properties of one.
final class ShowClassTool {
  private static final String CLASS = "class";
  private static final String DEFINITIONS = "definitions";
  private static final String DEFINITION = "definition";
  private static final int BRIEF = 24;
  private static final int EXAMPLE = 24;

  private ShowClassTool() {}

  static Tool tool(Evaluated evaluated) {
    return new Tool(
        "show_class",
        "Show classes and properties",
        "Without arguments: all classes, with the number of things of each; those of a subclass"
            + " are counted there. With a class: its"
            + " properties, with the number of things that have each, the kind of its values and an"
            + " example; with 'definitions' also what each means.",
        List.of(
            Tool.Parameter.text(CLASS, "a class: its name, prefixed name or IRI"),
            Tool.Parameter.flag(DEFINITIONS, "adds the label and the definition of each property")),
        Map.of(),
        evaluated.of(
            call ->
                call.text(CLASS)
                    .map(name -> shape(Things.type(name, call.lease()), call))
                    .orElseGet(() -> classes(call))));
  }

  private static ObjectNode classes(ToolCall call) {
    Lease lease = call.lease();
    int most = call.flag(DEFINITIONS) ? Integer.MAX_VALUE : BRIEF;
    ShortNames names = ShortNames.of(lease);
    ToolAnswer answer = new ToolAnswer(lease, List.of(CLASS, "label", "things", DEFINITION));
    for (ResultRow row : lease.entities().rows("classes")) {
      Term type = row.get(CLASS).orElseThrow();
      answer.row(
          names.shortened(type.key()),
          type.text(),
          row.number("things").orElse(0.0),
          ToolAnswer.brief(row.text(DEFINITION), most));
    }
    return answer.complete();
  }

  private static ObjectNode shape(Term type, ToolCall call) {
    Lease lease = call.lease();
    ShortNames names = ShortNames.of(lease);
    boolean withDefinitions = call.flag(DEFINITIONS);
    List<String> columns = new ArrayList<>(List.of("property", "things", "values", "example"));
    if (withDefinitions) {
      columns.addAll(List.of("label", DEFINITION));
    }
    ToolAnswer answer = new ToolAnswer(lease, columns);
    answer.put(CLASS, names.shortened(type.key())).put("label", type.text());
    Ask ask = Ask.of("shape").with(CLASS, NodeFactory.createURI(type.key()));
    for (ResultRow row : lease.entities().rows(ask)) {
      Term property = row.get("property").orElseThrow();
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  names.shortened(property.key()),
                  row.number("things").orElse(0.0),
                  row.iri("range").map(names::shortened).orElse(""),
                  row.get("example").map(example -> example(example, names)).orElse("")));
      if (withDefinitions) {
        cells.addAll(List.of(property.text(), row.text(DEFINITION)));
      }
      answer.row(cells.toArray());
    }
    return answer
        .texts(ToolAnswer.LIMITS, Limits.ofSubclasses(type.key(), lease.entities()))
        .complete();
  }

  private static String example(Term term, ShortNames names) {
    return switch (term) {
      case Term.Link link -> names.shortened(link.iri());
      case Term.Value value when !value.language().isEmpty() ->
          "\"%s\"@%s".formatted(ToolAnswer.brief(value.text(), EXAMPLE), value.language());
      default -> ToolAnswer.brief(term.text(), EXAMPLE);
    };
  }
}
