package org.techrace.feed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.jena.graph.Node;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.util.NodeFactoryExtra;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.techrace.release.Changes;
import org.techrace.release.Release;

/// Sums up the statements that differ between two releases, in Markdown: things by class, values by
/// property, with examples. Receives the lines sorted.
public final class ChangeSummary implements Changes.Sink {
  private static final int EXAMPLES = 3;
  private static final int ROWS = 25;
  private static final int LONGEST = 60;

  /// Things of a class, or values of a property.
  private static final class Tally {
    private long fresh;
    private long gone;
    private long changed;
    private final List<String> examples = new ArrayList<>();

    long all() {
      return fresh + gone + changed;
    }

    void example(String text) {
      if (examples.size() < EXAMPLES) {
        examples.add(text);
      }
    }
  }

  /// The values of a property of one thing that only one release has.
  private record Values(List<String> before, List<String> after) {}

  private final DatasetGraph earlier;
  private final DatasetGraph later;
  private final Map<String, Tally> classes = new TreeMap<>();
  private final Map<String, Tally> properties = new TreeMap<>();
  private final Map<String, Values> ofSubject = new LinkedHashMap<>();
  private String subject = "";
  private long vanished;
  private String firstVanished = "";

  /// Creates a summary of nothing yet.
  public ChangeSummary(Release earlier, Release later) {
    this.earlier = earlier.dataset();
    this.later = later.dataset();
  }

  @Override
  public void line(boolean added, String line) throws IOException {
    int property = line.indexOf(' ') + 1;
    int value = line.indexOf(' ', property) + 1;
    String of = line.substring(0, property - 1);
    if (!of.equals(subject)) {
      endOfSubject();
      subject = of;
    }
    Values values =
        ofSubject.computeIfAbsent(
            line.substring(property, value - 1),
            _ -> new Values(new ArrayList<>(), new ArrayList<>()));
    (added ? values.after : values.before).add(line.substring(value, line.lastIndexOf(" <")));
  }

  private void endOfSubject() {
    if (subject.startsWith("<")) {
      Node thing = node(subject);
      boolean was = earlier.contains(Node.ANY, thing, Node.ANY, Node.ANY);
      boolean is = later.contains(Node.ANY, thing, Node.ANY, Node.ANY);
      if (was && !is) {
        vanished++;
        firstVanished = vanished == 1 ? thing.getURI() : firstVanished;
      }
      for (String type : types(is ? later : earlier, thing)) {
        Tally tally = classes.computeIfAbsent(type, _ -> new Tally());
        if (was && is) {
          tally.changed++;
        } else if (is) {
          tally.fresh++;
          tally.example("new: " + label(later, thing));
        } else {
          tally.gone++;
          tally.example("gone: " + label(earlier, thing));
        }
      }
      if (was && is) {
        ofSubject.forEach((property, values) -> values(thing, property, values));
      }
    }
    ofSubject.clear();
  }

  private void values(Node thing, String property, Values values) {
    values.before.removeAll(values.after);
    Tally tally = properties.computeIfAbsent(property, _ -> new Tally());
    long both = Math.min(values.before.size(), values.after.size());
    tally.changed += both;
    tally.fresh += values.after.size() - both;
    tally.gone += values.before.size() - both;
    tally.example(
        "%s: %s → %s"
            .formatted(
                label(later, thing), text(earlier, values.before), text(later, values.after)));
  }

  private static String text(DatasetGraph data, List<String> values) {
    return values.isEmpty() ? "none" : label(data, node(values.getFirst()));
  }

  private static List<String> types(DatasetGraph data, Node thing) {
    List<String> types = new ArrayList<>();
    data.find(Node.ANY, thing, RDF.Nodes.type, Node.ANY)
        .forEachRemaining(quad -> types.add("<" + quad.getObject() + ">"));
    return types.stream().distinct().toList();
  }

  private static Node node(String term) {
    return NodeFactoryExtra.parseNode(term);
  }

  /// Returns the text of a literal, or the label or local name of a thing.
  private static String label(DatasetGraph data, Node node) {
    String text;
    if (node.isLiteral()) {
      text = node.getLiteralLexicalForm();
    } else if (node.isURI()) {
      List<Node> labels = new ArrayList<>();
      data.find(Node.ANY, node, RDFS.label.asNode(), Node.ANY)
          .forEachRemaining(quad -> labels.add(quad.getObject()));
      text =
          labels.stream()
              .filter(Node::isLiteral)
              .max(Comparator.comparing(label -> label.getLiteralLanguage().equals("en")))
              .map(Node::getLiteralLexicalForm)
              .orElse(node.getURI().replaceFirst("^.*[/#](?=.)", ""));
    } else {
      text = node.toString();
    }
    String plain = text.replaceAll("\\s+", " ").replace("|", "\\|").replace("<", "&lt;");
    return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
  }

  /// Returns the tables after the last line.
  public String markdown() {
    endOfSubject();
    return table("Class", "Changed", classes)
        + table("Property", "Other value", properties)
        + vanished();
  }

  private String vanished() {
    return vanished == 0
        ? ""
        : "%,d IRIs name nothing any more, such as `%s`. State `dct:isReplacedBy` for an IRI that was published: its page then leads to what replaces it.\n\n"
            .formatted(vanished, firstVanished);
  }

  private String table(String first, String changed, Map<String, Tally> tallies) {
    if (tallies.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "| %s | New | Gone | %s | For example |\n|---|---|---|---|---|\n"
            .formatted(first, changed));
    tallies.entrySet().stream()
        .sorted((a, b) -> Long.compare(b.getValue().all(), a.getValue().all()))
        .limit(ROWS)
        .forEach(
            row -> {
              Tally tally = row.getValue();
              text.append(
                  "| %s | %d | %d | %d | %s |\n"
                      .formatted(
                          label(later, node(row.getKey())),
                          tally.fresh,
                          tally.gone,
                          tally.changed,
                          String.join("; ", tally.examples)));
            });
    if (tallies.size() > ROWS) {
      text.append("\nand %d more\n".formatted(tallies.size() - ROWS));
    }
    return text.append('\n').toString();
  }
}
