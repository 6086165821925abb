// Completion in the editor: the release's classes and properties, its things, and prefixes.
import { element } from "./page.js";

const MOST = 60;
const TYPED = /^[A-Za-z][\w-]*(:[\w-]*)?$/;
const NAME = /^[\w-]+:[\w-]+$/;

/**
 * Registers what completes: prefixes from ours; classes and properties by name and by label; things by any of their names,
 * where the prefix is one of things (`id:huawei`).
 */
export function complete(Yasqe, prefixes, terms) {
  Yasqe.Autocompleters.prefixes.get = Object.entries(prefixes).map(([name, namespace]) => `${name}: <${namespace}>`);
  Yasqe.Autocompleters.prefixes.persistenceId = null;
  Yasqe.Autocompleters.prefixes.onInitialize = () => {};
  const namespaces = Object.entries(prefixes).toSorted((a, b) => b[1].length - a[1].length);
  const short = iri => {
    const fit = namespaces.find(([, namespace]) => iri.startsWith(namespace));
    return fit && `${fit[0]}:${iri.slice(fit[1].length)}`;
  };
  const named = found => found.map(term => ({ ...term, name: short(term.iri) })).filter(term => NAME.test(term.name));
  const vocabulary = named(terms);
  const ofVocabulary = new Set(vocabulary.map(term => term.name.split(":")[0]));
  const labels = new Map(vocabulary.map(term => [term.name, term.label]));

  function words(typed, afterType) {
    const found = vocabulary.filter(({ name, label }) =>
      name.toLowerCase().startsWith(typed) || label.toLowerCase().includes(typed) || name.toLowerCase().split(":")[1].startsWith(typed));
    const kind = afterType ? "class" : "property";
    return found.toSorted((a, b) => (a.kind !== kind) - (b.kind !== kind)).slice(0, MOST).map(term => term.name);
  }

  async function things(prefix, typed) {
    const response = await fetch(`/suggest?limit=${MOST}&q=` + encodeURIComponent(typed.replaceAll("-", " ")));
    const found = named((await response.json()).results).filter(thing => thing.name.startsWith(prefix + ":"));
    found.forEach(thing => labels.set(thing.name, thing.label));
    return found.map(thing => thing.name);
  }

  Yasqe.registerAutocompleter({
    name: "terms",
    bulk: false,
    autoShow: true,
    isValidCompletionPosition: yasqe => {
      const token = yasqe.getCompleteToken();
      return TYPED.test(token.string) && token.string.length > 1 && before(yasqe, token).toUpperCase() !== "PREFIX";
    },
    get: (yasqe, token) => {
      const [prefix, typed] = token.string.split(":");
      return typed?.length > 1 && prefix in prefixes && !ofVocabulary.has(prefix)
        ? things(prefix, typed)
        : words(token.string.toLowerCase(), /^(a|rdf:type)$/.test(before(yasqe, token)));
    },
    postprocessHints: (_, hints) => hints.map(hint => ({
      ...hint,
      render: place => place.append(hint.text, element("span", { className: "name" }, labels.get(hint.text)))
    }))
  }, false);
}

const before = (yasqe, token) => yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token).string;

/** Declares each prefix of ours that is typed or pasted and not declared. */
export function declare(yasqe, prefixes) {
  yasqe.on("changes", (_, changes) => {
    if (!changes.some(change => change.text.join("").includes(":"))) return;
    const declared = yasqe.getPrefixesFromQuery();
    const missing = used(yasqe).filter(name => name in prefixes && !(name in declared));
    if (missing.length) yasqe.addPrefixes(Object.fromEntries(missing.map(name => [name, prefixes[name]])));
  });
}

/** The prefixes of the names in a query, without those that it is about to declare. */
function used(yasqe) {
  const found = new Set();
  yasqe.getDoc().eachLine(line => {
    const tokens = yasqe.getLineTokens(line.lineNo()).filter(token => token.string.trim());
    tokens.forEach((token, i) => {
      const name = /^([A-Za-z][\w-]*):/.exec(token.string)?.[1];
      if (name && token.type !== "comment" && tokens[i - 1]?.string.toUpperCase() !== "PREFIX") found.add(name);
    });
  });
  return [...found];
}
