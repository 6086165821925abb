package org.techrace.serve.mcp;

import java.util.function.Function;
import org.techrace.serve.work.Evaluator;
import tools.jackson.databind.node.ObjectNode;

/// Evaluates tools within the limits of pages.
///
/// @param evaluator evaluates pages
record Evaluated(Evaluator evaluator) {
  Function<ToolCall, ObjectNode> of(Function<ToolCall, ObjectNode> tool) {
    return call ->
        evaluator.evaluate(
            call.caller(), call.lease(), stop -> tool.apply(call.on(call.lease().until(stop))));
  }
}
