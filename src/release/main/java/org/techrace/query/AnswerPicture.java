package org.techrace.query;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.jena.atlas.iterator.Iter;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.system.G;
import org.techrace.rdf.Tool;
import org.techrace.rdf.Wording;

/// The picture of an answer, as its question declares it: what is drawn, and what the numbers mean.
///
/// @param kind the end of the concept's name, such as `bar` or `map`
/// @param columns the variables that are drawn, in the order that the concept's definition states
/// @param measures the variables with the numbers that the picture is made from; empty if it draws
///   none
/// @param measured what the numbers measure
/// @param unit the unit of the numbers, or the name of a variable after `?`
/// @param time the time of the numbers, or the name of a variable after `?`
/// @param key the variables that tell rows apart
/// @param addsUp the variables along which the numbers add up
/// @param ranked false if the rows do not compete for being first
/// @param rivals the variables that compete for being first; empty for the first shown one
/// @param nested the variables whose things may have others of them in them
/// @param hedge what all numbers are, if they are not exact, such as estimates
public record AnswerPicture(
    String kind,
    List<String> columns,
    List<String> measures,
    Wording measured,
    Wording unit,
    Wording time,
    List<String> key,
    List<String> addsUp,
    boolean ranked,
    List<String> rivals,
    List<String> nested,
    Wording hedge) {
  private static final String COLUMN = "?";

  /// Reads the picture of a question.
  ///
  /// @return empty if it has none
  public static Optional<AnswerPicture> of(Graph graph, Node question) {
    return Iter.asStream(G.iterSP(graph, question, NodeFactory.createURI(Tool.SHOWN_AS)))
        .filter(view -> view.isURI() && view.getURI().startsWith(Tool.VIEW))
        .map(view -> view.getURI().substring(Tool.VIEW.length()))
        .findFirst()
        .map(kind -> of(kind, graph, question));
  }

  private static AnswerPicture of(String kind, Graph graph, Node question) {
    List<String> columns = variables(graph, question, Tool.SHOWN_COLUMNS);
    List<String> measures = variables(graph, question, Tool.MEASURES);
    List<String> key = variables(graph, question, Tool.KEY);
    return new AnswerPicture(
        kind,
        columns,
        measures,
        wording(graph, question, Tool.MEASURED),
        wording(graph, question, Tool.UNIT),
        wording(graph, question, Tool.TIME),
        key.isEmpty() ? columns.stream().filter(c -> !measures.contains(c)).toList() : key,
        variables(graph, question, Tool.ADDS_UP),
        !G.contains(
            graph,
            question,
            NodeFactory.createURI(Tool.RANKED),
            NodeFactory.createLiteralDT("false", XSDDatatype.XSDboolean)),
        variables(graph, question, Tool.RIVALS),
        variables(graph, question, Tool.NESTED),
        wording(graph, question, Tool.HEDGE));
  }

  private static Wording wording(Graph graph, Node question, String property) {
    return Wording.of(G.listSP(graph, question, NodeFactory.createURI(property)));
  }

  private static List<String> variables(Graph graph, Node question, String property) {
    return wording(graph, question, property).exactly("").stream()
        .flatMap(names -> Stream.of(names.split(" +", -1)))
        .toList();
  }

  /// Returns the column with the unit, if each row has its own.
  public Optional<String> unitColumn() {
    return column(unit);
  }

  /// Returns the column with the time, if each row has its own.
  public Optional<String> timeColumn() {
    return column(time);
  }

  private static Optional<String> column(Wording wording) {
    return wording
        .exactly("")
        .filter(text -> text.startsWith(COLUMN))
        .map(text -> text.substring(COLUMN.length()));
  }

  /// Returns the columns of the key that have no place in the picture: a reader chooses one value
  /// of each before anything is drawn.
  public List<String> choices() {
    return key.stream().filter(column -> !columns.contains(column)).toList();
  }

  /// Returns the columns whose numbers are drawn. The others decide what is drawn, such as who is
  /// first.
  public List<String> drawn() {
    return measures.stream().filter(columns::contains).toList();
  }

  /// Reports whether the numbers of a row are parts of one bar: they are drawn on top of each other
  /// only if they add up.
  public boolean stacked() {
    return drawn().size() > 1 && addsUp.containsAll(drawn());
  }
}
