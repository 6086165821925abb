// YASQE, the editor of YASGUI (a package of its own), in the place of a text area: completes prefixes, classes and properties of this release.
import { complete, declare } from "./completion.js";
import { element, load } from "./page.js";
import { say } from "./texts.js";

/** What is wrong, without where: the place is said before it. */
const bare = message => message.replace(/^The query has an error: /, "").replace(/ at line \d+, column \d+/, "");

/**
 * Opens it.
 * @param area the text area that holds the query
 * @param notes { prefixes: {name: namespace}, terms: [{iri, label, kind}] }
 * @param submit called for Ctrl-Enter
 */
export async function openEditor(area, { prefixes, terms }, submit) {
  await Promise.all([load("yasqe.js"), load("yasqe.css")]);
  const { Yasqe } = globalThis;
  complete(Yasqe, prefixes, terms);
  const place = element("div", { className: "editor" });
  area.after(place);
  area.hidden = true;
  const yasqe = new Yasqe(place, {
    value: area.value.trimEnd(), persistenceId: null, consumeShareLink: null, createShareableLink: null, showQueryButton: false,
    resizeable: false, editorHeight: "auto", autocompleters: ["variables", "prefixes", "terms"],
    extraKeys: { "Ctrl-Enter": submit, "Cmd-Enter": submit, Tab: false, "Shift-Tab": false }
  });
  declare(yasqe, prefixes);
  yasqe.getInputField().setAttribute("aria-label", say("js.query"));
  yasqe.getInputField().id = "query-editor";
  document.querySelector(`label[for="${area.id}"]`).htmlFor = "query-editor";
  const document_ = yasqe.getDoc();
  let marks = [];
  const clear = () => { marks.forEach(mark => mark.clear()); marks = []; };
  yasqe.on("change", () => { area.value = yasqe.getValue(); clear(); });
  return {
    text: () => yasqe.getValue(),
    set: text => yasqe.setValue(text.trimEnd()),
    clear,
    /** Indents the whole query. */
    format: () => { yasqe.execCommand("selectAll"); yasqe.autoformat(); document_.setCursor({ line: 0, ch: 0 }); },
    /** Marks a place, from line 1 and column 1, and writes what is wrong under it. */
    mark(at, message) {
      clear();
      if (!at) return;
      const line = Math.min(at.line - 1, document_.lastLine());
      const text = document_.getLine(line);
      const from = Math.min(at.column - 1, Math.max(0, text.length - 1));
      const to = from + (/^\S+/.exec(text.slice(from))?.[0].length ?? 1);
      marks = [
        document_.markText({ line, ch: from }, { line, ch: to }, { className: "wrong" }),
        yasqe.addLineWidget(line, element("p", { className: "wrong-here" }, say("js.at", at.line, at.column, bare(message))))
      ];
      yasqe.scrollIntoView({ line, ch: from }, 80);
    }
  };
}
