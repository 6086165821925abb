package org.techrace.rdf;

/// The vocabulary of the tool: the terms that it reads in any project or writes into any release.
/// `tool.ttl` on the class path declares them; docs/decisions/0033 says what belongs here.
public final class Tool {
  /// The namespace.
  public static final String NAMESPACE = "https://w3id.org/techrace/tool#";

  /// The number of rows that a source was read from; in the description of a release.
  public static final String ROWS = NAMESPACE + "rows";

  /// Whether a source, a list or a data set is complete; the description of a release repeats it.
  public static final String COMPLETENESS = NAMESPACE + "completeness";

  /// The warning about things of a kind that do not count with others, such as plans.
  public static final String CAUTION = NAMESPACE + "caution";

  /// The picture of the answer to a question: one of the concepts whose IRIs begin with [#VIEW].
  public static final String SHOWN_AS = NAMESPACE + "shownAs";

  /// The variables that a picture shows, in the order that its definition gives.
  public static final String SHOWN_COLUMNS = NAMESPACE + "shownColumns";

  /// The variables with the numbers that a picture is made from.
  public static final String MEASURES = NAMESPACE + "measures";

  /// The quantity of the numbers in a picture.
  public static final String MEASURED = NAMESPACE + "measured";

  /// The dimension of observations that names what is measured; a graph declares its own property a
  /// subproperty.
  public static final String QUANTITY = NAMESPACE + "quantity";

  /// The unit of the numbers of a picture.
  public static final String UNIT = NAMESPACE + "unit";

  /// The time of the numbers of a picture.
  public static final String TIME = NAMESPACE + "time";

  /// The variables that distinguish the rows of an answer.
  public static final String KEY = NAMESPACE + "key";

  /// The variables along which the numbers of a picture add up.
  public static final String ADDS_UP = NAMESPACE + "addsUp";

  /// The dimension along which the figures of a quantity or a unit do not add up.
  public static final String NOT_ADDITIVE_ALONG = NAMESPACE + "notAdditiveAlong";

  /// The property of the same thing that says what a value of a property is about.
  public static final String READ_WITH = NAMESPACE + "readWith";

  /// False if the rows of a picture do not compete.
  public static final String RANKED = NAMESPACE + "ranked";

  /// The variables that compete for being first in a picture.
  public static final String RIVALS = NAMESPACE + "rivals";

  /// The variables whose things may have others of them in them.
  public static final String NESTED = NAMESPACE + "nested";

  /// How sure all numbers of a picture are.
  public static final String HEDGE = NAMESPACE + "hedge";

  /// The address of a page that answers a question with a choice of its own.
  public static final String PRESET = NAMESPACE + "preset";

  /// The variables of a question's query that a reader can set.
  public static final String PARAMETERS = NAMESPACE + "parameters";

  /// The table whose columns a source turns into rows; in a mapping.
  public static final String UNPIVOTS = NAMESPACE + "unpivots";

  /// The regular expression for the columns that a source turns into rows.
  public static final String COLUMN_PATTERN = NAMESPACE + "columnPattern";

  /// The field of a source with the name of a column that it turns into rows.
  public static final String NAME_FIELD = NAMESPACE + "nameField";

  /// The field of a source with the value of a cell that it turns into a row.
  public static final String VALUE_FIELD = NAMESPACE + "valueField";

  /// The template of the name of a target's file, which depends on the row.
  public static final String PATH_TEMPLATE = NAMESPACE + "pathTemplate";

  /// A call of a function that a project declares, with its result.
  public static final String EXAMPLE = NAMESPACE + "example";

  /// The list of the arguments of an example.
  public static final String ARGUMENTS = NAMESPACE + "arguments";

  /// The result of an example.
  public static final String RESULT = NAMESPACE + "result";

  /// The prefix of the IRIs of pictures.
  public static final String VIEW = NAMESPACE + "view-";

  private Tool() {}
}
