// The answer as a file.
import { post } from "./answers.js";
import { ROOT, element } from "./page.js";
import { say } from "./texts.js";

const TABLES = { CSV: ["csv", "text/csv"], TSV: ["tsv", "text/tab-separated-values"],
  JSON: ["json", "application/sparql-results+json"],
  XLSX: ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] };
const GRAPHS = { Turtle: ["ttl", "text/turtle"], "JSON-LD": ["jsonld", "application/ld+json"],
  "N-Triples": ["nt", "application/n-triples"], "RDF/XML": ["rdf", "application/rdf+xml"] };

/** Buttons that save the answer to a query. */
export function downloads(query, triples) {
  const formats = Object.entries(triples ? GRAPHS : TABLES);
  return element("div", { className: "downloads", role: "group", ariaLabel: say("js.download") }, say("js.download") + " ",
    ...formats.map(([name, [ending, type]]) =>
      element("button", { type: "button", className: "quiet", onclick: () => save(query, ending, type) }, name)), cite(query));
}

/** A button that opens the citation of the answer. */
function cite(query) {
  return element("form", { method: "post", action: ROOT + "/cite", className: "citing" },
    element("input", { type: "hidden", name: "query", value: query }),
    element("button", { className: "quiet" }, say("js.cite")));
}

async function save(query, ending, type) {
  const response = await post(query, type);
  const href = URL.createObjectURL(await response.blob());
  element("a", { href, download: "answer." + ending }).click();
  setTimeout(() => URL.revokeObjectURL(href), 1000);
}
