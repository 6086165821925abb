// Stores tabs, history and saved queries of the workbench in the browser. They are not sent to the server.

const NAME = "workbench";
const MOST = { tabs: 12, history: 50, saved: 100 };

/** What is kept; empty if the browser keeps nothing or something else. */
export function kept() {
  let all = {};
  try {
    all = JSON.parse(localStorage.getItem(NAME)) ?? {};
  } catch { /* The reader has switched storage off, or another version wrote it. */ }
  const list = name => Array.isArray(all[name]) ? all[name].filter(one => typeof one?.query === "string") : [];
  return { tabs: list("tabs"), history: list("history"), saved: list("saved"), at: Number(all.at) || 0 };
}

/** Keeps it, the newest of each list. */
export function keepAll(all) {
  const limited = Object.fromEntries(Object.entries(MOST).map(([name, most]) => [name, all[name].slice(0, most)]));
  try {
    localStorage.setItem(NAME, JSON.stringify({ ...limited, at: all.at }));
  } catch { /* The storage is full or switched off: the page works without. */ }
}
