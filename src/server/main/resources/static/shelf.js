// Tabs above the editor, and below it the history and the saved queries.
import { keepAll, kept } from "./kept.js";
import { element } from "./page.js";
import { say } from "./texts.js";

const SHOWN = 60;
const SAME = (a, b) => a.trim() === b.trim();

/** A time in the format of the language of the page. */
const when = time => new Intl.DateTimeFormat(document.documentElement.lang.replace(/^en$/, "en-GB"), { dateStyle: "medium", timeStyle: "short" }).format(time);

/** What a query is called: its first comment, or else its first line that declares no prefix. */
export function title(query) {
  const lines = query.split("\n").map(line => line.trim()).filter(line => line && !/^(prefix|base)\s/i.test(line));
  const comment = lines.find(line => line.startsWith("#"))?.replace(/^#+\s*/, "");
  const name = comment || lines[0] || say("js.tab.empty");
  return name.length > SHOWN ? name.slice(0, SHOWN - 1) + "…" : name;
}

/**
 * Makes the tabs and the shelf.
 * @param form the form of the editor
 * @param editor { text, set }
 * @param opened the query that the address names, or null
 * @param ask called after another query was put into the editor
 */
export function shelf(form, editor, opened, ask) {
  const all = kept();
  if (opened !== null) {
    const known = all.tabs.findIndex(tab => SAME(tab.query, opened));
    if (known < 0) all.tabs.unshift({ query: opened });
    all.at = Math.max(0, known);
  }
  if (!all.tabs.length) all.tabs = [{ query: editor.text() }];
  all.at = Math.min(all.at, all.tabs.length - 1);
  editor.set(all.tabs[all.at].query);

  const tabs = element("div", { className: "tabs", role: "group", ariaLabel: say("js.tabs") });
  const history = element("ul");
  const saved = element("ul");
  const name = element("input", { ariaLabel: say("js.saved.name"), placeholder: say("js.saved.name") });
  const save = element("button", { type: "button", className: "quiet" }, say("js.saved.save"));
  const forget = element("button", { type: "button", className: "quiet" }, say("js.history.clear"));
  form.before(tabs);
  form.after(element("details", { className: "shelf" },
    element("summary", {}, say("js.shelf")),
    element("div", { className: "shelves" },
      element("section", { ariaLabel: say("js.saved") }, element("h3", {}, say("js.saved")),
        element("p", { className: "actions" }, name, save), saved),
      element("section", { ariaLabel: say("js.history") }, element("h3", {}, say("js.history")), history, forget)),
    element("p", { className: "note" }, say("js.shelf.private"))));

  const quiet = (text, label, action) =>
    element("button", { type: "button", className: "quiet", ariaLabel: label, title: label, onclick: action }, text);
  const entry = (one, list, told) => element("li", {},
    element("button", { type: "button", className: "link", onclick: () => open(one.query) }, one.name ?? title(one.query)), " ",
    element("small", {}, told), " ",
    quiet("✕", say("js.remove", one.name ?? title(one.query)), () => { list.splice(list.indexOf(one), 1); show(); }));

  function show() {
    tabs.replaceChildren(...all.tabs.flatMap((tab, i) => {
      const now = i === all.at;
      const open = element("button", { type: "button", className: "tab", ariaPressed: String(now), onclick: () => turn(i) }, tab.name ?? title(tab.query));
      const close = quiet("✕", say("js.tab.close", tab.name ?? title(tab.query)), () => drop(i));
      return [element("span", { className: now ? "tab-of now" : "tab-of" }, open, ...all.tabs.length > 1 ? [close] : [])];
    }), quiet("+", say("js.tab.new"), () => open("SELECT * WHERE {\n  ?thing ?property ?value\n}\nLIMIT 10")));
    history.replaceChildren(...all.history.map(one => entry(one, all.history,
      [when(one.when), say("js.rows", one.rows)].join(" · "))));
    saved.replaceChildren(...all.saved.map(one => entry(one, all.saved, "")));
    forget.hidden = !all.history.length;
    keepAll(all);
  }

  function turn(i) {
    all.at = i;
    editor.set(all.tabs[i].query);
    show();
    ask();
  }

  function open(query) {
    const known = all.tabs.findIndex(tab => SAME(tab.query, query));
    if (known < 0) all.tabs.unshift({ query });
    turn(Math.max(0, known));
  }

  function drop(i) {
    all.tabs.splice(i, 1);
    if (i === all.at) turn(Math.max(0, i - 1));
    else {
      if (i < all.at) all.at--;
      show();
    }
  }

  save.onclick = () => {
    const query = editor.text();
    const called = name.value.trim() || title(query);
    all.saved = [{ name: called, query }, ...all.saved.filter(one => one.name !== called)];
    name.value = "";
    show();
  };
  name.addEventListener("keydown", event => { if (event.key === "Enter") { event.preventDefault(); save.click(); } });
  forget.onclick = () => { all.history = []; show(); };
  show();

  return {
    /** Keeps the query of the editor in its tab. */
    keep() {
      all.tabs[all.at] = { ...all.tabs[all.at], query: editor.text() };
      show();
    },
    /** Keeps an answered query in the history. */
    answered(query, rows) {
      all.history = [{ query, rows, when: Date.now() }, ...all.history.filter(one => !SAME(one.query, query))];
      show();
    }
  };
}
