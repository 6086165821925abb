// Chooses the rows of an answer that a chart shows. No row is hidden silently: if several rows have the same place in the chart,
// the columns that distinguish them become series or controls, and a sentence states the number of rows shown.
import { isNumber, isTime } from "./answers.js";
import { iris, learn, text } from "./labels.js";
import { element, words } from "./page.js";
import { say } from "./texts.js";

const LATEST = "";
const MOST_SERIES = 5;

/** The rows whose labels are fetched before the choice: controls show them. */
const NAMED = 4000;
const BOUND = /^(lower|upper)|(Lower|Upper|Bound)$|^p(ercentile)?\d+$/;

/** Returns whether a column gives the lower or upper end of a value. */
export const isBound = name => BOUND.test(name);

/** Returns the columns of the lower and the upper bound, each undefined where the answer has none. */
export function bounds(columns) {
  const find = test => { const at = columns.findIndex(name => isBound(name) && test.test(name)); return at < 0 ? undefined : at; };
  return [find(/lower|^p(ercentile)?0?5$/i), find(/upper|^p(ercentile)?95$/i)];
}

/** Returns the column that says how exact a value is, such as "about"; undefined where the answer has none. */
export function hedgeAt(columns) {
  const at = columns.findIndex(name => /^(qualifier|certainty|hedges?|how)$/.test(name));
  return at < 0 ? undefined : at;
}

/**
 * Returns the columns that distinguish rows with the same place, and how many rows remain in one place with others.
 *
 * @param places columns that decide where a row is drawn
 * @param measures columns that are drawn there
 */
export function dimensions(answer, places, measures) {
  const key = [...places];
  const found = [];
  let left = crowded(answer.rows, key);
  const free = answer.columns.map((_, at) => at).filter(at => !places.includes(at) && !measures.includes(at) && isDimension(answer, at));
  // Times first: "which year" is what a reader expects to choose.
  for (const at of free.toSorted((a, b) => isTimes(answer, b) - isTimes(answer, a))) {
    const then = crowded(answer.rows, [...key, at]);
    if (then < left) {
      found.push(at);
      key.push(at);
      left = then;
    }
  }
  return { found, left };
}

const differs = (answer, at) => new Set(answer.rows.map(row => row[at]?.value ?? "")).size > 1;

const keyOf = (row, columns) => columns.map(at => row[at]?.value ?? "").join("\u0001");

/** Returns how many rows share their key with an earlier row. */
function crowded(rows, columns) {
  return rows.length - new Set(rows.map(row => keyOf(row, columns))).size;
}

function isDimension(answer, at) {
  return !isBound(answer.columns[at]) && !/^unit$/i.test(answer.columns[at])
    && (isTimes(answer, at) || answer.rows.some(row => row[at] && !isNumber(row[at])));
}

/** Returns whether a column holds points in time: dates, or years by its name. */
function isTimes(answer, at) {
  const year = /year$/i.test(answer.columns[at]);
  return answer.rows.every(row => !row[at] || isTime(row[at]) || (year && /^\d{4}$/.test(row[at].value)));
}

/**
 * Draws an answer with a control for each dimension that has no place of its own.
 *
 * @param places columns that decide where a row is drawn
 * @param measures columns that are drawn
 * @param series whether dimensions with few values may become series of their own
 * @param draw draws rows into a frame: (frame, answer, columns of added series) -> repaint
 * @returns a function that repaints in the colours of the moment
 */
export async function drawChosen(frame, answer, { places, measures, series }, draw) {
  await learn(iris({ rows: answer.rows.slice(0, NAMED) })).catch(() => {});
  // Rows of different units are never drawn together, wherever they are.
  const units = (answer.units ?? []).map(name => answer.columns.indexOf(name)).filter(at => at >= 0 && !places.includes(at) && differs(answer, at));
  const { found, left } = dimensions(answer, [...places, ...units], measures);
  const added = [];
  for (const at of series ? found : []) {
    const values = new Set(answer.rows.map(row => text(row[at])));
    const product = added.reduce((all, one) => all * new Set(answer.rows.map(row => text(row[one]))).size, values.size);
    if (!(isTimes(answer, at) && series === "names") && product <= MOST_SERIES) added.push(at);
  }
  const asked = [...units, ...found.filter(at => !added.includes(at))];
  if (asked.length === 0) {
    const repaint = await drawMost(frame, answer, added, draw);
    if (left > 0) frame.append(note(say("js.choice.same")));
    return repaint;
  }
  const place = element("div");
  const told = note("");
  // The usual value of each control leaves rows for the usual values of those before it.
  let fitting = answer.rows;
  const controls = asked.map(at => {
    const made = control(answer, at, fitting);
    if (!isTimes(answer, at)) fitting = fitting.filter(row => (row[at]?.value ?? "") === made.dataset.usual);
    return made;
  });
  let repaint = () => {};
  const show = async () => {
    const rows = chosen(answer, asked, controls.map(one => one.value), [...places, ...added]);
    repaint = await drawMost(place, { ...answer, rows }, added, draw);
    const how = asked.map((at, i) => `${words(answer.columns[at])}: ${controls[i].selectedOptions[0].textContent}`).join("; ");
    told.textContent = say("js.choice.shown", answer.rows.length, rows.length, how);
  };
  controls.forEach((one, i) => one.addEventListener("change", () => {
    if (answer.addressed) remember(answer.columns[asked[i]], one);
    return show();
  }));
  frame.replaceChildren(element("div", { className: "choices" },
    ...controls.map((one, i) => element("label", {}, words(answer.columns[asked[i]]) + " ", one))), place, told);
  await show();
  return () => repaint();
}

/** Draws the first rows of the chosen ones, and says how many there are if these are not all. */
async function drawMost(frame, answer, added, draw) {
  if (answer.rows.length === 0) {
    frame.replaceChildren(note(say("js.choice.none")));
    return () => {};
  }
  const rows = answer.rows.slice(0, answer.most);
  await learn(iris({ rows })).catch(() => {});
  const repaint = await draw(frame, { ...answer, rows }, added);
  if (rows.length < answer.rows.length) frame.append(note(say("js.view.most", rows.length, answer.rows.length)));
  return repaint;
}

const note = words => element("p", { className: "note" }, words);

/** Writes a choice into the address of the page, so that it can be sent; the usual choice is not written. */
function remember(column, control) {
  const address = new URL(location.href);
  if (control.value === control.dataset.usual) address.searchParams.delete(column);
  else address.searchParams.set(column, control.value);
  history.replaceState(null, "", address);
}

/**
 * Makes the control of one dimension: for times "latest of each" first, else the value with most of the fitting rows. The address of the
 * page may have another value.
 */
function control(answer, at, fitting) {
  const count = new Map();
  fitting.forEach(row => { const value = row[at]?.value ?? ""; count.set(value, (count.get(value) ?? 0) + 1); });
  const names = new Map(answer.rows.map(row => [row[at]?.value ?? "", text(row[at]) || say("js.nothing")]));
  const times = isTimes(answer, at);
  const values = [...names.keys()].toSorted((a, b) => times ? b.localeCompare(a) : names.get(a).localeCompare(names.get(b), document.documentElement.lang, { numeric: true }));
  const made = element("select", {}, ...(times ? [element("option", { value: LATEST }, say("js.choice.latest"))] : []),
    ...values.filter(value => !times || value).map(value => element("option", { value }, names.get(value))));
  if (!times) made.value = values.toSorted((a, b) => (count.get(b) ?? 0) - (count.get(a) ?? 0))[0];
  made.dataset.usual = made.value;
  const sent = answer.addressed ? new URLSearchParams(location.search).get(answer.columns[at]) : null;
  if (sent !== null && [...made.options].some(option => option.value === sent)) made.value = sent;
  return made;
}

/** Returns the rows that the controls choose. */
function chosen(answer, asked, values, places) {
  const fixed = asked.map((at, i) => [at, values[i]]).filter(([at, value]) => value !== LATEST || !isTimes(answer, at));
  const latest = asked.filter((at, i) => values[i] === LATEST && isTimes(answer, at));
  let rows = answer.rows.filter(row => fixed.every(([at, value]) => (row[at]?.value ?? "") === value));
  for (const at of latest) {
    const last = new Map();
    rows.forEach(row => {
      const key = keyOf(row, places);
      if (!last.has(key) || (row[at]?.value ?? "") > last.get(key)) last.set(key, row[at]?.value ?? "");
    });
    rows = rows.filter(row => (row[at]?.value ?? "") === last.get(keyOf(row, places)));
  }
  return rows;
}
