// Draws the links between the things of two columns: two lists with lines between them, so that no name hides another.
import { address, text } from "./labels.js";
import { element, svg, words } from "./page.js";

const LABEL_HEIGHT = 15;

const key = term => term.type + " " + term.value;

/** Whether no thing of the first column stands in the second. Two things may bear the same name. */
export function twoSided(rows, fromAt, toAt) {
  const joined = rows.filter(row => row[fromAt].type === "uri" || key(row[fromAt]) !== key(row[toAt]));
  const from = new Set(joined.map(row => key(row[fromAt])));
  return !joined.some(row => from.has(key(row[toAt])));
}

export function drawSides(frame, answer, rows, [fromAt, toAt, edgeAt]) {
  // Two things have one line between them, however many rows join them; it has the label of each.
  const edges = new Map();
  for (const row of rows) {
    const [from, to, label] = [key(row[fromAt]), key(row[toAt]), edgeAt === undefined ? "" : text(row[edgeAt])];
    const edge = edges.get(from + "\n" + to) ?? { from, to, label: "" };
    if (!edge.label.split(", ").includes(label)) edge.label = [edge.label, label].filter(word => word).join(", ");
    edges.set(from + "\n" + to, edge);
  }
  const lines = [...edges.values()];
  const [left, right] = order(rows.map(row => [row[fromAt], row[toAt]]), lines);
  const labels = new Set(lines.map(line => line.label));
  const common = labels.size === 1 ? [...labels][0] : "";
  const picture = svg("svg", { "aria-hidden": "true" });
  const lists = [left, right].map(terms => element("ul", {}, ...terms.map(name)));
  const place = element("div", { className: "drawing sides-of" },
    element("b", {}, words(answer.columns[fromAt])), element("i", {}, common), element("b", {}, words(answer.columns[toAt])),
    lists[0], picture, lists[1]);
  frame.replaceChildren(place);

  const at = [left, right].map(terms => new Map(terms.map((term, i) => [key(term), i])));
  const ends = lines.map(line => [at[0].get(line.from), at[1].get(line.to)]);
  const paths = lines.map(() => svg("path"));
  // A label has the room of the middle column; the rest of a long one is in the table.
  const texts = lines.map(line => svg("text", {}, common ? "" : line.label.length > 24 ? line.label.slice(0, 23) + "…" : line.label));
  picture.append(...paths, ...texts);
  const join = () => {
    const { width, top } = picture.getBoundingClientRect();
    const heights = lists.map(list => [...list.children].map(one => { const box = one.getBoundingClientRect(); return (box.top + box.bottom) / 2 - top; }));
    const middles = [];
    ends.forEach(([from, to], i) => {
      const [a, b] = [heights[0][from], heights[1][to]];
      paths[i].setAttribute("d", `M2 ${a}C${width / 2} ${a} ${width / 2} ${b} ${width - 2} ${b}`);
      texts[i].setAttribute("x", width / 2);
      texts[i].setAttribute("y", (a + b) / 2 + 4);
      // A label that would lie on another is shown while its line is highlighted.
      const covered = middles.some(one => Math.abs(one - (a + b) / 2) < LABEL_HEIGHT);
      texts[i].classList.toggle("covered", covered);
      if (!covered) middles.push((a + b) / 2);
    });
  };
  // Highlights the lines of a name while it has the pointer or the focus.
  lists.forEach((list, side) => [...list.children].forEach((one, i) => {
    const show = on => () => ends.forEach((end, j) => { if (end[side] === i) [paths[j], texts[j]].forEach(part => part.classList.toggle("on", on)); });
    for (const event of ["mouseenter", "focusin"]) one.addEventListener(event, show(true));
    for (const event of ["mouseleave", "focusout"]) one.addEventListener(event, show(false));
  }));
  new ResizeObserver(join).observe(place);
  join();
  return () => {};
}

/** The things of both sides, in the order of the answer but for what makes lines cross less. */
function order(pairs, lines) {
  const side = i => [...new Map(pairs.map(pair => [key(pair[i]), pair[i]])).values()];
  const [from, to] = [side(0), side(1)];
  const rank = terms => new Map(terms.map((term, i) => [key(term), i]));
  const first = rank(to);
  const least = new Map();
  for (const line of lines) least.set(line.from, Math.min(least.get(line.from) ?? Infinity, first.get(line.to)));
  const left = from.toSorted((a, b) => least.get(key(a)) - least.get(key(b)));
  const at = rank(left);
  const middle = term => {
    const own = lines.filter(line => line.to === key(term));
    return own.reduce((sum, line) => sum + at.get(line.from), 0) / own.length;
  };
  return [left, to.map(term => [middle(term), term]).toSorted((a, b) => a[0] - b[0]).map(pair => pair[1])];
}

function name(term) {
  const href = term.type === "uri" ? address(term.value) : null;
  return element("li", { dir: "auto" }, href ? element("a", { href }, text(term)) : text(term));
}
