// Labels of IRIs, prefixed names, and the address of an IRI on this server.
import { ask } from "./answers.js";
import { ROOT } from "./page.js";

const told = name => document.querySelector(`meta[name=graph-${name}]`).content;
const BASE = told("base");
const AT_ONCE = 400;
const PROPERTIES = [
  "http://www.w3.org/2004/02/skos/core#prefLabel",
  "http://www.w3.org/2000/01/rdf-schema#label",
  "http://purl.org/dc/terms/title"
];
const known = new Map();

/** Also labels in the language of the page, if it is another than that of the graph. */
const READER = told("language") === document.documentElement.lang ? "" : ` || langMatches(lang(?label), "${document.documentElement.lang}")`;

/** Fetches the labels of IRIs in the language of the page, else of the graph, so that label() has them. */
export async function learn(iris) {
  const unknown = [...new Set(iris)].filter(iri => !known.has(iri) && /^[^\s<>"{}|\\^`]+$/.test(iri));
  for (let i = 0; i < unknown.length; i += AT_ONCE) {
    const some = unknown.slice(i, i + AT_ONCE);
    const { rows } = await ask(`SELECT ?thing ?property ?label WHERE {
      VALUES ?thing { ${some.map(iri => `<${iri}>`).join(" ")} }
      VALUES ?property { ${PROPERTIES.map(iri => `<${iri}>`).join(" ")} }
      ?thing ?property ?label FILTER (lang(?label) IN ("${told("language")}", "")${READER}) }`);
    some.forEach(iri => known.set(iri, null));
    for (const property of PROPERTIES.toReversed()) {
      rows.filter(row => row[1].value === property && !isReaders(row[2])).forEach(row => known.set(row[0].value, row[2].value));
    }
    for (const property of PROPERTIES.toReversed()) {
      rows.filter(row => row[1].value === property && isReaders(row[2])).forEach(row => known.set(row[0].value, row[2].value));
    }
  }
}

/** Whether a label is in the language of the page. */
const isReaders = label => READER !== "" && (label["xml:lang"] ?? "").toLowerCase().split("-")[0] === document.documentElement.lang;

/** All IRIs of an answer. */
export const iris = answer => answer.rows.flat().filter(term => term?.type === "uri").map(term => term.value);

/** What a reader sees for a term: of an address without label or prefix all but its beginning. */
export function text(term) {
  if (!term) return "";
  return term.type === "uri" ? known.get(term.value) ?? short(term.value).replace(/^https?:\/\/(www\.)?/, "") : term.value;
}

/** The label of an IRI, or null. */
export const label = iri => known.get(iri) ?? null;

let prefixes = {};
export const setPrefixes = all => { prefixes = all; };

/** An IRI with a prefix where there is one for it. */
export function short(iri) {
  const fit = Object.entries(prefixes).filter(([, namespace]) => iri.startsWith(namespace))
    .toSorted((a, b) => b[1].length - a[1].length)[0];
  return fit ? `${fit[0]}:${iri.slice(fit[1].length)}` : iri;
}

/** Where a page links for an IRI: our own to this server, the web's to the web, others nowhere. */
export function address(iri) {
  if (iri.startsWith(BASE + "ontology#")) return ROOT + "/ontology#" + iri.slice(BASE.length + 9);
  if (iri === BASE + "ontology") return ROOT + "/ontology";
  if (iri.startsWith(BASE + "id/")) return ROOT + "/page/" + iri.slice(BASE.length + 3);
  if (iri.startsWith(BASE)) return ROOT + "/page/" + iri.slice(BASE.length);
  return /^https?:\/\//.test(iri) ? iri : null;
}

export const isOurs = iri => iri.startsWith(BASE);
