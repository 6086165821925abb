// The SPARQL workbench: YASGUI's editor (YASQE) over the page's plain form, and the answer below it in all views.
import { ask, plan } from "./answers.js";
import { showCards } from "./card.js";
import { downloads } from "./download.js";
import { openEditor } from "./editor.js";
import { misspelt } from "./hints.js";
import { setPrefixes } from "./labels.js";
import { ROOT, element, onTurn } from "./page.js";
import { shelf } from "./shelf.js";
import { packed, unpacked } from "./shortlink.js";
import { drawTable } from "./table.js";
import { say } from "./texts.js";
import { VIEWS, best, draw, guess, suitable } from "./views.js";

const LONGEST = 7000; // what servers and messengers bear

const form = document.querySelector("form.ask");
const result = document.querySelector("#result");
const notes = await fetch(ROOT + "/workbench.json").then(response => response.json());
setPrefixes(notes.prefixes);

const run = form.querySelector("button");
const cancel = element("button", { type: "button", className: "quiet", disabled: true }, say("js.cancel"));
const permalink = element("button", { type: "button", className: "quiet" }, say("js.link"));
const shortLink = element("button", { type: "button", className: "quiet", title: say("js.link.short.about") }, say("js.link.short"));
const format = element("button", { type: "button", className: "quiet" }, say("js.format"));
const explain = element("button", { type: "button", className: "quiet", title: say("js.plan.about") }, say("js.plan"));
const status = element("output", { className: "status" });
const named = await queryOfAddress();
const editor = await openEditor(form.querySelector("textarea"), notes, () => form.requestSubmit());
form.classList.add("live");
form.querySelector("label").append(element("span", { className: "keys" }, say("js.keys")));
form.querySelector(".actions").append(cancel, format, explain, permalink, shortLink, examples(), status);
showCards(result);

let running = null;   // what stops the query under way
let ticking;          // the clock that runs meanwhile
let shown = null;     // the answer on show
let view = null;      // { kind, columns } that the reader chose for it
let repaint = () => {};
onTurn(() => repaint());

const kept = shelf(form, editor, named, () => { view = null; keepAddress(); answer(); });

form.addEventListener("submit", event => { event.preventDefault(); keep(); answer(); });
format.addEventListener("click", () => { editor.format(); kept.keep(); });
explain.addEventListener("click", () => { keep(); answer(true); });
cancel.addEventListener("click", () => running?.abort());
permalink.addEventListener("click", () => copy(link()));
shortLink.addEventListener("click", async () => copy(await short()));

/** Asks the query and shows its answer, or how it ran. */
async function answer(planned = false) {
  running?.abort();
  document.querySelector("#fault")?.remove(); // of the query before
  const mine = running = new AbortController();
  editor.clear();
  cancel.disabled = false;
  const query = editor.text();
  const start = performance.now();
  wait(start);
  try {
    if (planned) {
      const text = await plan(query, mine.signal);
      if (running !== mine) return;
      settle();
      status.textContent = "";
      shown = null;
      repaint = () => {};
      result.replaceChildren(element("pre", { className: "code", tabIndex: 0, ariaLabel: say("js.plan") }, text));
      result.dataset.drawn = "plan";
      return;
    }
    const found = await ask(query, mine.signal);
    const seconds = (performance.now() - start) / 1000;
    if (running !== mine) return;
    settle();
    shown = { ...found, query };
    const rows = found.rows.length;
    status.textContent = say(found.triples ? "js.triples.in" : "js.rows.in", rows, seconds.toFixed(seconds < 1 ? 3 : 1));
    kept.answered(query, rows);
    await show();
  } catch (problem) {
    if (running !== mine) return;
    settle();
    const stopped = mine.signal.aborted;
    status.textContent = stopped ? say("js.cancelled") : "";
    result.replaceChildren(...stopped ? [] : [element("p", { className: "sentence", role: "alert" }, problem.message)]);
    if (!stopped) result.prepend(...hints(query));
    editor.mark(problem.place, problem.message);
  } finally {
    if (running === mine) { running = null; cancel.disabled = true; }
  }
}

/** Says that the answer is under way, and since when. */
function wait(start) {
  clearInterval(ticking);
  const clock = element("span", { ariaHidden: "true" });
  status.replaceChildren(say("js.asking") + " ", clock);
  result.setAttribute("aria-busy", "true");
  delete result.dataset.drawn;
  ticking = setInterval(() => { clock.textContent = `${Math.round((performance.now() - start) / 1000)} s`; }, 1000);
}

function settle() {
  clearInterval(ticking);
  result.removeAttribute("aria-busy");
}

/** Shows the answer: tabs of the views that suit it, the view's columns, downloads. */
async function show() {
  const kinds = ["table", ...await suitable(shown)];
  const kind = kinds.includes(view?.kind) ? view.kind : best(shown, kinds);
  const columns = view?.kind === kind && view.columns.every(name => shown.columns.includes(name)) ? view.columns : [];
  const frame = element("div", { className: "frame", id: "frame" });
  const tabs = kinds.map(each => {
    const tab = element("button", { type: "button", ariaPressed: String(each === kind) }, VIEWS[each]?.title ?? say("js.table"));
    tab.dataset.kind = each;
    tab.onclick = () => { view = { kind: each, columns: [] }; keep(); show(); };
    return tab;
  });
  result.replaceChildren(
    element("div", { className: "bar" },
      element("div", { className: "views", role: "group", ariaLabel: say("js.views") }, ...tabs),
      downloads(shown.query, shown.triples)),
    ...hints(shown.query), ...kind === "table" ? [] : [choices(kind, columns)], frame);
  delete result.dataset.drawn;
  try {
    if (kind === "table") { repaint = () => {}; await drawTable(frame, shown); }
    else repaint = await draw(kind, frame, shown, columns);
    result.dataset.drawn = kind;
  } catch (problem) {
    frame.replaceChildren(element("p", { className: "sentence" }, problem.message));
  }
}

/** A choice of column for each role of a view. */
function choices(kind, columns) {
  const taken = columns.length ? columns : guess(kind, shown);
  const selects = VIEWS[kind].roles.map((role, i) => element("label", {}, role + " ",
    element("select", { onchange: () => {
      const names = selects.map(label => label.querySelector("select").value);
      const end = names.indexOf("");
      view = { kind, columns: end < 0 ? names : names.slice(0, end) };
      keep();
      show();
    } }, ...i < VIEWS[kind].needs ? [] : [element("option", { value: "" }, "–")],
    ...shown.columns.map(name => element("option", { value: name, selected: name === taken[i] }, name)))));
  return element("p", { className: "roles" }, ...selects);
}

/** The questions, to begin with. */
function examples() {
  const all = notes.topics.flatMap(topic => topic.questions);
  const select = element("select", { ariaLabel: say("js.examples") }, element("option", { value: "" }, say("js.examples") + " …"),
    ...notes.topics.map(topic => element("optgroup", { label: topic.name },
      ...topic.questions.map(question => element("option", { value: all.indexOf(question) }, question.title)))));
  select.onchange = () => {
    const question = all[select.value];
    if (!question) return;
    select.value = "";
    editor.set(question.query);
    view = question.kind ? { kind: question.kind, columns: question.columns.split(" ") } : null;
    keep();
    answer();
  };
  return select;
}

/** The address of this query in this view. */
function link() {
  const hash = view ? "#" + [view.kind, ...view.columns].join(",") : "";
  return ROOT + "/sparql?query=" + encodeURIComponent(editor.text()) + hash;
}

/** The same with the query compressed in the fragment, which is not sent to a server. */
async function short() {
  const fragment = "#q=" + await packed(editor.text(), notes.prefixes);
  return ROOT + "/sparql" + fragment + (view ? "&" + [view.kind, ...view.columns].join(",") : "");
}

const keepAddress = () => history.replaceState(null, "", link().length > LONGEST ? ROOT + "/sparql" : link());

function keep() {
  kept.keep();
  keepAddress();
}

async function copy(target) {
  const address = new URL(target, location).href;
  if (address.length > LONGEST) {
    status.textContent = say("js.link.long");
    return;
  }
  try {
    await navigator.clipboard.writeText(address);
    status.textContent = say("js.link.copied", address.length);
  } catch {
    status.replaceChildren(element("a", { href: address }, say("js.link.this")));
  }
}

/** Names that this release does not use, with a button for the name that may be meant. */
function hints(query) {
  return misspelt(query, notes).map(({ name, near }) => element("p", { className: "hint", role: "status" },
    say("js.hint.unused", name), ...near ? [" ", element("button", { type: "button", className: "quiet", onclick: () => {
      editor.set(editor.text().replaceAll(new RegExp(`(?<![\\w:-])${name}(?![\\w-])`, "g"), near));
      keep();
      answer();
    } }, say("js.hint.near", near))] : []));
}

/** The query that the address names: in the parameter, or in the fragment of a short link; otherwise null. */
async function queryOfAddress() {
  const fragment = /^#q=([\w-]+)/.exec(location.hash);
  return fragment ? unpacked(fragment[1]) : new URLSearchParams(location.search).get("query");
}

/** The view that the address names. */
function viewOfAddress() {
  const [kind, ...columns] = decodeURIComponent(location.hash.slice(1)).replace(/^q=[\w-]+&?/, "").split(",");
  return kind === "table" || kind in VIEWS ? { kind, columns } : null;
}

view = viewOfAddress();
addEventListener("hashchange", () => { view = viewOfAddress(); if (shown) show(); });
if (location.hash.startsWith("#q=") && named !== null) keepAddress();
if (!new URLSearchParams(location.search).has("format")) answer();
