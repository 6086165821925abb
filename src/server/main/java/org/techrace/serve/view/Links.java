package org.techrace.serve.view;

import java.util.List;
import org.techrace.entity.Term;

/// A row of links. Variables: `?link`, and `?text` to show a text other than its label.
public record Links(List<Term.Link> links) implements View {
  static Links of(List<Line> lines) {
    return new Links(
        lines.stream()
            .flatMap(
                line ->
                    line.first("link").stream()
                        .map(
                            t ->
                                new Term.Link(
                                    t.key(),
                                    line.first("text").orElse(t).text(),
                                    false,
                                    t.local())))
            .toList());
  }

  @Override
  public boolean isEmpty() {
    return links.isEmpty();
  }
}
