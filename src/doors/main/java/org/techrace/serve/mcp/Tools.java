package org.techrace.serve.mcp;

import java.util.List;
import org.techrace.serve.find.SearchPage;
import org.techrace.serve.pages.Questions;
import org.techrace.serve.sparql.Endpoint;
import org.techrace.serve.work.Evaluator;

/// The tools. Each answer is a table that names its release and its sources, and says whether it
/// was cut.
public final class Tools {
  private final List<Tool> all;

  /// @param evaluator evaluates all but queries, within the limits of pages
  public Tools(Evaluator evaluator, Endpoint endpoint, SearchPage search, Questions questions) {
    Evaluated evaluated = new Evaluated(evaluator);
    this.all =
        List.of(
            FindTool.tool(search, questions, evaluated),
            ShowClassTool.tool(evaluated),
            QuestionTool.tool(questions, evaluated),
            QueryTool.tool(endpoint, evaluated),
            CoverageTool.tool(evaluated),
            ExplainTool.tool(evaluated));
  }

  List<Tool> all() {
    return all;
  }
}
