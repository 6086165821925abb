// Asks the endpoint, and gives answers one shape: { columns: [name], rows: [[term or null]], triples: whether it is a graph }.
// A term is as in SPARQL JSON: { type: "uri" | "literal" | "bnode", value, datatype?, "xml:lang"? }.

import { ROOT } from "./page.js";
import { say } from "./texts.js";

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";

/** A query the server refused; `place` is { line, column }, from 1, if it said where. */
export class Refused extends Error {
  constructor(message) {
    super(message.trim());
    const found = /line (\d+), column (\d+)/.exec(message);
    this.place = found && { line: Number(found[1]), column: Number(found[2]) };
  }
}

/** POSTs a query; the response, or throws Refused. */
export async function post(query, accept, signal, path = "/sparql") {
  const response = await reached(fetch(ROOT + path, {
    method: "POST",
    headers: { Accept: accept },
    body: new URLSearchParams({ query }),
    signal
  }), say("js.unreachable"));
  if (!response.ok) {
    throw new Refused(await response.text());
  }
  return response;
}

/** What is promised, or an error that a reader understands if it never comes. */
async function reached(promise, otherwise) {
  try {
    return await promise;
  } catch (problem) {
    throw problem.name === "AbortError" ? problem : new Error(otherwise);
  }
}

const BROKEN = say("js.broken");

/** How a query ran, as text; or throws Refused. */
export async function plan(query, signal) {
  const response = await post(query, "text/plain", signal, "/sparql/plan");
  return reached(response.text(), BROKEN);
}

export async function ask(query, signal) {
  const response = await post(query, ACCEPT, signal);
  if (response.headers.get("Content-Type").startsWith("application/n-triples")) {
    return { columns: ["subject", "property", "object"], rows: triples(await reached(response.text(), BROKEN)), triples: true };
  }
  const json = await reached(response.json(), BROKEN);
  if ("boolean" in json) {
    return { columns: ["answer"], rows: [[{ type: "literal", value: say(json.boolean ? "js.yes" : "js.no") }]], triples: false };
  }
  const columns = json.head.vars;
  return { columns, rows: json.results.bindings.map(row => columns.map(name => row[name] ?? null)), triples: false };
}

const TERM = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@(\S+))?/gu;

function triples(text) {
  return text.split("\n").filter(line => line).toSorted().map(line =>
    [...line.matchAll(TERM)].slice(0, 3).map(([, iri, blank, literal, datatype, language]) =>
      iri !== undefined ? { type: "uri", value: unescaped(iri) }
        : blank !== undefined ? { type: "bnode", value: blank }
        : { type: "literal", value: unescaped(literal), datatype, "xml:lang": language }));
}

const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

function unescaped(text) {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gu, (_, short, long, one) =>
    one ? ESCAPES[one] ?? one : String.fromCodePoint(parseInt(short ?? long, 16)));
}

/** Whether a term is a number of XML Schema. */
export const isNumber = term =>
  /#(decimal|double|float|\w*[iI]nteger|int|long|short|byte|unsigned\w+)$/.test(term?.datatype ?? "")
  && !Number.isNaN(Number(term.value));

/** Whether a term is a date, a month, or a year. */
export const isTime = term =>
  /#(date|dateTime|gYear|gYearMonth)$/.test(term?.datatype ?? "")
  || /^\d{4}-\d\d(-\d\d)?$/.test(term?.value ?? "");
