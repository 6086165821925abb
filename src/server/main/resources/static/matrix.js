// A matrix: a cell for each pair of two columns, shaded by a value.
import { isNumber } from "./answers.js";
import { drawChosen } from "./choices.js";
import { text } from "./labels.js";
import { amount } from "./numbers.js";
import { mixed, svg } from "./page.js";
import { LINE, box, broken, cut, label, picture, room, width } from "./picture.js";
import { say } from "./texts.js";

const HIGHEST_HEAD = 190;
const SLOPE = Math.SQRT1_2;
const MOST_TEXTS = 400;

export function drawMatrix(frame, answer, [rowAt, columnAt, valueAt]) {
  // Without a value the cells count rows, so nothing is left out.
  if (valueAt === undefined) return matrixOf(frame, answer, [rowAt, columnAt]);
  return drawChosen(frame, answer, { places: [rowAt, columnAt], measures: [valueAt], series: false },
    (place, shown) => matrixOf(place, shown, [rowAt, columnAt, valueAt]));
}

const unique = list => [...new Set(list)];

function matrixOf(frame, answer, [rowAt, columnAt, valueAt]) {
  const name = term => text(term) || say("js.nothing");
  const rows = unique(answer.rows.map(row => name(row[rowAt])));
  const columns = unique(answer.rows.map(row => name(row[columnAt])));
  const counted = valueAt === undefined || !answer.rows.every(row => !row[valueAt] || isNumber(row[valueAt]));
  const cells = new Map();
  for (const row of answer.rows) {
    const key = rows.indexOf(name(row[rowAt])) + " " + columns.indexOf(name(row[columnAt]));
    const value = counted ? (cells.get(key)?.value ?? 0) + 1 : row[valueAt] ? Number(row[valueAt].value) : cells.get(key)?.value ?? null;
    const words = valueAt !== undefined && counted ? [...cells.get(key)?.words ?? [], text(row[valueAt])] : [];
    cells.set(key, { value, words });
  }
  const high = Math.max(0, ...[...cells.values()].map(cell => cell.value ?? 0));
  // Cells that all count one row say nothing by their number.
  const numbered = cells.size < MOST_TEXTS && [...cells.values()].some(cell => cell.value !== 1);
  return picture(frame, say("js.picture.matrix"), (whole, c) => {
    const left = room(rows, whole, 0.4).width;
    const turned = columns.some(one => width(one) > (whole - left - 16) / columns.length - 8);
    const heads = columns.map(one => turned ? cut(one, HIGHEST_HEAD / SLOPE - 24) : one);
    const top = turned ? Math.ceil(Math.max(...heads.map(width)) * SLOPE) + 24 : 30;
    // A turned label reaches to the right of its column.
    const reach = turned ? Math.ceil(Math.max(...heads.map(width)) * SLOPE) : 0;
    const step = (whole - left - 16 - reach) / columns.length;
    const lines = rows.map(row => broken(row, left - 8));
    const heights = lines.map(one => 14 + LINE * one.length);
    const tops = heights.map((_, i) => top + heights.slice(0, i).reduce((sum, one) => sum + one, 0));
    const parts = [];
    heads.forEach((words, i) => {
      const x = left + step * (i + 0.5);
      parts.push(turned
        ? svg("g", {}, svg("title", {}, columns[i]), svg("text", { x: x - 4, y: top - 8, fill: c.text, "font-size": 13, "font-family": "system-ui, sans-serif",
            transform: `rotate(-45 ${x - 4} ${top - 8})` }, words))
        : label([words], x, top - 16, { fill: c.text, "text-anchor": "middle" }));
    });
    lines.forEach((words, i) => parts.push(label(words, left - 8, tops[i] + heights[i] / 2, { fill: c.text, "text-anchor": "end" })));
    for (const [key, cell] of cells) {
      const [row, column] = key.split(" ").map(Number);
      const share = high > 0 && cell.value !== null ? Math.max(0, cell.value / high) : 0;
      const [x, y] = [left + step * column, tops[row]];
      const told = `${rows[row]} · ${columns[column]}: ${cell.words.join(", ") || amount(cell.value)}`;
      parts.push(svg("path", { d: box(x + 1, y + 1, step - 2, heights[row] - 2), fill: mixed(c.panel, c.palette[0], share) }, svg("title", {}, told)));
      const shown = cell.words.length === 1 ? cut(cell.words[0], step - 6) : numbered ? amount(cell.value) : "";
      if (width(shown) <= step - 4) {
        parts.push(label([shown], x + step / 2, y + heights[row] / 2, { fill: share > 0.55 ? c.page : c.text, "text-anchor": "middle", "pointer-events": "none" }));
      }
    }
    return { height: tops.at(-1) + heights.at(-1) + 8, parts };
  });
}
