// Shows an answer as a table: a click on a column sorts it, and IRIs have labels.
import { isNumber } from "./answers.js";
import { address, iris, label, learn, short, text } from "./labels.js";
import { element } from "./page.js";
import { say } from "./texts.js";

const AT_ONCE = 500;
/** The rows that a phone shows at first, and how many more at a time: a row is often as high as its page is wide. */
const ON_A_PHONE = 10;

/** Draws a table into a frame; labels are fetched for the rows on show. */
export async function drawTable(frame, answer) {
  if (answer.rows.length === 0) {
    frame.replaceChildren(element("p", {}, say("js.none")));
    return;
  }
  let rows = answer.rows;
  const body = element("tbody");
  const atOnce = matchMedia("(max-width: 40rem)").matches ? ON_A_PHONE : AT_ONCE;
  const more = element("button", { type: "button", className: "more" });
  const headings = answer.columns.map((name, i) => {
    const button = element("button", { type: "button", title: say("js.sort", name) }, name);
    const heading = element("th", answer.rows.every(row => !row[i] || isNumber(row[i])) ? { scope: "col", className: "number" } : { scope: "col" }, button);
    button.onclick = () => {
      const down = heading.getAttribute("aria-sort") === "ascending";
      headings.forEach(other => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows = answer.rows.toSorted((a, b) => compare(a[i], b[i]) * (down ? -1 : 1));
      body.replaceChildren();
      show();
    };
    return heading;
  });

  async function show() {
    const shown = body.children.length;
    const next = rows.slice(shown, shown + atOnce);
    await learn(iris({ rows: next })).catch(() => {});
    body.append(...next.map(row => element("tr", {}, ...row.map(cell))));
    const left = rows.length - body.children.length;
    more.hidden = left <= 0;
    more.textContent = say("js.more", Math.min(left, atOnce), left);
  }
  more.onclick = show;
  await show();
  frame.replaceChildren(
    element("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: say("js.answer.table") },
      element("table", {}, element("thead", {}, element("tr", {}, ...headings)), body)), more);
}

function compare(a, b) {
  if (!a || !b) return (a ? 1 : 0) - (b ? 1 : 0);
  return isNumber(a) && isNumber(b) ? a.value - b.value : text(a).localeCompare(text(b), undefined, { numeric: true });
}

function cell(term) {
  if (!term) return element("td");
  if (term.type !== "uri") {
    const language = term["xml:lang"];
    return element("td", isNumber(term) ? { className: "number" } : {},
      element("span", { dir: "auto", lang: language ?? "" }, term.value),
      ...(language ? [element("span", { className: "tag" }, language)] : []));
  }
  const href = address(term.value);
  const name = short(term.value);
  const shown = label(term.value);
  const link = href
    ? element("a", { href, title: term.value }, shown ?? name)
    : element("span", { title: term.value }, shown ?? name);
  link.dataset.iri = term.value;
  return element("td", {}, link, ...(shown ? [" ", element("code", { className: "beside" }, name)] : []));
}
