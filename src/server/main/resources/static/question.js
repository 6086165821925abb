// Draws the picture of a question's answer, <figure class="view" data-query data-kind data-columns>, and lets code be copied.
import { ask, isNumber } from "./answers.js";
import { exports } from "./export.js";
import { element, onTurn } from "./page.js";
import { say } from "./texts.js";
import { best, draw, suitable } from "./views.js";

/** Draws the pictures of the page that are not drawn. */
export function drawPictures() {
  for (const figure of document.querySelectorAll("figure.view:not(:has(.frame))")) {
    const frame = figure.insertBefore(element("div", { className: "frame" }), figure.firstChild);
    show(figure, frame).catch(problem => {
      figure.querySelector(".room")?.remove();
      frame.replaceChildren(element("p", { className: "sentence" }, problem.message));
    });
  }
}
drawPictures();

/** Draws the view that is declared, or else the one that suits the answer, if one does. */
async function show(figure, frame) {
  const { query, kind: declared, columns } = figure.dataset;
  const { measured, stacked, unit } = figure.dataset;
  const answer = { ...inLanguage(await ask(query), JSON.parse(figure.dataset.names ?? "{}")), measured, stacked: stacked !== undefined, units: unit ? [unit] : [], addressed: true };
  const kind = declared || best(answer, await suitable(answer));
  if (kind === "table") return figure.remove();
  figure.hidden = false;
  const names = columns.split(/\s+/).filter(name => name);
  let repaint = await draw(kind, frame, answer, names);
  onTurn(() => repaint());
  if (kind === "bar" || kind === "line") {
    onWidth(frame, async () => { repaint = await draw(kind, frame, answer, names); });
  }
  figure.querySelector(".room")?.remove();
  figure.dataset.drawn = kind;
  const told = selector => document.querySelector(selector)?.textContent.replace(/\s+/g, " ").trim() ?? "";
  figure.append(exports(frame, { title: told("h1"), footer: [told(".credit"), told("footer .release-name")].filter(one => one).join(" · "),
    query, name: location.pathname.split("/").at(-1), csv: figure.dataset.csv }));
}

/** Replaces names of things in an answer by those in the language of the page. */
function inLanguage(answer, names) {
  const named = value => value.split("; ").map(one => names[one] ?? one).join("; ");
  const shown = term => term?.type === "literal" && !isNumber(term) ? { ...term, value: names[term.value] ?? named(term.value) } : term;
  return { ...answer, rows: answer.rows.map(row => row.map(shown)) };
}

/** Calls back when an element has another width, as on a phone that is turned: names beside a chart are laid out for one width. */
function onWidth(place, callback) {
  let known = place.clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(place.clientWidth - known) < 40) return;
    known = place.clientWidth;
    callback();
  }).observe(place);
}

for (const code of navigator.clipboard ? document.querySelectorAll("pre.code") : []) {
  const button = element("button", { type: "button", className: "quiet copy", onclick: async () => {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = say("js.copied");
  } }, say("js.copy"));
  code.before(button);
}
