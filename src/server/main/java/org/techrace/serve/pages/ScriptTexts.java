package org.techrace.serve.pages;

import java.util.List;
import org.techrace.serve.current.Lease;
import org.techrace.serve.http.Answer;
import org.techrace.serve.http.HttpJson;
import org.techrace.serve.http.Part;
import org.techrace.serve.http.Processor;
import org.techrace.serve.http.Refusal;
import org.techrace.serve.http.Request;
import org.techrace.serve.http.Route;
import org.techrace.serve.text.Languages;
import org.techrace.serve.text.Texts;
import tools.jackson.databind.node.ObjectNode;

/// `/texts/LANGUAGE.json`: the texts of the scripts in a language, by key. Their keys start with
/// `js.`; the format of numbers is that of the pages.
///
/// @param languages all languages
public record ScriptTexts(Languages languages) implements Processor, Part {
  /// The path of all files.
  public static final String PATH = "/texts/";

  private static final String SCRIPT = "js.";
  private static final String NUMBER = "number.";

  @Override
  public List<Route> routes() {
    return List.of(Route.get(PATH + "*", this));
  }

  @Override
  public Answer answer(Request request, Lease lease) {
    String language = request.path().substring(PATH.length()).replaceFirst("\\.json$", "");
    Texts texts =
        languages
            .named(language)
            .orElseThrow(() -> new Refusal(404, "There are no texts in this language."));
    ObjectNode json = HttpJson.object();
    texts
        .all()
        .forEach(
            (key, text) -> {
              if (key.startsWith(SCRIPT) || key.startsWith(NUMBER)) {
                json.put(key, text);
              }
            });
    return HttpJson.answer(json);
  }
}
