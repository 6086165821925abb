// YASQE, the editor of YASGUI, in the place of a text area: completes prefixes, classes and properties of this release.
import { element, load } from "./page.js";

const MOST = 60;

/**
 * Opens it.
 * @param area the text area that holds the query
 * @param notes { prefixes: {name: namespace}, terms: [{iri, label, kind}] }
 * @param submit called for Ctrl-Enter
 */
export async function openEditor(area, { prefixes, terms }, submit) {
  await Promise.all([load("yasgui.js"), load("yasgui.css")]);
  const Yasqe = globalThis.Yasqe ?? Yasgui.Yasqe;
  complete(Yasqe, prefixes, terms);
  const place = element("div", { className: "editor" });
  area.after(place);
  area.hidden = true;
  const yasqe = new Yasqe(place, {
    value: area.value, persistenceId: null, consumeShareLink: null, createShareableLink: null, showQueryButton: false,
    resizeable: false, editorHeight: "auto", autocompleters: ["variables", "prefixes", "terms"],
    extraKeys: { "Ctrl-Enter": submit, "Cmd-Enter": submit, Tab: false, "Shift-Tab": false }
  });
  yasqe.getInputField().setAttribute("aria-label", "Query");
  yasqe.getInputField().id = "query-editor";
  document.querySelector(`label[for="${area.id}"]`).htmlFor = "query-editor";
  const document_ = yasqe.getDoc();
  let marks = [];
  const clear = () => { marks.forEach(mark => mark.clear()); marks = []; };
  yasqe.on("change", () => { area.value = yasqe.getValue(); clear(); });
  return {
    text: () => yasqe.getValue(),
    set: text => yasqe.setValue(text),
    clear,
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
        yasqe.addLineWidget(line, element("p", { className: "wrong-here" }, `Line ${at.line}, column ${at.column}: ${message}`))
      ];
      yasqe.scrollIntoView({ line, ch: from }, 80);
    }
  };
}

/** Registers what completes: prefixes from ours, and the release's classes and properties by name and by label. */
function complete(Yasqe, prefixes, terms) {
  Yasqe.Autocompleters.prefixes.get = Object.entries(prefixes).map(([name, namespace]) => `${name}: <${namespace}>`);
  Yasqe.Autocompleters.prefixes.persistenceId = null;
  const named = terms.flatMap(term => {
    const fit = Object.entries(prefixes).find(([, namespace]) => term.iri.startsWith(namespace));
    const name = fit && `${fit[0]}:${term.iri.slice(fit[1].length)}`;
    return name && /^[\w-]+:[\w-]+$/.test(name) ? [{ ...term, name }] : [];
  });
  const labels = new Map(named.map(term => [term.name, term.label]));
  Yasqe.registerAutocompleter({
    name: "terms",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: yasqe => {
      const token = yasqe.getCompleteToken();
      const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token).string.toUpperCase();
      return /^[A-Za-z][\w-]*(:[\w-]*)?$/.test(token.string) && before !== "PREFIX" && token.string.length > 1;
    },
    get: (yasqe, token) => {
      const typed = token.string.toLowerCase();
      const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token).string;
      const kind = /^(a|rdf:type)$/.test(before) ? "class" : "property";
      const found = named.filter(term => term.name.toLowerCase().startsWith(typed) || term.label.toLowerCase().includes(typed)
        || term.name.toLowerCase().split(":")[1].startsWith(typed));
      return found.toSorted((a, b) => (a.kind !== kind) - (b.kind !== kind)).slice(0, MOST).map(term => term.name);
    },
    postprocessHints: (_, hints) => hints.map(hint => ({ ...hint, displayText: `${hint.text}  ${labels.get(hint.text)}` }))
  }, false);
}
