// Draws the pictures that a page declares: <figure class="view" data-query data-kind data-columns>.
import { ask } from "./answers.js";
import { element, onTurn } from "./page.js";
import { draw } from "./views.js";

for (const figure of document.querySelectorAll("figure.view")) {
  const frame = figure.insertBefore(element("div", { className: "frame" }), figure.firstChild);
  show(figure, frame).catch(problem => frame.replaceChildren(element("p", { className: "sentence" }, problem.message)));
}

async function show(figure, frame) {
  const { query, kind, columns } = figure.dataset;
  const answer = await ask(query);
  const paint = await draw(kind, frame, answer, columns.split(/\s+/).filter(name => name));
  onTurn(paint);
  figure.dataset.drawn = kind;
}
