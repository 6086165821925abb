// The views of an answer. A view declares the columns it needs, guesses them if none are selected, and draws into a frame.
import { isNumber, isTime } from "./answers.js";
import { drawBars, drawLines } from "./charts.js";
import { drawGraph } from "./graph.js";
import { iris, learn } from "./labels.js";
import { drawMap, drawPoints, hasAreas } from "./map.js";
import { drawMatrix } from "./matrix.js";
import { element } from "./page.js";
import { say } from "./texts.js";
import { drawTimeline } from "./timeline.js";

/** By kind: a title, what its columns mean, how many it needs, how many rows it draws, whether it chooses rows first, a guess of its columns, and the drawing. */
export const VIEWS = {
  bar: { title: say("js.view.bar"), roles: [say("js.role.label"), say("js.role.value"), say("js.role.series")], needs: 2, most: 200, chooses: true, draw: drawBars,
    guess: c => [c.names[0], c.numbers[0], c.names[1]] },
  line: { title: say("js.view.line"), roles: [say("js.role.along"), say("js.role.value"), say("js.role.series")], needs: 2, most: 4000, chooses: true, draw: drawLines,
    guess: c => [c.times[0] ?? c.numbers[0], c.numbers.find(n => n !== (c.times[0] ?? c.numbers[0])), c.names[0]] },
  map: { title: say("js.view.map"), roles: [say("js.role.area"), say("js.role.value")], needs: 2, most: 1000, chooses: true, draw: drawMap, guess: c => [c.names[0], c.numbers[0]] },
  points: { title: say("js.view.points"), roles: [say("js.role.label"), say("js.role.latitude"), say("js.role.longitude")], needs: 3, most: 10000, draw: drawPoints,
    guess: c => [c.names[0], c.numbers.find(n => /^lat/i.test(n)), c.numbers.find(n => /^(lon|lng)/i.test(n))] },
  graph: { title: say("js.view.graph"), roles: [say("js.role.from"), say("js.role.to"), say("js.role.edge")], needs: 2, most: 400, draw: drawGraph,
    guess: c => c.triples ? ["subject", "object", "property"] : [c.things[0], c.things[1]] },
  matrix: { title: say("js.view.matrix"), roles: [say("js.role.row"), say("js.role.column"), say("js.role.value")], needs: 2, most: 2000, chooses: true, draw: drawMatrix,
    guess: c => [c.names[0], c.names[1], c.numbers[0]] },
  timeline: { title: say("js.view.timeline"), roles: [say("js.role.label"), say("js.role.from"), say("js.role.to")], needs: 2, most: 300, draw: drawTimeline,
    guess: c => [c.names[0], c.times[0], c.times[1]] }
};

/** The columns a view would take by itself; fewer than it needs if the answer does not suit it. */
export function guess(kind, answer) {
  const found = VIEWS[kind].guess(sorts(answer));
  const end = found.findIndex(name => name === undefined);
  return end < 0 ? found : found.slice(0, end);
}

/** The kinds of view that suit an answer. */
export async function suitable(answer) {
  if (answer.rows.length === 0) return [];
  const kinds = Object.keys(VIEWS).filter(kind => guess(kind, answer).length >= VIEWS[kind].needs);
  const onMap = !kinds.includes("map") || await hasAreas(answer, answer.columns.indexOf(guess("map", answer)[0]));
  return kinds.filter(kind => kind !== "map" || onMap);
}

/** Views by how many columns of names, of numbers, of times an answer has. */
const WISHES = {
  "1 1 0": ["map", "bar"], "1 2 0": ["points"], "2 1 0": ["matrix"], "0 1 1": ["line"], "1 1 1": ["line"], "1 0 1": ["timeline"], "1 0 2": ["timeline"]
};

/** The view that shows an answer best, of the kinds that suit it: a picture only where it shows every column. */
export function best(answer, kinds) {
  const { names, numbers, times } = sorts(answer);
  const shape = [names.length, numbers.length, times.length].join(" ");
  const wishes = answer.triples ? ["graph"] : WISHES[shape] ?? [];
  const dense = kind => kind !== "matrix" || fill(answer, names) > 0.4;
  const fits = kind => kinds.includes(kind) && answer.rows.length > 1 && answer.rows.length <= VIEWS[kind].most && dense(kind);
  return wishes.find(fits) ?? "table";
}

/** How much of a matrix over two columns the rows would fill. */
function fill(answer, names) {
  const [across, down] = names.map(name => new Set(answer.rows.map(row => row[answer.columns.indexOf(name)]?.value)).size);
  return answer.rows.length / (across * down);
}

/** Draws a view of an answer; `columns` are names, by default guessed. */
export async function draw(kind, frame, answer, columns) {
  const { most } = VIEWS[kind];
  const names = columns?.length ? columns : guess(kind, answer);
  const wrong = names.find(name => !answer.columns.includes(name));
  if (wrong) throw new Error(say("js.view.column", wrong));
  const places = names.map(name => answer.columns.indexOf(name));
  // A view with controls cuts after the choice, so that no value that would be chosen is lost.
  if (VIEWS[kind].chooses) return VIEWS[kind].draw(frame, { ...answer, most }, places);
  const rows = answer.rows.slice(0, most);
  await learn(iris({ rows })).catch(() => {});
  const paint = await VIEWS[kind].draw(frame, { ...answer, rows }, places);
  if (answer.rows.length > most) {
    frame.append(element("p", { className: "note" }, say("js.view.most", most, answer.rows.length)));
  }
  return paint;
}

/** Which columns hold numbers, times, things with IRIs, and names. */
function sorts(answer) {
  const all = test => answer.columns.filter((_, i) => {
    const terms = answer.rows.map(row => row[i]).filter(term => term);
    return terms.length > 0 && terms.every(test);
  });
  const times = all(isTime);
  const numbers = all(isNumber).filter(name => !times.includes(name));
  return {
    triples: answer.triples,
    times,
    numbers,
    things: all(term => term.type === "uri"),
    names: answer.columns.filter(name => !numbers.includes(name) && !times.includes(name))
  };
}
