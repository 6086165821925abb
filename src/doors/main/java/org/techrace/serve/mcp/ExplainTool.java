package org.techrace.serve.mcp;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.techrace.entity.Entity;
import org.techrace.entity.Term;
import org.techrace.rdf.Iris;
import org.techrace.report.Nearest;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.pages.ShortNames;
import org.techrace.serve.pages.ThingNames;
import org.techrace.serve.sparql.Limits;
import tools.jackson.databind.node.ObjectNode;

/// `explain`: the statements about a thing with their evidence.
final class ExplainTool {
  private static final String IRI = "iri";
  private static final String PROPERTY = "property";

  private ExplainTool() {}

  static Tool tool(Evaluated evaluated) {
    return new Tool(
        "explain",
        "Explain a thing or a fact",
        "Returns the statements about a thing. The last column has the numbers of the evidence of"
            + " each: source, paragraph, licence, date and hedges. The limits say what must be"
            + " known of it: its list, data set, indicator and kind.",
        List.of(
            Tool.Parameter.needed(IRI, "the IRI or prefixed name of the thing"),
            Tool.Parameter.text(
                PROPERTY, "only statements with this property: its name, prefixed name or IRI")),
        Evidence.SCHEMA,
        evaluated.of(ExplainTool::answer));
  }

  private static ObjectNode answer(ToolCall call) {
    Lease lease = call.lease();
    ShortNames names = ShortNames.of(lease);
    Entity entity = ThingNames.entity(call.required(IRI), lease);
    Evidence evidence = new Evidence(lease.entities());
    ToolAnswer answer =
        new ToolAnswer(lease, List.of(PROPERTY, "value", "id", QueryTool.EVIDENCE_COLUMN));
    answer.put("id", names.shortened(entity.iri())).put("label", entity.name());
    answer.put(
        "classes",
        String.join(
            ", ", entity.types().stream().map(type -> names.shortened(type.iri())).toList()));
    boolean cut = false;
    for (Entity.Property property : properties(entity, call.text(PROPERTY), names)) {
      int shown = 0;
      for (Entity.Statements same : property.statements()) {
        String numbers = Evidence.cell(evidence.of(same.evidence(), entity.iri()));
        for (Term term : same.terms()) {
          answer.row(
              List.of(
                  ToolAnswer.text(names.shortened(property.property().iri())),
                  ToolAnswer.cell(term),
                  term instanceof Term.Link link
                      ? ToolAnswer.text(names.shortened(link.iri()))
                      : ToolAnswer.nothing(),
                  ToolAnswer.text(numbers)));
          shown++;
        }
      }
      cut |= shown < property.count();
    }
    evidence.addTo(answer, names);
    answer.texts(
        ToolAnswer.LIMITS, Limits.ofSingle(entity.iri(), lease.entities(), names::shortened));
    return cut ? answer.cut("Query the property for all of its values.") : answer.complete();
  }

  private static List<Entity.Property> properties(
      Entity entity, Optional<String> property, ShortNames names) {
    Map<String, Entity.Property> all = new LinkedHashMap<>();
    entity.groups().stream()
        .flatMap(group -> group.properties().stream())
        .forEach(one -> all.put(one.property().iri(), one));
    if (property.isEmpty()) {
      return List.copyOf(all.values());
    }
    String sought = names.expanded(property.get());
    return all.values().stream()
        .filter(
            one ->
                one.property().iri().equals(sought)
                    || one.property().text().equalsIgnoreCase(sought)
                    || Iris.localName(one.property().iri()).equals(sought))
        .findFirst()
        .map(List::of)
        .orElseThrow(() -> noStatement(entity, sought, all.values()));
  }

  private static Refusal noStatement(
      Entity entity, String sought, Collection<Entity.Property> all) {
    return new Refusal(
        400,
        "The release has no statement about %s with the property '%s'; %s"
            .formatted(
                entity.name(),
                sought,
                Nearest.suggest(
                    Iris.localName(sought),
                    all.stream().map(one -> Iris.localName(one.property().iri())).toList())));
  }
}
